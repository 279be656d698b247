#include "jwtkeep/destination/exchange.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/http/freshness.hpp"
#include "jwtkeep/http/http_date.hpp"

namespace jwtkeep::destination {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{10'000};

bool asks_for_patience(int status) { return status == 429 || status == 503; }
bool may_pass(int status) { return asks_for_patience(status) || status == 500 || status == 502 || status == 504; }

/// Half of it to all of it: clients that were refused together do not come back together.
milliseconds with_chance(milliseconds pause) {
  const auto chance = crypto::random_bytes(2);
  const auto part = static_cast<std::int64_t>(chance[0] << 8 | chance[1]);
  return pause / 2 + pause * part / (2 * 65536);
}

std::optional<milliseconds> retry_after(const http::Response& response) {
  const auto field = response.field("retry-after");
  if (!field) return std::nullopt;
  if (const auto seconds = http::parse_delta_seconds(*field)) return milliseconds(*seconds);
  const auto now = base::Instant(
      std::chrono::duration_cast<base::Instant::duration>(std::chrono::system_clock::now().time_since_epoch()));
  if (const auto at = http::parse_http_date(*field, now)) {
    return std::chrono::duration_cast<milliseconds>(std::max(*at - now, base::Instant::duration{}));
  }
  return std::nullopt;
}

}  // namespace

class Pace::State {
 public:
  State(double per_second, milliseconds timeout)
      : timeout_(timeout),
        gap_(per_second > 0
                 ? std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>(1 / per_second))
                 : steady_clock::duration{}) {}

  steady_clock::time_point next_turn() {
    const std::scoped_lock lock(mutex_);
    const auto turn = std::max(next_, steady_clock::now());
    next_ = turn + gap_;
    return turn;
  }
  void pause(milliseconds how_long) {
    const std::scoped_lock lock(mutex_);
    next_ = std::max(next_, steady_clock::now() + how_long);
  }
  [[nodiscard]] milliseconds timeout() const noexcept { return timeout_; }
  void answered() {
    const std::scoped_lock lock(mutex_);
    unanswered_ = 0;
  }
  void unanswered(const base::Error& why) {
    const std::scoped_lock lock(mutex_);
    ++unanswered_;
    why_ = why;
    left_alone_until_ = steady_clock::now() + kLeftAlone;
  }
  std::optional<base::Error> silence() {
    const std::scoped_lock lock(mutex_);
    // One may have met a connection that was just ending.
    if (unanswered_ < 2 || steady_clock::now() >= left_alone_until_) return std::nullopt;
    return why_;
  }

 private:
  const milliseconds timeout_;
  std::mutex mutex_;
  steady_clock::duration gap_;
  steady_clock::time_point next_{};
  int unanswered_ = 0;  // in a row
  base::Error why_;
  steady_clock::time_point left_alone_until_{};
};

Pace::Pace(double per_second, milliseconds timeout) noexcept : state_(std::make_unique<State>(per_second, timeout)) {}
Pace::~Pace() = default;
void Pace::take_turn() { std::this_thread::sleep_until(state_->next_turn()); }
void Pace::pause(milliseconds how_long) { state_->pause(how_long); }
milliseconds Pace::timeout() const noexcept { return state_->timeout(); }
void Pace::answered() { state_->answered(); }
void Pace::unanswered(const base::Error& why) { state_->unanswered(why); }
std::optional<base::Error> Pace::silence() const { return state_->silence(); }

Exchange::Exchange(http::Client client, ExchangeOptions options) noexcept
    : client_(std::move(client)), options_(std::move(options)) {}

base::Result<Exchange> Exchange::open(ExchangeOptions options) {
  if (!options.pace) options.pace = std::make_shared<Pace>(0);
  options.client.timeout = options.pace->timeout();
  JWTKEEP_TRY(auto client, http::Client::open(options.client));
  return Exchange(std::move(client), std::move(options));
}

base::Result<http::Response> Exchange::send(const http::Request& request, bool repeatable) {
  auto& pace = *options_.pace;
  if (const auto why = pace.silence()) {
    return base::fail(base::Reason::io_failed,
                      request.url.origin() + " was left alone, as it did not answer a moment ago: " + why->what,
                      why->hint);
  }
  auto response = send_patiently(request, repeatable);
  if (response || response.error().reason != base::Reason::io_failed) {
    pace.answered();
  } else {
    pace.unanswered(response.error());
  }
  return response;
}

base::Result<http::Response> Exchange::send_patiently(const http::Request& request, bool repeatable) {
  auto pause = kFirstPause;
  for (int attempt = 1;; ++attempt, pause *= 2) {
    options_.pace->take_turn();
    auto response = client_.send(request);
    const bool throttled =
        response && (response->status == 429 || (options_.throttled && options_.throttled(*response)));
    // What may be sent once alone is looked at by the caller before it is sent again.
    const bool again =
        !request.only_once &&
        (response ? throttled || asks_for_patience(response->status) || (repeatable && may_pass(response->status))
                  : repeatable && response.error().reason == base::Reason::io_failed);
    const auto asked = response ? retry_after(*response) : std::nullopt;
    const auto wait = std::min(asked ? *asked : with_chance(pause), kLongestPause);
    if (throttled) options_.pace->pause(wait);
    if (!again || attempt >= options_.attempts) {
      if (throttled) {
        return base::fail(
            base::Reason::busy,
            request.url.origin() + " says that it is asked too often (" + std::to_string(response->status) + ")",
            "come again later, or ask less often: --max-rps");
      }
      return response;
    }
    if (!throttled) std::this_thread::sleep_for(wait);
  }
}

}  // namespace jwtkeep::destination
