import Config

if config_env() == :prod do
  secret_key_base =
    System.get_env("SECRET_KEY_BASE") ||
      raise """
      environment variable SECRET_KEY_BASE is missing.
      You can generate one by calling: mix phx.gen.secret
      """

  config :storefront, StorefrontWeb.Endpoint,
    url: [host: System.fetch_env!("PHX_HOST"), port: 443, scheme: "https"],
    secret_key_base: secret_key_base

  config :storefront, Storefront.Guardian,
    issuer: "storefront",
    secret_key: System.fetch_env!("GUARDIAN_SECRET_KEY"),
    ttl: {15, :minutes}

  config :joken, default_signer: [signer_alg: "HS256", key_octet: System.fetch_env!("JOKEN_KEY")]
end
