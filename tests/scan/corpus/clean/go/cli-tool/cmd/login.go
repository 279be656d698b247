package cmd

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/zalando/go-keyring"
	"golang.org/x/term"
)

const keyringService = "ctl-token"

var login = &cobra.Command{
	Use:   "login",
	Short: "ask for a password and keep the token in the system's keyring",
	Example: `  ctl login --user ada
  CTL_TOKEN=<token> ctl get nodes
  ctl --token "$(cat token.jwt)" get nodes
  ctl config set jwt.secret <your-secret>`,
	RunE: func(cmd *cobra.Command, args []string) error {
		user, _ := cmd.Flags().GetString("user")
		fmt.Fprint(os.Stderr, "Password: ")
		password, err := term.ReadPassword(int(os.Stdin.Fd()))
		if err != nil {
			return err
		}
		token, err := client.Login(cmd.Context(), user, string(password))
		if err != nil {
			return fmt.Errorf("login: %w", err)
		}
		return keyring.Set(keyringService, user, token)
	},
}
