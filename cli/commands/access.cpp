#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "jwtkeep/access/kept.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/certificate.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::cli {
namespace {

using access::AccessList;
using access::Grant;
using access::Principal;
using base::fail;
using base::Json;
using base::Reason;

constexpr auto kUsualLife = std::chrono::days{90};
constexpr std::size_t kDigestBytes = 32;

struct AccessOptions {
  std::string name;
  std::vector<std::string> grants;
  std::string expires;
  bool never_expires = false;
  std::string certificate;
  std::string issuer;
  std::string claim;
  std::size_t per_second = 0;
  std::size_t burst = 0;
  bool all = false;
};

base::Result<std::vector<Grant>> parse_grants(const std::vector<std::string>& texts) {
  std::vector<Grant> grants;
  for (const auto& text : texts) {
    JWTKEEP_TRY(auto grant, Grant::parse(text));
    grants.push_back(std::move(grant));
  }
  return grants;
}

base::Result<std::optional<base::Instant>> end_of(const AccessOptions& options, base::Instant now) {
  if (options.never_expires && !options.expires.empty()) {
    return fail(Reason::bad_value, "--expires and --no-expiry exclude each other", "leave one of them out");
  }
  if (options.never_expires) return std::optional<base::Instant>{};
  base::Seconds life = kUsualLife;
  if (!options.expires.empty()) {
    JWTKEEP_TRY(life, base::parse_duration_of("--expires", options.expires));
  }
  return std::optional(now + life);
}

/// A fingerprint as people paste it, or a certificate in PEM.
base::Result<base::Bytes> certificate_of(const std::string& given) {
  std::string digits;
  std::ranges::copy_if(given, std::back_inserter(digits), [](char c) { return c != ':'; });
  if (auto bytes = base::hex_decode(digits); bytes && bytes->size() == kDigestBytes) return *std::move(bytes);
  JWTKEEP_TRY(const auto text, read_text_file(given));
  JWTKEEP_TRY(const auto der, crypto::certificate_in_pem(text));
  return crypto::digest(crypto::Hash::sha256, der);
}

base::Result<access::ByLogin> login_of(const AccessOptions& options) {
  const auto at = options.claim.find('=');
  if (options.issuer.empty() || at == std::string::npos || at == 0 || at + 1 == options.claim.size()) {
    return fail(Reason::bad_value, "whoever logs in is known by --issuer and --claim NAME=VALUE together",
                "write e.g. --issuer https://id.example.com --claim groups=sre");
  }
  return access::ByLogin{options.issuer, options.claim.substr(0, at), options.claim.substr(at + 1)};
}

base::Result<Principal> new_principal(const AccessOptions& options, base::Instant now,
                                      std::optional<access::NewAccessToken>& token) {
  Principal principal{.name = options.name, .shows = access::ByToken{}};
  const bool logs_in = !options.issuer.empty() || !options.claim.empty();
  if (logs_in && !options.certificate.empty()) {
    return fail(Reason::bad_value, "one principal shows one thing: a certificate or a login",
                "add two, with the same grants");
  }
  if (logs_in) {
    JWTKEEP_TRY(principal.shows, login_of(options));
  } else if (!options.certificate.empty()) {
    JWTKEEP_TRY(auto print, certificate_of(options.certificate));
    principal.shows = access::ByCertificate{std::move(print)};
  } else {
    token = access::make_access_token();
    principal.shows = access::ByToken{.id = token->id, .digest = token->digest};
  }
  JWTKEEP_TRY(principal.grants, parse_grants(options.grants));
  JWTKEEP_TRY(principal.expires_at, end_of(options, now));
  principal.created_at = now;
  constexpr std::size_t kMostRate = 1'000'000'000;
  if (options.per_second > kMostRate || options.burst > kMostRate) {
    return fail(Reason::bad_value, "no more than 1000000000 requests are limited", "leave --rate out for no limit");
  }
  principal.rate.per_second = static_cast<std::uint32_t>(options.per_second);
  principal.rate.burst = static_cast<std::uint32_t>(options.burst == 0 ? options.per_second : options.burst);
  return principal;
}

Json grants_json(const std::vector<Grant>& grants) {
  auto list = Json::array();
  for (const auto& grant : grants) list.push(grant.text());
  return list;
}

/// What everybody may know of a principal: no digest.
Json principal_json(const Principal& principal, base::Instant now) {
  auto json = access::to_json(principal);
  json.erase("token_sha256");
  json.set("may_enter", Json(access::check_standing(principal, now).has_value()));
  return json;
}

std::string shown_by(const Principal& principal) {
  if (const auto* token = std::get_if<access::ByToken>(&principal.shows)) return "token " + token->id;
  if (const auto* certificate = std::get_if<access::ByCertificate>(&principal.shows)) {
    return "certificate " + base::hex_encode(base::ByteView(certificate->sha256).first(8));
  }
  const auto& login = std::get<access::ByLogin>(principal.shows);
  return fmt::format("{}={} at {}", login.claim, login.value, login.issuer);
}

std::string standing(const Output& out, const Principal& principal, base::Instant now) {
  if (principal.revoked_at) return out.styled(Style::red, "revoked");
  if (!principal.expires_at) return out.styled(Style::yellow, "never ends");
  const auto left = *principal.expires_at - now;
  if (left <= base::Instant::duration{0}) return out.styled(Style::red, "ended");
  return "ends in " + base::describe_duration(left);
}

base::Result<int> add(const AccessOptions& options, Session& session) {
  const auto now = Session::now();
  std::optional<access::NewAccessToken> token;
  JWTKEEP_TRY(auto principal, new_principal(options, now, token));
  JWTKEEP_TRY(auto store, session.open_store());
  const auto json = principal_json(principal, now);
  JWTKEEP_CHECK(access::change_access(
      store,
      {.actor = Session::actor(),
       .action = "access.add",
       .detail = Json::object({{"name", principal.name}, {"grants", grants_json(principal.grants)}})},
      now, [&](AccessList& list) { return list.add(std::move(principal)); }));
  auto& out = session.out();
  if (session.json()) {
    auto document = json;
    if (token) document.set("token", Json(token->text.clone()));
    out.document_with_secrets(document);
    return 0;
  }
  if (options.grants.empty()) {
    out.warn(options.name + " may do nothing yet: jwtkeep access grant " + options.name + " \"orders/prod: sign\"");
  }
  if (!token) {
    out.note(options.name + " has access.");
    return 0;
  }
  out.secret(token->text);
  out.note("Keep it now: it is shown once. It is sent as: Authorization: Bearer TOKEN");
  return 0;
}

base::Result<int> list(const AccessOptions& options, Session& session) {
  const auto now = Session::now();
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto everybody, access::read_access(store));
  auto& out = session.out();
  auto json = Json::array();
  std::vector<std::vector<std::string>> rows{{"NAME", "SHOWS", "STANDING", "MAY"}};
  for (const auto& principal : everybody.principals()) {
    if (!options.all && !access::check_standing(principal, now)) continue;
    json.push(principal_json(principal, now));
    auto first = std::vector<std::string>{out.styled(Style::bold, principal.name), printable(shown_by(principal)),
                                          standing(out, principal, now)};
    for (const auto& grant : principal.grants) {
      first.push_back(grant.text());
      rows.push_back(std::exchange(first, {"", "", ""}));
    }
    if (principal.grants.empty()) {
      first.emplace_back("nothing");
      rows.push_back(std::move(first));
    }
  }
  if (session.json()) {
    out.document(json);
  } else if (rows.size() == 1) {
    out.note("Nobody has access. Let somebody in with: jwtkeep access add ci --grant \"orders/prod: sign\"");
  } else {
    out.write(table(rows));
  }
  return 0;
}

