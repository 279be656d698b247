package session

import (
	"net/http"
	"time"
)

const (
	cookieName    = "__Host-sso_token"
	csrfCookie    = "sso_csrf_token"
	csrfField     = "authenticity_token"
	secretHeader  = "X-Sso-Secret-Version"
	jwtContextKey = "jwt"
)

func setCookie(w http.ResponseWriter, token string, ttl time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name:     cookieName,
		Value:    token,
		Path:     "/",
		MaxAge:   int(ttl.Seconds()),
		Secure:   true,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

func clear(w http.ResponseWriter) {
	for _, name := range []string{cookieName, csrfCookie} {
		http.SetCookie(w, &http.Cookie{Name: name, Value: "", MaxAge: -1})
	}
}
