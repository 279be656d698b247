#include <algorithm>
#include <array>

#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

/// A copy of each file's row: they are constants, made before anything runs.
const auto& catalogue() {
  static const std::array rows{
      kNone,         kStripped,       kPsychic,         kConfusion,       kBlankSecret, kWeakSecret,
      kKidTraversal, kKidInjection,   kEmbeddedJwk,     kEmbeddedX5c,     kJku,         kX5u,
      kExpired,      kNotYetValid,    kFutureIat,       kWrongAudience,   kWrongIssuer, kOtherEnvironment,
      kRetiredKey,   kCompromisedKey, kDuplicateClaims, kDuplicateHeader, kCrit,        kNonCanonical,
      kHugeToken,    kPbes2Bomb,      kZipBomb};
  return rows;
}

}  // namespace

std::string_view word(Severity severity) noexcept {
  switch (severity) {
    case Severity::critical: return "critical";
    case Severity::high: return "high";
    case Severity::lenience: return "lenience";
  }
  return "";
}

std::span<const Forgery> forgeries() noexcept { return catalogue(); }

const Forgery* find_forgery(std::string_view id) noexcept {
  const auto all = forgeries();
  const auto found = std::ranges::find(all, id, &Forgery::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace jwtkeep::probe
