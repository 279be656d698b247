# This file is responsible for configuring your application
# and its dependencies with the aid of the Config module.
import Config

config :driftwood,
  ecto_repos: [Driftwood.Repo],
  generators: [timestamp_type: :utc_datetime]

# Configures the endpoint
config :driftwood, DriftwoodWeb.Endpoint,
  url: [host: "localhost"],
  adapter: Bandit.PhoenixAdapter,
  render_errors: [formats: [json: DriftwoodWeb.ErrorJSON], layout: false],
  pubsub_server: Driftwood.PubSub,
  secret_key_base: "msnnEYORfn/WDqYaryXtz2FahPx4rkVX/jPwwnLxZ3yM1tc8awY+L2iY/DvQ2s+f",
  live_view: [signing_salt: "hV3kq9Wd"]

config :driftwood, Driftwood.Guardian,
  issuer: "driftwood",
  secret_key: "P4RR6PUrS70lRbOS75cqxsCV74QRNYbbvKHLxt/5UcqGk5fn/uOuByfhO03/PHJp",
  ttl: {30, :minutes}

config :logger, :console,
  format: "$time $metadata[$level] $message\n",
  metadata: [:request_id]

config :phoenix, :json_library, Jason

import_config "#{config_env()}.exs"
