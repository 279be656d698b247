package expiry

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var introduced, _ = time.Parse("2006-01-02 15:04:05", "2021-03-04 05:06:07")

// IssuedBefore says whether a token is older than the new claims.
func IssuedBefore(raw string, keys jwt.Keyfunc) (bool, error) {
	token, err := jwt.NewParser().Parse(raw, keys)
	if err != nil {
		return false, err
	}
	at, err := token.Claims.GetIssuedAt()
	return err == nil && at.Before(introduced), err
}
