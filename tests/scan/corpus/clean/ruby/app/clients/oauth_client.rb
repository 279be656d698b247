require 'faraday'

class OauthClient
  GRANT_TYPE = 'client_credentials'
  TOKEN_TYPE = 'Bearer'
  CLIENT_SECRET_PARAM = 'client_secret'
  TOKEN_KEY = 'access_token'

  Config = Struct.new(:client_id, :client_secret, :token_url, keyword_init: true)

  def initialize(config)
    @config = config
  end

  def token
    response = Faraday.post(@config.token_url,
                            grant_type: GRANT_TYPE,
                            client_id: @config.client_id,
                            CLIENT_SECRET_PARAM => @config.client_secret)
    raise "token endpoint said #{response.status}" unless response.success?

    JSON.parse(response.body).fetch(TOKEN_KEY)
  end

  def authorize(request)
    request.headers['Authorization'] = "#{TOKEN_TYPE} #{token}"
  end
end
