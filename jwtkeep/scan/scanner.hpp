// Finds what stands in one blob after another.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/blob.hpp"
#include "jwtkeep/scan/finding.hpp"
#include "jwtkeep/scan/ownership.hpp"

namespace jwtkeep::scan {

struct ScannerOptions {
  const Ownership* ownership = nullptr;  ///< or none; outlives the scanner
  /// Whether published secrets count as such: without them a literal has to be a secret by where it stands and what it
  /// looks like. For measuring, never for scanning.
  bool known_words = true;
  bool reveal = false;  ///< findings show secrets in the clear
  base::Instant now{};  ///< by which tokens have expired
};

/// What was seen of a blob beside its findings.
enum class Seen : std::uint8_t {
  text,
  binary,  ///< NUL bytes and no UTF-16: only keys in DER are looked for
};

/// One thread's scanner; each thread needs one of its own. It keeps buffers from blob to blob.
class Scanner {
 public:
  /// Errors: `io_failed` where the automaton cannot be made (memory).
  static base::Result<Scanner> create(const ScannerOptions& options);
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;

  /// Appends what stands there, by position; a finding with `jwtkeep:allow` is among them.
  Seen scan(const Blob& blob, std::vector<Finding>& findings);

  /// Tries the known list on the HS* tokens among all findings so far of this scanner, and sets `TokenFacts::cracked`
  /// and the severity of those that fall. `findings` are the ones that `scan` has given, all and in their order.
  void crack(std::vector<Finding>& findings);

 private:
  struct State;
  explicit Scanner(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace jwtkeep::scan
