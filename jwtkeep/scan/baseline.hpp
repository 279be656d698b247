// The findings that are known already, in a file that is reviewed like any other: they do not count.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {

/// One known finding. Only its id is compared; the rest tells reviewers what it is.
struct KnownFinding {
  std::string id;
  std::string path;
  std::uint64_t line = 0;
  std::string rule;
  std::string masked;

  friend bool operator==(const KnownFinding&, const KnownFinding&) = default;
};

class Baseline {
 public:
  /// What counts among these, those with a `jwtkeep:allow` left out: they are known where they stand.
  static Baseline of(const std::vector<Finding>& findings);
  /// Errors: `newer_format`, `malformed`, those of `parse_json`.
  static base::Result<Baseline> parse(std::string_view text);

  /// The same for the same findings in whatever order they were found: a review shows what has changed and nothing
  /// else. Ends in no newline. `masked` is written as the findings have it: revealed findings do not belong there.
  [[nodiscard]] std::string text() const;

  [[nodiscard]] bool has(const Finding& finding) const noexcept;
  /// Those that are in none of `findings`: mended, moved or changed.
  [[nodiscard]] std::vector<KnownFinding> gone(const std::vector<Finding>& findings) const;

  [[nodiscard]] const std::vector<KnownFinding>& known() const noexcept { return known_; }

 private:
  void arrange();

  std::vector<KnownFinding> known_;  ///< by path, line, rule and id; each id once
  std::set<std::string, std::less<>> ids_;
};

}  // namespace jwtkeep::scan
