// JWTs in compact form (RFC 7519 section 1).
#include "jwtkeep/scan/detect/loose_base64.hpp"
#include "jwtkeep/scan/detect/token_text.hpp"
#include "jwtkeep/scan/extract.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kLongestEncoded = std::size_t{32} << 10;

std::string_view rule_of(const TokenText& token) noexcept { return token.encrypted ? "jwe" : "jwt"; }

/// A token that was put into base64 once more, as the `data` of Kubernetes' Secrets is: the run of it at `at`.
std::optional<Candidate> encoded_token(std::string_view text, std::size_t at, Budget& budget) {
  std::size_t end = at;
  while (end < text.size() && end - at < kLongestEncoded && sextet(text[end]) >= 0) ++end;
  if (!budget.take(end - at)) return std::nullopt;
  const auto inner = loose_base64_decode(text.substr(at, end - at));
  if (!inner) return std::nullopt;
  auto token = token_at(inner->view(), 0, budget);
  if (!token || inner->size() - token->end > 2) return std::nullopt;  // a line break at the most
  while (end < text.size() && text[end] == '=') ++end;
  Candidate candidate{.rule = rule_of(*token), .kind = Kind::token, .certainty = Certainty::sink, .span = {at, end}};
  candidate.value = std::move(token->text);
  candidate.quoted = true;
  return candidate;
}

}  // namespace

void extract_tokens(const SourceText& source, Candidates& found) {
  const auto text = source.text;
  Budget budget(text.size());
  std::size_t done = 0;
  for (const auto& trigger : source.triggers) {
    if (trigger.sign != Sign::token || trigger.offset < done) continue;
    if (budget.is_spent()) return;
    const auto at = trigger.offset;
    const auto rest = text.substr(at);
    if (rest.starts_with("ZXlK")) {
      if (auto token = encoded_token(text, at, budget)) {
        done = token->span.end;
        found.push_back(*std::move(token));
      }
    } else if (rest.starts_with("ey") || rest.starts_with("ew")) {
      auto token = token_at(text, at, budget);
      if (!token) continue;
      done = token->end;
      Candidate candidate{.rule = rule_of(*token), .kind = Kind::token, .certainty = Certainty::sink};
      candidate.span = {at, token->end};
      candidate.value = std::move(token->text);
      candidate.quoted = true;
      found.push_back(std::move(candidate));
    }
  }
}

}  // namespace jwtkeep::scan
