#include "jwtkeep/remote/remote_jwks.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>

#include "jwtkeep/remote/jwks_response.hpp"
#include "jwtkeep/remote/signals_blocked.hpp"

namespace jwtkeep::remote {

using base::fail;
using base::Instant;
using base::Reason;

namespace {

constexpr std::size_t kMostBody = std::size_t{1} << 20;  // parse_json's own limit
/// A fetch ends by its own limit; this is for a machine that stands still meanwhile.
constexpr std::chrono::seconds kGrace{2};

base::Result<void> check(const RemoteJwksOptions& options, const http::Url& url) {
  if (!url.is_https() && !options.client.allow_loopback_http) {
    return fail(Reason::bad_value, "the key set's URL is not https://", "whoever is on the way could put in a key");
  }
  const auto& limits = options.limits;
  if (limits.total.count() <= 0 || limits.connect.count() <= 0 || limits.redirects < 0) {
    return fail(Reason::bad_value, "a time limit on the key set's fetch is not above 0");
  }
  if (limits.body_bytes > kMostBody) return fail(Reason::bad_value, "a key set of more than 1 MiB is not taken");
  return check(options.times);
}

}  // namespace

struct RemoteJwks::Parts {
  Parts(RemoteJwksOptions given, http::Url parsed, http::Client made)
      : options(std::move(given)), url(std::move(parsed)), client(std::move(made)), cache(options.times) {}

  const RemoteJwksOptions options;
  const http::Url url;
  http::Client client;  ///< of the fetching thread alone; one ends before the next begins

  mutable std::mutex mutex;
  std::condition_variable fetch_ended;  ///< `ended` has grown
  JwksCache cache;
  std::uint64_t ended = 0;  ///< fetches
  std::size_t waiting = 0;  ///< for an unknown key
  std::jthread fetcher;     ///< the last member: it is stopped and joined while all others stand

