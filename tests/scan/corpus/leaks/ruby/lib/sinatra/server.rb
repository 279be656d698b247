require 'sinatra/base'
require 'json'
require 'jwt'

class Api < Sinatra::Base
  set :jwt_secret, ENV['JWT_SECRET'] || 'supersecret'

  helpers do
    def token_for(user)
      JWT.encode({ sub: user[:id], scopes: user[:scopes], iat: Time.now.to_i }, settings.jwt_secret, 'HS256')
    end
  end

  before do
    content_type :json
  end

  post '/sessions' do
    body = JSON.parse(request.body.read, symbolize_names: true)
    user = DB[:users].first(email: body[:email])
    halt 401, { error: 'no such user' }.to_json unless user && BCrypt::Password.new(user[:digest]) == body[:password]
    { token: token_for(user) }.to_json
  end

  get '/me' do
    payload, = JWT.decode(request.env['HTTP_AUTHORIZATION'].to_s.sub(/^Bearer /, ''), settings.jwt_secret, true, { algorithm: 'HS256' })
    payload.to_json
  end
end
