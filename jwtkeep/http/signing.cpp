#include "jwtkeep/http/signing.hpp"

#include <algorithm>
#include <vector>

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::http {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kLongestSignedBody = (std::size_t{1} << 20) - 1;

bool is_printable(const base::SecretBytes& text) {
  return text.reveal([](base::ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte > 0x20 && byte < 0x7f; });
  });
}

bool is_plain_path(std::string_view target) {
  return std::ranges::all_of(
      target, [](char c) { return is_letter(c) || is_digit(c) || std::string_view("-._~/").contains(c); });
}

/// The names that libcurl signs: the request's own, and those that it adds itself.
std::vector<std::string> signed_names(const Request& request) {
  std::vector<std::string> names{"host", "x-amz-date"};
  if (!request.signing->session_token.empty()) names.emplace_back("x-amz-security-token");
  for (const auto& field : request.fields) names.push_back(lower(field.name));
  std::ranges::sort(names);
  return names;
}

base::Result<void> check_names(const Request& request) {
  const auto names = signed_names(request);
  // Sorted: a name stands right before the first that begins with it.
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i].starts_with(names[i - 1])) {
      return fail(Reason::bad_value, "a signed request cannot have the headers " + names[i - 1] + " and " + names[i]);
    }
  }
  for (const auto& field : request.fields) {
    if (field.value.empty()) {
      return fail(Reason::bad_value, "a signed request cannot have the header " + field.name + " without a value");
    }
  }
  return {};
}

base::Result<void> check_keys(const Signing& signing) {
  if (std::ranges::count(signing.scope, ':') != 3 || signing.scope.contains("::") || signing.scope.starts_with(':') ||
      signing.scope.ends_with(':') ||
      !std::ranges::all_of(signing.scope, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == ':'; })) {
    return fail(Reason::bad_value, "the scope of a signature is not aws:amz:REGION:SERVICE");
  }
  // What libcurl takes for the end of the user's name, or of a line, would be another key.
  if (signing.key_id.empty() || !std::ranges::all_of(signing.key_id, [](char c) {
        return is_letter(c) || is_digit(c) || std::string_view("-._").contains(c);
      })) {
    return fail(Reason::bad_value, "the access key's id is empty or has characters that none has",
                "a space or a quote around it is the commonest cause");
  }
  if (signing.secret.empty() || !is_printable(signing.secret) || !is_printable(signing.session_token)) {
    return fail(Reason::bad_value, "the secret access key or the session token is empty or holds white space",
                "a line break at its end is the commonest cause");
  }
  return {};
}

}  // namespace

base::Result<void> check_signable(const Request& request, const Url& url) {
  JWTKEEP_CHECK(check_keys(*request.signing));
  if (!is_plain_path(url.target())) {
    return fail(Reason::bad_value, "a signed request cannot go to a URL with a query or escapes: " + url.shown());
  }
  JWTKEEP_CHECK(check_names(request));
  const bool has_type =
      std::ranges::any_of(request.fields, [](const auto& field) { return lower(field.name) == "content-type"; });
  const bool has_body = request.method != Method::get && request.method != Method::head;
  if (has_body && !has_type) return fail(Reason::bad_value, "a signed request needs a Content-Type");
  if (request.body.size() > kLongestSignedBody) {
    return fail(Reason::bad_value, "a signed request's body is less than 1 MiB");
  }
  return {};
}

}  // namespace jwtkeep::http
