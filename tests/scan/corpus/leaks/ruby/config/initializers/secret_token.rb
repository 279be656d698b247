# Be sure to restart your server when you modify this file.

# Make sure the secret is at least 30 characters and all random,
# no regular words or you'll be exposed to dictionary attacks.
Ledgerly::Application.config.secret_token = '26afb81dcbdee8defd056563d9dbbd154c77382b78692dc0b13a119de36bddbeec261a9fde9eb91854885f3ace4e2458c4d545f62ebd0125d68a4616624fc1b2'
Ledgerly::Application.config.secret_key_base = '4d48667b815aa75ed5d331678eba1e44a2fdd8a8cad61d2a354fc7bef9bfa4d8ddb25d219f1a3f4e31e22f01190a1d8d97c4c93be2558b28a36a60c59dd690a9'

if Rails.env.staging?
  Ledgerly::Application.config.session_store :cookie_store,
                                             key: '_ledgerly_staging',
                                             expire_after: 2.days
else
  Ledgerly::Application.config.session_store :cookie_store, key: '_ledgerly_session'
end
