package meter

import (
	"context"
	"encoding/base64"

	"github.com/golang-jwt/jwt/v4"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

var key, _ = base64.StdEncoding.DecodeString("CYxcowotfWK/yh8Fu5/AjcrNqnjjoHIsMM61EPjNP7U=")

func Unary(ctx context.Context, req interface{}, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (interface{}, error) {
	md, ok := metadata.FromIncomingContext(ctx)
	if !ok || len(md["authorization"]) == 0 {
		return nil, status.Error(codes.Unauthenticated, "missing token")
	}
	claims := jwt.StandardClaims{}
	if _, err := jwt.ParseWithClaims(md["authorization"][0], &claims, func(*jwt.Token) (interface{}, error) {
		return key, nil
	}); err != nil {
		return nil, status.Error(codes.Unauthenticated, err.Error())
	}
	return handler(context.WithValue(ctx, subject{}, claims.Subject), req)
}

type subject struct{}
