#include "jwtkeep/http/client/client.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "jwtkeep/http/client/curl_library.hpp"
#include "jwtkeep/http/client/resolver.hpp"
#include "jwtkeep/http/client/transfer.hpp"

namespace jwtkeep::http {

using base::fail;
using base::Reason;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

/// How an application's thread of work goes, not what o'clock it is: time limits are by the monotonic clock.
milliseconds left_until(Deadline deadline) { return std::chrono::ceil<milliseconds>(deadline - steady_clock::now()); }

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

base::Result<Url> redirect_target(const Request& request, const Response& response, const std::string& location) {
  const auto& from = response.url;
  if (request.method != Method::get && request.method != Method::head) {
    return fail(Reason::io_failed,
                from.shown() + " answers " + std::string(word(request.method)) +
                    " with a redirect, which is followed for GET and HEAD alone",
                "give the URL that the redirect leads to");
  }
  auto target = from.resolve(location);
  if (!target) return fail(Reason::io_failed, from.shown() + " redirects to no URL: " + target.error().what);
  if (!same_origin(from, *target)) {
    return fail(Reason::io_failed, from.shown() + " redirects to " + target->origin() + ", which is another place",
                "write the URL that the redirect leads to where it is meant");
  }
  return target;
}

/// Tells libcurl the addresses, so that it asks no name server itself.
base::Result<CurlList> resolve_line(const std::string& host, const Url& url, const std::vector<IpAddress>& addresses) {
  std::string line = host + ":" + std::to_string(url.port()) + ":";
  for (const auto& address : addresses) {
    if (!line.ends_with(':')) line += ',';
    line += address.is_v4() ? address.text() : "[" + address.text() + "]";
  }
  CurlList list;
  JWTKEEP_CHECK(append(list, line.c_str()));
  return list;
}

}  // namespace

struct Client::Parts {
  ClientOptions options;
  CurlHandle handle;
  Resolver resolver;

  base::Result<Response> exchange(const Request& request, const Url& url, Deadline deadline,
                                  const std::stop_token& stop);
};

base::Result<Response> Client::Parts::exchange(const Request& request, const Url& url, Deadline deadline,
                                               const std::stop_token& stop) {
  const bool plain_http = options.allow_plain_http || options.allow_loopback_http || !options.plain_http_to.empty();
  if (!url.is_https() && !plain_http) {
    return fail(Reason::unsafe_place, url.shown() + " is not https://", "write https://");
  }
  if (request.signing) JWTKEEP_CHECK(check_signable(request, url));
  CurlList resolved;
  const bool is_renamed = url.is_https() && !options.server_name.empty();
  if (!url.host_is_address() || is_renamed) {
    // An address is resolved to itself.
    JWTKEEP_TRY(const auto addresses, resolver.resolve(url.host(), deadline, stop));
    JWTKEEP_TRY(resolved, resolve_line(is_renamed ? options.server_name : url.host(), url, addresses));
  }
  const auto left = left_until(deadline);
  if (left.count() <= 0)
    return fail(Reason::io_failed, "no whole answer from " + url.shown() + " in time",
                "look whether the server and the network are up; where it is slow, give it more --timeout");
  auto response = Transfer(handle.get(), options, request, url, stop).run(resolved.get(), left);
  // libcurl's functions are bound at their first call, which saves the vector registers on the stack: what they hold
  // may be a piece of a credential. Freeing the transfer calls some of them, so it is gone before this.
  base::wipe_stack();
  return response;
}

Client::Client(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

base::Result<Client> Client::open(ClientOptions options) {
  if (!options.ca_file.empty() && ::access(options.ca_file.c_str(), R_OK) != 0) {
    return fail(Reason::not_found, "the CA file " + options.ca_file + " cannot be read",
                "look at its path and its permissions; it holds certificates in PEM form");
  }
  JWTKEEP_CHECK(start_curl());
  CurlHandle handle(curl_easy_init());
  if (!handle) return fail(Reason::internal, "libcurl gives no handle");
  return Client(std::make_unique<Parts>(Parts{std::move(options), std::move(handle), {}}));
}

base::Result<Response> Client::send(const Request& request, const std::stop_token& stop) {
  const auto& timeout = parts_->options.timeout;
  const auto deadline = steady_clock::now() + (timeout.count() > 0 ? timeout : request.limits.total);
  Url url = request.url;
  for (int hops = 0;; ++hops) {
    JWTKEEP_TRY(auto response, parts_->exchange(request, url, deadline, stop));
    const bool follow = !request.redirect_is_answer && is_redirect(response.status);
    const auto location = follow ? response.field("location") : std::nullopt;
    if (!location) return response;
    if (hops >= request.limits.redirects) {
      return fail(Reason::io_failed,
                  request.url.shown() + " redirects more than " + std::to_string(request.limits.redirects) + " times",
                  "give the URL at which the redirects end");
    }
    JWTKEEP_TRY(url, redirect_target(request, response, *location));
  }
}

}  // namespace jwtkeep::http
