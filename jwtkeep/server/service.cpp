#include "jwtkeep/server/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "jwtkeep/access/kept.hpp"
#include "jwtkeep/base/whole_number.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server {
namespace {

constexpr std::size_t kWorkers = 4;
constexpr std::size_t kMostWaiting = 256;
/// How long a denial may wait for its entry in the audit trail.
constexpr std::chrono::milliseconds kTendEvery{500};
/// Well below the idle time of proxies, which is a minute as a rule.
constexpr int kTendsBetweenSigns = 30;
/// What somebody who comes back to the events is told of what it missed, at most; the trail has the rest.
constexpr std::size_t kMostMissed = 1000;

}  // namespace

Service::Service(store::Store& store, ServiceOptions options, Browser browser)
    : store_(store),
      options_(std::move(options)),
      rings_(store),
      gate_(access::SessionSeal(store.session_key(), store.id()), std::move(browser)),
      login_seal_(store.session_key(), store.id(), "login") {}

Service::~Service() {
  // The threads first: they use the rest.
  follower_.reset();
  tender_ = {};
  workers_.reset();
  static_cast<void>(gate_.denials().write(store_, options_.clock()));
}

base::Result<std::shared_ptr<Service>> Service::start(store::Store& store, ServiceOptions options) {
  JWTKEEP_TRY(auto browser, Browser::of(options.public_url));
  auto service = std::make_shared<Service>(store, std::move(options), std::move(browser));
  JWTKEEP_CHECK(service->add_routes());
  JWTKEEP_CHECK(service->rings_.load());
  JWTKEEP_CHECK(service->read_access());
  service->workers_ = std::make_unique<web::Workers>(kWorkers, kMostWaiting);
  auto* const self = service.get();
  service->follower_.emplace(store, self->rings_, [self](const store::TrailEntry& entry) { self->hear(entry); });
  service->tender_ = std::jthread([self](const std::stop_token& stop) { self->tend(stop); });
  return service;
}

base::Result<void> Service::add(std::string_view method, std::string_view pattern, Endpoint endpoint, bool slow) {
  JWTKEEP_CHECK(router_.add(method, pattern, routes_.size()));
  routes_.push_back(
      {.endpoint = endpoint, .shared = nullptr, .slow = slow, .text = fmt::format("{} {}", method, pattern)});
  return {};
}

base::Result<void> Service::add(std::string_view pattern, SharedEndpoint endpoint) {
  JWTKEEP_CHECK(router_.add("GET", pattern, routes_.size()));
  routes_.push_back({.endpoint = nullptr, .shared = endpoint, .slow = false, .text = fmt::format("GET {}", pattern)});
  return {};
}

std::vector<std::string> Service::routes() const {
  std::vector<std::string> all;
  std::ranges::transform(routes_, std::back_inserter(all), &Route::text);
  return all;
}

base::Result<void> Service::add_routes() {
  JWTKEEP_CHECK(add("/", endpoints::dashboard));
  JWTKEEP_CHECK(add("/assets/{path...}", endpoints::dashboard_asset));
  JWTKEEP_CHECK(add("GET", "/healthz", endpoints::health));
  JWTKEEP_CHECK(add("GET", "/readyz", endpoints::readiness));
  JWTKEEP_CHECK(add("GET", "/metrics", endpoints::metrics));
  JWTKEEP_CHECK(add("/.well-known/jwks.json", endpoints::default_public_keys));
  JWTKEEP_CHECK(add("/k/{keyring...}/jwks.json", endpoints::public_keys));
  JWTKEEP_CHECK(add("/k/{keyring...}/.well-known/jwks.json", endpoints::public_keys));
  JWTKEEP_CHECK(add("GET", "/k/{keyring...}/.well-known/openid-configuration", endpoints::discovery));
  JWTKEEP_CHECK(add("GET", "/v1/audit", endpoints::audit, true));
  JWTKEEP_CHECK(add("GET", "/v1/doctor", endpoints::doctor, true));
  JWTKEEP_CHECK(add("GET", "/v1/events", nullptr, true));
  JWTKEEP_CHECK(add("GET", "/v1/findings", endpoints::list_findings, true));
  JWTKEEP_CHECK(add("POST", "/v1/findings", endpoints::report_findings, true));
  JWTKEEP_CHECK(add("/v1/openapi.json", endpoints::openapi));
  JWTKEEP_CHECK(add_people_routes());
  return add_keyring_routes();
}

