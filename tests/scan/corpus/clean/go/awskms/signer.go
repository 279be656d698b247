package awskms

import (
	"context"
	"encoding/base64"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

type Signer struct {
	Client *kms.Client
	KeyID  string // "alias/jwt-signing" or an ARN
}

func (s Signer) Sign(ctx context.Context, claims any) (string, error) {
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	enc := base64.RawURLEncoding.EncodeToString
	input := enc([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc(body)
	out, err := s.Client.GenerateMac(ctx, &kms.GenerateMacInput{
		KeyId:        &s.KeyID,
		MacAlgorithm: types.MacAlgorithmSpecHmacSha256,
		Message:      []byte(input),
	})
	if err != nil {
		return "", err
	}
	return input + "." + enc(out.Mac), nil
}
