require_relative 'boot'

require 'rails'
require 'active_model/railtie'
require 'active_record/railtie'
require 'action_controller/railtie'

Bundler.require(*Rails.groups)

module Quayside
  class Application < Rails::Application
    config.load_defaults 7.1
    config.api_only = true

    config.x.jwt.issuer = 'quayside'
    config.x.jwt.secret = ENV.fetch('JWT_SECRET', 'brine_and_barnacle_2021!')
    config.x.jwt.ttl = Integer(ENV.fetch('JWT_TTL', '900'))

    config.middleware.use ActionDispatch::Cookies
    config.middleware.use ActionDispatch::Session::CookieStore
  end
end
