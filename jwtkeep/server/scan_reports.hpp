// What scans have found, as they last reported it: a pure value, kept as one document of the store.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::server {

/// One place where a secret or a token of a keyring stands. Never the secret: a report has none, and of its texts
/// nothing is kept but names.
struct ScanFinding {
  std::string keyring;  ///< empty: of none that is known
  std::string id;       ///< 32 hex digits; the same from report to report
  std::string rule;
  std::string severity;  ///< critical, high, medium or low
  std::string path;
  std::uint64_t line = 1;
  std::string commit;  ///< hex: the first that held it; empty: it stands in a file
  friend bool operator==(const ScanFinding&, const ScanFinding&) = default;
};

/// Of the findings that are kept, of all sources together: a document of the store.
inline constexpr std::size_t kMostFindingsBytes = std::size_t{1} << 20;

/// The findings of `jwtkeep scan --json` (docs/scan.schema.json), one for each keyring that owns what was found, those
/// that a baseline or a mark allows left out. Errors: `malformed`, with what is missing or odd; `too_large` as soon as
/// they could not be kept: each owner of a finding is a copy of it, so that a small report can become a large one.
base::Result<std::vector<ScanFinding>> read_scan_report(const base::Json& report);

class ScanReports {
 public:
  struct Report {
    std::string source;  ///< who scanned what, e.g. a repository's name
    base::Instant at{};
    std::vector<ScanFinding> findings;
    friend bool operator==(const Report&, const Report&) = default;
  };
  using May = std::function<bool(std::string_view keyring)>;

  /// What this source says now stands in place of what it had said, as far as that was of keyrings of which `may` is
  /// true: nobody takes away what is not theirs to tell of.
  void replace(Report report, const May& may);
  [[nodiscard]] const std::vector<Report>& reports() const noexcept { return reports_; }  ///< by source

  [[nodiscard]] base::Json to_json() const;
  /// Errors: `malformed`.
  static base::Result<ScanReports> from_json(const base::Json& json);

  friend bool operator==(const ScanReports&, const ScanReports&) = default;

 private:
  std::vector<Report> reports_;
};

/// Errors: `bad_value`: a source's name has 1 to 128 characters of letters, digits and `. _ - @ / :`.
base::Result<void> check_source_name(std::string_view name);

}  // namespace jwtkeep::server
