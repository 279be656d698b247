# frozen_string_literal: true

Doorkeeper.configure do
  orm :active_record

  resource_owner_authenticator do
    current_user || warden.authenticate!(scope: :user)
  end

  admin_authenticator do
    current_user&.admin? ? current_user : redirect_to(new_user_session_url)
  end

  # secrets of applications and tokens are kept as hashes
  hash_token_secrets
  hash_application_secrets using: '::Doorkeeper::SecretStoring::BCrypt'

  access_token_generator '::Doorkeeper::JWT'
  access_token_methods :from_bearer_authorization
  access_token_expires_in 10.minutes
  token_secret_fallback_strategy :plain if ENV['MIGRATING_SECRETS']
  use_refresh_token
  reuse_access_token
  realm 'almonry'
  grant_flows %w[authorization_code client_credentials]
  default_scopes :read
  optional_scopes :write, :token_introspection
  enforce_configured_scopes
  force_ssl_in_redirect_uri !Rails.env.development?
end

Doorkeeper::JWT.configure do
  token_payload do |opts|
    user = User.find(opts[:resource_owner_id])

    {
      iss: 'almonry',
      iat: Time.current.utc.to_i,
      jti: SecureRandom.uuid,
      sub: user.to_param,
      secret_version: user.secret_version
    }
  end

  token_headers do |_opts|
    { kid: Rails.application.config.x.jwt.kid }
  end

  use_application_secret false
  secret_key Rails.application.credentials.dig(:doorkeeper, :jwt_secret)
  secret_key_path ENV.fetch('JWT_PRIVATE_KEY_PATH', nil)
  signing_method :hs512
end
