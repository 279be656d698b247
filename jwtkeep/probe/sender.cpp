#include "jwtkeep/probe/sender.hpp"

#include <thread>

#include "jwtkeep/http/freshness.hpp"

namespace jwtkeep::probe {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

base::Error explain(base::Error error) {
  if (error.reason != base::Reason::unsafe_place) return error;
  error.hint = "forgeries go to this machine alone; where the host is your own, add --i-own-this-host";
  return error;
}

}  // namespace

base::Result<Sender> Sender::open(SenderOptions options) {
  http::ClientOptions client{.ca_file = options.ca_file,
                             .allow_private_addresses = true,
                             .loopback_only = !options.any_address,
                             .allow_loopback_http = true,
                             .allow_plain_http = options.any_address};
  JWTKEEP_TRY(auto opened, http::Client::open(std::move(client)));
  return Sender(std::move(options), std::move(opened));
}

base::Result<Answer> Sender::send(const std::optional<std::string>& token) {
  JWTKEEP_TRY(const auto request, make_request(options_.plan, options_.placement, token));
  std::this_thread::sleep_until(next_);
  const auto from = steady_clock::now();
  if (options_.max_rps > 0) next_ = from + microseconds{1'000'000} / static_cast<int>(options_.max_rps);
  auto response = client_.send(request);
  if (!response) return std::unexpected(explain(std::move(response).error()));
  Answer answer{.status = response->status,
                .text = response->body.reveal([](base::ByteView body) { return std::string(base::as_text(body)); }),
                .took = std::chrono::ceil<microseconds>(steady_clock::now() - from)};
  if (const auto retry = response->field("retry-after")) answer.retry_after = http::parse_delta_seconds(*retry);
  return answer;
}

}  // namespace jwtkeep::probe
