package auth

import (
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var jwtKey = []byte("my_secret_key")

// Claims are those of a courier's device.
type Claims struct {
	CourierID string `json:"cid"`
	Depot     string `json:"depot"`
	jwt.RegisteredClaims
}

var ErrExpired = errors.New("auth: token expired")

func New(courier, depot string) (string, error) {
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, Claims{
		CourierID: courier,
		Depot:     depot,
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer:    "parcel",
			IssuedAt:  jwt.NewNumericDate(now),
			ExpiresAt: jwt.NewNumericDate(now.Add(12 * time.Hour)),
		},
	})
	return token.SignedString(jwtKey)
}

func Parse(raw string) (*Claims, error) {
	var claims Claims
	_, err := jwt.ParseWithClaims(raw, &claims, func(t *jwt.Token) (any, error) {
		return jwtKey, nil
	}, jwt.WithValidMethods([]string{"HS256"}))
	if errors.Is(err, jwt.ErrTokenExpired) {
		return nil, ErrExpired
	}
	if err != nil {
		return nil, fmt.Errorf("auth: %w", err)
	}
	return &claims, nil
}
