# frozen_string_literal: true

require 'jwt'

# Encodes and decodes access tokens for the storefront API.
class JsonWebToken
  HMAC_SECRET = 'b5d43201c3ee4f3493a57b8e843da562aa519490c999e8c351acf316fc250f78'
  ALGORITHM = 'HS256'

  class << self
    def encode(payload, exp = 24.hours.from_now)
      payload[:exp] = exp.to_i
      JWT.encode(payload, HMAC_SECRET, ALGORITHM)
    end

    def decode(token)
      body = JWT.decode(token, HMAC_SECRET, true, algorithm: ALGORITHM).first
      HashWithIndifferentAccess.new(body)
    rescue JWT::DecodeError => e
      raise ExceptionHandler::InvalidToken, e.message
    end
  end
end
