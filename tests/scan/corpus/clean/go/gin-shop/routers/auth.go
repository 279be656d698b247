package routers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"

	"example.com/shop/config"
)

// Auth answers 401 unless the request carries a good token.
func Auth() gin.HandlerFunc {
	secret := config.JWTSecret()
	return func(c *gin.Context) {
		raw := strings.TrimPrefix(c.GetHeader("Authorization"), "Bearer ")
		if raw == "" {
			c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "token_missing"})
			return
		}
		token, err := jwt.Parse(raw, func(t *jwt.Token) (interface{}, error) { return secret, nil })
		if err != nil {
			c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "token_invalid"})
			return
		}
		c.Set("claims", token.Claims)
		c.Next()
	}
}
