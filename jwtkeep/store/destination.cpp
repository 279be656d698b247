#include "jwtkeep/store/destination.hpp"

#include <algorithm>
#include <limits>

#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {

keyring::Confirmations confirmations(const std::vector<Destination>& destinations, base::Instant now) {
  keyring::Confirmations views;
  for (const auto& destination : destinations) {
    keyring::DestinationView view{.destination = destination.id, .confirmed = destination.confirmed};
    if (destination.lease_until && *destination.lease_until <= now) {
      view.confirmed.push_back({std::numeric_limits<std::uint64_t>::max(), *destination.lease_until});
    }
    views.push_back(std::move(view));
  }
  return views;
}

void forget_old_confirmations(Destination& destination, const keyring::Keyring& keyring) {
  // Steps look for the first confirmation of the revision that published the pending key or superseded a retiring one,
  // the emergency clock for that of the one that took a compromised key out.
  std::vector<std::uint64_t> wanted{keyring.revision};
  for (const auto& key : keyring.keys) {
    if (key.state == keyring::State::pending) wanted.push_back(key.published_revision);
    if (key.state == keyring::State::retiring) wanted.push_back(key.superseded_revision);
    const bool told_of = key.state == keyring::State::compromised && key.removed_revision != 0;
    if (told_of) wanted.push_back(key.removed_revision);
  }
  const auto oldest = std::ranges::min(wanted);
  // A compromised key is told of for as long as it is kept: of what lies between nothing is needed.
  std::vector<keyring::Confirmation> kept;
  for (const auto& held : destination.confirmed) {
    const auto first_of = [&](std::uint64_t revision) {
      return held.revision >= revision && std::ranges::none_of(destination.confirmed, [&](const auto& other) {
               return other.revision >= revision && (other.at < held.at || (other.at == held.at && &other < &held));
             });
    };
    const bool newest = &held == &destination.confirmed.back() && held.revision >= oldest;
    if (newest || std::ranges::any_of(wanted, first_of)) kept.push_back(held);
  }
  destination.confirmed = std::move(kept);
}

bool is_forgotten(const Destination& destination, const keyring::Keyring& keyring, base::Instant now) {
  if (!destination.lease_until) return false;
  const auto longest = std::max(keyring::publish_to_active(keyring.policy), keyring::active_to_retired(keyring.policy));
  return *destination.lease_until + longest < now;
}

std::string write_destination(const Destination& destination) {
  auto json =
      base::Json::object({{"id", destination.id}, {"kind", destination.kind}, {"details", destination.details}});
  if (destination.lease_until) json.set("lease_until", base::format_instant(*destination.lease_until));
  base::Json::Array confirmed;
  for (const auto& [revision, at] : destination.confirmed) {
    confirmed.push_back(base::Json::object({{"revision", revision}, {"at", base::format_instant(at)}}));
  }
  json.set("confirmed", std::move(confirmed));
  if (destination.check_at) json.set("check_at", base::format_instant(*destination.check_at));
  return base::write_json(json);
}

base::Result<Destination> read_destination(std::string place, std::string_view text) {
  JWTKEEP_TRY(const auto row, RowReader::parse(std::move(place), text));
  Destination destination;
  JWTKEEP_TRY(destination.id, row.text("id"));
  JWTKEEP_TRY(destination.kind, row.text("kind"));
  const auto* details = row.json().find("details");
  if (details == nullptr) return row.odd("details");
  destination.details = *details;
  if (row.has("lease_until")) {
    JWTKEEP_TRY(destination.lease_until, row.instant("lease_until"));
  }
  JWTKEEP_TRY(const auto confirmed, row.items("confirmed"));
  for (const auto& item : confirmed) {
    const auto reader = row.inner(item);
    keyring::Confirmation confirmation;
    JWTKEEP_TRY(confirmation.revision, reader.count("revision"));
    JWTKEEP_TRY(confirmation.at, reader.instant("at"));
    destination.confirmed.push_back(confirmation);
  }
  if (row.has("check_at")) {
    JWTKEEP_TRY(destination.check_at, row.instant("check_at"));
  }
  return destination;
}

bool awaits_push(const Destination& destination, const keyring::Keyring& keyring) noexcept {
  if (!destination.check_at || destination.lease_until) return false;
  return destination.confirmed.empty() || destination.confirmed.back().revision < keyring.revision;
}

std::optional<base::Instant> earliest_due(const keyring::Keyring& keyring,
                                          const std::vector<Destination>& destinations) {
  keyring::Confirmations lasting;
  for (const auto& destination : destinations) {
    if (!destination.lease_until)
      lasting.push_back({.destination = destination.id, .confirmed = destination.confirmed});
  }
  // One that has not confirmed counts from the `now` that is given: the time of the change adds nothing.
  const auto now = keyring.changed_at;
  auto due = keyring::next_due(keyring::plan(keyring, keyring.policy, lasting, now));
  const auto no_later_than = [&](base::Instant at) { due = due ? std::min(*due, at) : at; };
  for (const auto& destination : destinations) {
    if (!destination.check_at || destination.lease_until) continue;
    no_later_than(awaits_push(destination, keyring) ? keyring.changed_at : *destination.check_at);
  }
  return due;
}

}  // namespace jwtkeep::store
