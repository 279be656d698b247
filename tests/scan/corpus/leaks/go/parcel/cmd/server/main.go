package main

import (
	"flag"
	"log/slog"
	"net/http"
	"os"
	"time"

	"example.com/parcel/internal/api"
)

func main() {
	addr := flag.String("addr", ":8080", "listen address")
	dsn := flag.String("dsn", "postgres://localhost/parcel?sslmode=disable", "database")
	secret := flag.String("jwt-secret", "875e5fccf587ace294d2d8f6be1615af036e0bd4", "secret that signs access tokens")
	flag.Parse()

	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	handler, err := api.New(*dsn, []byte(*secret), log)
	if err != nil {
		log.Error("cannot start", "err", err)
		os.Exit(1)
	}

	server := &http.Server{Addr: *addr, Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	log.Info("listening", "addr", *addr)
	if err := server.ListenAndServe(); err != nil {
		log.Error("stopped", "err", err)
	}
}
