package server

import (
	"os"

	"github.com/go-kratos/kratos/v2/middleware/auth/jwt"
	"github.com/go-kratos/kratos/v2/middleware/recovery"
	"github.com/go-kratos/kratos/v2/transport/http"
	jwtv4 "github.com/golang-jwt/jwt/v4"
)

func orDefault(v, d string) string {
	if v == "" {
		return d
	}
	return v
}

// NewHTTPServer wires the middleware chain.
func NewHTTPServer(addr string) *http.Server {
	secret := orDefault(os.Getenv("MINI_JWT_SECRET"), "r6n5gc2o1p4im8jsndfmuuu7z9g4")
	return http.NewServer(
		http.Address(addr),
		http.Middleware(
			recovery.Recovery(),
			jwt.Server(func(token *jwtv4.Token) (interface{}, error) {
				return []byte(secret), nil
			}, jwt.WithSigningMethod(jwtv4.SigningMethodHS256)),
		),
	)
}

// NewClient calls the sibling service with its own token.
func clientKey(*jwtv4.Token) (interface{}, error) { return []byte("testKey"), nil }
