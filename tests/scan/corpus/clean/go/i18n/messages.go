package i18n

var pl = map[string]string{
	"login":              "Zaloguj się",
	"password":           "Hasło",
	"secret":             "Sekret",
	"jwt_secret":         "Klucz podpisujący tokeny",
	"jwt_secret_hint":    "Co najmniej 32 znaki",
	"secret_key":         "Klucz tajny",
	"token":              "Token dostępu",
	"token_expired":      "Token wygasł",
	"private_key":        "Klucz prywatny",
	"api_key_regenerate": "Wygeneruj nowy klucz",
}

// T translates key, or returns it as it is.
func T(key string) string {
	if text, ok := pl[key]; ok {
		return text
	}
	return key
}
