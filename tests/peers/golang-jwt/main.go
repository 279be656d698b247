// Tokens and keys with golang-jwt in both directions; tests/peers/README.md says how it is called.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

type entry struct {
	Alg         string         `json:"alg"`
	Token       string         `json:"token"`
	JWK         map[string]any `json:"jwk,omitempty"`
	PEM         string         `json:"pem,omitempty"`
	PKCS8       string         `json:"pkcs8,omitempty"`
	Traditional string         `json:"traditional,omitempty"`
}

// must ends the program on an error.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func block(label string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}))
}

func (e entry) key() any {
	if e.PEM == "" {
		return must(base64.RawURLEncoding.DecodeString(e.JWK["k"].(string)))
	}
	found, _ := pem.Decode([]byte(e.PEM))
	return must(x509.ParsePKIXPublicKey(found.Bytes))
}

func (e entry) verify() {
	now := func() time.Time { return time.Unix(1800000000, 0) }
	parser := jwt.NewParser(jwt.WithValidMethods([]string{e.Alg}), jwt.WithTimeFunc(now), jwt.WithStrictDecoding())
	lookup := func(*jwt.Token) (any, error) { return e.key(), nil }
	claims := must(parser.Parse(e.Token, lookup)).Claims.(jwt.MapClaims)
	if claims["sub"] != "alice" || claims["text"] != "\u00fc\u20ac\U0001f511\"\\\n" {
		log.Fatalf("%s: other claims: %v", e.Alg, claims)
	}
	_, err := parser.Parse(e.Token[:len(e.Token)-8]+"AAAAAAAA", lookup)
	if !errors.Is(err, jwt.ErrTokenSignatureInvalid) {
		log.Fatalf("golang-jwt took a changed %s token, or refused it for another reason: %v", e.Alg, err)
	}
}

func signed(alg string, key any) string {
	claims := jwt.MapClaims{"sub": "bob", "exp": 1800001800, "iat": 1799998200, "text": "\u00fc\u20ac\U0001f511"}
	token := jwt.NewWithClaims(jwt.GetSigningMethod(alg), claims)
	token.Header["kid"] = "theirs"
	return must(token.SignedString(key))
}

func secretEntry(alg string) entry {
	key := make([]byte, 64)
	must(rand.Read(key))
	return entry{Alg: alg, Token: signed(alg, key),
		JWK: map[string]any{"kty": "oct", "k": base64.RawURLEncoding.EncodeToString(key)}}
}

func pairEntry(alg string, key crypto.Signer) entry {
	made := entry{Alg: alg, Token: signed(alg, key),
		PEM:   block("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(key.Public()))),
		PKCS8: block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))}
	switch own := key.(type) {
	case *rsa.PrivateKey:
		made.Traditional = block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(own))
	case *ecdsa.PrivateKey:
		made.Traditional = block("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(own)))
	}
	return made
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 4 && os.Args[1] == "serve" {
		serve(os.Args[2], os.Args[3])
		return
	}
	folder := os.Args[1]
	var ours, theirs []entry
	if err := json.Unmarshal(must(os.ReadFile(filepath.Join(folder, "ours.json"))), &ours); err != nil {
		log.Fatal(err)
	}
	for _, each := range ours {
		each.verify()
	}
	for _, alg := range []string{"HS256", "HS384", "HS512"} {
		theirs = append(theirs, secretEntry(alg))
	}
	rsaKey := must(rsa.GenerateKey(rand.Reader, 2048))
	for _, alg := range []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"} {
		theirs = append(theirs, pairEntry(alg, rsaKey))
	}
	for alg, curve := range map[string]elliptic.Curve{"ES256": elliptic.P256(), "ES384": elliptic.P384(), "ES512": elliptic.P521()} {
		theirs = append(theirs, pairEntry(alg, must(ecdsa.GenerateKey(curve, rand.Reader))))
	}
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	theirs = append(theirs, pairEntry("EdDSA", must(edKey, err)))
	if err := os.WriteFile(filepath.Join(folder, "theirs.json"), must(json.Marshal(theirs)), 0o600); err != nil {
		log.Fatal(err)
	}
}
