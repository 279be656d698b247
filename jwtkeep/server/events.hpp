// Who listens to what happens: server-sent events (HTML Living Standard, section 9.2).
#pragma once

#include <functional>
#include <list>
#include <mutex>

#include "jwtkeep/server/asker.hpp"
#include "jwtkeep/store/trail.hpp"
#include "jwtkeep/web/reply.hpp"

namespace jwtkeep::server {

/// Each entry of the audit trail is an event to those who may read it: of a keyring, with `read` on it; of none, with
/// `audit` on all. Its id is its number, so that who comes back can be told what it missed. Any thread may call.
class Events {
 public:
  static constexpr std::size_t kMostListeners = 1000;

  /// It is told of what comes behind entry number `seen`. False where there are too many: the stream then ends.
  bool add(web::Stream stream, Asker asker, std::uint64_t seen);
  /// In the trail's order; nobody is told twice, so that an entry may be given more
  /// than once.
  void tell(const store::TrailEntry& entry);
  /// A comment now and then shows both sides that the other is there.
  void keep_alive();
  /// Who may no longer stay hears no more.
  void end_where(const std::function<bool(const Asker&)>& over);
  void end_all();

 private:
  struct Listener {
    web::Stream stream;
    Asker asker;
    std::uint64_t seen;
  };

  std::mutex mutex_;
  std::list<Listener> listeners_;
};

/// Whether this one may hear of it.
bool may_hear(const Asker& asker, const store::TrailEntry& entry);
/// As it goes over the wire.
std::string event_text(const store::TrailEntry& entry);

}  // namespace jwtkeep::server
