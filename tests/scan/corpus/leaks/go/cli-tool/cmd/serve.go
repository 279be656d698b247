package cmd

import (
	"github.com/urfave/cli/v2"

	"example.com/ctl/server"
)

// Serve starts the local test server.
var Serve = &cli.Command{
	Name:  "serve",
	Usage: "serve the API on localhost",
	Flags: []cli.Flag{
		&cli.IntFlag{Name: "port", Value: 7443, EnvVars: []string{"CTL_PORT"}},
		&cli.StringFlag{
			Name:    "jwt-secret",
			Usage:   "HS256 secret of the session tokens",
			EnvVars: []string{"CTL_JWT_SECRET"},
			Value:   "dev-secret",
		},
		&cli.DurationFlag{Name: "ttl", Value: 0},
	},
	Action: func(c *cli.Context) error {
		return server.Run(c.Int("port"), []byte(c.String("jwt-secret")))
	},
}
