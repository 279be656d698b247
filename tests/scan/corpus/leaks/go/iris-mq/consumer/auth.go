package consumer

import (
	"github.com/golang-jwt/jwt/v5/request"
	"github.com/kataras/iris/v12"
	"github.com/kataras/iris/v12/middleware/jwt"
)

var (
	sigKey = []byte("signature_hmac_carrots_&_peas_9")
	encKey = []byte("8slQdq9vkTjhpPVkV3Eb2QYZbnx4x6so")
)

type userClaims struct {
	Queue string `json:"queue"`
}

func Verify() iris.Handler {
	verifier := jwt.NewVerifier(jwt.HS256, sigKey)
	verifier.WithDefaultBlocklist()
	verifier.WithDecryption(encKey, nil)
	return verifier.Verify(func() interface{} { return new(userClaims) })
}

var _ = request.AuthorizationHeaderExtractor
