#include "jwtkeep/destination/aws/refusal.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/http_date.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;

constexpr std::size_t kLongestWord = 80;

/// AWS's own clocks and signatures allow five minutes (signature version 4: "Handling dates").
constexpr std::chrono::minutes kAllowedSkew{5};

struct Known {
  std::string_view type;
  RefusalKind kind;
};

// "Common errors" of AWS's JSON services and of STS, and those of the Secrets Manager and KMS APIs.
constexpr std::array<Known, 46> kKnown{{
    {"AccessDeniedException", RefusalKind::denied},
    {"AccessDenied", RefusalKind::denied},
    {"UnauthorizedOperation", RefusalKind::denied},
    {"NotAuthorized", RefusalKind::denied},
    {"OptInRequired", RefusalKind::denied},
    {"UnrecognizedClientException", RefusalKind::bad_credentials},
    {"InvalidClientTokenId", RefusalKind::bad_credentials},
    {"InvalidAccessKeyId", RefusalKind::bad_credentials},
    {"InvalidSignatureException", RefusalKind::bad_credentials},
    {"SignatureDoesNotMatch", RefusalKind::bad_credentials},
    {"IncompleteSignature", RefusalKind::bad_credentials},
    {"IncompleteSignatureException", RefusalKind::bad_credentials},
    {"MissingAuthenticationToken", RefusalKind::bad_credentials},
    {"MissingAuthenticationTokenException", RefusalKind::bad_credentials},
    {"AuthFailure", RefusalKind::bad_credentials},
    {"InvalidToken", RefusalKind::bad_credentials},
    {"ExpiredToken", RefusalKind::old_credentials},
    {"ExpiredTokenException", RefusalKind::old_credentials},
    {"TokenRefreshRequired", RefusalKind::old_credentials},
    {"RequestTimeTooSkewed", RefusalKind::wrong_time},
    {"RequestExpired", RefusalKind::wrong_time},
    {"ThrottlingException", RefusalKind::throttled},
    {"Throttling", RefusalKind::throttled},
    {"ThrottledException", RefusalKind::throttled},
    {"RequestThrottled", RefusalKind::throttled},
    {"RequestThrottledException", RefusalKind::throttled},
    {"TooManyRequestsException", RefusalKind::throttled},
    {"RequestLimitExceeded", RefusalKind::throttled},
    {"ResourceNotFoundException", RefusalKind::not_found},
    {"ResourceExistsException", RefusalKind::already_exists},
    {"InvalidRequestException", RefusalKind::bad_request},
    {"InvalidParameterException", RefusalKind::bad_parameter},
    {"InternalServiceError", RefusalKind::broken},
    {"InternalServiceErrorException", RefusalKind::broken},
    {"InternalFailure", RefusalKind::broken},
    {"ServiceUnavailable", RefusalKind::broken},
    // The errors of the KMS API.
    {"NotFoundException", RefusalKind::not_found},
    {"DisabledException", RefusalKind::bad_request},
    {"KMSInvalidStateException", RefusalKind::bad_request},
    {"InvalidKeyUsageException", RefusalKind::bad_request},
    {"ValidationException", RefusalKind::bad_request},
    {"InvalidCiphertextException", RefusalKind::bad_parameter},
    {"IncorrectKeyException", RefusalKind::bad_parameter},
    {"KeyUnavailableException", RefusalKind::broken},
    {"DependencyTimeoutException", RefusalKind::broken},
    {"KMSInternalException", RefusalKind::broken},
}};

/// `com.amazonaws.secretsmanager#ThrottlingException:http://...` -> `ThrottlingException`.
std::string word_of(std::string_view text) {
  text = text.substr(text.rfind('#') == std::string_view::npos ? 0 : text.rfind('#') + 1);
  text = text.substr(0, text.find(':'));
  const bool plain = !text.empty() && text.size() <= kLongestWord && std::ranges::all_of(text, [](char c) {
    return http::is_letter(c) || http::is_digit(c) || c == '.';
  });
  return plain ? std::string(text) : std::string();
}

/// The text of the first element of this name.
std::string_view element(std::string_view xml, std::string_view name) {
  const auto open = "<" + std::string(name) + ">";
  const auto from = xml.find(open);
  if (from == std::string_view::npos) return {};
  const auto rest = xml.substr(from + open.size());
  return rest.substr(0, std::min(rest.find('<'), rest.size()));
}

/// "... is not authorized to perform: secretsmanager:PutSecretValue on resource: ..." names an action.
std::string action_in(std::string_view message) {
  constexpr std::string_view before = "perform: ";
  const auto from = message.find(before);
  if (from == std::string_view::npos) return {};
  const auto rest = message.substr(from + before.size());
  std::size_t end = 0;
  while (end < rest.size() &&
         (http::is_letter(rest[end]) || http::is_digit(rest[end]) || rest[end] == ':' || rest[end] == '-'))
    ++end;
  const auto action = rest.substr(0, end);
  return action.size() <= kLongestWord && std::ranges::count(action, ':') == 1 ? std::string(action) : std::string();
}

void read_json(const base::Json& answer, Refusal& refusal) {
  for (const char* name : {"__type", "code", "Code"}) {
    const auto* type = answer.find(name);
    if (refusal.type.empty() && type != nullptr && type->string() != nullptr) refusal.type = word_of(*type->string());
  }
  for (const char* name : {"message", "Message"}) {
    const auto* message = answer.find(name) != nullptr ? answer.find(name)->secret() : nullptr;
    if (message == nullptr || !refusal.action.empty()) continue;
    refusal.action = message->reveal([](base::ByteView bytes) { return action_in(base::as_text(bytes)); });
  }
}

