require 'vault'

# Where each secret of the service stands in Vault.
module VaultSecrets
  PATHS = {
    jwt_secret: 'secret/data/almonry/prod/jwt',
    secret_key_base: 'secret/data/almonry/prod/rails',
    database_password: 'database/creds/almonry-rw'
  }.freeze

  module_function

  def jwt_secret
    read(:jwt_secret).fetch(:signing_key)
  end

  def secret_key_base
    read(:secret_key_base).fetch(:secret_key_base)
  end

  def read(name)
    Vault.with_retries(Vault::HTTPConnectionError, attempts: 3) do
      Vault.logical.read(PATHS.fetch(name)).data.fetch(:data)
    end
  end
end
