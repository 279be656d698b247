#include "jwtkeep/destination/aws/operation.hpp"

namespace jwtkeep::destination {
namespace {

// A secret has at most 64 KiB, which JSON's escapes may make six times as long; the connection may be far away.
constexpr http::Limits kLimits{.total = std::chrono::milliseconds{15'000},
                               .connect = std::chrono::milliseconds{5'000},
                               .body_bytes = std::size_t{512} << 10,
                               .redirects = 0};

}  // namespace

http::Request service_request(const AwsService& service, const http::Url& url, const std::string& region,
                              std::string_view operation, const base::Json& parameters,
                              const AwsCredentials& credentials) {
  http::Request request{.method = http::Method::post, .url = url, .limits = kLimits};
  request.fields.push_back({"Content-Type", base::SecretBytes::copy_of("application/x-amz-json-1.1")});
  request.fields.push_back(
      {"X-Amz-Target", base::SecretBytes::copy_of(std::string(service.target) + "." + std::string(operation))});
  request.body = base::write_with_secrets(parameters, false);
  request.signing = http::Signing{.scope = "aws:amz:" + region + ":" + std::string(service.name),
                                  .key_id = credentials.key_id,
                                  .secret = credentials.secret.clone(),
                                  .session_token = credentials.session_token.clone()};
  return request;
}

}  // namespace jwtkeep::destination
