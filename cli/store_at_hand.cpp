#include "cli/store_at_hand.hpp"

#include "jwtkeep/opening/store_place.hpp"

namespace jwtkeep::cli {

base::Result<std::optional<store::Store>> store_at_hand(const Session& session) {
  const auto place = session.store_path();
  if (!place) return std::nullopt;
  JWTKEEP_TRY(const bool begun, opening::store_begun(*place));
  if (!begun) return std::nullopt;
  JWTKEEP_TRY(auto backend, opening::open_backend(*place));
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*backend));
  JWTKEEP_TRY(const auto opener, session.opener_at_hand(*place, ways));
  if (!opener) return std::nullopt;
  JWTKEEP_TRY(auto store, store::Store::open(std::move(backend), *opener));
  return std::optional(std::move(store));
}

}  // namespace jwtkeep::cli
