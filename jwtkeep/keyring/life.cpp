#include "jwtkeep/keyring/life.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::keyring {
namespace {

using base::fail;
using base::Instant;
using base::Reason;

std::unexpected<base::Error> no_longer_fits(const Step& step) {
  return fail(Reason::bad_value, "the step \"" + std::string(word(step.kind)) + "\" no longer fits the keyring",
              "somebody else was faster; run the command again");
}

Key* find(Keyring& keyring, std::string_view kid) {
  const auto found = std::ranges::find(keyring.keys, kid, &Key::kid);
  return found == keyring.keys.end() ? nullptr : &*found;
}

/// Moves a key by the state table; false when the table has no such row.
bool move(Key& key, Event event, Instant now, std::uint64_t revision) {
  const auto to = next_state(key.state, event);
  if (!to) return false;
  if (verifies(key.state) && !verifies(*to)) key.removed_revision = revision;
  key.state = *to;
  ++key.epoch;
  switch (event) {
    case Event::activate: key.activated_at = now; break;
    case Event::supersede:
      key.superseded_at = now;
      key.superseded_revision = revision;
      break;
    case Event::retire: key.retired_at = now; break;
    case Event::compromise: key.compromised_at = now; break;
    case Event::destroy: key.destroyed_at = now; break;
  }
  return true;
}

Keyring next_revision(const Keyring& keyring, Instant now) {
  Keyring next = keyring;
  ++next.revision;
  next.changed_at = std::max(now, keyring.changed_at);
  return next;
}

/// Of what the caller hands in only what the key is counts; its life begins here.
/// What is left of keys long destroyed is the audit trail's to remember: a keyring stays small for ever.
void drop_oldest_destroyed(Keyring& keyring) {
  constexpr std::ptrdiff_t kKept = 16;
  auto surplus =
      std::ranges::count_if(keyring.keys, [](const Key& key) { return key.destroyed_at.has_value(); }) - kKept;
  std::erase_if(keyring.keys, [&](const Key& key) { return key.destroyed_at && surplus-- > 0; });
}

void publish(Keyring& keyring, Key fresh, Instant now) {
  Key key;
  key.kid = std::move(fresh.kid);
  key.alg = fresh.alg;
  key.fingerprint = std::move(fresh.fingerprint);
  key.public_jwk = std::move(fresh.public_jwk);
  key.epoch = 1;
  key.published_at = now;
  key.published_revision = keyring.revision;
  keyring.keys.push_back(std::move(key));
}

}  // namespace

Keyring begin(Name name, Policy policy, Key first, Instant now) {
  Keyring keyring{.name = std::move(name),
                  .policy = std::move(policy),
                  .revision = 1,
                  .created_at = now,
                  .changed_at = now,
                  .keys = {}};
  publish(keyring, std::move(first), now);
  move(keyring.keys.front(), Event::activate, now, keyring.revision);
  return keyring;
}

base::Result<Keyring> apply(const Keyring& keyring, const Step& step, Instant now, const Key* fresh) {
  Keyring next = next_revision(keyring, now);
  if (step.kind == Step::Kind::publish) {
    if (fresh == nullptr) return fail(Reason::internal, "a key is published without being given");
    if (next.pending() != nullptr || next.find(fresh->kid) != nullptr) return no_longer_fits(step);
    publish(next, *fresh, now);
    return next;
  }
  auto* key = find(next, step.kid);
  if (key == nullptr) return no_longer_fits(step);
  bool moved = false;
  switch (step.kind) {
    case Step::Kind::activate: {
      if (key->state != State::pending) return no_longer_fits(step);
      if (const auto* active = next.active()) move(*find(next, active->kid), Event::supersede, now, next.revision);
      moved = move(*key, Event::activate, now, next.revision);
      break;
    }
    case Step::Kind::retire: moved = move(*key, Event::retire, now, next.revision); break;
    case Step::Kind::destroy: moved = !key->destroyed_at && move(*key, Event::destroy, now, next.revision); break;
    case Step::Kind::publish: break;
  }
  if (!moved) return no_longer_fits(step);
  drop_oldest_destroyed(next);
  return next;
}

base::Result<Keyring> compromise(const Keyring& keyring, std::string_view kid, Instant now) {
  Keyring next = next_revision(keyring, now);
  auto* key = find(next, kid);
  if (key == nullptr) {
    return fail(Reason::key_unknown, keyring.name.text() + " has no key with that kid",
                "see its keys with: jwtkeep show " + keyring.name.text());
  }
  if (!move(*key, Event::compromise, now, next.revision)) {
    return fail(
        Reason::bad_value, "that key is marked as compromised already",
        fmt::format("who may still trust it: jwtkeep show {0}; a place that it has not reached: jwtkeep sync push {0}",
                    keyring.name.text()));
  }
  return next;
}

}  // namespace jwtkeep::keyring
