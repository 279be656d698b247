// Whose a candidate is, asked once for each secret.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "jwtkeep/scan/candidate.hpp"
#include "jwtkeep/scan/ownership.hpp"

namespace jwtkeep::scan {

/// Of one thread. Reading a key pair takes as long as scanning a megabyte, and a history has the same one in hundreds
/// of versions of its file.
class AskedOwners {
 public:
  /// `ownership` may be null: then nobody's; it outlives this.
  explicit AskedOwners(const Ownership* ownership) noexcept : ownership_(ownership) {}

  std::vector<Owner> of(const Candidate& candidate);

 private:
  [[nodiscard]] std::vector<Owner> ask(const Candidate& candidate) const;

  const Ownership* ownership_;
  std::unordered_map<std::string, std::vector<Owner>> answers_;  ///< by the candidate's digest
};

}  // namespace jwtkeep::scan
