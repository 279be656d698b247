package config

import "os"

// getEnv returns the variable, or fallback when it is not set.
func getEnv(key, fallback string) string {
	if value, ok := os.LookupEnv(key); ok {
		return value
	}
	return fallback
}

type Env struct {
	Mode       string
	RedisAddr  string
	JWTSecret  string
	RefreshKey string
}

func FromEnv() Env {
	return Env{
		Mode:       getEnv("GIN_MODE", "debug"),
		RedisAddr:  getEnv("REDIS_ADDR", "localhost:6379"),
		JWTSecret:  getEnv("JWT_SECRET", "supersecretkey"),
		RefreshKey: getEnv("JWT_REFRESH_KEY", "n0BbnMQ2DkbhoFBu+kE2OgDsB056Mfjpw3ice6wd"),
	}
}
