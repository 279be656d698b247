#include "jwtkeep/server/events.hpp"

#include <fmt/format.h>

#include "jwtkeep/store/shown_entry.hpp"

namespace jwtkeep::server {

bool may_hear(const Asker& asker, const store::TrailEntry& entry) {
  const auto& name = entry.event.keyring;
  return (name ? asker.may(access::Verb::read, name->text()) : asker.may_on_all(access::Verb::audit)).has_value();
}

std::string event_text(const store::TrailEntry& entry) {
  // JSON has no line break of its own: one line of data is enough. The action is a word of ours.
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", entry.sequence, entry.event.action,
                     base::write_json(store::shown_json(entry)));
}

bool Events::add(web::Stream stream, Asker asker, std::uint64_t seen) {
  const std::scoped_lock lock(mutex_);
  if (listeners_.size() >= kMostListeners) return false;
  listeners_.push_back({.stream = std::move(stream), .asker = std::move(asker), .seen = seen});
  return true;
}

void Events::tell(const store::TrailEntry& entry) {
  const auto text = event_text(entry);
  const std::scoped_lock lock(mutex_);
  std::erase_if(listeners_, [&](Listener& listener) {
    if (entry.sequence <= listener.seen) return false;
    listener.seen = entry.sequence;
    if (!listener.asker.check_standing(entry.event.at)) return true;
    return may_hear(listener.asker, entry) ? !listener.stream.send(text) : !listener.stream.is_open();
  });
}

void Events::keep_alive() {
  const std::scoped_lock lock(mutex_);
  std::erase_if(listeners_, [](Listener& listener) { return !listener.stream.send(":\n\n"); });
}

void Events::end_where(const std::function<bool(const Asker&)>& over) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& listener) { return over(listener.asker); });
}

void Events::end_all() {
  const std::scoped_lock lock(mutex_);
  listeners_.clear();
}

}  // namespace jwtkeep::server
