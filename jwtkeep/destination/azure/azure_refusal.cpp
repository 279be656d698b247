#include "jwtkeep/destination/azure/azure_refusal.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using Kind = AzureRefusalKind;

constexpr std::size_t kLongestWord = 80;
constexpr std::size_t kLongestMessage = std::size_t{8} << 10;

struct Operation {
  AzureOperation operation;
  std::string_view word;
  std::string_view policy;  ///< an access policy's permission
  std::string_view action;  ///< a role's data action, behind `Microsoft.KeyVault/vaults/secrets/`
};

// "Assign a Key Vault access policy" and the data actions of "Azure permissions for Security".
constexpr std::array<Operation, 5> kOperations{{
    {AzureOperation::get, "get", "secrets/get", "getSecret/action"},
    {AzureOperation::set, "set", "secrets/set", "setSecret/action"},
    {AzureOperation::list, "list the versions", "secrets/list", "readMetadata/action"},
    {AzureOperation::update, "update", "secrets/set", "update/action"},
    {AzureOperation::recover, "recover", "secrets/recover", "recover/action"},
}};

const Operation& row(AzureOperation operation) {
  for (const auto& each : kOperations) {
    if (each.operation == operation) return each;
  }
  return kOperations.front();
}

struct Known {
  std::string_view code;
  Kind kind;
};

// "Azure Key Vault REST API error codes", and what its answers have within.
constexpr std::array<Known, 18> kKnown{{
    {"SecretDisabled", Kind::disabled},
    {"ObjectIsDeletedButRecoverable", Kind::deleted},
    {"ObjectIsBeingDeleted", Kind::in_between},
    {"ObjectIsBeingRecovered", Kind::in_between},
    {"ForbiddenByFirewall", Kind::blocked},
    {"ForbiddenByConnection", Kind::blocked},
    {"ForbiddenByPolicy", Kind::denied},
    {"ForbiddenByRbac", Kind::denied},
    {"AccessDenied", Kind::denied},
    {"Forbidden", Kind::denied},
    {"SecretNotFound", Kind::not_found},
    {"Unauthorized", Kind::bad_credentials},
    {"Throttled", Kind::throttled},
    {"TooManyRequests", Kind::throttled},
    {"RequestEntityTooLarge", Kind::too_large},
    {"InternalServerError", Kind::broken},
    {"ServiceUnavailable", Kind::broken},
    {"ServerBusy", Kind::broken},
}};

const base::Json* member(const base::Json* object, std::string_view name) {
  return object == nullptr ? nullptr : object->find(name);
}

std::string word_at(const base::Json* object, std::string_view name) {
  const auto* value = member(object, name);
  const auto* text = value == nullptr ? nullptr : value->string();
  const bool plain = text != nullptr && !text->empty() && text->size() <= kLongestWord &&
                     std::ranges::all_of(*text, [](char c) { return http::is_letter(c) || http::is_digit(c); });
  return plain ? *text : std::string();
}

