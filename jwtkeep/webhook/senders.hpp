// Tells webhooks what the audit trail says, on threads of their own.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/store.hpp"
#include "jwtkeep/webhook/hook.hpp"

namespace jwtkeep::webhook {

/// Of one webhook, by this server, since its start.
struct Counts {
  std::string name;
  std::uint64_t sent = 0;
  std::uint64_t failed = 0;   ///< attempts
  std::uint64_t dropped = 0;  ///< messages that were not taken for a day
  std::uint64_t waiting = 0;  ///< messages, of those that were looked at
};

struct SendersOptions {
  std::vector<Hook> hooks;
  std::function<base::Instant()> clock;                 ///< must be set
  std::string server;                                   ///< who this is, unlike every other server on the store
  std::function<void(const std::string& what)> remark;  ///< for the log; any thread calls it. Must be set
};

/// Each message is sent at least once, in the trail's order for each webhook, and by one server as a rule: it takes a
/// lease in the store first. A webhook that is new is told of what happens from then on. One that does not take a
/// message gets it again, with growing waits, for a day; meanwhile its later ones wait. Those wait in the trail itself,
/// so that nothing grows in memory.
class Senders {
 public:
  static constexpr base::Seconds kKeptFor = std::chrono::hours{24};
  static constexpr std::size_t kMostHooks = 16;

  /// Sends nothing yet. The store has to stay longer. Errors: `bad_value`.
  static base::Result<std::unique_ptr<Senders>> open(store::Store& store, SendersOptions options);
  /// Once, before anything else is asked.
  void start();
  Senders(const Senders&) = delete;
  Senders& operator=(const Senders&) = delete;
  ~Senders();  ///< gives up what is being sent, within about a second

  /// The trail has grown. Any thread.
  void wake();
  [[nodiscard]] std::vector<Counts> counts() const;

 private:
  struct Shared;
  class Sender;
  Senders();

  std::unique_ptr<Shared> shared_;
  std::vector<std::unique_ptr<Sender>> senders_;
};

}  // namespace jwtkeep::webhook
