#include "jwtkeep/oidc/token_answer.hpp"

#include <algorithm>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::oidc {
namespace {

using base::fail;
using base::Json;
using base::Reason;

/// RFC 6749 section 5.2: a word of small letters; whatever else a server writes there is not shown.
std::string shown_word(const Json& json) {
  const auto* error = json.find("error");
  if (error == nullptr || error->string() == nullptr || error->string()->size() > 64) return "something else";
  const auto& word = *error->string();
  return std::ranges::all_of(word, [](char c) { return http::is_letter(c) || c == '_'; }) ? word : "something else";
}

base::SecretBytes take(const Json& json, std::string_view name) {
  const auto* found = json.find(name);
  return found != nullptr && found->secret() != nullptr ? found->secret()->clone() : base::SecretBytes{};
}

}  // namespace

base::Result<TokenAnswer> read_token_answer(const http::Response& response) {
  const auto where = response.url.shown();
  auto json = response.body.reveal([](base::ByteView body) {
    return base::parse_json(base::as_text(body), {.secret_names = {"id_token", "access_token", "refresh_token"}});
  });
  if (response.status == 400 || response.status == 401) {
    return fail(Reason::permission, where + " refuses: " + (json ? shown_word(*json) : "no reason is given"),
                "begin the login anew; invalid_client: look at --oidc-client-id and the client's secret");
  }
  if (response.status != 200) {
    return fail(Reason::io_failed, where + " answers with status " + std::to_string(response.status));
  }
  if (!json) return fail(Reason::malformed, where + " answers with what is no JSON");
  TokenAnswer answer{.id_token = take(*json, "id_token"), .access_token = take(*json, "access_token")};
  if (answer.id_token.empty()) return fail(Reason::malformed, where + " gives no ID token", "ask for the scope openid");
  const auto* type = json->find("token_type");
  if (type == nullptr || type->string() == nullptr || http::lower(*type->string()) != "bearer")
    answer.access_token = {};
  return answer;
}

}  // namespace jwtkeep::oidc
