#include "jwtkeep/server/examination.hpp"

namespace jwtkeep::server {
namespace {

constexpr std::size_t kThreads = 4;

}  // namespace

base::Result<std::shared_ptr<const Examined>> Examination::find(store::Store& store, const Openers& openers,
                                                                bool destinations, base::Instant now) {
  const std::unique_lock lock(one_at_a_time_, kPatience);
  if (!lock.owns_lock()) {
    return base::fail(base::Reason::busy, "the store and its places are being examined for somebody else",
                      "ask again in a moment");
  }
  auto& latest = latest_[destinations ? 1 : 0];
  if (latest != nullptr && latest->at <= now && now < latest->at + kFresh) return latest;
  JWTKEEP_TRY(auto report,
              doctor::examine(store, {.threads = kThreads, .destinations = destinations, .opener = openers}, now));
  latest = std::make_shared<const Examined>(std::move(report), now);
  return latest;
}

}  // namespace jwtkeep::server
