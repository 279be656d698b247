package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

// Keys are what the service verifies with, and where it may sign, what it signs with.
type Keys struct {
	method   jwt.SigningMethod
	parser   *jwt.Parser
	find     keyfunc.Keyfunc
	issuer   string
	audience string
	kid      string
	signWith any
}

// readKeys reads what `jwtkeep run` gives: in the environment, or with --signal HUP in the file that JWT_ENV_FILE names.
func readKeys(ctx context.Context) (*Keys, error) {
	given := map[string]string{}
	if path := os.Getenv("JWT_ENV_FILE"); path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(text, &given); err != nil {
			return nil, fmt.Errorf("JWT_ENV_FILE: %w", err)
		}
	} else {
		for _, name := range []string{"JWT_ALG", "JWT_ISSUER", "JWT_AUDIENCE", "JWT_JWKS", "JWT_KID", "JWT_SECRET", "JWT_PUBLIC_KEY"} {
			given[name] = os.Getenv(name)
		}
	}
	for _, name := range []string{"JWT_ALG", "JWT_ISSUER", "JWT_AUDIENCE"} {
		if given[name] == "" {
			return nil, fmt.Errorf("%s is not set", name)
		}
	}
	method := jwt.GetSigningMethod(given["JWT_ALG"])
	if method == nil || method == jwt.SigningMethodNone {
		return nil, fmt.Errorf("JWT_ALG is none that this service knows: %s", given["JWT_ALG"])
	}
	keys := &Keys{method: method, issuer: given["JWT_ISSUER"], audience: given["JWT_AUDIENCE"], kid: given["JWT_KID"]}
	keys.parser = jwt.NewParser(
		jwt.WithValidMethods([]string{method.Alg()}), // never the one that the token names
		jwt.WithIssuer(keys.issuer),
		jwt.WithAudience(keys.audience),
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(), // not in the future
		jwt.WithLeeway(skew),
	)
	var err error
	if url := os.Getenv("JWKS_URL"); url != "" {
		// Fetched again and again in the background. A key is published P ahead, so that none that signs is unknown
		// here: a made-up kid is to wait for no fetch.
		keys.find, err = keyfunc.NewDefaultOverrideCtx(ctx, []string{url}, keyfunc.Override{
			RefreshInterval:  cacheLife,
			HTTPTimeout:      5 * time.Second,
			RateLimitWaitMax: time.Millisecond,
		})
		return keys, err
	}
	if keys.find, err = keyfunc.NewJWKSetJSON(json.RawMessage(given["JWT_JWKS"])); err != nil {
		return nil, fmt.Errorf("JWT_JWKS: %w", err)
	}
	switch {
	case given["JWT_PUBLIC_KEY"] == "": // a symmetric key signs and verifies
		jwk, err := keys.find.Storage().KeyRead(ctx, keys.kid)
		if err != nil {
			return nil, fmt.Errorf("JWT_KID: %w", err)
		}
		keys.signWith = jwk.Key()
	case given["JWT_SECRET"] != "": // of a key pair: the private half (run --signer)
		block, _ := pem.Decode([]byte(given["JWT_SECRET"]))
		if block == nil {
			return nil, errors.New("JWT_SECRET is no PEM")
		}
		if keys.signWith, err = x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
			return nil, fmt.Errorf("JWT_SECRET: %w", err)
		}
	}
	return keys, nil
}

func (keys *Keys) sign(user string) (string, error) {
	now := time.Now()
	token := jwt.NewWithClaims(keys.method, jwt.RegisteredClaims{
		Subject:   user,
		Issuer:    keys.issuer,
		Audience:  jwt.ClaimStrings{keys.audience},
		IssuedAt:  jwt.NewNumericDate(now),
		ExpiresAt: jwt.NewNumericDate(now.Add(tokenLife)),
	})
	token.Header["kid"] = keys.kid
	return token.SignedString(keys.signWith)
}

func (keys *Keys) verify(token string) (*jwt.RegisteredClaims, error) {
	claims := &jwt.RegisteredClaims{}
	parsed, err := keys.parser.ParseWithClaims(token, claims, keys.find.Keyfunc)
	if err != nil {
		return nil, err
	}
	if _, there := parsed.Header["crit"]; there {
		return nil, errors.New("the token demands what is not understood here") // RFC 7515 section 4.1.11
	}
	if claims.Subject == "" {
		return nil, errors.New("the token names nobody")
	}
	return claims, nil
}
