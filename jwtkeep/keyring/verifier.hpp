// What is known of those who verify a keyring's tokens with keys that they fetch: how long each goes on trusting a key.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/time.hpp"

namespace jwtkeep::keyring {

/// One row of verifiers.tsv, which says what each column means.
struct Verifier {
  enum class Bound : std::uint8_t { age, header, never };                  ///< what ends its trust in a cached key
  enum class UnknownKid : std::uint8_t { refetch, asked, wait, unknown };  ///< what it does for a kid it does not know
  enum class CacheControl : std::uint8_t { yes, no, unknown };             ///< whether it heeds the issuer's header
  enum class Sure : std::uint8_t { source, manual, report, ours };         ///< how well this is known

  std::string_view name;
  std::string_view what;  ///< for people, 40 characters at most
  base::Seconds cache_age;
  Bound bound;
  base::Seconds cooldown;
  UnknownKid unknown_kid;
  CacheControl cache_control;
  Sure sure;
  std::string_view source;
  std::string_view note;  ///< what else is known; may be empty
};

std::string_view word(Verifier::Bound bound) noexcept;
std::string_view word(Verifier::UnknownKid unknown_kid) noexcept;
std::string_view word(Verifier::CacheControl cache_control) noexcept;
std::string_view word(Verifier::Sure sure) noexcept;

/// Every row, in the table's order.
std::span<const Verifier> known_verifiers() noexcept;

/// The row of that name, or nullptr.
const Verifier* find_verifier(std::string_view name) noexcept;

/// Names that somebody who wrote `text` may have meant, the nearest first, at most `most`.
std::vector<std::string> near_verifiers(std::string_view text, std::size_t most = 3);

/// For people: `10m`, `10m or max-age`, `max-age`, `never ends`, `none`.
std::string describe_cache(const Verifier& verifier);

/// The longest that it may need to learn of a published key, as far as the table bounds that: its cache or its
/// cooldown, whichever is longer.
base::Seconds learns_within(const Verifier& verifier) noexcept;

}  // namespace jwtkeep::keyring
