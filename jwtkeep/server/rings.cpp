#include "jwtkeep/server/rings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kPage = 1000;

/// Whether an error is of the keyring's own rows, and not of the way to them: then what was read before is no longer
/// what the store says.
bool is_of_rows(Reason reason) noexcept {
  return reason == Reason::tampered || reason == Reason::malformed || reason == Reason::not_found ||
         reason == Reason::newer_format || reason == Reason::bad_value || reason == Reason::key_mismatch;
}

}  // namespace

base::Result<void> Rings::load() {
  // First, so that what changes meanwhile is read again by `catch_up`.
  JWTKEEP_TRY(const auto head, store_.trail_head());
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto page, store_.names({}, after, kPage));
    JWTKEEP_CHECK(read_again(page));
    if (page.size() < kPage) break;
    after = page.back().text();
  }
  seen_ = head.count;
  return {};
}

base::Result<void> Rings::read_again(const std::vector<keyring::Name>& names) {
  return store_.read([&](store::Reading& reading) -> base::Result<void> {
    for (const auto& name : names) {
      const auto before = find(name.text());
      auto ring = ServedRing::load(reading, name, before ? before->get() : nullptr);
      if (!ring && !is_of_rows(ring.error().reason)) return std::unexpected(std::move(ring).error());
      put(name.text(), std::move(ring));
    }
    return {};
  });
}

void Rings::put(const std::string& name, Entry entry) {
  const std::unique_lock lock(mutex_);
  rings_.insert_or_assign(name, std::move(entry));
}

base::Result<void> Rings::catch_up(const Told& told) {
  const std::scoped_lock alone(catching_up_);
  while (true) {
    JWTKEEP_TRY(const auto entries, store_.trail(seen_, kPage));
    std::set<keyring::Name> changed;
    for (const auto& entry : entries) {
      if (entry.event.keyring) changed.insert(*entry.event.keyring);
    }
    if (!changed.empty()) JWTKEEP_CHECK(read_again({changed.begin(), changed.end()}));
    for (const auto& entry : entries) {
      if (told) told(entry);
      seen_ = entry.sequence;
    }
    if (entries.size() < kPage) return {};
  }
}

base::Result<std::shared_ptr<const ServedRing>> Rings::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = rings_.find(name);
  if (found != rings_.end()) return found->second;
  return fail(Reason::not_found, fmt::format("there is no keyring {}", name), "see: jwtkeep list");
}

std::vector<std::string> Rings::names(std::string_view prefix, std::string_view after, std::size_t limit) const {
  std::vector<std::string> names;
  {
    const std::shared_lock lock(mutex_);
    for (const auto& [name, ring] : rings_) {
      if (name.starts_with(prefix) && name > after) names.push_back(name);
    }
  }
  const auto wanted = std::min(limit, names.size());
  std::ranges::partial_sort(names, names.begin() + static_cast<std::ptrdiff_t>(wanted));
  names.resize(wanted);
  return names;
}

std::size_t Rings::size() const {
  const std::shared_lock lock(mutex_);
  return rings_.size();
}

}  // namespace jwtkeep::server
