// A process under `run --watch` as a destination: it holds its keyrings' keys, and `plan` waits for it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/destination/environment.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Registers this process with each of its keyrings, tells when their keys have changed, and confirms what the child
/// runs with. A lease says that it is alive; whoever stops renewing it ceases to count when the lease has passed.
class Watch {
 public:
  Watch(store::Store& store, std::vector<keyring::Name> names, destination::Role role, std::string command);

  /// The variables to start with.
  base::Result<std::vector<destination::Variable>> begin();
  /// New variables when any have changed. Cheap while nobody writes to the store.
  base::Result<std::optional<std::vector<destination::Variable>>> poll();
  /// The child runs with what `begin` or `poll` gave last: that is the confirmation.
  base::Result<void> confirm(int pid);
  /// The child has ended: this process holds nothing any more.
  base::Result<void> leave();

 private:
  base::Result<std::vector<destination::Variable>> load();
  base::Result<void> save(bool with_confirmation);
  base::Result<void> renew();

  store::Store& store_;
  std::vector<keyring::Name> names_;
  destination::Role role_;
  std::string command_;
  std::string id_;
  int pid_ = 0;
  std::unique_ptr<store::Changes> changes_;
  bool look_ = false;  ///< something may have changed that has not been looked at yet
  std::uint64_t generation_ = 0;
  base::Instant renewed_{};
  std::map<std::string, std::uint64_t> revisions_;  ///< by keyring: what the child has, or is about to get
  std::vector<destination::Variable> current_;
};

}  // namespace jwtkeep::cli
