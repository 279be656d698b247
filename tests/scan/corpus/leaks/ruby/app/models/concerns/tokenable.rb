# frozen_string_literal: true

module Tokenable
  extend ActiveSupport::Concern

  included do
    has_many :refresh_tokens, dependent: :delete_all
  end

  class_methods do
    def from_token(raw)
      data = JWT.decode(raw, jwt_secret, true, algorithms: %w[HS256], verify_iat: true).first
      find_by(id: data['sub'])
    rescue JWT::ExpiredSignature, JWT::VerificationError
      nil
    end

    def jwt_secret
      if Rails.env.production?
        Rails.application.credentials.dig(:jwt, :secret)
      else
        'my$ecretK3y'
      end
    end
  end

  def to_token
    JWT.encode({ sub: id, ver: token_version }, self.class.jwt_secret, 'HS256')
  end
end
