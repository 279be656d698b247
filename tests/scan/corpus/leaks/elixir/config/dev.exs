import Config

config :osprey, Osprey.Repo,
  username: "postgres",
  hostname: "localhost",
  database: "osprey_dev",
  stacktrace: true,
  pool_size: 10

config :osprey, OspreyWeb.Endpoint,
  http: [ip: {127, 0, 0, 1}, port: 4000],
  check_origin: false,
  code_reloader: true,
  debug_errors: true,
  secret_key_base: "vigDIke6cPjBPDqJO+0DEeNw2RrGpCMHK3GfZCKrAWVezRyHi8f4h0lLIxA8Oknc",
  watchers: []

config :joken, default_signer: "secret"

config :phoenix, :stacktrace_depth, 20
config :phoenix, :plug_init_mode, :runtime
