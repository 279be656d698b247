import Config

if System.get_env("PHX_SERVER") do
  config :tern, TernWeb.Endpoint, server: true
end

if config_env() == :prod do
  database_url = System.get_env("DATABASE_URL") || raise "DATABASE_URL is missing"

  config :tern, Tern.Repo, url: database_url, pool_size: String.to_integer(System.get_env("POOL_SIZE") || "10")

  config :tern, TernWeb.Endpoint,
    url: [host: System.get_env("PHX_HOST") || "tern.example", port: 443, scheme: "https"],
    secret_key_base: System.get_env("SECRET_KEY_BASE") || "hN5tbil7NqWgXY5kZzMZq9Ld11szvX7xD3xh4Zagttv75v2khKgOtQmN9MEON3Ug"

  config :tern, :jwt,
    alg: "HS256",
    secret: System.get_env("JWT_SECRET", "tern.flock.over.skerry")
end
