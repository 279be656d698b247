#include "jwtkeep/server/denials.hpp"

#include <algorithm>

namespace jwtkeep::server {
namespace {

constexpr auto kActor = "server";

store::TrailEvent event_of(const Denial& denial, std::uint64_t times, base::Instant first, base::Instant last) {
  auto detail = base::Json::object({{"who", denial.who}, {"verb", denial.verb}, {"why", denial.why}, {"times", times}});
  if (times > 1) detail.set("since", base::format_instant(first));
  store::TrailEvent event{.at = last, .actor = kActor, .action = "access.denied", .keyring = {}, .detail = {}};
  // The name may be one that no keyring can have: then it stands in the detail alone.
  if (auto name = keyring::Name::parse(denial.keyring)) {
    event.keyring = *std::move(name);
  } else if (!denial.keyring.empty()) {
    detail.set("keyring", denial.keyring);
  }
  event.detail = std::move(detail);
  return event;
}

}  // namespace

void Denials::note(const Denial& denial, base::Instant now) {
  const std::scoped_lock lock(mutex_);
  auto found = gathered_.find(denial);
  if (found == gathered_.end()) {
    if (gathered_.size() >= kMostKinds) {
      ++beyond_;
      return;
    }
    found = gathered_.emplace(denial, Count{.times = 0, .first = now, .last = now}).first;
  }
  ++found->second.times;
  found->second.last = std::max(found->second.last, now);
}

base::Result<void> Denials::write(store::Store& store, base::Instant now) {
  Gathered taken;
  std::uint64_t beyond = 0;
  {
    const std::scoped_lock lock(mutex_);
    taken.swap(gathered_);
    std::swap(beyond, beyond_);
  }
  if (taken.empty() && beyond == 0) return {};
  auto written = store.change([&](store::Change& change) -> base::Result<void> {
    for (const auto& [denial, count] : taken) {
      JWTKEEP_CHECK(change.record(event_of(denial, count.times, count.first, count.last)));
    }
    if (beyond == 0) return {};
    return change.record(
        event_of({.who = "others", .verb = "enter", .keyring = {}, .why = "permission"}, beyond, now, now));
  });
  if (written) return written;
  const std::scoped_lock lock(mutex_);
  beyond_ += beyond;
  for (const auto& [denial, count] : taken) {
    auto& kept = gathered_.emplace(denial, Count{.times = 0, .first = count.first, .last = count.last}).first->second;
    kept.times += count.times;
    kept.first = std::min(kept.first, count.first);
  }
  return written;
}

}  // namespace jwtkeep::server
