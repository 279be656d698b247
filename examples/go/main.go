// Logs people in and checks their tokens, with keys that jwtkeep keeps: docs/how-to/go.md says how and why.
package main

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var (
	tokenLife = seconds("TOKEN_SECONDS", 900)      // at most T (--ttl)
	skew      = seconds("SKEW_SECONDS", 60)        // S (--skew)
	cacheLife = seconds("JWKS_CACHE_SECONDS", 600) // at most P (--propagation)
)

// Replaced as a whole: no request sees half of a change.
var keys atomic.Pointer[Keys]

func main() {
	first, err := readKeys(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	keys.Store(first)
	if os.Getenv("JWT_ENV_FILE") != "" {
		go readAgainOnHangup()
	}

	http.HandleFunc("POST /login", login)
	http.HandleFunc("GET /orders", authenticated(orders))
	listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(number("PORT", 8080)))
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening at http://%s", listener.Addr())
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.Serve(listener))
}

func readAgainOnHangup() {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	for range hangups {
		if again, err := readKeys(context.Background()); err != nil {
			log.Printf("the keys stay as they were: %v", err)
		} else {
			keys.Store(again)
		}
	}
}

func login(response http.ResponseWriter, request *http.Request) {
	var wanted struct{ User, Password string }
	by := keys.Load()
	switch err := json.NewDecoder(http.MaxBytesReader(response, request.Body, 4096)).Decode(&wanted); {
	case by.signWith == nil:
		answer(response, http.StatusNotFound, "error", "this service only verifies")
	case err != nil:
		answer(response, http.StatusBadRequest, "error", "user and password, as JSON")
	case !isKnown(wanted.User, wanted.Password):
		answer(response, http.StatusUnauthorized, "error", "unknown user or password")
	default:
		token, err := by.sign(wanted.User)
		if err != nil {
			log.Printf("cannot sign: %v", err)
			answer(response, http.StatusInternalServerError, "error", "cannot sign")
			return
		}
		answer(response, http.StatusOK, "token", token)
	}
}

// isKnown stands for your table of users.
func isKnown(user, password string) bool {
	expected := os.Getenv("LOGIN_PASSWORD")
	return user != "" && expected != "" && subtle.ConstantTimeCompare([]byte(password), []byte(expected)) == 1
}

func orders(response http.ResponseWriter, _ *http.Request, claims *jwt.RegisteredClaims) {
	answer(response, http.StatusOK, "user", claims.Subject)
}

type handler func(http.ResponseWriter, *http.Request, *jwt.RegisteredClaims)

func authenticated(next handler) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		scheme, token, _ := strings.Cut(request.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "bearer") || token == "" {
			response.Header().Set("WWW-Authenticate", "Bearer")
			answer(response, http.StatusUnauthorized, "error", "no token")
			return
		}
		claims, err := keys.Load().verify(token)
		if err != nil {
			log.Printf("refused: %v", err) // the reason is for the log, not for the caller
			response.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			answer(response, http.StatusUnauthorized, "error", "invalid token")
			return
		}
		next(response, request, claims)
	}
}

func answer(response http.ResponseWriter, status int, name, value string) {
	response.Header().Set("Content-Type", "application/json")
	response.WriteHeader(status)
	if err := json.NewEncoder(response).Encode(map[string]string{name: value}); err != nil && !errors.Is(err, syscall.EPIPE) {
		log.Printf("cannot answer: %v", err)
	}
}

func number(name string, usual int) int {
	text, set := os.LookupEnv(name)
	if !set {
		return usual
	}
	value, err := strconv.Atoi(text)
	if err != nil || value < 0 {
		log.Fatal(fmt.Errorf("%s is no number: %q", name, text))
	}
	return value
}

func seconds(name string, usual int) time.Duration {
	return time.Duration(number(name, usual)) * time.Second
}
