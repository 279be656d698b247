require 'rails_helper'

RSpec.describe TokenService do
  let(:secret) { SecureRandom.hex(32) }
  let(:other_secret) { SecureRandom.hex(32) }
  let(:user) { build_stubbed(:user, id: 42) }

  subject(:service) { described_class.new(secret: secret) }

  it 'refuses a token that was signed with another secret' do
    forged = JWT.encode({ sub: 42 }, other_secret, 'HS256')
    expect { service.read(forged) }.to raise_error(JWT::VerificationError)
  end

  it 'refuses alg none' do
    expect { service.read(JWT.encode({ sub: 42 }, nil, 'none')) }.to raise_error(JWT::IncorrectAlgorithm)
  end

  it 'names the issuer when the secret is right' do
    expect(service.read(service.issue(user))).to include('iss' => 'buttery', 'sub' => 42)
  end

  context 'with a missing secret' do
    let(:secret) { nil }

    it { expect { service.issue(user) }.to raise_error(/secret/) }
  end
end
