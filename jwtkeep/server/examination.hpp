// What is wrong in the store and its places, looked for no more often than it is worth.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

#include "jwtkeep/doctor/examine.hpp"

namespace jwtkeep::server {

/// What was found, and when that was begun.
struct Examined {
  doctor::Report report;
  base::Instant at{};
};

/// To examine is to read every secret and every place: one examination at a time. Who asks within `kFresh` of the last
/// gets that, and while one goes on the one before it, however old: nobody waits for somebody else's where there is
/// anything to tell. Any thread may ask.
class Examination {
 public:
  static constexpr base::Seconds kFresh{10};
  /// So long somebody waits for the first examination, which somebody else has begun.
  static constexpr std::chrono::seconds kPatience{5};

  using Openers = std::function<std::unique_ptr<destination::Opener>()>;

  /// `destinations`: read those, too. Errors: those of `doctor::examine`; `busy` where another one goes on.
  base::Result<std::shared_ptr<const Examined>> find(store::Store& store, const Openers& openers, bool destinations,
                                                     base::Instant now);

 private:
  [[nodiscard]] std::shared_ptr<const Examined> latest(bool destinations) const;

  std::timed_mutex one_at_a_time_;
  mutable std::mutex mutex_;                               ///< of what follows; never held for long
  std::array<std::shared_ptr<const Examined>, 2> latest_;  ///< without destinations, with them
};

}  // namespace jwtkeep::server
