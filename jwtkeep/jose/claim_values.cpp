#include "jwtkeep/jose/claim_values.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

}  // namespace

base::Result<std::optional<double>> numeric_date(const base::Json& claims, std::string_view name) {
  const auto* claim = claims.find(name);
  if (claim == nullptr) return std::optional<double>{};
  const double seconds = claim->number();
  if (!(seconds >= 0 && seconds < base::kYear10000)) {
    return fail(Reason::malformed, "the claim \"" + std::string(name) + "\" is not a time in seconds since 1970");
  }
  return std::optional(seconds);
}

base::Result<std::vector<std::string>> audiences_of(const base::Json& claim) {
  if (const auto* one = claim.string()) return std::vector{*one};
  const auto* items = claim.items();
  std::vector<std::string> audiences;
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    if ((*items)[i].string() == nullptr)
      items = nullptr;
    else
      audiences.push_back(*(*items)[i].string());
  }
  if (items == nullptr) return fail(Reason::malformed, "the claim \"aud\" is neither a string nor an array of strings");
  return audiences;
}

base::Result<std::optional<std::string>> text_claim(const base::Json& claims, std::string_view name) {
  const auto* claim = claims.find(name);
  if (claim == nullptr) return std::optional<std::string>{};
  if (claim->string() == nullptr) {
    return fail(Reason::malformed, "the claim \"" + std::string(name) + "\" is not a string");
  }
  return std::optional(*claim->string());
}

base::Result<std::string> needed_text(const base::Json& claims, std::string_view name) {
  JWTKEEP_TRY(auto text, text_claim(claims, name));
  if (!text) return fail(Reason::missing_claim, "the token has no \"" + std::string(name) + "\"");
  if (text->empty()) return fail(Reason::malformed, "the claim \"" + std::string(name) + "\" is empty");
  return *std::move(text);
}

}  // namespace jwtkeep::jose
