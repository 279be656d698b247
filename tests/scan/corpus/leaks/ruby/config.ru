require './app'

# Sessions are only for the admin pages; the API uses bearer tokens.
use Rack::Session::Cookie,
    key: 'rack.session',
    path: '/',
    expire_after: 86_400,
    secret: 'Je0FvZxfK2mrH7vtSTCLDT5RNXtyIUlqGrFVJW0TQgVr2xLcpYNTik4QsKTmBKCL'

use Rack::JWT::Auth,
    secret: 'shhhhh',
    verify: true,
    options: { algorithm: 'HS384' },
    exclude: %w[/health /login /docs]

map '/admin' do
  run Admin
end

run App
