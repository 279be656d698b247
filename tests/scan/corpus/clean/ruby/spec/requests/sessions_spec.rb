require 'rails_helper'

RSpec.describe 'Sessions', type: :request do
  let(:password) { 'a password of the factory' }
  let(:user) { create(:user, password: password) }

  describe 'POST /login' do
    it 'gives a token' do
      post '/login', params: { email: user.email, password: password }
      expect(response).to have_http_status(:created)
      expect(response.parsed_body['token'].split('.').size).to eq(3)
    end

    it 'says nothing about which was wrong' do
      post '/login', params: { email: user.email, password: 'wrong-password' }
      expect(response.parsed_body).to eq('error' => 'invalid_credentials')
    end
  end

  describe 'GET /me' do
    it 'refuses a token that is none' do
      get '/me', headers: { 'Authorization' => 'Bearer not-a-token' }
      expect(response).to have_http_status(:unauthorized)
    end

    it 'refuses "secret" as token' do
      get '/me', headers: { 'Authorization' => 'Bearer secret' }
      expect(response).to have_http_status(:unauthorized)
    end
  end
end
