// Reads the whole store and every destination, and tells each rule that is broken.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/doctor/finding.hpp"
#include "jwtkeep/doctor/sharing.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::doctor {

struct Options {
  std::string prefix = {};  ///< only keyrings whose names begin so are told of; all are compared
  std::size_t threads = 8;
  bool destinations = true;                                           ///< false: the store alone
  std::function<std::unique_ptr<destination::Opener>()> opener = {};  ///< makes one for each thread
  std::function<void(std::size_t done, std::size_t total)> progress = {};
};

struct Report {
  std::size_t keyrings = 0;
  std::size_t secrets = 0;        ///< judged and fingerprinted
  std::size_t destinations = 0;   ///< read
  std::vector<Finding> findings;  ///< the worst first, then by keyring
  std::vector<Group> sharing;
};

/// Secrets are read one after the other, judged, fingerprinted and let go: none is kept, printed or written.
/// A key that cannot be read, or a destination, is a finding and no error. Errors: those of the store as a whole.
base::Result<Report> examine(store::Store& store, const Options& options, base::Instant now);

}  // namespace jwtkeep::doctor
