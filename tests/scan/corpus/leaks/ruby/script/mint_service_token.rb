#!/usr/bin/env ruby
# Mints the ES256 token that the push gateway asks for.

require 'openssl'
require 'jwt'

KEY = OpenSSL::PKey::EC.new(<<~PEM)
  -----BEGIN EC PRIVATE KEY-----
  MHcCAQEEIIIPHYHRl2R/HzOknYCgiNHHiNqGRX4g+799WUy260bwoAoGCCqGSM49
  AwEHoUQDQgAEFbiU4eq3Gh34BNn+XVawVxyqJeBVLajrpcZSY6n6/eWmF/JE93q3
  KzQGPAH8pkTsyNMuSdmCnV5IZMNpKZly5Q==
  -----END EC PRIVATE KEY-----
PEM

team, kid = ARGV
abort "usage: #{$PROGRAM_NAME} TEAM KID" unless team && kid

puts JWT.encode({ iss: team, iat: Time.now.to_i }, KEY, 'ES256', { kid: kid })
