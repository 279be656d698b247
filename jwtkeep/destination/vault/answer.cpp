#include "jwtkeep/destination/vault/answer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "jwtkeep/destination/vault/server_words.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;

constexpr std::size_t kMostBytes = std::size_t{4} << 20;

/// What the server's words come to, where the status alone does not tell. In this order: "2 errors occurred: permission
/// denied, invalid token" is about the token.
struct Phrase {
  int status;
  std::string_view words;
  VaultVerdict verdict;
};
constexpr std::array kPhrases{
    Phrase{400, "check-and-set parameter did not match", VaultVerdict::conflict},
    Phrase{400, "Upgrading from non-versioned to versioned data", VaultVerdict::busy},
    Phrase{403, "invalid token", VaultVerdict::token_refused},
    Phrase{403, "bad token", VaultVerdict::token_refused},
    Phrase{403, "token expired", VaultVerdict::token_refused},
    Phrase{403, "preflight capability check", VaultVerdict::denied},
    Phrase{404, "no handler for route", VaultVerdict::no_mount},
    Phrase{404, "namespace not found", VaultVerdict::no_namespace},
    Phrase{500, "value being too large", VaultVerdict::too_large},
    Phrase{503, "Vault is sealed", VaultVerdict::sealed},
    Phrase{503, "OpenBao is sealed", VaultVerdict::sealed},
};

/// 403: a token that is none gets the bare words "permission denied", a policy's no gets them in a list of errors
/// ("1 error occurred:\n\t* permission denied"): Vault makes the one before its policies are asked, the other after.
VaultVerdict verdict_of_403(std::string_view words) {
  if (words == "permission denied") return VaultVerdict::token_refused;
  return VaultVerdict::denied;
}

VaultVerdict verdict_of_404(const Json& body, std::string_view words) {
  const auto* errors = body.find("errors");
  if (errors != nullptr && errors->items() != nullptr && words.empty()) return VaultVerdict::never;
  const auto* data = body.find("data");
  if (data != nullptr && data->find("metadata") != nullptr) return VaultVerdict::gone;
  // A web server's own 404, say: taking it for "there is nothing" would be a guess.
  return errors != nullptr && errors->items() != nullptr ? VaultVerdict::refused : VaultVerdict::senseless;
}

VaultVerdict verdict_of(int status, const Json& body, std::string_view words) {
  for (const auto& phrase : kPhrases) {
    if (status == phrase.status && words.contains(phrase.words)) return phrase.verdict;
  }
  switch (status) {
    case 200:
    case 204: return VaultVerdict::done;
    case 403: return verdict_of_403(words);
    case 404: return verdict_of_404(body, words);
    case 412:  // Enterprise: a server that lags behind the one that was written to
    case 429: return VaultVerdict::busy;
    case 413: return VaultVerdict::too_large;
    case 472:  // of disaster recovery
    case 473: return VaultVerdict::standby;
    case 503: return VaultVerdict::busy;
    default: break;
  }
  if (status >= 300 && status < 400) return VaultVerdict::standby;
  if (status >= 400 && status < 500) return VaultVerdict::refused;
  if (status >= 500 && status < 600) return VaultVerdict::unclear;
  return VaultVerdict::senseless;
}

}  // namespace

VaultAnswer read_answer(const http::Response& response) {
  VaultAnswer answer{.status = response.status};
  // An empty body is one that has nothing to say (204, or 404 of a PATCH).
  if (!response.body.empty()) {
    base::JsonLimits limits;
    limits.size_bytes = kMostBytes;
    limits.all_text_is_secret = true;
    auto body = base::parse_json(response.body, limits);
    if (body && body->is_object()) {
      answer.body = *std::move(body);
    } else if (response.status < 300) {
      return answer;
    }
  }
  const auto said = all_words(answer.body);
  said.reveal([&](base::ByteView bytes) {
    answer.verdict = verdict_of(response.status, answer.body, base::as_text(bytes));
    answer.words = fit_for_message(base::as_text(bytes));
  });
  return answer;
}

}  // namespace jwtkeep::destination
