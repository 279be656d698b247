// The closed list of words with which jwtkeep says why something was refused.
#pragma once

#include <cstdint>
#include <string_view>

namespace jwtkeep::base {

/// Why a token was refused, an input was not understood, or the world failed.
///
/// The first group are the reason codes of a refused token: the same words in C++, JSON and HTTP.
enum class Reason : std::uint8_t {
  // A token was refused.
  malformed,
  too_large,
  alg_not_allowed,
  key_unknown,
  key_not_yet_active,
  key_retired,
  key_compromised,
  key_mismatch,
  bad_signature,
  decryption_failed,
  expired,
  not_yet_valid,
  wrong_issuer,
  wrong_audience,
  wrong_type,
  missing_claim,
  crit_unsupported,
  duplicate_member,
  lifetime_too_long,
  // A negative answer to another question than a token's validity.
  weak_secret,
  chain_broken,
  // The caller asked for something that cannot be meant.
  bad_value,
  bad_policy,
  not_found,
  already_exists,
  unsafe_place,
  // The world failed.
  io_failed,
  no_space,
  busy,
  permission,
  no_store,
  wrong_passphrase,
  wrong_key_file,
  wrong_master_key,
  tampered,
  newer_format,
  destination_failed,
  internal,
};

/// What a reason means for the caller: it decides the exit code of the command line (DESIGN, "exit").
enum class Answer : std::uint8_t {
  negative = 1,      ///< the question was understood and the answer is no
  wrong_use = 2,     ///< the input is at fault
  world_failed = 3,  ///< store, network, destination or permission
};

/// The reason's one word, as printed, e.g. `bad_signature`.
std::string_view word(Reason reason) noexcept;

/// Which of the three kinds of failure a reason is.
Answer answer(Reason reason) noexcept;

}  // namespace jwtkeep::base
