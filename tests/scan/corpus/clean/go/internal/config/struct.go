package config

// Config is read by envconfig.
type Config struct {
	JWTSecret     string `envconfig:"JWT_SECRET" required:"true" json:"-" yaml:"jwt_secret"`
	JWTAlgorithm  string `envconfig:"JWT_ALGORITHM" default:"HS256" yaml:"jwt_algorithm"`
	TokenHeader   string `envconfig:"TOKEN_HEADER" default:"Authorization" yaml:"token_header"`
	SecretBackend string `envconfig:"SECRET_BACKEND" default:"vault" yaml:"secret_backend"`
	SecretPath    string `envconfig:"SECRET_PATH" default:"secret/data/app/jwt" yaml:"secret_path"`
	PrivateKey    string `envconfig:"PRIVATE_KEY_FILE" default:"/etc/app/tls/private.key" yaml:"private_key"`
	Password      string `validate:"required,min=12" json:"password"`
}

func (c Config) Redacted() Config {
	c.JWTSecret, c.Password = "***", "***"
	return c
}

// Example is printed by --help.
const Example = `jwt_secret: ${JWT_SECRET}
jwt_algorithm: HS256
secret_backend: vault
secret_path: secret/data/app/jwt
`
