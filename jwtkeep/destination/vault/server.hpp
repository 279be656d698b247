// A Vault or OpenBao server to which one has logged in. Internal to this room.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/destination/exchange.hpp"
#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/destination/vault/answer.hpp"
#include "jwtkeep/destination/vault/call.hpp"
#include "jwtkeep/destination/vault/contents.hpp"
#include "jwtkeep/destination/vault/lease.hpp"
#include "jwtkeep/destination/vault/settings.hpp"

namespace jwtkeep::destination {

/// Logs in when it is first asked, renews its token in time, and logs in once more where the server no longer accepts
/// it. Used by one thread at a time.
class VaultServer final : public Server {
 public:
  /// Errors: `not_found` (the CA file), and those of `vault_credential`: what is missing is told before any request.
  static base::Result<std::shared_ptr<VaultServer>> open(VaultSettings settings, Surroundings surroundings,
                                                         std::shared_ptr<Pace> pace);

  /// The answer, whatever it says. Errors: those of `Exchange::send`, and of the login.
  base::Result<VaultAnswer> ask(const VaultCall& call);

  /// Where `scope/name` stands: the mount may have more parts than one, and has to be KV version 2, because version 1
  /// would take what is written without any check for another's. Errors: `destination_failed`, those of `ask`.
  base::Result<VaultRing> ring(const std::string& scope, const std::string& name);

  [[nodiscard]] base::Error explain(const VaultAnswer& answer, const VaultCall& call) const {
    return destination::explain(answer, call, settings_);
  }
  [[nodiscard]] const VaultSettings& settings() const noexcept { return settings_; }

 private:
  VaultServer(VaultSettings settings, Surroundings surroundings, Exchange exchange) noexcept;
  base::Result<VaultAnswer> send(const VaultCall& call);
  base::Result<void> have_token();
  base::Result<void> log_in();
  base::Result<void> take_standing_token();
  base::Result<void> renew();

  VaultSettings settings_;
  Surroundings surroundings_;
  Exchange exchange_;
  base::SecretBytes token_;
  VaultLease lease_;
  std::set<std::string> kv2_mounts_;  ///< that have been seen
};

}  // namespace jwtkeep::destination
