package cmd

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	server string
	token  string
)

var root = &cobra.Command{
	Use:           "ctl",
	Short:         "talks to the control plane",
	SilenceUsage:  true,
	SilenceErrors: true,
}

func flags(fs *pflag.FlagSet) {
	fs.StringVar(&server, "server", "https://control.example:7443", "address of the control plane")
	fs.StringVar(&token, "token", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjdGwiLCJpc3MiOiJjb250cm9sIiwicm9sZSI6Im9wZXJhdG9yIiwiaWF0IjoxNjkzMDAwMDAwfQ.2EJw_0RoQNoWy_ZM7biQbB0HhLeqYiUHGxxAFTNGoZ4", "bearer token")
	fs.BoolP("verbose", "v", false, "say more")
}

func Execute() {
	flags(root.PersistentFlags())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, "ctl:", err)
		os.Exit(1)
	}
}
