package auth

import (
	"fmt"
	"os"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Signer holds the secret of JWT_SECRET_FILE.
type Signer struct{ secret []byte }

func NewSigner() (*Signer, error) {
	path := os.Getenv("JWT_SECRET_FILE")
	if path == "" {
		path = "/run/secrets/jwt_secret"
	}
	secret, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("auth: JWT secret: %w", err)
	}
	if len(secret) < 32 {
		return nil, fmt.Errorf("auth: %s: the JWT secret has %d bytes, 32 are needed", path, len(secret))
	}
	return &Signer{secret: secret}, nil
}

func (s *Signer) Sign(sub string) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{
		Subject:   sub,
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	}).SignedString(s.secret)
}
