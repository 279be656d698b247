// `k8s://namespace/name`: a Secret in a Kubernetes cluster.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/destination/k8s/contents.hpp"
#include "jwtkeep/destination/k8s/server.hpp"
#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

/// One Secret whose `data` are the ring's variables, each a key of its own: a pod has them by `envFrom`. They change
/// together, because the object does.
///
/// It is made by POST, which cannot hit an object that was not seen, and changed by server-side apply over the
/// `resourceVersion` that was read: keys that others manage stay, and keys of an older rotation go. Fields that another
/// manager has taken are taken back, since what stood there was read before; a note names the manager. Kubernetes keeps
/// no older versions, so there is nothing to forget.
class KubePlace final : public Place {
 public:
  KubePlace(std::shared_ptr<KubeServer> server, KubeRing ring) : server_(std::move(server)), ring_(std::move(ring)) {}

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  base::Result<std::optional<Standing>> read() override;
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;
  std::vector<std::string> take_notes() override { return std::exchange(notes_, {}); }

 private:
  /// What one round of writing came to.
  struct Round {
    bool done = false;
    std::optional<KubeSecret> prepared = {};  ///< nothing is written yet, but now it can be, over this
    base::Error trouble = {};                 ///< otherwise: what stands there now tells what it came to
  };

  base::Result<std::optional<KubeSecret>> look();
  base::Result<std::optional<KubeSecret>> look_again();
  base::Result<Round> create(const std::vector<Variable>& variables, const Marks& marks);
  base::Result<Round> replace(const std::vector<Variable>& variables, const Marks& marks, const KubeSecret& seen);
  base::Result<Round> round_of(const KubeCall& call, const base::Result<KubeAnswer>& answer) const;
  [[nodiscard]] base::Result<void> check_changeable(const KubeSecret& seen) const;
  [[nodiscard]] std::unexpected<base::Error> changed() const;

  std::shared_ptr<KubeServer> server_;
  KubeRing ring_;
  std::vector<std::string> notes_;
};

/// A manifest's place where the address has the option `manifest`; otherwise one in a cluster, at the server of
/// `server`, which is opened where there is none yet. Errors: `bad_value`, those of `KubeServer::open`.
base::Result<std::unique_ptr<Place>> open_kube_place(const Address& address, const Surroundings& surroundings,
                                                     Paces& paces,
                                                     std::map<std::string, std::shared_ptr<Server>>& servers);

}  // namespace jwtkeep::destination
