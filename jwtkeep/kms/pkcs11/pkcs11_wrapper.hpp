// `pkcs11:token=...;object=...`: an AES key in a token (HSM, smart card, SoftHSM). Internal to this room.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/kms/pkcs11/uri.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::kms {

/// The key never leaves the token: it may be sensitive and not extractable. Wraps by CKM_AES_GCM with the store's id as
/// additional data: one byte 1, 12 bytes IV from our CSPRNG, the ciphertext, a tag of 16 bytes.
///
/// Logs in when it is first used and out at its end. A PIN is tried once: whatever comes of it, no second try is made
/// in the life of this object.
class Pkcs11Wrapper final : public store::KeyWrapper {
 public:
  Pkcs11Wrapper(Pkcs11Uri uri, destination::Surroundings surroundings);
  ~Pkcs11Wrapper() override;
  Pkcs11Wrapper(const Pkcs11Wrapper&) = delete;
  Pkcs11Wrapper& operator=(const Pkcs11Wrapper&) = delete;

  [[nodiscard]] const std::string& address() const noexcept override { return address_; }
  base::Result<base::Bytes> wrap(const base::SecretBytes& secret, std::string_view store_id) override;
  base::Result<base::SecretBytes> unwrap(base::ByteView wrapped, std::string_view store_id) override;

 private:
  class Session;
  base::Result<Session*> session();

  Pkcs11Uri uri_;
  destination::Surroundings surroundings_;
  std::string address_;
  std::unique_ptr<Session> session_;
  std::optional<base::Error> login_error_;  ///< of the one try
};

}  // namespace jwtkeep::kms
