package config

import (
	"strings"
	"time"

	"github.com/spf13/viper"
)

type Config struct {
	Port int
	JWT  struct {
		Secret string
		TTL    time.Duration
	}
}

func Load(path string) (*Config, error) {
	v := viper.New()
	v.SetConfigFile(path)
	v.SetEnvPrefix("SHOP")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	v.AutomaticEnv()

	v.SetDefault("port", 8080)
	v.SetDefault("jwt.secret", "secret")
	v.SetDefault("jwt.ttl", "2h")

	if err := v.ReadInConfig(); err != nil {
		return nil, err
	}
	var c Config
	return &c, v.Unmarshal(&c)
}
