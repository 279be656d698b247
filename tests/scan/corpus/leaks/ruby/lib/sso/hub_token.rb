# Single sign on towards the help desk: the shared key is the one that
# their admin page shows under Security > SSO.
require 'securerandom'
require 'jwt'

module Sso
  module HubToken
    SUBDOMAIN = 'larkhall'
    SHARED_KEY = <<~KEY.strip.freeze
      Nynjo3U8ZKB7vAVUnSTjNgRihBPndEkE25P30lFYWmPoqUGH
    KEY

    def self.url_for(user, return_to: nil)
      payload = { iat: Time.now.to_i, jti: SecureRandom.uuid, name: user.name, email: user.email }
      jwt = JWT.encode(payload, SHARED_KEY)
      url = "https://#{SUBDOMAIN}.helpdesk.example/access/jwt?jwt=#{jwt}"
      url += "&return_to=#{ERB::Util.url_encode(return_to)}" if return_to
      url
    end
  end
end
