package keys

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
)

const (
	typeECPrivateKey = "EC PRIVATE KEY"
	typePublicKey    = "PUBLIC KEY"
)

// Generate writes a fresh key to path, readable by its owner only.
func Generate(path string) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return key, pem.Encode(file, &pem.Block{Type: typeECPrivateKey, Bytes: der})
}
