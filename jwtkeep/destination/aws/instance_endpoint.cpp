#include "jwtkeep/destination/aws/instance_endpoint.hpp"

#include <algorithm>

#include "jwtkeep/destination/aws/credentials_answer.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using std::chrono::milliseconds;

// Short: elsewhere than on EC2 nobody answers there.
constexpr http::Limits kLimits{
    .total = milliseconds{2000}, .connect = milliseconds{1000}, .body_bytes = std::size_t{16} << 10, .redirects = 0};
constexpr std::string_view kTokenSeconds = "21600";  // six hours, the longest there is
constexpr const char* kRoles = "/latest/meta-data/iam/security-credentials/";

Result<http::Url> below(const http::Url& endpoint, const std::string& path) {
  auto base = endpoint.text();
  while (base.ends_with('/')) base.pop_back();
  return http::Url::parse(base + path);
}

Result<http::Response> get(Exchange& exchange, const http::Url& url, const base::SecretBytes& token) {
  http::Request request{.url = url, .limits = kLimits};
  request.fields.push_back({"X-aws-ec2-metadata-token", token.clone()});
  return exchange.send(request, true);
}

Result<base::SecretBytes> session_token(Exchange& exchange, const http::Url& endpoint) {
  JWTKEEP_TRY(auto url, below(endpoint, "/latest/api/token"));
  http::Request request{.method = http::Method::put, .url = std::move(url), .limits = kLimits};
  request.fields.push_back({"X-aws-ec2-metadata-token-ttl-seconds", base::SecretBytes::copy_of(kTokenSeconds)});
  JWTKEEP_TRY(auto response, exchange.send(request, false));
  if (response.status != 200 || response.body.empty()) {
    return fail(Reason::io_failed, "the instance's endpoint " + endpoint.shown() + " gives no token: it answers " +
                                       std::to_string(response.status));
  }
  return std::move(response.body);
}

}  // namespace

Result<std::optional<http::Url>> instance_endpoint(const Surroundings& surroundings) {
  if (http::lower(surroundings.text("AWS_EC2_METADATA_DISABLED").value_or("")) == "true") return std::nullopt;
  auto text = surroundings.text("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  if (!text) {
    const bool v6 = http::lower(surroundings.text("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE").value_or("")) == "ipv6";
    text = v6 ? "http://[fd00:ec2::254]/" : "http://169.254.169.254/";
  }
  auto url = http::Url::parse(*text);
  if (!url) {
    return fail(Reason::bad_value, "AWS_EC2_METADATA_SERVICE_ENDPOINT: " + url.error().what, url.error().hint);
  }
  return std::optional(*std::move(url));
}

std::optional<std::string> read_role_name(std::string_view answer) {
  auto line = answer.substr(0, answer.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool is_name = !line.empty() && line.size() <= 64 && std::ranges::all_of(line, [](char c) {
    return http::is_letter(c) || http::is_digit(c) || std::string_view("_+=,.@-").contains(c);
  });
  // Two dots would be another path.
  if (!is_name || line == "." || line == "..") return std::nullopt;
  return std::string(line);
}

Result<AwsCredentials> ask_instance(Exchange& exchange, const http::Url& endpoint) {
  JWTKEEP_TRY(const auto token, session_token(exchange, endpoint));
  JWTKEEP_TRY(const auto roles_url, below(endpoint, kRoles));
  JWTKEEP_TRY(const auto roles, get(exchange, roles_url, token));
  const auto role = roles.status == 200
                        ? roles.body.reveal([](base::ByteView bytes) { return read_role_name(base::as_text(bytes)); })
                        : std::nullopt;
  if (!role) {
    return fail(Reason::not_found,
                "the instance has no role: " + roles_url.shown() + " answers " + std::to_string(roles.status) +
                    " and names none",
                "give the instance a profile with a role");
  }
  JWTKEEP_TRY(const auto url, below(endpoint, kRoles + *role));
  JWTKEEP_TRY(const auto answer, get(exchange, url, token));
  return read_credentials_answer(answer, "the instance's role " + *role + " (" + endpoint.shown() + ")");
}

}  // namespace jwtkeep::destination
