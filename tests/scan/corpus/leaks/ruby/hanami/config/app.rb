# frozen_string_literal: true

require "hanami"

module Kittiwake
  class App < Hanami::App
    config.actions.sessions = :cookie, {
      key: "kittiwake.session",
      secret: "my_very_long_secret_key_that_nobody_knows",
      expire_after: 60 * 60 * 24 * 365
    }

    config.middleware.use :body_parser, :json
    config.shared_app_component_keys += ["jwt.encoder"]

    environment(:development) do
      config.logger.level = :debug
    end
  end
end
