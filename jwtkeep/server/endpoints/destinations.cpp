// Where a keyring is synced to.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "jwtkeep/destination/variable.hpp"
#include "jwtkeep/rotate/add_place.hpp"
#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/once.hpp"
#include "jwtkeep/server/shown.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using destination::PlaceKind;

/// Options of an address that name a place within the server that it asks by its own environment. All others would have
/// it send its credentials to whom the caller likes, or read and write its files.
constexpr std::array<std::string_view, 1> kHarmlessOptions{"namespace"};

rotate::Pusher pusher_of(Service& service, const Call& call, const Asker& asker) {
  return {.store = service.store(), .actor = actor_of(asker, call), .clock = service.options().clock};
}

/// An address that a caller from elsewhere may name.
Result<destination::Address> read_address(const std::string& text) {
  JWTKEEP_TRY(auto address, destination::Address::parse(text, "/"));
  constexpr auto kHint = "whoever has the server's machine adds it there: jwtkeep sync add";
  if (address.kind == PlaceKind::dotenv || address.kind == PlaceKind::jwks) {
    return fail(Reason::unsafe_place, "a file on the server's own machine is not written for who asks from elsewhere",
                kHint);
  }
  for (const auto& [option, value] : address.options) {
    if (std::ranges::find(kHarmlessOptions, option) != kHarmlessOptions.end()) continue;
    return fail(Reason::unsafe_place,
                fmt::format("by \"{}\" an address says to whom the server shows its credentials, or which of its files "
                            "it takes: that is not for who asks from elsewhere",
                            option),
                kHint);
  }
  return address;
}

Result<rotate::NewPlace> read_place(const Call& call) {
  JWTKEEP_TRY(const auto body, json_body(call.incoming, {"address", "role", "prefix", "replace"}));
  JWTKEEP_TRY(const auto text, needed_text(body, "address"));
  rotate::NewPlace place;
  JWTKEEP_TRY(place.address, read_address(text));
  JWTKEEP_TRY(const auto role, text_member(body, "role"));
  if (!role.empty() && role != "verifier" && role != "signer") {
    return fail(Reason::bad_value, "\"role\" is verifier or signer",
                "a verifier gets what verifies; a signer the private key, too");
  }
  place.role = role == "signer" ? destination::Role::signer : destination::Role::verifier;
  JWTKEEP_TRY(const auto prefix, text_member(body, "prefix"));
  if (!prefix.empty()) place.prefix = prefix;
  if (!destination::is_variable_name(place.prefix)) {
    return fail(Reason::bad_value, "\"prefix\" cannot begin the name of an environment variable",
                "use letters, digits and _, e.g. JWT_");
  }
  JWTKEEP_TRY(place.replace, flag_member(body, "replace"));
  return place;
}

/// What the push met, beside what is remembered of the place.
void set_outcome(Json& shown, const rotate::PlaceReport& report) {
  shown.set("outcome", rotate::word(report.outcome)).set("changed_by_another_hand", Json(report.drifted));
  auto notes = Json::array();
  for (const auto& note : report.notes) notes.push(note);
  if (!report.notes.empty()) shown.set("notes", std::move(notes));
  if (!report.error) return;
  shown.set("reason", base::word(report.error->reason)).set("detail", report.error->what);
  if (!report.error->hint.empty()) shown.set("hint", report.error->hint);
}

/// The keyring's revision, and each place as it stands after a push. Errors: those of the store, the keyring's own.
Result<Json> shown_after(Service& service, const rotate::PushReport& report) {
  if (report.unreadable) return std::unexpected(*report.unreadable);
  JWTKEEP_TRY(const auto destinations, service.store().destinations(report.name));
  JWTKEEP_TRY(const auto ring, service.store().keyring(report.name));
  auto list = Json::array();
  for (const auto& place : report.places) {
    const auto mine = std::ranges::find(destinations, place.destination, &store::Destination::id);
    if (mine == destinations.end()) continue;
    auto shown = shown_destination(*mine, ring);
    set_outcome(shown, place);
    list.push(std::move(shown));
  }
  return Json::object(
      {{"keyring", report.name.text()}, {"revision", ring.revision}, {"destinations", std::move(list)}});
}

