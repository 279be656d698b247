// Which sessions were ended before their time. A sealed session is good wherever its store is, so that somebody has to
// remember who logged out.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/access/session.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::access {

/// Immutable but for `end`. Bounded, whoever logs in and out how often: of a person with more than `kMostOfOne` ended
/// sessions all that were begun until then end, and where there are too many in all those of everybody do. What would
/// have expired by itself is forgotten. What has ended stays so, also what a server whose clock is ahead has begun.
class EndedSessions {
 public:
  void end(const Session& session, base::Instant now);
  [[nodiscard]] bool has(const Session& session) const;

  [[nodiscard]] base::Json to_json() const;
  /// Errors: `malformed`.
  static base::Result<EndedSessions> from_json(const base::Json& json);

  static constexpr std::size_t kMostOfOne = 50;
  static constexpr std::size_t kMost = 4000;  ///< with their names well below a document's 1 MiB

  friend bool operator==(const EndedSessions&, const EndedSessions&) = default;

 private:
  struct Person {
    std::map<std::string, base::Instant, std::less<>> until;  ///< by session id: when it would have expired
    std::optional<base::Instant> all_until;                   ///< all that were begun at or before this
    friend bool operator==(const Person&, const Person&) = default;
  };
  void forget(base::Instant now);

  std::map<std::string, Person, std::less<>> people_;
  std::optional<base::Instant> everybody_until_;
};

/// None where none was ever ended. Errors: those of the store, `tampered`.
base::Result<EndedSessions> read_ended_sessions(store::Store& store);

/// The audit trail's words.
inline constexpr std::string_view kSessionBegun = "session.begin";
inline constexpr std::string_view kSessionEnded = "session.end";

/// Writes into the audit trail that it began. Errors: those of the store.
base::Result<void> record_begun(store::Store& store, const Session& session, const std::string& actor,
                                base::Instant now);
/// Ends it for every server on the store. Errors: those of the store.
base::Result<void> end_session(store::Store& store, const Session& session, const std::string& actor,
                               base::Instant now);

}  // namespace jwtkeep::access