using Work = std::function<base::Result<void>(Principal&)>;

base::Result<int> change(const AccessOptions& options, Session& session, const std::string& action,
                         const std::vector<Grant>& grants, const Work& work) {
  const auto now = Session::now();
  JWTKEEP_TRY(auto store, session.open_store());
  auto detail = Json::object({{"name", options.name}});
  if (!grants.empty()) detail.set("grants", grants_json(grants));
  Json json;
  JWTKEEP_CHECK(access::change_access(store, {.actor = Session::actor(), .action = action, .detail = std::move(detail)},
                                      now, [&](AccessList& list) -> base::Result<void> {
                                        JWTKEEP_TRY(auto* const principal, list.find(options.name));
                                        JWTKEEP_CHECK(work(*principal));
                                        json = principal_json(*principal, now);
                                        return {};
                                      }));
  if (session.json()) session.out().document(json);
  return 0;
}

base::Result<int> grant(const AccessOptions& options, Session& session) {
  JWTKEEP_TRY(const auto grants, parse_grants(options.grants));
  return change(options, session, "access.grant", grants, [&](Principal& principal) -> base::Result<void> {
    for (const auto& each : grants) {
      const auto same = std::ranges::find(principal.grants, each.keyrings, &Grant::keyrings);
      if (same == principal.grants.end()) {
        principal.grants.push_back(each);
        continue;
      }
      for (const auto verb : each.verbs) {
        if (std::ranges::find(same->verbs, verb) == same->verbs.end()) same->verbs.push_back(verb);
      }
      std::ranges::sort(same->verbs);
    }
    return {};
  });
}

base::Result<int> withdraw(const AccessOptions& options, Session& session) {
  JWTKEEP_TRY(const auto grants, parse_grants(options.grants));
  return change(options, session, "access.withdraw", grants, [&](Principal& principal) -> base::Result<void> {
    for (const auto& each : grants) {
      const auto same = std::ranges::find(principal.grants, each.keyrings, &Grant::keyrings);
      const auto had = same == principal.grants.end() ? 0 : std::erase_if(same->verbs, [&](access::Verb verb) {
        return std::ranges::find(each.verbs, verb) != each.verbs.end();
      });
      if (had == 0) {
        return fail(Reason::not_found, fmt::format("{} was not granted \"{}\"", principal.name, each.text()),
                    "see its grants with: jwtkeep access list");
      }
      if (same->verbs.empty()) principal.grants.erase(same);
    }
    return {};
  });
}

