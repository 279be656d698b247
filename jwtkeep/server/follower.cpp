#include "jwtkeep/server/follower.hpp"

#include <chrono>

namespace jwtkeep::server {
namespace {

/// How long a commit may go unheard where the container cannot call, and how soon a stop is heard.
constexpr std::chrono::milliseconds kWait{250};
/// Every so many waits the store is read though nobody has called: a way to it that died in silence is found so.
constexpr int kQuietWaits = 8;
constexpr std::chrono::milliseconds kPause{200};

}  // namespace

Follower::Follower(store::Store& store, Rings& rings, Rings::Told told)
    : store_(store),
      rings_(rings),
      told_(std::move(told)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Follower::~Follower() = default;

std::optional<base::Error> Follower::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

void Follower::note(const base::Result<void>& outcome) {
  const std::scoped_lock lock(mutex_);
  if (outcome) {
    trouble_.reset();
  } else {
    trouble_ = outcome.error();
  }
}

void Follower::pause(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, stop, kPause, [] { return false; });
}

void Follower::run(const std::stop_token& stop) {
  std::unique_ptr<store::Changes> changes;
  int quiet = kQuietWaits;  // at first what changed since the keyrings were loaded
  while (!stop.stop_requested()) {
    if (!changes) {
      auto hears = store_.changes();
      if (!hears) {
        note(std::unexpected(hears.error()));
        pause(stop);
        continue;
      }
      changes = *std::move(hears);
      quiet = kQuietWaits;
    }
    if (quiet >= kQuietWaits) {
      const auto caught_up = rings_.catch_up(told_);
      note(caught_up);
      if (!caught_up) {
        pause(stop);
        continue;
      }
      quiet = 0;
    }
    const auto heard = changes->wait(kWait);
    if (!heard) {
      note(std::unexpected(heard.error()));
      pause(stop);
    }
    quiet = !heard || *heard ? kQuietWaits : quiet + 1;
  }
}

}  // namespace jwtkeep::server
