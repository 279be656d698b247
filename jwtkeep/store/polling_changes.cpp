#include "jwtkeep/store/polling_changes.hpp"

#include <algorithm>
#include <thread>

namespace jwtkeep::store {
namespace {

constexpr std::chrono::milliseconds kPollEvery{100};

}  // namespace

base::Result<std::unique_ptr<Changes>> PollingChanges::of(Backend& backend) {
  JWTKEEP_TRY(const auto generation, backend.generation());
  return std::make_unique<PollingChanges>(backend, generation);
}

base::Result<bool> PollingChanges::wait(std::chrono::milliseconds limit) {
  while (true) {
    JWTKEEP_TRY(const auto generation, backend_.generation());
    if (generation != generation_) {
      generation_ = generation;
      return true;
    }
    if (limit <= std::chrono::milliseconds::zero()) return false;
    const auto pause = std::min(limit, kPollEvery);
    std::this_thread::sleep_for(pause);
    limit -= pause;
  }
}

}  // namespace jwtkeep::store
