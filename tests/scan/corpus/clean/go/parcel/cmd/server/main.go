package main

import (
	"flag"
	"log"
	"os"

	"example.com/parcel/internal/api"
)

func main() {
	var (
		addr      = flag.String("addr", ":8080", "listen address")
		secretEnv = flag.String("jwt-secret-env", "JWT_SECRET", "name of the variable that holds the JWT secret")
		secret    = flag.String("jwt-secret", "", "JWT secret (prefer -jwt-secret-env)")
		header    = flag.String("token-header", "Authorization", "header that carries the token")
	)
	flag.Parse()

	if *secret == "" {
		*secret = os.Getenv(*secretEnv)
	}
	if *secret == "" {
		log.Fatalf("no JWT secret: set %s", *secretEnv)
	}
	log.Fatal(api.Serve(*addr, *header, []byte(*secret)))
}
