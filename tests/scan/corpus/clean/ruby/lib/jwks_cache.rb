require 'jwt'
require 'net/http'

# RS256 tokens of the identity provider: only public keys here.
class JwksCache
  FALLBACK = {
    keys: [
      {kty: "RSA",n: "jKpWnISVE-GFu0-Z25s7JClGmpJC0iXAs_MLFROKx5b1pEqwkr64bY6Td2B5SIEDHrOKtjVlvgzsneVnWXAHihFNTQm8pbe_pywIcYL8V7DX4IEqCew4GHS0YZ5XHZt2mJzeIFmkaDXiuqtVVA9KaCb4MvOv4BJy_t7ZfjpNKwxWnCytGX9qB56W0DZ5p-qeVyeUB611t3NHAehLNHccD_hIYvtEQK6Wieyk6GuJDCwsQByzMjKLELcFt9dLndX8fMMEs9xre2qd-FvWUSh3IGSA14OiAvK5I3z55kGfVh1fmMZ24acT2NI2lkiT4kLQMfRQxCxiqsqaNJLQ5IHunw",e: "AQAB",kid: "2024-05",use: "sig",alg: "RS256"}
    ]
  }.freeze

  def decode(token)
    JWT.decode(token, nil, true, algorithms: ['RS256'], jwks: method(:load))
  end

  def load(options)
    @keys = nil if options[:invalidate]
    @keys ||= JSON.parse(Net::HTTP.get(URI(ENV.fetch('JWKS_URL'))), symbolize_names: true)
  rescue SocketError
    FALLBACK
  end
end
