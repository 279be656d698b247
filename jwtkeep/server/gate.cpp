#include "jwtkeep/server/gate.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
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
  if (http::lower(authorization.substr(0, kScheme.size())) != kScheme) return std::nullopt;
  return http::trimmed(authorization.substr(kScheme.size()));
}

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
  list_ = std::move(next);
}

std::shared_ptr<const access::AccessList> Gate::list() const {
  const std::scoped_lock lock(mutex_);
  return list_;
}

Admitted<Asker> Gate::enter(const web::Incoming& incoming) {
  if (const auto authorization = incoming.only_field("authorization")) {
    return by_token(incoming, *authorization);
  }
  if (const auto& certificate = incoming.peer().certificate) {
    Asker asker{.list = list()};
    const auto print = base::hex_decode(certificate->fingerprint);
    const auto found = asker.list->by_certificate(print ? *print : base::Bytes{}, incoming.arrival());
    if (found) {
      asker.principal = *found;
      return asker;
    }
    denials_.note({.who = certificate->subject, .verb = "enter", .why = std::string(base::word(found.error().reason))},
                  incoming.arrival());
    return refused(403, found.error());
  }
  const base::Error nobody{Reason::permission, "nobody is let in without showing who it is",
                           "send Authorization: Bearer TOKEN; whoever has the store makes one: jwtkeep access add"};
  denials_.note({.who = incoming.peer().address_text, .verb = "enter", .why = "nobody"}, incoming.arrival());
  return refused(401, nobody);
}

Admitted<Asker> Gate::by_token(const web::Incoming& incoming, std::string_view authorization) {
  const auto& address = incoming.peer().address_text;
  const auto now = incoming.arrival();
  if (const auto wait = lockout_.locked(address, moment())) {
    const base::Error error{Reason::permission, "too many access tokens that are not known came from " + address,
                            "wait, then send the right one"};
    return later(error, *wait);
  }
  Asker asker{.list = list()};
  const auto token = bearer(authorization);
  auto shown = token ? access::read_access_token(base::as_bytes(*token))
                     : fail(Reason::malformed, "Authorization does not say Bearer", "send Authorization: Bearer TOKEN");
  auto found =
      shown ? asker.list->by_token(*shown, now) : Result<const access::Principal*>(std::unexpected(shown.error()));
  if (found) {
    lockout_.accepted(address);
    asker.principal = *found;
    return asker;
  }
  denials_.note({.who = address, .verb = "enter", .why = std::string(base::word(found.error().reason))}, now);
  if (lockout_.refused(address, moment())) {
    denials_.note({.who = address, .verb = "enter", .why = "locked_out"}, now);
  }
  return refused(401, found.error());
}

Admitted<void> Gate::judge(const Asker& asker, const web::Incoming& incoming, access::Verb verb,
                           std::string_view keyring, const Result<void>& right, double cost) {
  if (!right) {
    denials_.note({.who = asker.principal->name,
                   .verb = std::string(access::word(verb)),
                   .keyring = std::string(keyring),
                   .why = std::string(base::word(right.error().reason))},
                  incoming.arrival());
    return refused(403, right.error());
  }
  if (const auto wait = limiter_.take(asker.principal->name, asker.principal->rate, cost, moment())) {
    return later({Reason::busy, asker.principal->name + " asks more often than it may",
                  "ask less often, or in batches; its limit is set by: jwtkeep access add --rate"},
                 *wait);
  }
  return {};
}

Admitted<void> Gate::may(const Asker& asker, const web::Incoming& incoming, access::Verb verb, std::string_view keyring,
                         double cost) {
  return judge(asker, incoming, verb, keyring, access::check_right(*asker.principal, verb, keyring), cost);
}

Admitted<void> Gate::may_on_all(const Asker& asker, const web::Incoming& incoming, access::Verb verb) {
  return judge(asker, incoming, verb, {}, access::check_right_on_all(*asker.principal, verb), 1);
}

}  // namespace jwtkeep::server
