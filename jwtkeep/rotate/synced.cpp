#include "jwtkeep/rotate/synced.hpp"

#include <algorithm>

namespace jwtkeep::rotate {
namespace {

using base::Json;

constexpr std::string_view kSigner = "signer";
constexpr std::string_view kVerifier = "verifier";

std::unexpected<base::Error> odd(const store::Destination& destination) {
  return base::fail(base::Reason::tampered, "what the store remembers of " + destination.id + " is odd",
                    "remove it and add it again: jwtkeep sync remove, jwtkeep sync add");
}

std::string text_of(const Json& details, std::string_view name) {
  const auto* found = details.find(name);
  return found != nullptr && found->string() != nullptr ? *found->string() : std::string();
}

base::Result<Problem> read_problem(const store::Destination& destination, const Json& json) {
  auto since = base::parse_instant(text_of(json, "since"));
  if (!since) return odd(destination);
  return Problem{.reason = text_of(json, "reason"), .what = text_of(json, "what"), .since = *since};
}

}  // namespace

bool is_synced(const store::Destination& destination) noexcept { return destination.check_at.has_value(); }

base::Result<Synced> read_synced(const store::Destination& destination) {
  const auto& details = destination.details;
  auto address = destination::Address::parse(destination.id, "/");
  const auto role = text_of(details, "role");
  if (!is_synced(destination) || !address || (role != kSigner && role != kVerifier)) return odd(destination);
  Synced synced{.address = *std::move(address),
                .role = role == kSigner ? destination::Role::signer : destination::Role::verifier,
                .prefix = text_of(details, "prefix"),
                .digest = text_of(details, "digest"),
                .writing = text_of(details, "writing")};
  if (details.find("forgotten_at") != nullptr) {
    const auto at = base::parse_instant(text_of(details, "forgotten_at"));
    if (!at) return odd(destination);
    synced.forgotten_at = *at;
  }
  if (const auto* problem = details.find("problem")) {
    JWTKEEP_TRY(synced.problem, read_problem(destination, *problem));
  }
  return synced;
}

void write_synced(const Synced& synced, store::Destination& destination) {
  auto details = Json::object({{"role", synced.role == destination::Role::signer ? kSigner : kVerifier},
                               {"prefix", synced.prefix},
                               {"digest", synced.digest}});
  if (!synced.writing.empty()) details.set("writing", synced.writing);
  details.set("forgotten_at", base::format_instant(synced.forgotten_at));
  if (synced.problem) {
    details.set("problem", Json::object({{"reason", synced.problem->reason},
                                         {"what", synced.problem->what},
                                         {"since", base::format_instant(synced.problem->since)}}));
  }
  destination.details = std::move(details);
}

store::Destination new_destination(const Synced& synced, base::Instant now) {
  store::Destination destination{.id = synced.address.text(),
                                 .kind = std::string(destination::word(synced.address.kind)),
                                 .details = {},
                                 .lease_until = {},
                                 .confirmed = {},
                                 .check_at = now};
  write_synced(synced, destination);
  return destination;
}

bool must_forget_older(const keyring::Keyring& keyring, const Synced& synced) noexcept {
  return std::ranges::any_of(keyring.keys, [&](const keyring::Key& key) {
    return (key.compromised_at && *key.compromised_at > synced.forgotten_at) ||
           (key.destroyed_at && *key.destroyed_at > synced.forgotten_at);
  });
}

base::Seconds check_every(const keyring::Policy& policy) noexcept {
  return std::clamp(policy.propagation, base::Seconds{1}, base::Seconds{3600});
}

}  // namespace jwtkeep::rotate
