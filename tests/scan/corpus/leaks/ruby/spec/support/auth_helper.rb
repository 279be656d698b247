module AuthHelper
  SPEC_SECRET = 'only-for-specs-7d41'.freeze

  def auth_headers(user, scopes: %w[read])
    token = JWT.encode({ sub: user.id, scp: scopes, exp: 5.minutes.from_now.to_i }, SPEC_SECRET, 'HS256')
    { 'Authorization' => "Bearer #{token}", 'Accept' => 'application/json' }
  end

  def expired_headers
    { 'Authorization' => 'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyIsImlhdCI6MTYwMDAwMDAwMCwiZXhwIjoxNjAwMDAwMzAwfQ.lAwrCsHPsHSe0VCMd5Aqt5DLEHwGBvRDoQOWOHj0gbE' }
  end
end

RSpec.configure do |config|
  config.include AuthHelper, type: :request
  config.before(:each, type: :request) do
    allow(Rails.application.config.x.jwt).to receive(:secret).and_return(AuthHelper::SPEC_SECRET)
  end
end
