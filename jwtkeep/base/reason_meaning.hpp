// What each of jwtkeep's words for a failure means: for hints, `jwtkeep explain` and docs/errors.md.
#pragma once

#include <span>
#include <string_view>

#include "jwtkeep/base/reason.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::base {

/// Sentences without a full stop.
struct Meaning {
  std::string_view means;  ///< what is so
  std::string_view why;    ///< how it comes about, the commonest first
  std::string_view mend;   ///< what to do: also the hint of an error that has none of its own
};

/// A switch over all reasons: a new one without its text does not compile.
Meaning meaning(Reason reason) noexcept;

/// What to do about `error`: its own hint, or else what its reason's meaning says. Valid as long as `error` is.
std::string_view hint_of(const Error& error) noexcept;

/// Every reason, in the order of the enum.
std::span<const Reason> reasons() noexcept;

}  // namespace jwtkeep::base