Result<web::Answer> add_now(Service& service, const Call& call, const Entered& entered) {
  JWTKEEP_TRY(const auto place, read_place(call));
  const auto& name = entered.ring->ring().name;
  const auto opener = service.options().opener();
  JWTKEEP_TRY(const auto report, rotate::add_place(pusher_of(service, call, entered.asker), *opener, name, place));
  JWTKEEP_TRY(const auto all, shown_after(service, report));
  static_cast<void>(service.catch_up());
  const auto id = destination_id(place.address.text());
  for (const auto& one : *all.find("destinations")->items()) {
    if (one.find("id")->string() == nullptr || *one.find("id")->string() != id) continue;
    return document(base::write_json(one), 201)
        .with("Location", fmt::format("/v1/keyrings/{}/destinations/{}", name.text(), id));
  }
  return fail(Reason::not_found, "somebody else has taken the destination away again", "add it again if it is to stay");
}

Result<web::Answer> remove_now(Service& service, const Call& call, const Entered& entered) {
  const auto& name = entered.ring->ring().name;
  JWTKEEP_TRY(const auto destinations, service.store().destinations(name));
  const auto id = call.parameters["id"];
  const auto mine = std::ranges::find_if(destinations, [&](const auto& one) { return destination_id(one.id) == id; });
  if (mine == destinations.end()) {
    return fail(Reason::not_found, name.text() + " has no destination of that id",
                "see them at /v1/keyrings/" + name.text() + "/destinations");
  }
  JWTKEEP_CHECK(rotate::remove_place(pusher_of(service, call, entered.asker), name, mine->id));
  static_cast<void>(service.catch_up());
  return document(base::write_json(Json::object({{"keyring", name.text()}, {"removed", mine->id}})));
}

Result<web::Answer> push_now(Service& service, const Call& call, const Entered& entered) {
  JWTKEEP_CHECK(json_body(call.incoming, {}));
  const auto opener = service.options().opener();
  JWTKEEP_TRY(const auto report,
              rotate::push(pusher_of(service, call, entered.asker), *opener, entered.ring->ring().name));
  JWTKEEP_TRY(const auto all, shown_after(service, report));
  static_cast<void>(service.catch_up());
  return document(base::write_json(all));
}

web::Answer changed(Service& service, const Call& call, std::initializer_list<access::Verb> verbs,
                    Result<web::Answer> (*work)(Service&, const Call&, const Entered&)) {
  std::optional<Entered> entered;
  for (const auto verb : verbs) {
    auto one = enter(service, call, verb, entered ? 0 : 1);
    if (!one) return std::move(one).error();
    entered = *std::move(one);
  }
  return once(service, call, entered->asker, [&] { return answer_of(work(service, call, *entered)); });
}

}  // namespace

web::Answer list_destinations(Service& service, const Call& call) {
  auto entered = enter(service, call, access::Verb::read, 1);
  if (!entered) return std::move(entered).error();
  return document(base::write_json(Json::object({{"keyring", entered->ring->ring().name.text()},
                                                 {"revision", entered->ring->ring().revision},
                                                 {"destinations", shown_destinations(*entered->ring)}})));
}

web::Answer add_destination(Service& service, const Call& call) {
  // It sends private material away, so the right to get that out is needed too.
  return changed(service, call, {access::Verb::sync, access::Verb::export_keys}, add_now);
}

web::Answer remove_destination(Service& service, const Call& call) {
  return changed(service, call, {access::Verb::sync}, remove_now);
}

web::Answer sync(Service& service, const Call& call) { return changed(service, call, {access::Verb::sync}, push_now); }

}  // namespace jwtkeep::server::endpoints
