package session

import (
	"os"

	"github.com/golang-jwt/jwt"
	"github.com/gorilla/sessions"
)

type Manager struct {
	store  *sessions.CookieStore
	secret []byte
}

func NewManager() *Manager {
	secret := os.Getenv("SSO_JWT_SECRET")
	if secret == "" {
		secret = "VIwQWfLGpXsHG0vYQpBtdLdIBvUY4I5SAR18ago5USSXigGSsa"
	}
	return &Manager{
		store:  sessions.NewCookieStore([]byte(os.Getenv("SSO_COOKIE_KEY"))),
		secret: []byte(secret),
	}
}

func (m *Manager) Sign(sub string) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.StandardClaims{Subject: sub}).SignedString(m.secret)
}
