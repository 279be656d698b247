#include "jwtkeep/webhook/senders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/webhook/message.hpp"
#include "jwtkeep/webhook/progress.hpp"

namespace jwtkeep::webhook {
namespace {

using base::fail;
using base::Instant;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;

/// How long a change of the trail may go unheard, and how soon a lease that ended is seen.
constexpr std::chrono::milliseconds kLook{2000};
constexpr std::size_t kMostAtOnce = 10;
constexpr std::size_t kPage = 500;
constexpr http::Limits kLimits{.body_bytes = std::size_t{64} << 10, .redirects = 0};
/// As long as it takes to send so many that are answered late, and a minute.
constexpr base::Seconds kLease =
    std::chrono::ceil<base::Seconds>(kLimits.total * int{kMostAtOnce}) + std::chrono::minutes{1};

bool is_held_by_another(const Progress& progress, const std::string& me, Instant now) {
  return progress.lease && progress.lease->of != me && progress.lease->until > now;
}

http::ClientOptions client_options(const Hook& hook) {
  // Whoever configures a webhook means it, also within their own network.
  return {.ca_file = hook.ca_file, .allow_private_addresses = true, .allow_loopback_http = !hook.url.is_https()};
}

}  // namespace

struct Senders::Shared {
  store::Store& store;
  SendersOptions options;
  std::mutex mutex;
  std::condition_variable_any woken;
  std::uint64_t wakes = 0;
};

/// Tells one webhook.
class Senders::Sender {
 public:
  Sender(Shared& shared, const Hook& hook, http::Client client)
      : shared_(shared), hook_(hook), client_(std::move(client)) {}

  void start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }

  [[nodiscard]] Counts counts() const {
    return {.name = hook_.name, .sent = sent_, .failed = failed_, .dropped = dropped_, .waiting = waiting_};
  }

 private:
  using Batch = std::vector<store::TrailEntry>;

  void run(const std::stop_token& stop) {
    std::uint64_t seen = 0;
    std::string told;
    while (!stop.stop_requested()) {
      const auto pause = step(stop);
      // A store that is out of reach is told of once.
      const auto trouble = pause ? std::string{} : pause.error().what;
      if (!trouble.empty() && trouble != told) remark("has to wait: " + trouble);
      told = trouble;
      if (pause && *pause == base::Seconds{0}) continue;
      wait(stop, pause ? *pause : base::Seconds{1}, seen);
    }
  }

  /// At most for `pause`, or, where that is longer than a look, until the trail grows.
  void wait(const std::stop_token& stop, base::Seconds pause, std::uint64_t& seen) {
    std::unique_lock lock(shared_.mutex);
    const bool quiet = pause > kLook;
    const auto limit = std::min<std::chrono::milliseconds>(pause, kLook);
    shared_.woken.wait_for(lock, stop, limit, [&] { return quiet && shared_.wakes != seen; });
    seen = shared_.wakes;
  }

  void remark(const std::string& what) const { shared_.options.remark("webhook " + hook_.name + " " + what); }

  /// Gives how long there is nothing to do; 0: there may be more.
  Result<base::Seconds> step(const std::stop_token& stop) {
    constexpr auto kIdle = base::Seconds{3600};
    const auto now = shared_.options.clock();
    JWTKEEP_TRY(const auto head, shared_.store.trail_head());
    if (head.count == scanned_) return kIdle;
    JWTKEEP_TRY(auto progress, read_progress(shared_.store, hook_.name));
    if (!progress) return begin(head.count, now);
    // Who has just started does not wait for the next try: it may have been started because what was wrong is mended.
    const bool is_fresh = std::exchange(is_fresh_, false);
    if (is_held_by_another(*progress, shared_.options.server, now)) {
      waiting_ = 0;
      return base::Seconds{2};
    }
    if (now < progress->next_try && !is_fresh) return base::Seconds{1};
    JWTKEEP_TRY(const auto batch, next(progress->told, head.count, now));
    waiting_ = batch.size();
    if (batch.empty()) return kIdle;
    return deliver(*progress, batch, stop);
  }

