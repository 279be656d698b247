package sign

import (
	"net/http"

	"github.com/lestrrat-go/jwx/v2/jwa"
	"github.com/lestrrat-go/jwx/v2/jwt"
)

// FromRequest reads the partner's token.
func FromRequest(r *http.Request) (jwt.Token, error) {
	return jwt.ParseRequest(r,
		jwt.WithKey(jwa.HS256, []byte("xw32ooja2ldl3iwn7nolhbldjq68g8oz72yfd8e2")),
		jwt.WithValidate(true),
		jwt.WithAcceptableSkew(30_000_000_000),
	)
}

func Subject(r *http.Request) string {
	token, err := FromRequest(r)
	if err != nil {
		return ""
	}
	return token.Subject()
}
