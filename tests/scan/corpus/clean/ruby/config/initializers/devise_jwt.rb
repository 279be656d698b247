Devise.setup do |config|
  # config.secret_key = 'read from credentials, see config/credentials.yml.enc'
  config.secret_key = Rails.application.secret_key_base

  config.jwt do |jwt|
    jwt.secret = ENV.fetch('DEVISE_JWT_SECRET_KEY')
    jwt.dispatch_requests = [['POST', %r{^/users/sign_in$}]]
    jwt.revocation_requests = [['DELETE', %r{^/users/sign_out$}]]
    jwt.expiration_time = 1.day.to_i
    jwt.request_formats = { user: [:json] }
  end

  config.navigational_formats = []
  config.password_length = 12..128
  config.reset_password_keys = [:email]
end
