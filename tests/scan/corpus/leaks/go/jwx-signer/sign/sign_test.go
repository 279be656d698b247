package sign

import (
	"testing"

	"github.com/golang-jwt/jwt/v4"
)

const testKeyPEM = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIEUs4bQj4oMUrKiEpqFgHZem38Qfc9Md98XPIxy0rXCQoAoGCCqGSM49
AwEHoUQDQgAEGS94e9Nj0tCgkxs89LraSnLWYoSRnpxDp93SIcpRwlJnvLL1JoAo
epMy7x6jqjhz8nxGwXOszqsnd5ZI+116vQ==
-----END EC PRIVATE KEY-----`

func TestES256(t *testing.T) {
	key, err := jwt.ParseECPrivateKeyFromPEM([]byte(testKeyPEM))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{"sub": "t"}).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jwt.Parse(raw, func(*jwt.Token) (interface{}, error) { return &key.PublicKey, nil }); err != nil {
		t.Errorf("own token refused: %v", err)
	}
}

func TestRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"empty":     "",
		"foreign":   "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2Vsc2UuZXhhbXBsZSIsInN1YiI6IngiLCJleHAiOjE3MTAwMDAwMDB9.gTWxYKEc-qgifrk1isYVlGC4tUDSIqKZQWJ3Ff-oCr1_I5qM_3RqAxXw8dBUJInTNP58whpPXioXnjZ_iwN5R51cdJ1uxOPEdZDtfWrmOEzZltxqyjmWiUJO--_ZfaNFpLZmF9d6fzujf59CBFn4dsenPwcAkTPWV4W2_SxAwS4fwsSdl5iORcoUFLyUO5VV_qAOT44ROjBNSP5FIBT5tYErZMyhkpHe2aztSpZ9RYWHRgPGWxq1H4aYfqYrEGdjogUTLD22r8T04Kbedn4FNpeRF1kunF44JBdsFbF_eekSLn3_L4BFJZ80LL1vutCSePjngEfKaP1VwmPa1p3v1w",
		"truncated": "eyJhbGciOiJFUzI1NiJ9.eyJzdWIi",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := parse(raw); err == nil {
				t.Error("accepted")
			}
		})
	}
}
