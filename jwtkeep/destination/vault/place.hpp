// `vault://mount/path`: HashiCorp Vault or OpenBao, KV version 2.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/destination/place.hpp"
#include "jwtkeep/destination/vault/contents.hpp"
#include "jwtkeep/destination/vault/server.hpp"

namespace jwtkeep::destination {

/// The whole ring is one version's value, so that no reader sees half of a rotation and no version that the server
/// drops (`max_versions`) is still needed. A deleted or destroyed newest version is nothing, and the next write goes on
/// top.
class VaultPlace final : public Place {
 public:
  VaultPlace(std::shared_ptr<VaultServer> server, std::string scope, std::string name)
      : server_(std::move(server)), scope_(std::move(scope)), name_(std::move(name)) {}

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  base::Result<std::optional<Standing>> read() override;
  /// By check-and-set. An answer that does not come, and a conflict, are decided by what stands there then: what was
  /// written is never written twice. The marks are set after the content, as custom metadata; where they cannot be, the
  /// content stands all the same, and a note tells.
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;
  std::vector<std::string> take_notes() override { return std::exchange(notes_, {}); }
  /// Destroys every version but the newest.
  base::Result<void> forget_older() override;

 private:
  base::Result<VaultNewest> read_newest(const VaultRing& ring);
  base::Result<void> put(const VaultRing& ring, const base::SecretBytes& object, std::uint64_t cas);
  base::Result<VaultNewest> look_again(const VaultRing& ring);
  void mark(const VaultRing& ring, const Marks& marks);

  std::shared_ptr<VaultServer> server_;
  std::string scope_;
  std::string name_;
  std::vector<std::string> notes_;
};

/// Opens a place at the server of `servers` that its settings name, or at a new one. Errors: those of `vault_settings`
/// and `VaultServer::open`.
base::Result<std::unique_ptr<Place>> open_vault_place(const Address& address, const Surroundings& surroundings,
                                                      Paces& paces,
                                                      std::map<std::string, std::shared_ptr<Server>>& servers);

}  // namespace jwtkeep::destination
