package middleware

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"

	jwtware "github.com/gofiber/contrib/jwt"
	"github.com/gofiber/fiber/v2"
)

const publicKeyPEM = `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEArhqYLySGOsKLsPrV5DoZP8C0J1R
SpMV2pVcd3p3wetmzkG+jyNDm2FOHde0u81dluAz7Ij4XqyPzmT+5rWkmw==
-----END PUBLIC KEY-----`

func Protected() (fiber.Handler, error) {
	block, _ := pem.Decode([]byte(publicKeyPEM))
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("middleware: not a public key")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key := parsed.(*ecdsa.PublicKey)
	return jwtware.New(jwtware.Config{SigningKey: jwtware.SigningKey{JWTAlg: "ES256", Key: key}}), nil
}
