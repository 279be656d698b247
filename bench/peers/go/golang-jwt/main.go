// golang-jwt among the peers.
package main

import (
	"encoding/json"
	"errors"

	"github.com/golang-jwt/jwt/v5"

	"jwtkeep.example/bench/peers/protocol"
)

type claims struct {
	jwt.RegisteredClaims
	Scope string `json:"scope"`
}

type engine struct {
	method  jwt.SigningMethod
	parser  *jwt.Parser
	private any
	public  any
	kid     string
	claims  claims
}

func load(m *protocol.Material) (protocol.Engine, error) {
	method := jwt.GetSigningMethod(m.Alg)
	if method == nil {
		return nil, protocol.ErrUnsupported
	}
	e := &engine{method: method, private: m.Private, public: m.Public, kid: m.Kid}
	e.parser = jwt.NewParser(jwt.WithValidMethods([]string{m.Alg}), jwt.WithIssuer(m.Issuer), jwt.WithAudience(m.Audience),
		jwt.WithExpirationRequired())
	return e, json.Unmarshal(m.ClaimsJSON, &e.claims)
}

func (e *engine) Verify(token []byte) (string, error) {
	var found claims
	parsed, err := e.parser.ParseWithClaims(string(token), &found, func(*jwt.Token) (any, error) { return e.public, nil })
	if err != nil {
		return "", err
	}
	if !parsed.Valid {
		return "", errors.New("not valid")
	}
	return found.Subject, nil
}

func (e *engine) Sign() ([]byte, error) {
	token := jwt.NewWithClaims(e.method, &e.claims)
	token.Header["kid"] = e.kid
	text, err := token.SignedString(e.private)
	return []byte(text), err
}

func main() { protocol.Serve("github.com/golang-jwt/jwt/v5", load) }
