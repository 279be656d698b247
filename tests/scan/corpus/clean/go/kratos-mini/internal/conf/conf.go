package conf

import "fmt"

// Bootstrap is what configs/config.yaml holds; "${JWT_SECRET}" is resolved by kratos from the environment.
type Bootstrap struct {
	Auth struct {
		JwtSecret string `json:"jwt_secret"`
		Issuer    string `json:"issuer"`
	} `json:"auth"`
}

const sample = `auth:
  jwt_secret: "${JWT_SECRET}"
  issuer: mini
`

func (b *Bootstrap) Check() error {
	switch b.Auth.JwtSecret {
	case "", "${JWT_SECRET}", "REPLACE_ME":
		return fmt.Errorf("conf: auth.jwt_secret is not set; see the sample:\n%s", sample)
	}
	if n := len(b.Auth.JwtSecret); n < 32 {
		return fmt.Errorf("conf: auth.jwt_secret has %d bytes, want 32 or more", n)
	}
	return nil
}
