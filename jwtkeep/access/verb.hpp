// What somebody may do with a keyring, or with the store.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace jwtkeep::access {

/// One right. Each stands alone: none brings another with it.
enum class Verb : std::uint8_t {
  read,         ///< see the keyring, its keys' states and times, and its destinations
  sign,         ///< have tokens signed
  verify,       ///< have tokens verified
  encrypt,      ///< have content encrypted to its keys
  decrypt,      ///< have content decrypted
  create,       ///< make a keyring of that name
  rotate,       ///< take the steps that are safe
  compromise,   ///< have a key refused from now on
  sync,         ///< add, remove and write destinations
  report,       ///< say what a scan has found
  audit,        ///< read the audit trail
  export_keys,  ///< get private material out
  admin,        ///< say who may do what
};

/// `export` for `export_keys`, the name for every other.
std::string_view word(Verb verb) noexcept;
std::optional<Verb> verb_from_word(std::string_view text) noexcept;
/// What it allows, for people.
std::string_view meaning(Verb verb) noexcept;
/// All, in the order above.
std::span<const Verb> verbs() noexcept;

}  // namespace jwtkeep::access
