#include "jwtkeep/destination/aws/credentials_answer.hpp"

#include <algorithm>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;

/// A code such as `AssumeRoleUnauthorizedAccess`; nothing of what looks otherwise.
std::string code_of(const base::Json& answer) {
  for (const char* name : {"Code", "code"}) {
    const auto* code = answer.find(name) != nullptr ? answer.find(name)->string() : nullptr;
    if (code != nullptr && code->size() <= 64 && std::ranges::all_of(*code, http::is_letter)) return *code;
  }
  return {};
}

const base::SecretBytes* text_at(const base::Json& answer, std::string_view name) {
  const auto* value = answer.find(name);
  return value == nullptr ? nullptr : value->secret();
}

}  // namespace

base::Result<AwsCredentials> read_credentials_answer(const http::Response& response, const std::string& source) {
  base::JsonLimits limits;
  limits.secret_names = {"AccessKeyId", "SecretAccessKey", "Token"};
  const auto answer = base::parse_json(response.body, limits);
  const auto code = answer ? code_of(*answer) : std::string();
  if (response.status != 200 || (!code.empty() && code != "Success")) {
    return fail(Reason::io_failed, source + " gives no credentials: it answers " + std::to_string(response.status) +
                                       (code.empty() ? "" : " " + code));
  }
  const auto* id = answer ? text_at(*answer, "AccessKeyId") : nullptr;
  const auto* secret = answer ? text_at(*answer, "SecretAccessKey") : nullptr;
  if (id == nullptr || secret == nullptr || id->empty() || secret->empty()) {
    return fail(Reason::io_failed, source + " answers with what are no credentials");
  }
  AwsCredentials found{.key_id = id->reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); }),
                       .secret = secret->clone(),
                       .source = source};
  if (const auto* token = text_at(*answer, "Token")) found.session_token = token->clone();
  if (const auto* expires = answer->find("Expiration"); expires != nullptr && !expires->is_null()) {
    const auto at = expires->string() != nullptr ? base::parse_instant(*expires->string())
                                                 : base::Result<base::Instant>(fail(Reason::malformed, ""));
    if (!at) return fail(Reason::io_failed, source + " gives credentials whose Expiration is no time");
    found.expires = *at;
  }
  return found;
}

}  // namespace jwtkeep::destination
