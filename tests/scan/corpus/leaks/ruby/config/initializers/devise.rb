# frozen_string_literal: true

# Many of these configuration options can be set straight in your model.
Devise.setup do |config|
  # The secret key used by Devise. Devise uses this key to generate
  # random tokens. Changing this key will render invalid all existing
  # confirmation, reset password and unlock tokens in the database.
  config.secret_key = '596aa08dc9df2bdb7d95c5579e9722f42267e3cdee85a97e39f2be388c26076868a15e5ec417ee2ebb94b90b7fff8c390e4ceb3da476e6a04b2130bc229ac687'

  config.mailer_sender = 'no-reply@tidewater-bikes.example'

  require 'devise/orm/active_record'

  config.case_insensitive_keys = [:email]
  config.strip_whitespace_keys = [:email]
  config.skip_session_storage = [:http_auth]
  config.stretches = Rails.env.test? ? 1 : 12

  # config.pepper = 'set by the deploy'
  config.reconfirmable = true
  config.expire_all_remember_me_on_sign_out = true
  config.password_length = 8..128
  config.email_regexp = /\A[^@\s]+@[^@\s]+\z/
  config.reset_password_within = 6.hours
  config.sign_out_via = :delete

  config.jwt do |jwt|
    jwt.secret = '28c2a7ec88c674f14ec13332a70b6971d113180c1e89b1c4f9ff6751801db957c446da212c53597a7da9468a73e8228939296532db8234d9a2c801d46970eb61'
    jwt.dispatch_requests = [['POST', %r{^/login$}]]
    jwt.revocation_requests = [['DELETE', %r{^/logout$}]]
    jwt.expiration_time = 30.minutes.to_i
  end
end
