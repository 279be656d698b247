// A run that goes on later: what was asked for, and how far it had come. It holds no secret and no token.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/crack/attack.hpp"
#include "jwtkeep/crack/input.hpp"
#include "jwtkeep/crack/run.hpp"

namespace jwtkeep::crack {

struct SavedRun {
  Attack attack = {};
  std::vector<std::string> targets = {};  ///< `target_digest` of each token, in their order
  std::vector<bool> fallen = {};          ///< those whose secret was found
  std::vector<Input> inputs = {};         ///< of `input_files(attack)`, in their order
  std::string known = {};                 ///< the digest of the list of published secrets
  Standing standing = {};                 ///< `candidates` of all runs so far
  double seconds = 0;                     ///< of all runs so far

  friend bool operator==(const SavedRun&, const SavedRun&) = default;
};

/// SHA-256 in hex: tells tokens apart, and gives none away.
std::string target_digest(std::string_view token);

/// The text of a session's file.
std::string write_saved_run(const SavedRun& run);
/// Errors: `malformed` (the text is none), `newer_format`.
base::Result<SavedRun> parse_saved_run(std::string_view text);

/// Whether the run that was saved can go on with these. Errors: `bad_value`, which says what has changed.
base::Result<void> check_goes_on(const SavedRun& saved, const std::vector<std::string>& targets,
                                 const std::vector<Input>& inputs, std::string_view known);

}  // namespace jwtkeep::crack
