package config

import (
	"fmt"

	"github.com/spf13/viper"
)

const (
	keyJWTSecret    = "jwt.secret"
	keyJWTAlgorithm = "jwt.algorithm"
	keyDBPassword   = "database.password"
)

// Load reads the file, then the environment: JWT_SECRET wins over jwt.secret.
func Load() error {
	viper.SetConfigName("config")
	viper.AddConfigPath("/etc/shop")
	viper.SetDefault(keyJWTAlgorithm, "HS256")
	viper.SetDefault("jwt.secret", "")
	if err := viper.BindEnv(keyJWTSecret, "JWT_SECRET"); err != nil {
		return err
	}
	if err := viper.BindEnv("database.password", "DATABASE_PASSWORD"); err != nil {
		return err
	}
	if viper.GetString("jwt.secret") == "" {
		return fmt.Errorf("config: %s is empty; set JWT_SECRET", keyJWTSecret)
	}
	return viper.ReadInConfig()
}

func JWTSecret() []byte { return []byte(viper.GetString(keyJWTSecret)) }