void read_xml(const base::SecretBytes& body, Refusal& refusal) {
  body.reveal([&](base::ByteView bytes) {
    const auto text = base::as_text(bytes);
    if (!text.contains("<Error>") && !text.contains("<ErrorResponse")) return;
    refusal.type = word_of(element(text, "Code"));
    refusal.action = action_in(element(text, "Message"));
  });
}

RefusalKind kind_of(std::string_view type, int status) {
  for (const auto& known : kKnown) {
    if (known.type == type) return known.kind;
  }
  if (status == 429) return RefusalKind::throttled;
  if (type.empty()) return status >= 500 ? RefusalKind::broken : RefusalKind::not_understood;
  return RefusalKind::other;
}

std::string which(const AwsCredentials& credentials) {
  return credentials.shown_key_id() + " from " + credentials.source;
}

/// How far this machine's clock is from AWS's: ` (this machine's clock is 12m5s behind AWS's)`, or nothing.
std::string skew(const Refusal& refusal, base::Instant now) {
  const auto at = refusal.date ? http::parse_http_date(*refusal.date, now) : std::nullopt;
  if (!at) return {};
  const auto ahead = now - *at;
  if (ahead <= kAllowedSkew && ahead >= -kAllowedSkew) return {};
  return " (this machine's clock is " + base::describe_duration(ahead < ahead.zero() ? -ahead : ahead) +
         (ahead < ahead.zero() ? " behind" : " ahead of") + " AWS's)";
}

base::Error denied(const Refusal& refusal, const Asked& asked, const AwsCredentials& credentials) {
  const auto action =
      refusal.action.empty() ? std::string(asked.service->name) + ":" + std::string(asked.operation) : refusal.action;
  return {Reason::permission,
          asked.server + " denies " + action + " on " + std::string(asked.name) + " to " + which(credentials),
          "allow it in an IAM policy (" + std::string(asked.service->policy) +
              " has the whole one), and look for policies that deny it"};
}

base::Error bad_credentials(const Refusal& refusal, const Asked& asked, const AwsCredentials& credentials,
                            base::Instant now) {
  const bool unknown = refusal.type.starts_with("Unrecognized") || refusal.type.starts_with("InvalidClient") ||
                       refusal.type == "InvalidAccessKeyId" || refusal.type == "InvalidToken";
  return {
      Reason::permission,
      asked.server + " does not accept the access key " + which(credentials) + ": " + refusal.type + skew(refusal, now),
      unknown ? "the key is unknown, was deleted or lacks its session token (AWS_SESSION_TOKEN); or the region or "
                "endpoint is another account's"
              : "the secret access key does not belong to this id, or this machine's clock is more than five "
                "minutes off"};
}

}  // namespace

Refusal read_refusal(const http::Response& response) {
  Refusal refusal{.status = response.status, .date = response.field("date")};
  base::JsonLimits limits;
  limits.secret_names = {"message", "Message"};
  const auto answer = base::parse_json(response.body, limits);
  if (answer && answer->is_object()) {
    read_json(*answer, refusal);
  } else {
    read_xml(response.body, refusal);
  }
  if (refusal.type.empty()) refusal.type = word_of(response.field("x-amzn-errortype").value_or(""));
  refusal.kind = kind_of(refusal.type, response.status);
  return refusal;
}

base::Error explain(const Refusal& refusal, const Asked& asked, const AwsCredentials& credentials, base::Instant now) {
  const auto call = std::string(asked.operation) + " of " + std::string(asked.name);
  const auto says = asked.server + " answers " + call + " with " + refusal.type;
  switch (refusal.kind) {
    case RefusalKind::denied: return denied(refusal, asked, credentials);
    case RefusalKind::bad_credentials: return bad_credentials(refusal, asked, credentials, now);
    case RefusalKind::old_credentials:
      return {Reason::permission, asked.server + " says that the session of " + which(credentials) + " has ended",
              "get new temporary credentials where these came from"};
    case RefusalKind::wrong_time:
      return {Reason::permission, asked.server + " refuses the request's time" + skew(refusal, now),
              "set this machine's clock: AWS allows five minutes"};
    case RefusalKind::throttled:
      return {Reason::busy, asked.server + " says that it is asked too often (" + refusal.type + ")",
              "come again later, or ask less often: --max-rps"};
    case RefusalKind::not_found: return {Reason::busy, says, "it was there a moment ago: come again"};
    case RefusalKind::broken:
      return {Reason::io_failed,
              asked.server + " failed at " + call + " (" + std::to_string(refusal.status) +
                  (refusal.type.empty() ? "" : " " + refusal.type) + ")",
              "come again later"};
    case RefusalKind::not_understood:
      return {Reason::io_failed,
              asked.server + " answers " + call + " with " + std::to_string(refusal.status) +
                  " and what is no answer of " + std::string(asked.service->shown),
              "look whether the endpoint is one, and whether a proxy stands in front of it"};
    case RefusalKind::already_exists:
    case RefusalKind::bad_request:
    case RefusalKind::bad_parameter:
    case RefusalKind::other: break;
  }
  return {Reason::destination_failed, says, ""};
}

}  // namespace jwtkeep::destination
