package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// serve is a small service that verifies tokens: `golang-jwt serve ALG KEY_FILE` prints its port, and ends with its input.
func serve(alg, file string) {
	text := strings.TrimSpace(string(must(os.ReadFile(file))))
	var key any = []byte(text)
	if block, _ := pem.Decode([]byte(text)); block != nil {
		key = must(x509.ParsePKIXPublicKey(block.Bytes))
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{alg}), jwt.WithIssuer("https://issuer.example"),
		jwt.WithAudience("orders"))
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	handler := func(answer http.ResponseWriter, request *http.Request) {
		token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
		if _, err := parser.Parse(token, func(*jwt.Token) (any, error) { return key, nil }); err != nil {
			answer.WriteHeader(http.StatusUnauthorized)
		}
	}
	go func() { _ = http.Serve(listener, http.HandlerFunc(handler)) }()
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	_, _ = io.Copy(io.Discard, os.Stdin)
}