base::Result<int> revoke(const AccessOptions& options, Session& session) {
  JWTKEEP_TRY(const int done,
              change(options, session, "access.revoke", {}, [](Principal& principal) -> base::Result<void> {
                if (principal.revoked_at) {
                  return fail(Reason::bad_value, "the access of " + principal.name + " was revoked before",
                              "nothing is to be done; to let it in again: jwtkeep access add NAME");
                }
                principal.revoked_at = Session::now();
                return {};
              }));
  session.out().note("Every server that reads this store refuses it from now on.");
  return done;
}

base::Result<int> prune(Session& session) {
  const auto now = Session::now();
  JWTKEEP_TRY(auto store, session.open_store());
  std::size_t gone = 0;
  JWTKEEP_CHECK(access::change_access(store, {.actor = Session::actor(), .action = "access.prune", .detail = {}}, now,
                                      [&](AccessList& list) -> base::Result<void> {
                                        gone = list.prune(now);
                                        return {};
                                      }));
  if (session.json()) {
    session.out().document(Json::object({{"removed", std::uint64_t{gone}}}));
  } else {
    session.out().line(fmt::format("{} removed", gone));
  }
  return 0;
}

void add_name(Arguments& app, const std::shared_ptr<AccessOptions>& options) {
  app.add_option("name", options->name, "who: 1 to 64 characters of a-z, 0-9, dot, underscore, hyphen and @")
      ->required()
      ->type_name("NAME");
}

void add_grants(Arguments& app, const std::shared_ptr<AccessOptions>& options) {
  app.add_option("grants", options->grants, "KEYRINGS: VERB, VERB; * is one part of a name, ** all that follows")
      ->required()
      ->type_name("GRANT");
}

void add_adding(Commands& commands, Arguments& access) {
  auto options = std::make_shared<AccessOptions>();
  auto& app = Commands::add_under(
      access, "add", "Let somebody in; the access token is shown once",
      "  jwtkeep access add ci --grant 'orders/prod: sign, verify'\n"
      "  jwtkeep access add mesh --certificate client.pem --grant '*/prod: verify'\n"
      "  jwtkeep access add oncall --issuer https://id.example.com --claim groups=sre --grant '**: read, rotate'");
  add_name(app, options);
  app.add_option("--grant", options->grants, "KEYRINGS: VERB, VERB; may be given again")
      ->type_name("GRANT")
      ->one_each();
  app.add_option("--expires", options->expires, "how long it is let in (default 90d)")->type_name("DURATION");
  app.add_flag("--no-expiry", options->never_expires, "until it is revoked");
  app.add_option("--rate", options->per_second, "requests a second at most (default: no limit)")->type_name("COUNT");
  app.add_option("--burst", options->burst, "of them at once (default: as --rate)")->type_name("COUNT");
  app.add_option("--certificate", options->certificate, "it shows this client certificate: PEM, or its SHA-256 in hex")
      ->type_name("FILE")
      ->group("In place of a token");
  app.add_option("--issuer", options->issuer, "a person who logs in at this OpenID provider")
      ->type_name("URL")
      ->group("In place of a token");
  app.add_option("--claim", options->claim, "of whom the provider says this")
      ->type_name("NAME=VALUE")
      ->group("In place of a token");
  commands.on(app, [options](Session& session) { return add(*options, session); });
}

void add_changing(Commands& commands, Arguments& access, const std::string& name, const std::string& summary,
                  const std::string& example, base::Result<int> (*action)(const AccessOptions&, Session&),
                  bool grants) {
  auto options = std::make_shared<AccessOptions>();
  auto& app = Commands::add_under(access, name, summary, example);
  add_name(app, options);
  if (grants) add_grants(app, options);
  commands.on(app, [options, action](Session& session) { return action(*options, session); });
}

}  // namespace

void add_access(Commands& commands) {
  auto options = std::make_shared<AccessOptions>();
  auto& app = commands.add("access", "Who may do what by the server, deny by default",
                           "  jwtkeep access add ci --grant 'orders/prod: sign, verify'\n"
                           "  jwtkeep access list\n"
                           "  jwtkeep access revoke ci");
  app.require_subcommand(1, 1);
  add_adding(commands, app);
  auto& listing = Commands::add_under(app, "list", "Who has access, and to what", "  jwtkeep access list");
  listing.add_flag("--all", options->all, "those as well who were revoked or whose time is over");
  commands.on(listing, [options](Session& session) { return list(*options, session); });
  add_changing(commands, app, "grant", "Allow more", "  jwtkeep access grant ci 'orders/*: verify'", grant, true);
  add_changing(commands, app, "withdraw", "Allow less", "  jwtkeep access withdraw ci 'orders/*: verify'", withdraw,
               true);
  add_changing(commands, app, "revoke", "Let it in no more, from now on", "  jwtkeep access revoke ci", revoke, false);
  auto& pruning = Commands::add_under(app, "prune", "Forget those who were revoked or whose time is over",
                                      "  jwtkeep access prune");
  commands.on(pruning, [](Session& session) { return prune(session); });
}

}  // namespace jwtkeep::cli
