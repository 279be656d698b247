#include "jwtkeep/server/gate.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/same_text.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Reason;
using base::Result;

access::Moment moment() { return std::chrono::steady_clock::now(); }

/// What stands behind `Bearer`, whatever its case (RFC 9110 section 11.1).
std::optional<std::string_view> bearer(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (!http::is_word(authorization.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  return http::trimmed(authorization.substr(kScheme.size()));
}

/// RFC 9110 section 9.2.1.
bool only_reads(const web::Incoming& incoming) { return incoming.method() == "GET" || incoming.method() == "HEAD"; }

std::unexpected<web::Answer> refused(int status, const base::Error& error) {
  auto answer = web::problem(status, error);
  if (status == 401) answer.with("WWW-Authenticate", R"(Bearer realm="jwtkeep")");
  return std::unexpected(std::move(answer));
}

std::unexpected<web::Answer> later(const base::Error& error, base::Seconds wait) {
  return std::unexpected(
      web::problem(429, error).with("Retry-After", std::to_string(std::max<std::int64_t>(wait.count(), 1))));
}

}  // namespace

void Gate::set(access::AccessList list) {
  auto next = std::make_shared<const access::AccessList>(std::move(list));
  const std::scoped_lock lock(mutex_);
  // So that who was let in by it need not come anew.
  if (*known_.list != *next) known_.list = std::move(next);
}

void Gate::set_ended(std::optional<access::EndedSessions> ended) {
  auto next = ended ? std::make_shared<const access::EndedSessions>(*std::move(ended)) : nullptr;
  const std::scoped_lock lock(mutex_);
  known_.ended = std::move(next);
}

Gate::Known Gate::known() const {
  const std::scoped_lock lock(mutex_);
  return known_;
}

void Gate::note(const web::Incoming& incoming, std::string_view who, std::string_view why) {
  denials_.note({.who = std::string(who), .verb = "enter", .keyring = {}, .why = std::string(why)}, incoming.arrival());
}

web::Answer Gate::nobody() {
  return refused(401, {Reason::permission, "nobody is let in without showing who it is",
                       "send Authorization: Bearer TOKEN; whoever has the store makes one: jwtkeep access add"})
      .error();
}

bool Gate::shows_nothing(const web::Incoming& incoming) {
  // The bare name is told of here even where it counts for nothing: who sends it is then refused as any other.
  const auto session = Browser::session_text(incoming, incoming.peer().tls);
  return !incoming.field("authorization") && !incoming.peer().certificate && session && !*session;
}

Admitted<Asker> Gate::enter(const web::Incoming& incoming) {
  if (const auto authorization = incoming.only_field("authorization")) {
    const auto token = bearer(*authorization);
    return by_token(incoming, token ? access::read_access_token(base::as_bytes(*token))
                                    : fail(Reason::malformed,
                                           http::is_word(http::trimmed(*authorization), "bearer")
                                               ? "no token stands behind Bearer"
                                               : "Authorization does not say Bearer",
                                           "send Authorization: Bearer TOKEN"));
  }
  const auto session = Browser::session_text(incoming, browser_.is_secure(incoming));
  if (!session) {
    note(incoming, incoming.peer().address_text, base::word(session.error().reason));
    return refused(401, session.error());
  }
  if (*session) return by_session(incoming, **session);
  if (const auto& certificate = incoming.peer().certificate) return by_certificate(incoming, *certificate);
  note(incoming, incoming.peer().address_text, "nobody");
  return std::unexpected(nobody());
}

Admitted<Asker> Gate::enter_with(const web::Incoming& incoming, base::ByteView access_token) {
  return by_token(incoming, access::read_access_token(access_token));
}

Admitted<Asker> Gate::by_certificate(const web::Incoming& incoming, const crypto::ClientCertificate& certificate) {
  const auto list = known().list;
  const auto print = base::hex_decode(certificate.fingerprint);
  const auto found = list->by_certificate(print ? *print : base::Bytes{}, incoming.arrival());
  if (!found) {
    note(incoming, certificate.subject, base::word(found.error().reason));
    return refused(403, found.error());
  }
  // A browser shows a certificate by itself, as it does a cookie.
  if (!only_reads(incoming)) {
    if (auto own = check_own_page(incoming); !own) return std::unexpected(std::move(own).error());
  }
  return Asker(list, **found);
}

Admitted<void> Gate::may_try(const web::Incoming& incoming) {
  const auto& address = incoming.peer().address_text;
  const auto wait = lockout_.locked(address, moment());
  if (!wait) return {};
  return later({Reason::permission, "too much that is not known here came from " + address,
                "wait, then send the right access token, or log in anew"},
               *wait);
}

web::Answer Gate::refuse_login(const web::Incoming& incoming, std::string_view who, const base::Error& error) {
  note(incoming, who, base::word(error.reason));
  return refused(401, error).error();
}

std::unexpected<web::Answer> Gate::refuse_token(const web::Incoming& incoming, const base::Error& error) {
  const auto& address = incoming.peer().address_text;
  note(incoming, address, base::word(error.reason));
  if (lockout_.refused(address, moment())) note(incoming, address, "locked_out");
  return refused(401, error);
}

Admitted<Asker> Gate::by_token(const web::Incoming& incoming, const Result<access::ShownAccessToken>& shown) {
  if (auto may = may_try(incoming); !may) return std::unexpected(std::move(may).error());
  const auto& address = incoming.peer().address_text;
  const auto list = known().list;
  if (!shown) return refuse_token(incoming, shown.error());
  const auto holder = list->holder_of(*shown);
  if (!holder) return refuse_token(incoming, holder.error());
  // Who is let in no longer has guessed nothing: a program that goes on asking locks out none of its neighbours.
  if (const auto standing = access::check_standing(**holder, incoming.arrival()); !standing) {
    note(incoming, (*holder)->name, base::word(standing.error().reason));
    return refused(401, standing.error());
  }
  lockout_.accepted(address);
  return Asker(list, **holder);
}

Admitted<Asker> Gate::by_session(const web::Incoming& incoming, std::string_view text) {
  auto opened = seal_.open(text);
  if (!opened) {
    // No lockout: a browser sends what it has been given, also long after, and nobody guesses a sealed text.
    note(incoming, incoming.peer().address_text, base::word(opened.error().reason));
    return refused(401, opened.error());
  }
  const auto session = std::make_shared<const access::Session>(*std::move(opened));
  const auto [list, ended] = known();
  auto holders = access::holders_of(*session, *list, incoming.arrival());
  if (holders && (ended == nullptr || ended->has(*session))) {
    holders = fail(Reason::expired, "the session was ended", "log in again");
  }
  if (!holders) {
    note(incoming, session->name, base::word(holders.error().reason));
    return refused(401, holders.error());
  }
  if (auto own = check_session_request(incoming, *session); !own) return std::unexpected(std::move(own).error());
  return Asker(list, *holders, session);
}

Admitted<void> Gate::check_session_request(const web::Incoming& incoming, const access::Session& session) {
  if (only_reads(incoming)) return {};
  if (auto own = check_own_page(incoming); !own) return own;
  const auto shown = incoming.only_field("x-csrf-token");
  if (shown && crypto::same_text(*shown, session.csrf)) return {};
  note(incoming, session.name, "csrf");
  return refused(403, {Reason::permission, "the request does not show that a page of this server sends it",
                       "send X-CSRF-Token with what GET /v1/session tells as csrf"});
}

Admitted<void> Gate::check_own_page(const web::Incoming& incoming) {
  const auto own = browser_.check_own_page(incoming);
  if (own) return {};
  note(incoming, incoming.peer().address_text, "foreign_page");
  return refused(403, own.error());
}

Result<void> Gate::check_standing(const Asker& asker, base::Instant now) const {
  JWTKEEP_CHECK(asker.check_standing(now));
  const auto [list, ended] = known();
  if (asker.list() != list) return fail(Reason::expired, "who may do what has changed since", "send the request again");
  if (asker.session() == nullptr) return {};
  if (ended == nullptr || ended->has(*asker.session()))
    return fail(Reason::expired, "the session was ended", "log in again");
  return {};
}

Admitted<void> Gate::take(const access::Principal& principal, double cost) {
  if (!principal.rate.is_set()) return {};
  const auto wait = limiter_.take(principal.name, principal.rate, cost, moment());
  if (!wait) return {};
  return later({Reason::busy, principal.name + " asks more often than it may",
                "ask less often, or in batches; its limit is set by: jwtkeep access add --rate"},
               *wait);
}

Admitted<void> Gate::judge(const Asker& asker, const web::Incoming& incoming, access::Verb verb,
                           std::string_view keyring, const Result<const access::Principal*>& right, double cost) {
  if (right) return take(**right, cost);
  denials_.note({.who = asker.name(),
                 .verb = std::string(access::word(verb)),
                 .keyring = std::string(keyring),
                 .why = std::string(base::word(right.error().reason))},
                incoming.arrival());
  return refused(403, right.error());
}

Admitted<void> Gate::may(const Asker& asker, const web::Incoming& incoming, access::Verb verb, std::string_view keyring,
                         double cost) {
  return judge(asker, incoming, verb, keyring, asker.may(verb, keyring), cost);
}

Admitted<void> Gate::may_on_all(const Asker& asker, const web::Incoming& incoming, access::Verb verb) {
  return judge(asker, incoming, verb, {}, asker.may_on_all(verb), 1);
}

}  // namespace jwtkeep::server
