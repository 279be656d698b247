// The HS* tokens of a scan, on which the published secrets are tried at once.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "jwtkeep/crack/target.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

class FoundTokens {
 public:
  /// A token that stands in the finding with this number. What nobody signed with a secret is passed over, and one that
  /// was given before is tried once.
  void add(std::string_view token, std::size_t finding);

  /// Tries them and writes into the findings, by their numbers, whether they fell and whose default it was; then
  /// forgets them all. Errors make nothing worse than unknown.
  void crack(std::vector<Finding>& findings);

 private:
  std::vector<crack::Target> targets_;
  std::vector<std::vector<std::size_t>> findings_;  ///< of each target
};

}  // namespace jwtkeep::scan
