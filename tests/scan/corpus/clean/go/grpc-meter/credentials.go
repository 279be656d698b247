package meter

import (
	"context"
	"fmt"

	vault "github.com/hashicorp/vault/api"
)

const (
	secretPath  = "secret/data/meters/jwt"
	secretField = "signing_key"
	tokenKey    = "authorization"
)

// perRPC puts the token into each call's metadata.
type perRPC struct{ token string }

func (p perRPC) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{tokenKey: "Bearer " + p.token}, nil
}

func (perRPC) RequireTransportSecurity() bool { return true }

func key(client *vault.Client) ([]byte, error) {
	answer, err := client.Logical().Read(secretPath)
	if err != nil || answer == nil {
		return nil, fmt.Errorf("meter: %s: %w", secretPath, err)
	}
	data := answer.Data["data"].(map[string]interface{})
	return []byte(data[secretField].(string)), nil
}
