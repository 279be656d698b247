#include "jwtkeep/oidc/provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/label.hpp"
#include "jwtkeep/http/form.hpp"
#include "jwtkeep/jose/profile_id_token.hpp"
#include "jwtkeep/oidc/metadata.hpp"
#include "jwtkeep/oidc/token_answer.hpp"
#include "jwtkeep/oidc/userinfo.hpp"
#include "jwtkeep/remote/remote_jwks.hpp"

namespace jwtkeep::oidc {
namespace {

using base::fail;
using base::Instant;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr http::Limits kLimits{.body_bytes = std::size_t{256} << 10, .redirects = 0};
constexpr base::Seconds kFresh = std::chrono::hours{1};
/// Used while the provider cannot be asked anew.
constexpr base::Seconds kStale = std::chrono::hours{24};
/// A provider that cannot be reached is asked no more often than this, whoever tries to log in.
constexpr base::Seconds kRetry{30};
/// Exchanges at once: each holds one of the server's workers while the provider takes its time.
constexpr int kMostAtOnce = 2;
constexpr base::Seconds kLeeway{60};

/// One provider as it has last described itself.
struct Known {
  Metadata metadata;
  remote::RemoteJwks keys;
  Instant at;
};

/// Gives its place back when it ends.
class Place {
 public:
  explicit Place(std::atomic<int>& taken) : taken_(taken), number_(taken.fetch_add(1)) {}
  ~Place() { taken_.fetch_sub(1); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] bool is_there() const noexcept { return number_ < kMostAtOnce; }

