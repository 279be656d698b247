// A Kubernetes API server, and who one is there. Internal to this room.
#pragma once

#include <memory>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/exchange.hpp"
#include "jwtkeep/destination/k8s/answer.hpp"
#include "jwtkeep/destination/k8s/call.hpp"
#include "jwtkeep/destination/k8s/settings.hpp"
#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

/// Used by one thread at a time.
class KubeServer final : public Server {
 public:
  /// Asks nobody. Errors: those of `kube_settings` and `kube_token`; `not_found` (the CA file).
  static base::Result<std::shared_ptr<KubeServer>> open(const Address& address, const Surroundings& surroundings,
                                                        Paces& paces);

  /// What tells one server from another: the address without the Secret's name.
  static std::string key_of(const Address& address);

  /// The answer, whatever it says. Errors: those of `Exchange::send` and of the token's file.
  base::Result<KubeAnswer> ask(const KubeCall& call);

  [[nodiscard]] base::Error explain(const KubeAnswer& answer, const KubeCall& call) const {
    return destination::explain(answer, call, settings_);
  }
  [[nodiscard]] const KubeSettings& settings() const noexcept { return settings_; }

 private:
  KubeServer(KubeSettings settings, Surroundings surroundings, Exchange exchange) noexcept;

  KubeSettings settings_;
  Surroundings surroundings_;
  Exchange exchange_;
};

}  // namespace jwtkeep::destination
