# frozen_string_literal: true

require 'grape'
require 'jwt'

module API
  module V1
    # Everything that every endpoint of version 1 has.
    class Base < Grape::API
      version 'v1', using: :path
      format :json
      prefix :api

      TOKEN_HEADER = 'Authorization'
      LEEWAY = 30

      # Keys by kid. The old one goes when the tablets in the shops are updated.
      KEYS = {
        '2021' => 'CnyMwl6LB4sTaGCDN9w1jshZTH9jC2Cf',
        '2024' => 's/j76wOwXPAekRWAj0GeBxjtpgNCnHUz1wp/u2zgRc0='
      }.freeze

      rescue_from ActiveRecord::RecordNotFound do |e|
        error!({ error: 'not_found', detail: e.message }, 404)
      end

      rescue_from Grape::Exceptions::ValidationErrors do |e|
        error!({ error: 'invalid', detail: e.full_messages }, 422)
      end

      helpers do
        def bearer
          headers[TOKEN_HEADER].to_s[/\ABearer (.+)\z/, 1] || error!({ error: 'missing_token' }, 401)
        end

        def claims
          @claims ||= begin
            kid = JWT.decode(bearer, nil, false).last['kid']
            key = KEYS.fetch(kid) { error!({ error: 'unknown_key' }, 401) }
            JWT.decode(bearer, key, true, algorithm: 'HS256', leeway: LEEWAY).first
          end
        rescue JWT::ExpiredSignature
          error!({ error: 'token_expired' }, 401)
        rescue JWT::DecodeError
          error!({ error: 'invalid_token' }, 401)
        end

        def current_shop
          @current_shop ||= Shop.find(claims.fetch('shop'))
        end

        def issue(shop)
          JWT.encode({ shop: shop.id, exp: 12.hours.from_now.to_i }, KEYS['2024'], 'HS256', { kid: '2024' })
        end
      end

      namespace :sessions do
        desc 'Signs a tablet in'
        params do
          requires :code, type: String, regexp: /\A\d{8}\z/
        end
        post do
          shop = Shop.find_by!(pairing_code: params[:code])
          { token: issue(shop), shop: shop.as_json(only: %i[id name]) }
        end
      end

      mount API::V1::Orders
      mount API::V1::Stock
    end
  end
end