base::Result<void> Service::add_keyring_routes() {
  JWTKEEP_CHECK(add("GET", "/v1/keyrings", endpoints::list_keyrings, true));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings", endpoints::create_keyring, true));
  JWTKEEP_CHECK(add("GET", "/v1/keyrings/{keyring...}", endpoints::show_keyring));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/encrypt", endpoints::encrypt, true));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/decrypt", endpoints::decrypt, true));
  JWTKEEP_CHECK(add("GET", "/v1/keyrings/{keyring...}/destinations", endpoints::list_destinations));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/destinations", endpoints::add_destination, true));
  JWTKEEP_CHECK(add("DELETE", "/v1/keyrings/{keyring...}/destinations/{id}", endpoints::remove_destination, true));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/sync", endpoints::sync, true));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/rotate", endpoints::rotate, true));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/compromise", endpoints::compromise, true));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/sign", endpoints::sign));
  JWTKEEP_CHECK(add("POST", "/v1/keyrings/{keyring...}/verify", endpoints::verify));
  return add("POST", "/v1/keyrings/{keyring...}/verify-batch", endpoints::verify_batch);
}

base::Result<void> Service::add_people_routes() {
  JWTKEEP_CHECK(add("GET", "/v1/login", endpoints::list_logins));
  JWTKEEP_CHECK(add("GET", "/login/{provider}", endpoints::begin_login, true));
  JWTKEEP_CHECK(add("GET", "/login/{provider}/callback", endpoints::end_login, true));
  JWTKEEP_CHECK(add("GET", "/v1/session", endpoints::show_session));
  JWTKEEP_CHECK(add("POST", "/v1/session", endpoints::begin_session, true));
  return add("DELETE", "/v1/session", endpoints::end_session, true);
}

std::shared_ptr<oidc::Provider> Service::provider(std::string_view name) const {
  for (const auto& each : options_.providers) {
    if (each->name() == name) return each;
  }
  return nullptr;
}

std::size_t Service::most_body_bytes(std::string_view method, const web::Target& target) noexcept {
  constexpr auto kUsual = std::size_t{1} << 20;
  /// A scan's report has several times what is kept of it, and that is 1 MiB.
  constexpr auto kReport = std::size_t{4} << 20;
  const bool is_report = method == "POST" && target.segment_count() == 2 && target.segments(0, 2) == "v1/findings";
  return is_report ? kReport : kUsual;
}

base::Result<void> Service::read_list() {
  auto list = access::read_access(store_);
  if (list) {
    gate_.set(*std::move(list));
    return {};
  }
  // A list that was tampered with grants nothing; one that cannot be reached goes on counting as it was.
  if (list.error().reason == base::Reason::tampered) gate_.set({});
  return std::unexpected(std::move(list).error());
}

base::Result<void> Service::read_ended_sessions() {
  auto ended = access::read_ended_sessions(store_);
  if (ended) {
    gate_.set_ended(*std::move(ended));
    return {};
  }
  if (ended.error().reason == base::Reason::tampered) gate_.set_ended({});
  return std::unexpected(std::move(ended).error());
}

base::Result<void> Service::read_access() {
  const std::scoped_lock alone(reading_access_);
  auto read = read_list();
  const auto ended = read_ended_sessions();
  if (read && !ended) read = ended;
  const std::scoped_lock lock(mutex_);
  access_trouble_.reset();
  if (!read) access_trouble_ = read.error();
  return read;
}

