#include "jwtkeep/scan/token_facts.hpp"

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kMostText = 200;

base::Json json_part(std::string_view part) {
  const auto bytes = base::base64url_decode(part);
  if (!bytes) return {};
  auto json = base::parse_json(base::as_text(*bytes));
  return json ? *std::move(json) : base::Json{};
}

std::string text_member(const base::Json& json, std::string_view name) {
  const auto* value = json.find(name);
  const auto* text = value == nullptr ? nullptr : value->string();
  if (text == nullptr) return {};
  auto shown = text->substr(0, kMostText);
  std::ranges::replace_if(shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return shown;
}

std::optional<base::Instant> date_member(const base::Json& json, std::string_view name) {
  const auto* value = json.find(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  const double seconds = value->number();
  if (!(seconds >= 0 && seconds < base::kYear10000)) return std::nullopt;
  return base::Instant{std::chrono::microseconds{std::llround(seconds * 1e6)}};
}

}  // namespace

TokenFacts token_facts(std::string_view token) {
  TokenFacts facts;
  const auto first = token.find('.');
  const auto header = json_part(token.substr(0, first));
  facts.alg = text_member(header, "alg");
  facts.kid = text_member(header, "kid");
  facts.encrypted = std::ranges::count(token, '.') == 4;
  if (first == std::string_view::npos || facts.encrypted) return facts;
  const auto rest = token.substr(first + 1);
  const auto claims = json_part(rest.substr(0, rest.find('.')));
  facts.issuer = text_member(claims, "iss");
  facts.subject = text_member(claims, "sub");
  facts.issued_at = date_member(claims, "iat");
  facts.expires_at = date_member(claims, "exp");
  return facts;
}

}  // namespace jwtkeep::scan