 private:
  std::atomic<int>& taken_;
  int number_;
};

void add_field(http::Request& request, std::string name, std::string_view value) {
  request.fields.push_back({std::move(name), SecretBytes::copy_of(value)});
}

/// RFC 6749 section 2.3.1: both halves are form-encoded first.
SecretBytes basic_credential(const std::string& id, const SecretBytes& secret) {
  base::SecretBuilder pair;
  http::append_percent_encoded(pair, base::as_bytes(id));
  pair.append(std::string_view(":"));
  secret.reveal([&](base::ByteView bytes) { http::append_percent_encoded(pair, bytes); });
  base::SecretBuilder field;
  field.append(std::string_view("Basic ")).append(base::base64_encode_secret(pair.take()));
  return field.take();
}

/// RFC 6749 section 3.3.
bool is_scope(std::string_view scope) {
  return !scope.empty() &&
         std::ranges::all_of(scope, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

}  // namespace

struct Provider::Parts {
  Parts(ProviderOptions given, http::ClientOptions how) : options(std::move(given)), client(std::move(how)) {}

  const ProviderOptions options;
  const http::ClientOptions client;
  /// Held by the one who fetches. Who comes meanwhile does not wait: a provider that hangs would hold all workers.
  std::mutex fetching;
  std::mutex mutex;  ///< of what follows; never held for long
  std::shared_ptr<Known> known;
  std::optional<base::Error> failure;
  Instant tried_at{};  ///< when the fetch that failed had ended
  std::atomic<int> exchanges = 0;

  Result<http::Response> send(const http::Request& request) const {
    JWTKEEP_TRY(auto sender, http::Client::open(client));
    return sender.send(request);
  }
  Result<std::shared_ptr<Known>> fetch(Instant now) const;
  Result<std::shared_ptr<Known>> know(Instant now);
  Result<TokenAnswer> exchange(const Metadata& metadata, std::string_view code, const Trial& trial) const;
  Result<Json> verified(Known& from, const TokenAnswer& answer, const Trial& trial, Instant now) const;
  Result<void> add_userinfo(const Metadata& metadata, const TokenAnswer& answer, Json& claims) const;
};

Result<std::shared_ptr<Known>> Provider::Parts::fetch(Instant now) const {
  JWTKEEP_TRY(auto url, metadata_url(options.issuer));
  http::Request request{.url = std::move(url), .limits = kLimits};
  add_field(request, "Accept", "application/json");
  JWTKEEP_TRY(const auto response, send(request));
  if (response.status != 200) {
    return fail(Reason::io_failed, response.url.shown() + " answers with status " + std::to_string(response.status),
                "look at --oidc-issuer: behind it stands /.well-known/openid-configuration");
  }
  JWTKEEP_TRY(auto metadata, response.body.reveal([&](base::ByteView body) {
    return read_metadata(base::as_text(body), options.issuer);
  }));
  JWTKEEP_TRY(auto keys, remote::RemoteJwks::open({.url = metadata.jwks_uri.text(), .client = client}));
  return std::make_shared<Known>(std::move(metadata), std::move(keys), now);
}

Result<std::shared_ptr<Known>> Provider::Parts::know(Instant now) {
  const auto is_younger = [&](base::Seconds than) { return known && now - known->at < than; };
  const std::unique_lock turn(fetching, std::try_to_lock);
  {
    const std::scoped_lock lock(mutex);
    if (is_younger(kFresh)) return known;
    const bool has_failed = failure && now - tried_at < kRetry;
    if (has_failed || !turn.owns_lock()) {
      if (is_younger(kStale)) return known;
      if (has_failed) return std::unexpected(*failure);
      return fail(Reason::busy, options.issuer + " is being asked how to log in there", "try again in a moment");
    }
  }
  const auto begun = std::chrono::steady_clock::now();
  auto fetched = fetch(now);
  const auto took = std::chrono::duration_cast<Instant::duration>(std::chrono::steady_clock::now() - begun);
  const std::scoped_lock lock(mutex);
  if (fetched) {
    known = *std::move(fetched);
    failure.reset();
    return known;
  }
  failure = std::move(fetched).error();
  tried_at = now + took;
  if (is_younger(kStale)) return known;
  return std::unexpected(*failure);
}

Result<TokenAnswer> Provider::Parts::exchange(const Metadata& metadata, std::string_view code,
                                              const Trial& trial) const {
  http::Form form;
  form.add("grant_type", "authorization_code")
      .add("code", code)
      .add("redirect_uri", options.redirect_uri)
      .add("code_verifier", trial.verifier);
  // A code is good once; whether a lost answer meant that it was used, nobody knows.
  http::Request request{
      .method = http::Method::post, .url = metadata.token_endpoint, .limits = kLimits, .only_once = true};
  if (!options.client_secret.empty() && metadata.secret_in_header) {
    request.fields.push_back({"Authorization", basic_credential(options.client_id, options.client_secret)});
  } else {
    form.add("client_id", options.client_id);
    if (!options.client_secret.empty()) form.add("client_secret", options.client_secret);
  }
  add_field(request, "Content-Type", http::Form::kType);
  add_field(request, "Accept", "application/json");
  request.body = form.take();
  JWTKEEP_TRY(const auto response, send(request));
  return read_token_answer(response);
}

Result<Json> Provider::Parts::verified(Known& from, const TokenAnswer& answer, const Trial& trial, Instant now) const {
  jose::IdTokenPolicy::Builder builder;
  builder.issuer(options.issuer)
      .client(options.client_id)
      .algs(from.metadata.algs)
      .allow_any_lifetime()
      .leeway(kLeeway)
      .nonce(trial.nonce)
      .allow_any_auth_age()
      .allow_missing_at_hash()
      .without_code();
  if (answer.access_token.empty()) {
    builder.without_access_token();
  } else {
    answer.access_token.reveal([&](base::ByteView text) { builder.access_token(base::as_text(text)); });
  }
  JWTKEEP_TRY(const auto policy, builder.build());
  return answer.id_token.reveal([&](base::ByteView text) -> Result<Json> {
    JWTKEEP_TRY(const auto token, jose::verify_id_token(base::as_text(text), from.keys.lookup(now), policy, now));
    return token.claims();
  });
}

Result<void> Provider::Parts::add_userinfo(const Metadata& metadata, const TokenAnswer& answer, Json& claims) const {
  http::Request request{.url = *metadata.userinfo_endpoint, .limits = kLimits};
  base::SecretBuilder field;
  field.append(std::string_view("Bearer ")).append(answer.access_token);
  request.fields.push_back({"Authorization", field.take()});
  add_field(request, "Accept", "application/json");
  JWTKEEP_TRY(const auto response, send(request));
  if (response.status != 200) {
    return fail(Reason::io_failed, response.url.shown() + " answers with status " + std::to_string(response.status));
  }
  JWTKEEP_TRY(const auto more,
              response.body.reveal([](base::ByteView body) { return base::parse_json(base::as_text(body)); }));
  const auto* subject = more.find("sub");
  // Section 5.3.2: else it may be about somebody else.
  if (subject == nullptr || *subject != *claims.find("sub")) {
    return fail(Reason::malformed, response.url.shown() + " tells of another person than the ID token",
                "begin the login anew; if it stays, tell who runs the provider");
  }
  join_userinfo(claims, more);
  return {};
}

Provider::Provider(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Provider::Provider(Provider&&) noexcept = default;
Provider& Provider::operator=(Provider&&) noexcept = default;
Provider::~Provider() = default;

const std::string& Provider::name() const noexcept { return parts_->options.name; }
const std::string& Provider::issuer() const noexcept { return parts_->options.issuer; }

Result<Provider> Provider::open(ProviderOptions options) {
  if (!base::is_label(options.name)) {
    return fail(Reason::bad_value, "a provider's name has 1 to 32 characters of a-z, 0-9 and -", "call it e.g. sso");
  }
  JWTKEEP_TRY(const auto issuer, check_issuer(options.issuer));
  if (options.client_id.empty()) {
    return fail(Reason::bad_value, "there is no client id for " + issuer.shown(),
                "register this server there, with the redirect URI " + options.redirect_uri);
  }
  for (const auto& scope : options.scopes) {
    if (!is_scope(scope))
      return fail(Reason::bad_value, "a scope has printable characters without blanks and quotes",
                  "write words with blanks between them, such as openid email groups");
  }
  JWTKEEP_CHECK(http::Url::parse(options.redirect_uri));
  // Whoever configures a provider means it, also within their own network.
  http::ClientOptions how{
      .ca_file = options.ca_file, .allow_private_addresses = true, .allow_loopback_http = !issuer.is_https()};
  JWTKEEP_CHECK(http::Client::open(how));
  return Provider(std::make_unique<Parts>(std::move(options), std::move(how)));
}

Result<std::string> Provider::login_url(const Trial& trial, Instant now) {
  JWTKEEP_TRY(const auto known, parts_->know(now));
  const auto& options = parts_->options;
  const auto endpoint = known->metadata.authorization_endpoint.text();
  const auto scope =
      options.scopes.empty() ? std::string("openid") : fmt::format("openid {}", fmt::join(options.scopes, " "));
  std::string url = endpoint + (endpoint.contains('?') ? '&' : '?') + "response_type=code";
  for (const auto& [name, value] : {std::pair{"client_id", options.client_id},
                                    {"redirect_uri", options.redirect_uri},
                                    {"scope", scope},
                                    {"state", trial.state},
                                    {"nonce", trial.nonce},
                                    {"code_challenge", challenge_of(trial)},
                                    {"code_challenge_method", "S256"}}) {
    url += fmt::format("&{}={}", name, http::percent_encoded(value));
  }
  return url;
}

Result<Person> Provider::person(const Answered& answered, const Trial& trial, const std::vector<std::string>& wanted,
                                Instant now) {
  auto& parts = *parts_;
  JWTKEEP_TRY(const auto known, parts.know(now));
  if (answered.issuer ? *answered.issuer != parts.options.issuer : known->metadata.says_who_answers) {
    return fail(Reason::wrong_issuer, "the answer does not come from " + parts.options.issuer, "begin the login anew");
  }
  const Place place(parts.exchanges);
  if (!place.is_there()) return fail(Reason::busy, "too many log in at once", "try again in a moment");
  JWTKEEP_TRY(const auto answer, parts.exchange(known->metadata, answered.code, trial));
  JWTKEEP_TRY(auto claims, parts.verified(*known, answer, trial, now));
  const bool lacks = std::ranges::any_of(wanted, [&](const std::string& name) { return claims.find(name) == nullptr; });
  if (lacks && known->metadata.userinfo_endpoint && !answer.access_token.empty()) {
    JWTKEEP_CHECK(parts.add_userinfo(known->metadata, answer, claims));
  }
  auto subject = *claims.find("sub")->string();
  return Person{.subject = std::move(subject), .claims = std::move(claims)};
}

}  // namespace jwtkeep::oidc
