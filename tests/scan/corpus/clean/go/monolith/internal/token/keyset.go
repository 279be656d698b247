package token

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	secretBytes = 32
	tokenIssuer = "monolith"
	kidHeader   = "kid"

	selectSecrets = `SELECT kid, secret, state FROM jwt_secrets WHERE state <> 'retired' ORDER BY created_at DESC`
	insertSecret  = `INSERT INTO jwt_secrets (kid, secret, state) VALUES ($1, $2, 'next')`
)

// State of a secret in the table jwt_secrets.
type State string

const (
	StateNext    State = "next"
	StateSigning State = "signing"
	StateRetired State = "retired"
)

var (
	ErrNoSecret   = errors.New("token: no signing secret in jwt_secrets")
	ErrUnknownKid = errors.New("token: unknown kid")
)

type key struct {
	kid    string
	secret []byte
	state  State
}

// KeySet keeps the secrets of the table in memory.
type KeySet struct {
	db     *sql.DB
	unseal func([]byte) ([]byte, error)

	mu   sync.RWMutex
	keys []key
}

func NewKeySet(db *sql.DB, unseal func([]byte) ([]byte, error)) *KeySet {
	return &KeySet{db: db, unseal: unseal}
}

func (s *KeySet) Load(ctx context.Context) error {
	rows, err := s.db.QueryContext(ctx, selectSecrets)
	if err != nil {
		return fmt.Errorf("token: secrets: %w", err)
	}
	defer rows.Close()

	var keys []key
	for rows.Next() {
		var k key
		var sealed []byte
		if err := rows.Scan(&k.kid, &sealed, &k.state); err != nil {
			return err
		}
		if k.secret, err = s.unseal(sealed); err != nil {
			return fmt.Errorf("token: secret %q: %w", k.kid, err)
		}
		keys = append(keys, k)
	}
	s.mu.Lock()
	s.keys = keys
	s.mu.Unlock()
	return rows.Err()
}

// Generate puts a new secret into the table; it signs after the next rotation.
func (s *KeySet) Generate(ctx context.Context, seal func([]byte) []byte) (string, error) {
	secret := make([]byte, secretBytes)
	if _, err := rand.Read(secret); err != nil {
		return "", err
	}
	kid := base64.RawURLEncoding.EncodeToString(secret[:0]) + time.Now().UTC().Format("20060102150405")
	_, err := s.db.ExecContext(ctx, insertSecret, kid, seal(secret))
	return kid, err
}

func (s *KeySet) Keyfunc(t *jwt.Token) (any, error) {
	kid, _ := t.Header[kidHeader].(string)
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, k := range s.keys {
		if subtle.ConstantTimeCompare([]byte(k.kid), []byte(kid)) == 1 {
			return k.secret, nil
		}
	}
	return nil, fmt.Errorf("%w: %q", ErrUnknownKid, kid)
}

func (s *KeySet) Sign(claims jwt.RegisteredClaims) (string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, k := range s.keys {
		if k.state == StateSigning {
			claims.Issuer = tokenIssuer
			t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
			t.Header[kidHeader] = k.kid
			return t.SignedString(k.secret)
		}
	}
	return "", ErrNoSecret
}