  /// It is told of what happens from now on.
  Result<base::Seconds> begin(std::uint64_t head, Instant now) {
    JWTKEEP_CHECK(
        change_progress(shared_.store, hook_.name, now, [&](Progress& progress) -> std::optional<ProgressRecord> {
          if (progress.told != 0) return std::nullopt;
          progress.told = head;
          return ProgressRecord{.action = "webhook.begin", .detail = Json::object()};
        }));
    return base::Seconds{0};
  }

  /// The next that are told, from behind `told` on; what lies between is looked at once.
  Result<Batch> next(std::uint64_t told, std::uint64_t head, Instant now) {
    Batch batch;
    std::uint64_t old = 0;
    const auto end = [&] {
      dropped_ += old;
      if (old != 0) remark(fmt::format("was not told of {}: a day has passed", old));
      return std::move(batch);
    };
    auto from = std::max(told, scanned_);
    while (from < head) {
      JWTKEEP_TRY(auto page, shared_.store.trail(from, kPage));
      if (page.empty()) break;
      for (auto& entry : page) {
        const bool told_of = is_told(hook_, entry.event);
        const bool is_old = told_of && entry.event.at + kKeptFor < now;
        if (batch.empty() && (!told_of || is_old)) {
          scanned_ = entry.sequence;
          old += is_old ? 1 : 0;
        } else if (told_of) {
          batch.push_back(std::move(entry));
          if (batch.size() == kMostAtOnce) return end();
        }
      }
      from = page.back().sequence;
    }
    return end();
  }

  Result<bool> take_lease(const Progress& before, const Batch& batch, Instant now) {
    bool mine = false;
    const auto& me = shared_.options.server;
    JWTKEEP_CHECK(
        change_progress(shared_.store, hook_.name, now, [&](Progress& progress) -> std::optional<ProgressRecord> {
          // Another has just told it of something, or failed.
          if (progress.told != before.told || progress.next_try != before.next_try) return std::nullopt;
          if (is_held_by_another(progress, me, now)) return std::nullopt;
          mine = true;
          progress.lease = Lease{.of = me, .until = now + kLease};
          return ProgressRecord{
              .action = "webhook.send",
              .detail = Json::object({{"first", batch.front().sequence}, {"last", batch.back().sequence}})};
        }));
    return mine;
  }

  struct Outcome {
    std::uint64_t told = 0;  ///< up to this one all is done
    std::uint64_t sent = 0;
    std::optional<std::string> failure;
  };

  Outcome send_all(const Batch& batch, const std::stop_token& stop) {
    Outcome outcome;
    for (const auto& entry : batch) {
      const auto now = shared_.options.clock();
      if (stop.stop_requested()) break;
      auto sent = send(message_of(entry), now, stop);
      if (!sent) {
        // What was given up because the server ends is no failure of the receiver's.
        if (stop.stop_requested()) break;
        ++failed_;
        outcome.failure = std::move(sent).error().what;
        break;
      }
      ++outcome.sent;
      ++sent_;
      outcome.told = entry.sequence;
    }
    return outcome;
  }

  Result<void> send(const Message& message, Instant now, const std::stop_token& stop) {
    // Whether a lost answer meant that it was taken, nobody knows: its id tells the receiver.
    http::Request request{.method = http::Method::post,
                          .url = hook_.url,
                          .body = SecretBytes::copy_of(message.body),
                          .limits = kLimits,
                          .only_once = true,
                          .redirect_is_answer = true};
    for (const auto& [name, value] : {std::pair<const char*, std::string>{"Content-Type", "application/json"},
                                      {"User-Agent", "jwtkeep"},
                                      {"webhook-id", message.id},
                                      {"webhook-timestamp", timestamp_of(now)},
                                      {"webhook-signature", signature_of(message, now, hook_.key)}}) {
      request.fields.push_back({name, SecretBytes::copy_of(value)});
    }
    // What is said of a failure stands in the log and in the trail, and many a webhook's path is its secret: so neither
    // the path nor what the client says, which has it too.
    const auto response = client_.send(request, stop);
    if (!response) {
      return fail(response.error().reason,
                  fmt::format("{} does not answer: {}", hook_.url.origin(), base::word(response.error().reason)));
    }
    if (response->status >= 200 && response->status < 300) return {};
    return fail(Reason::io_failed, fmt::format("{} answers with status {}", hook_.url.origin(), response->status));
  }