std::string_view text_between(std::string_view text, std::string_view before, std::string_view after) {
  const auto from = text.find(before);
  if (from == std::string_view::npos) return {};
  const auto rest = text.substr(from + before.size());
  const auto end = rest.find(after);
  return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

/// "... does not have secrets set permission on key vault ...", or "Action: 'Microsoft.KeyVault/vaults/...'".
std::string permission_in(std::string_view message) {
  const auto action = text_between(message, "Action: '", "'");
  const bool is_action = action.starts_with("Microsoft.KeyVault/") && action.size() <= kLongestWord &&
                         std::ranges::all_of(action, [](char c) { return http::is_letter(c) || c == '.' || c == '/'; });
  if (is_action) return std::string(action);
  const auto policy = text_between(message, "does not have secrets ", " permission");
  const bool is_policy = !policy.empty() && policy.size() <= 20 && std::ranges::all_of(policy, http::is_letter);
  return is_policy ? "secrets/" + std::string(policy) : std::string();
}

Kind kind_of(const AzureRefusal& refusal) {
  if (refusal.status == 401) return Kind::bad_credentials;
  if (refusal.status == 429) return Kind::throttled;
  if (refusal.code.empty()) return refusal.status >= 500 ? Kind::broken : Kind::not_understood;
  for (const auto& word : {refusal.inner, refusal.code}) {
    for (const auto& known : kKnown) {
      if (known.code == word) return known.kind;
    }
  }
  if (refusal.status == 403) return Kind::denied;
  if (refusal.status == 413) return Kind::too_large;
  return refusal.status >= 500 ? Kind::broken : Kind::other;
}

std::string both_permissions(const Operation& operation) {
  return std::string(operation.policy) + " (access policy) or Microsoft.KeyVault/vaults/secrets/" +
         std::string(operation.action) + " (role)";
}

base::Error denied(const AzureRefusal& refusal, const AzureAsked& asked) {
  const auto missing = refusal.permission.empty() ? both_permissions(row(asked.operation)) : refusal.permission;
  const auto why = refusal.inner.empty() ? refusal.code : refusal.inner;
  return {
      Reason::permission,
      asked.vault + " denies " + missing + " on " + std::string(asked.name) + " to " + asked.whose + " (" + why + ")",
      "grant it: docs/destinations-azure.md has the whole role and access policy; a new role assignment takes some "
      "minutes"};
}

}  // namespace

std::string_view word(AzureOperation operation) noexcept { return row(operation).word; }

AzureRefusal read_azure_refusal(const http::Response& response) {
  AzureRefusal refusal{.status = response.status};
  base::JsonLimits limits;
  limits.secret_names = {"message"};
  const auto answer = base::parse_json(response.body, limits);
  const auto* error = answer ? answer->find("error") : nullptr;
  refusal.code = word_at(error, "code");
  refusal.inner = word_at(member(error, "innererror"), "code");
  const auto* message = member(error, "message");
  if (message != nullptr && message->secret() != nullptr && message->secret()->size() <= kLongestMessage) {
    refusal.permission =
        message->secret()->reveal([](base::ByteView bytes) { return permission_in(base::as_text(bytes)); });
  }
  refusal.kind = kind_of(refusal);
  return refusal;
}

base::Error explain(const AzureRefusal& refusal, const AzureAsked& asked) {
  const auto call = std::string(word(asked.operation)) + " of " + std::string(asked.name);
  const auto says = std::to_string(refusal.status) + (refusal.code.empty() ? "" : " " + refusal.code) +
                    (refusal.inner.empty() ? "" : ", " + refusal.inner);
  switch (refusal.kind) {
    case Kind::denied: return denied(refusal, asked);
    case Kind::blocked:
      return {Reason::permission, asked.vault + " lets nobody in from this machine's address (" + says + ")",
              "allow it in the vault's networking, or come by its private endpoint"};
    case Kind::bad_credentials:
      return {Reason::permission, asked.vault + " does not accept the token of " + asked.whose + " (" + says + ")",
              "look whether the vault belongs to that tenant"};
    case Kind::not_found:
    case Kind::disabled:
      return {Reason::busy, asked.vault + " answers " + call + " with " + says,
              "it was there a moment ago: come again"};
    case Kind::deleted:
    case Kind::in_between:
      return {Reason::busy,
              "the secret " + std::string(asked.name) + " is being deleted or recovered in " + asked.vault + " (" +
                  says + ")",
              "come again in a minute"};
    case Kind::throttled:
      return {Reason::busy, asked.vault + " says that it is asked too often (" + says + ")",
              "come again later, or ask less often: --max-rps"};
    case Kind::too_large:
      return {Reason::destination_failed,
              asked.vault + " takes no value as large as that of " + std::string(asked.name),
              "retire keys that are no longer needed"};
    case Kind::broken:
      return {Reason::io_failed, asked.vault + " failed at " + call + " (" + says + ")", "come again later"};
    case Kind::not_understood:
      return {Reason::io_failed,
              asked.vault + " answers " + call + " with " + says + " and what is no answer of Azure Key Vault",
              "look whether the endpoint is one, and whether a proxy stands in front of it"};
    case Kind::other: break;
  }
  return {Reason::destination_failed, asked.vault + " refuses " + call + " (" + says + ")", ""};
}

}  // namespace jwtkeep::destination
