// Verifies the tokens on standard input, one a line, with keys that keyfunc fetches from the URL it is given: a line of
// JSON each. It fetches every second and never because of a kid that it does not know: a key has to be published before
// it signs.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

func main() {
	storage, err := jwkset.NewStorageFromHTTP(os.Args[1], jwkset.HTTPClientStorageOptions{
		Ctx:             context.Background(),
		RefreshInterval: time.Second,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	keys, err := keyfunc.New(keyfunc.Options{Storage: storage})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		claims := jwt.RegisteredClaims{}
		_, err := jwt.ParseWithClaims(lines.Text(), &claims, keys.Keyfunc, jwt.WithValidMethods([]string{"ES256"}))
		told := map[string]string{"sub": claims.Subject}
		if err != nil {
			told = map[string]string{"error": err.Error()}
		}
		if out.Encode(told) != nil {
			return
		}
	}
}
