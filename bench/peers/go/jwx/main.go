// lestrrat-go's jwx among the peers.
package main

import (
	"errors"

	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"github.com/lestrrat-go/jwx/v3/jwt"

	"jwtkeep.example/bench/peers/protocol"
)

type engine struct {
	signing   jwt.SignOption
	verifying []jwt.ParseOption
	token     jwt.Token
}

// The keys are given as they are: a jwk.Key would be turned into one of these at every use.
func load(m *protocol.Material) (protocol.Engine, error) {
	alg, ok := jwa.LookupSignatureAlgorithm(m.Alg)
	if !ok {
		return nil, protocol.ErrUnsupported
	}
	headers := jws.NewHeaders()
	if err := headers.Set(jws.KeyIDKey, m.Kid); err != nil {
		return nil, err
	}
	token, err := jwt.ParseInsecure(m.ClaimsJSON)
	if err != nil {
		return nil, err
	}
	return &engine{
		signing: jwt.WithKey(alg, m.Private, jws.WithProtectedHeaders(headers)),
		verifying: []jwt.ParseOption{jwt.WithKey(alg, m.Public), jwt.WithIssuer(m.Issuer), jwt.WithAudience(m.Audience),
			jwt.WithRequiredClaim("exp")},
		token: token,
	}, nil
}

func (e *engine) Verify(token []byte) (string, error) {
	parsed, err := jwt.Parse(token, e.verifying...)
	if err != nil {
		return "", err
	}
	sub, ok := parsed.Subject()
	if !ok {
		return "", errors.New("no sub")
	}
	return sub, nil
}

func (e *engine) Sign() ([]byte, error) { return jwt.Sign(e.token, e.signing) }

func main() { protocol.Serve("github.com/lestrrat-go/jwx/v3", load) }
