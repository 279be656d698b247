#include "jwtkeep/access/ended_sessions.hpp"

#include <algorithm>

#include "jwtkeep/store/kept_document.hpp"

namespace jwtkeep::access {
namespace {

using base::fail;
using base::Instant;
using base::Json;
using base::Reason;

constexpr std::string_view kDocument = "sessions";

Json seconds(Instant at) { return Json(std::int64_t{at.time_since_epoch() / base::Seconds{1}}); }

std::optional<Instant> instant(const Json* json) {
  if (json == nullptr || json->integer() == nullptr) return std::nullopt;
  return Instant(base::Seconds{*json->integer()});
}

std::unexpected<base::Error> malformed() { return fail(Reason::malformed, "the list of ended sessions is not whole"); }

/// Sessions begin at whole seconds, so that one that begins in the second of this one may be over too: its person logs
/// in again.
bool is_covered(const std::optional<Instant>& until, const Session& session) {
  return until && session.begun_at <= *until;
}

/// Moves a mark to `at`, never back.
void move_mark(std::optional<Instant>& mark, Instant at) { mark = std::max(mark.value_or(at), at); }

/// Every session that a mark covers has expired by then.
bool is_old(const std::optional<Instant>& mark, Instant now) { return mark && *mark + kLongestSession < now; }

}  // namespace

void EndedSessions::forget(Instant now) {
  if (is_old(everybody_until_, now)) everybody_until_.reset();
  for (auto& [of, person] : people_) {
    std::erase_if(person.until, [&](const auto& ended) { return ended.second < now; });
    if (is_old(person.all_until, now)) person.all_until.reset();
  }
  std::erase_if(people_, [](const auto& each) { return each.second.until.empty() && !each.second.all_until; });
}

void EndedSessions::end(const Session& session, Instant now) {
  forget(now);
  auto& person = people_[session.of];
  person.until.insert_or_assign(session.id, session.expires_at);
  // Of those ended before only their ends are known, and that none is longer than `kLongestSession`.
  const auto cover = [&](std::optional<Instant>& mark, const Person& whom) {
    for (const auto& [id, until] : whom.until) move_mark(mark, until - kLongestSession);
    if (whom.all_until) move_mark(mark, *whom.all_until);
  };
  const auto at_least = std::max(Instant(std::chrono::floor<base::Seconds>(now)), session.begun_at);
  if (person.until.size() > kMostOfOne) {
    move_mark(person.all_until, at_least);
    cover(person.all_until, person);
    person.until.clear();
  }
  std::size_t count = 0;
  for (const auto& [name, each] : people_) count += each.until.size() + 1;
  if (count <= kMost) return;
  move_mark(everybody_until_, at_least);
  for (const auto& [name, each] : people_) cover(everybody_until_, each);
  people_.clear();
}

bool EndedSessions::has(const Session& session) const {
  if (is_covered(everybody_until_, session)) return true;
  const auto found = people_.find(session.of);
  if (found == people_.end()) return false;
  return is_covered(found->second.all_until, session) || found->second.until.contains(session.id);
}

Json EndedSessions::to_json() const {
  auto people = Json::array();
  for (const auto& [of, person] : people_) {
    auto ended = Json::object();
    for (const auto& [id, until] : person.until) ended.set(id, seconds(until));
    auto json = Json::object({{"of", of}, {"ended", std::move(ended)}});
    if (person.all_until) json.set("all_until", seconds(*person.all_until));
    people.push(std::move(json));
  }
  auto json = Json::object({{"people", std::move(people)}});
  if (everybody_until_) json.set("everybody_until", seconds(*everybody_until_));
  return json;
}

base::Result<EndedSessions> EndedSessions::from_json(const Json& json) {
  EndedSessions all;
  all.everybody_until_ = instant(json.find("everybody_until"));
  const auto* people = json.find("people");
  if (people == nullptr || people->items() == nullptr) return malformed();
  for (const auto& item : *people->items()) {
    const auto* of = item.find("of");
    const auto* ended = item.find("ended");
    if (of == nullptr || of->string() == nullptr || ended == nullptr || ended->members() == nullptr) return malformed();
    Person person;
    person.all_until = instant(item.find("all_until"));
    for (const auto& [id, at] : *ended->members()) {
      const auto until = instant(&at);
      if (!until) return malformed();
      person.until.insert_or_assign(id, *until);
    }
    all.people_.insert_or_assign(*of->string(), std::move(person));
  }
  return all;
}

base::Result<EndedSessions> read_ended_sessions(store::Store& store) {
  return store::read_document<EndedSessions>(store, kDocument);
}

base::Result<void> record_begun(store::Store& store, const Session& session, const std::string& actor, Instant now) {
  auto detail = Json::object({{"session", session.id}, {"until", base::format_instant(session.expires_at)}});
  if (const auto* login = std::get_if<ProviderLogin>(&session.by)) {
    detail.set("issuer", login->issuer).set("claims", login->claims);
  }
  return store.change([&](store::Change& change) {
    return change.record(
        {.at = now, .actor = actor, .action = std::string(kSessionBegun), .keyring = {}, .detail = detail});
  });
}

base::Result<void> end_session(store::Store& store, const Session& session, const std::string& actor, Instant now) {
  return store::change_document<EndedSessions>(
      store, kDocument, [&](EndedSessions& ended) -> base::Result<std::optional<store::TrailEvent>> {
        if (ended.has(session)) return std::nullopt;
        ended.end(session, now);
        return store::TrailEvent{.at = now,
                                 .actor = actor,
                                 .action = std::string(kSessionEnded),
                                 .keyring = {},
                                 .detail = Json::object({{"session", session.id}})};
      });
}

}  // namespace jwtkeep::access
