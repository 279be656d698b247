package routers

import (
	"time"

	jwt "github.com/appleboy/gin-jwt/v2"
	"github.com/gin-gonic/gin"
)

type login struct {
	Username string `form:"username" json:"username" binding:"required"`
	Password string `form:"password" json:"password" binding:"required"`
}

const identityKey = "id"

func authMiddleware() (*jwt.GinJWTMiddleware, error) {
	return jwt.New(&jwt.GinJWTMiddleware{
		Realm:       "shop",
		Key:         []byte("secret key"),
		Timeout:     time.Hour,
		MaxRefresh:  24 * time.Hour,
		IdentityKey: identityKey,
		Authenticator: func(c *gin.Context) (interface{}, error) {
			var vals login
			if err := c.ShouldBind(&vals); err != nil {
				return "", jwt.ErrMissingLoginValues
			}
			return customers.Check(vals.Username, vals.Password)
		},
		TokenLookup:   "header: Authorization, query: token, cookie: jwt",
		TokenHeadName: "Bearer",
		TimeFunc:      time.Now,
	})
}