void Service::hear(const store::TrailEntry& entry) {
  const auto& action = entry.event.action;
  events_.tell(entry);
  if (options_.webhooks != nullptr) options_.webhooks->wake();
  if (action == access::kSessionEnded) {
    static_cast<void>(read_access());
    end_stale();
    return;
  }
  // Denials are not changes.
  if (!action.starts_with("access.") || action == "access.denied") return;
  static_cast<void>(read_access());
  // Those who listen were let in by the list as it was: they come back, if they may, and miss nothing.
  events_.end_all();
}

base::Result<void> Service::catch_up() {
  return rings_.catch_up([this](const store::TrailEntry& entry) { hear(entry); });
}

void Service::end_stale() {
  const auto now = options_.clock();
  events_.end_where([&](const Asker& asker) { return ending_ || !gate_.check_standing(asker, now); });
}

void Service::begin_to_end() {
  ending_ = true;
  events_.end_all();
}

void Service::listen(const web::Incoming& incoming, web::Reply reply) {
  auto asker = gate_.enter(incoming);
  if (!asker) {
    reply.send(std::move(asker).error());
    return;
  }
  if (ending_) {
    reply.send(web::problem(503, "busy", "Service Unavailable", "the server is ending"));
    return;
  }
  // Before it listens, so that nothing falls in between; what it is told of twice it hears once.
  const auto head = store_.trail_head();
  if (!head) {
    reply.send(endpoints::failure(head.error()));
    return;
  }
  auto seen = head->count;
  if (const auto last = incoming.only_field("last-event-id")) {
    if (const auto number = base::whole_number<std::uint64_t>(*last)) seen = std::min(seen, *number);
  }
  auto stream = reply.stream(web::Answer()
                                 .with("Content-Type", "text/event-stream")
                                 .with("Cache-Control", "no-store")
                                 .with("X-Accel-Buffering", "no"));
  // A browser that was cut off comes back after a second.
  stream.send("retry: 1000\n\n");
  if (!events_.add(std::move(stream), *std::move(asker), seen)) return;
  // What it was let in by may have changed meanwhile, and the server may have begun to end: that has ended those alone
  // who listened already.
  end_stale();
  const auto missed = store_.trail(seen, kMostMissed);
  for (std::size_t i = 0; missed && i < missed->size(); ++i) events_.tell((*missed)[i]);
}

std::optional<base::Error> Service::trouble() const {
  if (auto trouble = follower_->trouble()) return trouble;
  const std::scoped_lock lock(mutex_);
  return access_trouble_;
}

void Service::tend(const std::stop_token& stop) {
  for (int times = 0; !stop.stop_requested(); ++times) {
    if (times % kTendsBetweenSigns == kTendsBetweenSigns - 1) {
      end_stale();
      events_.keep_alive();
    }
    static_cast<void>(gate_.denials().write(store_, options_.clock()));
    // A list that could not be read is tried again, although nobody changed it.
    bool again = false;
    {
      std::unique_lock lock(mutex_);
      stopped_.wait_for(lock, stop, kTendEvery, [] { return false; });
      again = access_trouble_.has_value();
    }
    if (again) {
      static_cast<void>(read_access());
      end_stale();
    }
  }
}

void Service::answer(web::Incoming incoming, web::Reply reply) {
  const auto routed = router_.find(incoming.method(), incoming.target());
  if (routed.kind != web::Routed::Kind::found) {
    reply.send(web::answer_unrouted(routed));
    return;
  }
  const auto& route = routes_[routed.route];
  if (route.shared != nullptr) {
    reply.send(route.shared(*this, {incoming, routed.parameters, incoming.arrival()}));
    return;
  }
  if (!route.slow) {
    reply.send(route.endpoint(*this, {incoming, routed.parameters, incoming.arrival()}));
    return;
  }
  workers_->take(std::move(incoming), std::move(reply),
                 [this, &route, parameters = routed.parameters](web::Incoming taken, web::Reply back) {
                   if (route.endpoint == nullptr) {
                     listen(taken, std::move(back));
                     return;
                   }
                   back.send(route.endpoint(*this, {taken, parameters, taken.arrival()}));
                 });
}

}  // namespace jwtkeep::server