  Result<base::Seconds> deliver(const Progress& before, const Batch& batch, const std::stop_token& stop) {
    JWTKEEP_TRY(const auto mine, take_lease(before, batch, shared_.options.clock()));
    if (!mine) return base::Seconds{1};
    const auto outcome = send_all(batch, stop);
    const std::uint32_t failures = !outcome.failure ? 0 : outcome.told != 0 ? 1 : before.failures + 1;
    const auto now = shared_.options.clock();
    JWTKEEP_CHECK(
        change_progress(shared_.store, hook_.name, now, [&](Progress& progress) -> std::optional<ProgressRecord> {
          // Somebody else may have gone on, if this took too long.
          if (progress.lease && progress.lease->of != shared_.options.server) return std::nullopt;
          progress.told = std::max(progress.told, outcome.told);
          progress.failures = failures;
          progress.next_try = outcome.failure ? now + wait_after(failures) : Instant{};
          progress.lease.reset();
          auto detail = Json::object({{"sent", outcome.sent}});
          if (outcome.failure) detail.set("failures", Json(std::int64_t{failures})).set("why", *outcome.failure);
          return ProgressRecord{.action = outcome.failure ? "webhook.fail" : "webhook.sent",
                                .detail = std::move(detail)};
        }));
    waiting_ = outcome.failure ? batch.size() - outcome.sent : 0;
    if (outcome.failure && failures == 1) remark("is told again later: " + *outcome.failure);
    if (!outcome.failure && before.failures != 0) remark("takes messages again");
    return base::Seconds{outcome.failure ? 1 : 0};
  }

  Shared& shared_;
  const Hook& hook_;
  http::Client client_;
  std::uint64_t scanned_ = 0;  ///< up to this entry of the trail there is nothing to tell
  bool is_fresh_ = true;       ///< it has not yet seen how far the webhook was told
  std::atomic<std::uint64_t> sent_ = 0, failed_ = 0, dropped_ = 0, waiting_ = 0;
  std::jthread thread_;  ///< the last: it uses all of the above
};

Senders::Senders() = default;
Senders::~Senders() = default;

Result<std::unique_ptr<Senders>> Senders::open(store::Store& store, SendersOptions options) {
  if (options.hooks.size() > kMostHooks)
    return fail(Reason::bad_value, "there are more than 16 webhooks", "tell fewer, and let one of those pass it on");
  std::vector<http::Client> clients;
  for (auto each = options.hooks.begin(); each != options.hooks.end(); ++each) {
    JWTKEEP_CHECK(check_hook(*each));
    if (std::ranges::find(options.hooks.begin(), each, each->name, &Hook::name) != each) {
      return fail(Reason::bad_value, "two webhooks are called " + each->name, "give each its own name");
    }
    JWTKEEP_TRY(auto client, http::Client::open(client_options(*each)));
    clients.push_back(std::move(client));
  }
  std::unique_ptr<Senders> senders(new Senders);
  senders->shared_ = std::make_unique<Shared>(store, std::move(options));
  for (std::size_t i = 0; i < clients.size(); ++i) {
    auto& shared = *senders->shared_;
    senders->senders_.push_back(std::make_unique<Sender>(shared, shared.options.hooks[i], std::move(clients[i])));
  }
  return senders;
}

void Senders::start() {
  for (const auto& sender : senders_) sender->start();
}

void Senders::wake() {
  {
    const std::scoped_lock lock(shared_->mutex);
    ++shared_->wakes;
  }
  shared_->woken.notify_all();
}

std::vector<Counts> Senders::counts() const {
  std::vector<Counts> counts;
  counts.reserve(senders_.size());
  for (const auto& sender : senders_) counts.push_back(sender->counts());
  return counts;
}

}  // namespace jwtkeep::webhook
