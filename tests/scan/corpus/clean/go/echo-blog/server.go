package main

import (
	"context"
	"os"

	"github.com/MicahParks/keyfunc/v3"
	echojwt "github.com/labstack/echo-jwt/v4"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func main() {
	e := echo.New()
	k, err := keyfunc.NewDefaultCtx(context.Background(), []string{os.Getenv("JWKS_URL")})
	if err != nil {
		e.Logger.Fatal(err)
	}

	e.Use(middleware.CSRFWithConfig(middleware.CSRFConfig{
		TokenLookup: "form:csrf_token,header:X-CSRF-Token",
		CookieName:  "_csrf",
	}))
	g := e.Group("/drafts")
	g.Use(echojwt.WithConfig(echojwt.Config{
		KeyFunc:       k.Keyfunc,
		SigningMethod: "RS256",
		TokenLookup:   "header:Authorization:Bearer ,cookie:token",
		ContextKey:    "user",
	}))
	e.Logger.Fatal(e.Start(":1323"))
}
