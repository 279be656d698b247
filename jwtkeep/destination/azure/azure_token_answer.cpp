#include "jwtkeep/destination/azure/azure_token_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/whole_number.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

struct Known {
  std::int64_t code;
  std::string_view what;
  std::string_view hint;
};

// "Microsoft Entra authentication and authorization error codes", those that a client of this kind can meet.
constexpr std::array<Known, 13> kKnown{{
    {7000215, "the client secret is wrong", "AZURE_CLIENT_SECRET is the secret's value, not its id"},
    {7000222, "the client secret has expired", "add a new secret to the application and set AZURE_CLIENT_SECRET"},
    {7000218, "it asks for a client secret or assertion", "set AZURE_CLIENT_SECRET"},
    {700016, "no such application in this tenant", "look at AZURE_CLIENT_ID and AZURE_TENANT_ID"},
    {7000229, "the application has no service principal in this tenant",
     "make one: `az ad sp create --id ID`, or look at AZURE_TENANT_ID"},
    {7000112, "the application is disabled", "somebody has to enable it in Microsoft Entra"},
    {700211, "no federated credential of the application names this issuer",
     "look at the federated credential's issuer: it is the cluster's OIDC issuer URL"},
    {700213, "no federated credential of the application names this subject",
     "look at the federated credential's subject: system:serviceaccount:NAMESPACE:NAME"},
    {700024, "the federated token is not valid at this time", "look at this machine's clock and at the token's file"},
    {90002, "there is no such tenant", "look at AZURE_TENANT_ID, and at the cloud (AZURE_AUTHORITY_HOST)"},
    {900023, "the tenant is neither a GUID nor a domain", "look at AZURE_TENANT_ID"},
    {500011, "Key Vault is not known in this tenant",
     "look at AZURE_TENANT_ID, and at the cloud (AZURE_AUTHORITY_HOST)"},
    {53003, "a Conditional Access policy blocks it", "its sign-in log in Microsoft Entra says which"},
}};

/// `invalid_client`; nothing of what looks otherwise.
std::string error_of(const Json& answer) {
  const auto* error = answer.find("error");
  const auto* word = error == nullptr ? nullptr : error->string();
  const bool plain = word != nullptr && word->size() <= 64 &&
                     std::ranges::all_of(*word, [](char c) { return http::is_letter(c) || c == '_'; });
  return plain ? *word : std::string();
}

std::int64_t code_of(const Json& answer) {
  const auto* codes = answer.find("error_codes");
  if (codes == nullptr || codes->items() == nullptr || codes->items()->empty()) return 0;
  const auto* code = codes->items()->front().integer();
  return code == nullptr || *code < 0 ? 0 : *code;
}

base::Error refused(const Json* answer, int status, const std::string& source) {
  const auto error = answer == nullptr ? std::string() : error_of(*answer);
  const auto code = answer == nullptr ? 0 : code_of(*answer);
  std::string says = std::to_string(status);
  if (!error.empty()) says += " " + error;
  if (code != 0) says += ", AADSTS" + std::to_string(code);
  for (const auto& known : kKnown) {
    if (known.code != code) continue;
    return {Reason::permission, fmt::format("{} gives no token: {} ({})", source, known.what, says),
            std::string(known.hint)};
  }
  if (error.empty() && status >= 500) return {Reason::io_failed, source + " failed (" + says + ")", "come again later"};
  if (error.empty()) {
    return {Reason::io_failed, source + " gives no token: it answers " + says,
            "look whether this is the address of one that gives Azure's tokens, and whether a proxy stands in front"};
  }
  return {Reason::permission, source + " gives no token (" + says + ")",
          code != 0 ? "https://login.microsoftonline.com/error?code=" + std::to_string(code) + " explains the code"
                    : "look whether this machine has been given that identity"};
}

/// A whole number, or one written as text.
std::optional<std::int64_t> number(const Json& answer, std::string_view name) {
  const auto* value = answer.find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto* integer = value->integer()) return *integer;
  const auto* text = value->string();
  if (text == nullptr) return std::nullopt;
  return base::whole_number<std::int64_t>(*text);
}

std::optional<base::Instant> end_of(const Json& answer, base::Instant now) {
  constexpr auto most = base::kLongestDuration.count();
  if (const auto seconds = number(answer, "expires_in")) {
    if (*seconds < 0) return std::nullopt;
    return now + base::Seconds(std::min(*seconds, most));
  }
  const auto at = number(answer, "expires_on");
  if (!at || *at < 0) return std::nullopt;
  return base::Instant(base::Seconds(std::min(*at, 2 * most)));
}

bool can_be_sent(const base::SecretBytes& token) {
  return !token.empty() && token.reveal([](base::ByteView bytes) {
    return base::is_printable_ascii(bytes) && std::ranges::find(bytes, ' ') == bytes.end();
  });
}

}  // namespace

Result<AzureToken> read_azure_token(const http::Response& response, const std::string& source, base::Instant now) {
  base::JsonLimits limits;
  limits.secret_names = {"access_token", "error_description", "client_info", "refresh_token"};
  const auto answer = base::parse_json(response.body, limits);
  const bool is_object = answer && answer->is_object();
  if (response.status != 200) return std::unexpected(refused(is_object ? &*answer : nullptr, response.status, source));
  const auto* token =
      is_object && answer->find("access_token") != nullptr ? answer->find("access_token")->secret() : nullptr;
  const auto ends = is_object ? end_of(*answer, now) : std::nullopt;
  if (token == nullptr || !can_be_sent(*token) || !ends) {
    return fail(Reason::io_failed, source + " answers with what is no token");
  }
  if (*ends <= now) {
    return fail(Reason::io_failed, source + " gives a token that has ended already", "look at this machine's clock");
  }
  return AzureToken{.value = token->clone(), .ends = *ends};
}

}  // namespace jwtkeep::destination
