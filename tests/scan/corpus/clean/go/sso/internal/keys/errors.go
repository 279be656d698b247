package keys

import "errors"

var (
	ErrNoSecret      = errors.New("keys: no JWT secret configured")
	ErrShortSecret   = errors.New("keys: the JWT secret is shorter than 32 bytes")
	ErrUnknownKid    = errors.New("keys: unknown kid")
	ErrPrivateKey    = errors.New("keys: expected -----BEGIN PRIVATE KEY-----")
	ErrInvalidToken  = errors.New("keys: invalid token")
	ErrSecretRotated = errors.New("keys: secret was rotated")
)

// Kind of a key as it stands in the database.
type Kind string

const (
	KindSecret    Kind = "secret"
	KindJWTSecret Kind = "jwt_secret"
	KindPrivate   Kind = "private_key"
	KindToken     Kind = "token"
)

func (k Kind) String() string { return string(k) }
