// What crack found, for people and as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/crack_tokens.hpp"
#include "cli/secret_owner.hpp"

namespace jwtkeep::cli {

/// A token's secret.
struct CrackedSecret {
  base::SecretBytes secret;
  std::string from;  ///< what held it: "the known list"
  std::vector<scan::Owner> owners;
};

/// What became of one token.
struct CrackResult {
  std::optional<CrackedSecret> cracked;
  bool earlier = false;  ///< by the run that goes on; the secret was not kept
};

struct CrackReport {
  std::vector<CrackResult> results;  ///< in the order of the tokens
  std::uint64_t candidates = 0;
  double seconds = 0;
  std::string kernel;
  unsigned threads = 1;
  bool exhausted = false;  ///< everything that was to be tried has been
  std::string session;     ///< the file with which the run goes on; empty: none

  [[nodiscard]] bool cracked() const;
};

/// `yo***************** (19 bytes)`: enough for the owner to know it by.
std::string masked_secret(const base::SecretBytes& secret);

/// One token's secret, as soon as it is found. `reveal`: in the clear.
void print_cracked(Output& out, const std::vector<CrackToken>& tokens, std::size_t which, const CrackedSecret& cracked,
                   bool reveal);
/// The last lines.
void print_end(Output& out, const CrackReport& report);

/// The document of `--json` (docs/crack.md). Secrets are in it only where `reveal` says so, as secret members.
base::Json crack_json(const std::vector<CrackToken>& tokens, const CrackReport& report, bool reveal);

/// `12,345,678`.
std::string with_commas(std::uint64_t number);
/// `13.9 M/s`, `950 k/s`.
std::string rate_text(double per_second);

}  // namespace jwtkeep::cli
