class AddJwtSecretToIntegrations < ActiveRecord::Migration[7.1]
  def change
    add_column :integrations, :jwt_secret, :string, comment: 'encrypted by ActiveRecord, see Integration'
    add_column :integrations, :secret_key_digest, :string, limit: 64
    add_index :integrations, :secret_key_digest, unique: true

    reversible do |dir|
      dir.up do
        say_with_time 'giving each integration its own secret' do
          Integration.find_each { |i| i.update!(jwt_secret: SecureRandom.base58(40)) }
        end
      end
    end
  end
end