  using Lock = std::unique_lock<std::mutex>;
  std::shared_ptr<const KeySet> keys_for(Lock& lock, Asked asked, Instant now);
  void start_fetch(Instant now);
  void fetch(const std::stop_token& stop, Instant now, const std::string& etag);
  base::Result<Fetched> ask(const std::stop_token& stop, Instant now, const std::string& etag);
  void wait(Lock& lock);
  base::Error why_none() const;
  base::Result<jose::VerifyKey> find(std::optional<std::string_view> kid, jose::Alg alg, Instant now);
};

/// The calling thread holds the lock. The thread before has let it go for good when it said that it ended, so that
/// joining it (by the assignment) waits for nothing.
void RemoteJwks::Parts::start_fetch(Instant now) {
  cache.begin(now);
  try {
    const SignalsBlocked blocked;
    fetcher = std::jthread([this, now, etag = cache.etag()](const std::stop_token& stop) { fetch(stop, now, etag); });
  } catch (const std::system_error&) {
    cache.fail({Reason::io_failed, "no thread could be started to fetch " + url.shown(), ""});
    ++ended;
  }
}

void RemoteJwks::Parts::fetch(const std::stop_token& stop, Instant now, const std::string& etag) {
  auto fetched = ask(stop, now, etag);
  const std::scoped_lock lock(mutex);
  if (fetched) {
    cache.succeed(*fetched);
  } else {
    cache.fail(std::move(fetched).error());
  }
  ++ended;
  fetch_ended.notify_all();
}

base::Result<Fetched> RemoteJwks::Parts::ask(const std::stop_token& stop, Instant now, const std::string& etag) {
  http::Request request{.url = url, .limits = options.limits};
  request.fields.push_back({"Accept", base::SecretBytes::copy_of("application/jwk-set+json, application/json")});
  if (!etag.empty()) request.fields.push_back({"If-None-Match", base::SecretBytes::copy_of(etag)});
  JWTKEEP_TRY(const auto response, client.send(request, stop));
  return read_jwks_response(response, now, options.most_keys);
}

void RemoteJwks::Parts::wait(Lock& lock) {
  fetch_ended.wait_for(lock, options.limits.total + kGrace, [this, seen = ended] { return ended != seen; });
}

std::shared_ptr<const KeySet> RemoteJwks::Parts::keys_for(Lock& lock, Asked asked, Instant now) {
  auto advice = cache.advise(asked, now);
  if (advice.fetch) start_fetch(now);
  if (!advice.wait || !cache.fetching()) return cache.usable(now);
  wait(lock);
  return cache.usable(now);
}

/// For a token's verdict; the words of a fetch's failure are not those of a token's (DESIGN, "Reason codes").
base::Error RemoteJwks::Parts::why_none() const {
  const auto& failure = cache.status().last_failure;
  if (failure && failure->reason == Reason::key_compromised) return *failure;
  return {
      Reason::io_failed,
      "there is no key set to verify with: " + (failure ? failure->what : "none has come from " + url.shown() + " yet"),
      failure ? failure->hint : ""};
}

base::Result<jose::VerifyKey> RemoteJwks::Parts::find(std::optional<std::string_view> kid, jose::Alg alg, Instant now) {
  Lock lock(mutex);
  auto keys = keys_for(lock, Asked::known_key, now);
  if (keys == nullptr) return std::unexpected(why_none());
  lock.unlock();
  if (keys->match(kid, alg) != Match::none) return keys->find(kid, alg);
  lock.lock();
  if (cache.advise(Asked::unknown_key, now).wait) {
    if (waiting >= options.most_waiting) {
      return fail(Reason::busy, std::to_string(waiting) + " verifications wait for the key set of " + url.shown());
    }
    ++waiting;
    keys = keys_for(lock, Asked::unknown_key, now);
    --waiting;
  }
  if (keys == nullptr) return std::unexpected(why_none());
  lock.unlock();
  return keys->find(kid, alg);
}

RemoteJwks::RemoteJwks(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
RemoteJwks::RemoteJwks(RemoteJwks&&) noexcept = default;
RemoteJwks& RemoteJwks::operator=(RemoteJwks&&) noexcept = default;
RemoteJwks::~RemoteJwks() = default;

base::Result<RemoteJwks> RemoteJwks::open(RemoteJwksOptions options) {
  JWTKEEP_TRY(auto url, http::Url::parse(options.url));
  JWTKEEP_CHECK(check(options, url));
  JWTKEEP_TRY(auto client, http::Client::open(options.client));
  return RemoteJwks(std::make_unique<Parts>(std::move(options), std::move(url), std::move(client)));
}

base::Result<void> RemoteJwks::load(Instant now) {
  Parts::Lock lock(parts_->mutex);
  auto& cache = parts_->cache;
  if (cache.is_fresh(now)) return {};
  if (cache.advise(Asked::known_key, now).fetch) parts_->start_fetch(now);
  if (cache.fetching()) parts_->wait(lock);
  if (cache.usable(now) != nullptr) return {};
  return std::unexpected(cache.status().last_failure.value_or(parts_->why_none()));
}

base::Result<jose::VerifyKey> RemoteJwks::find(std::optional<std::string_view> kid, jose::Alg alg, Instant now) {
  return parts_->find(kid, alg, now);
}

jose::KeyLookup RemoteJwks::lookup(Instant now) {
  return [parts = parts_.get(), now](const jose::UnverifiedToken& token) -> base::Result<jose::VerifyKey> {
    const auto alg = jose::alg_from_name(token.alg_name());
    if (!alg) return fail(Reason::alg_not_allowed, "the token's algorithm is none that is supported");
    return parts->find(token.kid(), *alg, now);
  };
}

JwksStatus RemoteJwks::status() const {
  const std::scoped_lock lock(parts_->mutex);
  return parts_->cache.status();
}

}  // namespace jwtkeep::remote
