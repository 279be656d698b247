# frozen_string_literal: true

require 'jwt'

class TokenService
  ALGORITHM = 'HS256'
  ISSUER = 'belfry'

  def initialize(secret: Rails.application.credentials.jwt_secret!, clock: Time)
    @secret = secret
    @clock = clock
  end

  def issue(user, ttl: 15.minutes)
    now = @clock.now.to_i
    JWT.encode({ sub: user.id, iss: ISSUER, iat: now, exp: now + ttl.to_i }, @secret, ALGORITHM)
  end

  def read(token)
    JWT.decode(token, @secret, true, algorithm: ALGORITHM, iss: ISSUER, verify_iss: true).first
  end
end
