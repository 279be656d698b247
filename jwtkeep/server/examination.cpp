#include "jwtkeep/server/examination.hpp"

namespace jwtkeep::server {
namespace {

constexpr std::size_t kThreads = 4;

}  // namespace

std::shared_ptr<const Examined> Examination::latest(bool destinations) const {
  const std::scoped_lock lock(mutex_);
  return latest_[destinations ? 1 : 0];
}

base::Result<std::shared_ptr<const Examined>> Examination::find(store::Store& store, const Openers& openers,
                                                                bool destinations, base::Instant now) {
  std::unique_lock turn(one_at_a_time_, std::try_to_lock);
  if (!turn.owns_lock()) {
    if (auto before = latest(destinations)) return before;
    if (!turn.try_lock_for(kPatience)) {
      return base::fail(base::Reason::busy, "the store and its places are being examined for somebody else",
                        "ask again in a moment");
    }
  }
  if (auto last = latest(destinations); last != nullptr && last->at <= now && now < last->at + kFresh) return last;
  JWTKEEP_TRY(auto report,
              doctor::examine(store, {.threads = kThreads, .destinations = destinations, .opener = openers}, now));
  auto examined = std::make_shared<const Examined>(std::move(report), now);
  const std::scoped_lock lock(mutex_);
  latest_[destinations ? 1 : 0] = examined;
  return examined;
}

}  // namespace jwtkeep::server
