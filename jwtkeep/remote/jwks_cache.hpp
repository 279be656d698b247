// When a key set is used, asked for again, and thrown away: decisions alone, without clock, lock or network.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/remote/key_set.hpp"

namespace jwtkeep::remote {

/// How long sets live. The names of the phases are in the table below.
struct JwksTimes {
  base::Seconds default_fresh{300};  ///< where the answer says nothing of it
  base::Seconds min_fresh{30};       ///< whatever the answer says, `no-store` too: an issuer's server is not flooded
  base::Seconds max_fresh{86400};    ///< whatever the answer says: a removed key is not trusted for longer
  base::Seconds overlap{30};         ///< after `fresh`: used at once, while it is asked for again
  base::Seconds max_stale{86400};    ///< after `fresh`: used while it cannot be fetched
  base::Seconds cooldown{30};        ///< two fetches start no closer, once there is a set
  base::Seconds first_retry{1};      ///< after a failure without a set to use; doubles up to the cooldown
  base::Seconds longest_retry{300};  ///< after failures with a set to use: the cooldown doubles up to this
};

/// Errors: `bad_value` for a negative time, one of more than 100 years, a cooldown of less than a second, or
/// `min_fresh` above `max_fresh`.
base::Result<void> check(const JwksTimes& times);

/// Whether the set at hand has the key that is asked for.
enum class Asked : std::uint8_t { known_key, unknown_key };

/// What to do with one question.
struct Advice {
  std::shared_ptr<const KeySet> keys;  ///< to verify with; null where there is none to use
  bool fetch = false;                  ///< start a fetch
  bool wait = false;  ///< for the fetch under way (or just started), then take `usable`, and answer with that
};

/// What a fetch brought.
struct Fetched {
  std::shared_ptr<const KeySet> keys;     ///< null: the set at hand is still right (304)
  std::optional<base::Seconds> lifetime;  ///< by the answer's headers
  std::string etag;                       ///< or empty
};

/// For the application's metrics and logs.
struct JwksStatus {
  std::shared_ptr<const KeySet> keys;  ///< the latest set, or null
  base::Instant fetched_at{};          ///< when it was last seen to be right; then the ends of its phases
  base::Instant fresh_until{};
  base::Instant usable_until{};
  std::uint64_t fetches = 0;                ///< started so far
  int failures = 0;                         ///< in a row, up to now
  std::optional<base::Error> last_failure;  ///< of those in a row
};

/// The phases of a set at `now`, and what a question gets:
///
/// | phase | until | its key is known | its key is unknown |
/// |---|---|---|---|
/// | none | a fetch succeeds | waits for a fetch, or fails between retries | the same |
/// | fresh | its lifetime ends | the set | waits for a fetch, one a cooldown |
/// | overlap | + `overlap` | the set; a fetch starts | the same |
/// | stale | + `max_stale` | waits for a fetch; while they fail, the set at once | the same |
///
/// A set that came counts whole: a key that is not in it any more is not accepted any more. `fail` with
/// `key_compromised` throws the set at hand away.
///
/// `now` may be a little older in one thread than in another. A clock that was set back by more than the cooldown makes
/// the set stale, so that it is asked for again.
class JwksCache {
 public:
  explicit JwksCache(const JwksTimes& times) : times_(times) {}

  [[nodiscard]] Advice advise(Asked asked, base::Instant now) const;
  /// The set to verify with, after a wait.
  [[nodiscard]] std::shared_ptr<const KeySet> usable(base::Instant now) const;
  /// Whether `now` is within the set's own lifetime.
  [[nodiscard]] bool is_fresh(base::Instant now) const { return phase(now) == Phase::fresh; }

  /// A fetch starts. Ends in `succeed` or `fail`; until then no other is advised.
  void begin(base::Instant now);
  void succeed(const Fetched& fetched);
  void fail(base::Error why);

  [[nodiscard]] bool fetching() const noexcept { return fetching_; }
  [[nodiscard]] const std::string& etag() const noexcept { return etag_; }  ///< of the set at hand, or empty
  [[nodiscard]] const JwksStatus& status() const noexcept { return status_; }

 private:
  enum class Phase : std::uint8_t { none, fresh, overlap, stale };
  [[nodiscard]] Phase phase(base::Instant now) const;
  [[nodiscard]] std::chrono::microseconds since_start(base::Instant now) const;
  [[nodiscard]] base::Seconds distance(Asked asked, Phase at) const;
  [[nodiscard]] bool must_wait(Asked asked, Phase at, base::Instant now) const;

  JwksTimes times_;
  JwksStatus status_;
  std::string etag_;
  base::Seconds lifetime_{0};             ///< that the set at hand was given
  std::optional<base::Instant> started_;  ///< the latest fetch
  bool fetching_ = false;
};

}  // namespace jwtkeep::remote
