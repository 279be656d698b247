// `vault-transit://MOUNT/KEY`: a key of the transit engine of Vault or OpenBao. Internal to this room.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/destination/vault/server.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::kms {

/// Bound to the store by `associated_data`, and by `context` too where the key is a derived one. A key that was rotated
/// there opens what its older versions have wrapped, down to its `min_decryption_version`.
/// https://developer.hashicorp.com/vault/api-docs/secret/transit
class VaultTransit final : public store::KeyWrapper {
 public:
  static base::Result<std::shared_ptr<store::KeyWrapper>> open(const destination::Address& address,
                                                               const destination::Surroundings& surroundings);
  VaultTransit(const destination::Address& address, std::shared_ptr<destination::VaultServer> server)
      : address_(address.text()), mount_(address.scope), key_(address.name), server_(std::move(server)) {}

  [[nodiscard]] const std::string& address() const noexcept override { return address_; }
  base::Result<base::Bytes> wrap(const base::SecretBytes& secret, std::string_view store_id) override;
  base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view store_id) override;

 private:
  base::Result<void> check_key();
  [[nodiscard]] std::unexpected<base::Error> refused(const destination::VaultAnswer& answer,
                                                     const destination::VaultCall& asked) const;

  std::string address_;
  std::string mount_;
  std::string key_;
  std::shared_ptr<destination::VaultServer> server_;
};

}  // namespace jwtkeep::kms
