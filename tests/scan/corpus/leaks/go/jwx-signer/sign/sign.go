package sign

import (
	"fmt"
	"time"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwk"
	"github.com/lestrrat-go/jwx/v2/jwt"
)

const rawKey = `{
  "kty": "OKP",
  "crv": "Ed25519",
  "kid": "xN6DVnunqa4v",
  "alg": "EdDSA",
  "x": "N5IkeVNRLZcJy8zlT-xN7KjYmBJbWAg6iBQIfVN-CWg",
  "d": "l64HAl-RTmKdWmid-x1ze0CJSbcbZfuYVVtkr3nqESI"
}`

// Token is valid for ten minutes.
func Token(subject string) ([]byte, error) {
	key, err := jwk.ParseKey([]byte(rawKey))
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	token, err := jwt.NewBuilder().
		Issuer("https://signer.example").
		Subject(subject).
		IssuedAt(time.Now()).
		Expiration(time.Now().Add(10 * time.Minute)).
		Build()
	if err != nil {
		return nil, err
	}
	return jwt.Sign(token, jwt.WithKey(jwa.EdDSA, key))
}
