#include <fmt/format.h>

#include <algorithm>

#include "cli/claims_remarks.hpp"
#include "cli/header_remarks.hpp"
#include "cli/input.hpp"
#include "cli/token_view.hpp"
#include "cli/view.hpp"

namespace jwtkeep::cli {
namespace {

std::string times_text(const base::Json& claims, base::Instant now) {
  std::string text;
  for (const auto* name : {"iat", "nbf", "exp"}) {
    const auto* claim = claims.find(name);
    if (claim == nullptr || !claim->is_number()) continue;
    const double seconds = claim->number();
    if (!(seconds >= 0 && seconds < base::kYear10000)) continue;
    const base::Instant at{std::chrono::microseconds{static_cast<std::int64_t>(seconds * 1e6)}};
    text += fmt::format("  {}  {}Z, {}\n", name, base::describe_instant(at), relative(at, now));
  }
  return text;
}

struct Parsed {
  jose::UnverifiedJws token;
  bool is_detached;
};

/// Inspection wants to see what a verifier would refuse for its size.
base::Result<Parsed> parse(const std::string& token) {
  const jose::JwsLimits limits{.size_bytes = kMostRawTokenBytes};
  auto parsed = jose::UnverifiedJws::parse(token, limits);
  if (parsed) {
    const bool empty = parsed->untrusted_payload().empty();
    return Parsed{*std::move(parsed), empty};
  }
  // The JSON form without `payload`.
  auto detached = jose::UnverifiedJws::parse_detached(token, {}, limits);
  if (!detached) return std::unexpected(std::move(parsed).error());
  return Parsed{*std::move(detached), true};
}

std::string form_of(const std::string& token, const jose::UnverifiedJws& parsed) {
  if (!parsed.is_json()) return "compact";
  const auto json = base::parse_json(token, {.size_bytes = kMostRawTokenBytes});
  return json && json->find("signatures") != nullptr ? "general" : "flattened";
}

void show_signatures(const jose::UnverifiedJws& token, const Output& out, TokenView& view) {
  const auto& signatures = token.signatures();
  auto list = base::Json::array();
  for (const auto& signature : signatures) {
    remark_on_signature(signature, view.remarks);
    view.text += out.styled(Style::bold, "header") + "\n" + base::write_json_pretty(signature.header.json()) + "\n";
    list.push(base::Json::object({{"header", signature.header.json()},
                                  {"protected", signature.header.protected_part()},
                                  {"signature_bytes", static_cast<std::int64_t>(signature.signature.size())}}));
  }
  view.json.set("header", signatures.front().header.json());
  if (signatures.size() > 1) view.json.set("signatures", std::move(list));
}

void show_payload(const Parsed& parsed, const Output& out, base::Instant now, TokenView& view) {
  const auto& bytes = parsed.token.untrusted_payload();
  view.text += out.styled(Style::bold, "payload");
  if (parsed.is_detached) {
    view.json.set("payload", nullptr);
    view.text += ": none in the token\n";
    view.remarks.note("detached", "no payload: if it is sent apart (detached), the token says nothing without it");
    return;
  }
  view.text += " (not verified)\n";
  const auto payload = base::parse_json(base::as_text(bytes));
  view.json.set("payload", payload ? *payload : base::Json(nullptr));
  if (!payload) {
    view.text += fmt::format("{} bytes that are not JSON: {}\n", bytes.size(), payload.error().what);
    view.remarks.note("not_json", "the payload is not JSON: this is no JWT");
    return;
  }
  view.text += base::write_json_pretty(*payload) + "\n" + times_text(*payload, now);
  remark_on_claims(*payload, now, view.remarks);
}

}  // namespace

base::Result<TokenView> view_signed(const std::string& token, const Output& out, base::Instant now) {
  JWTKEEP_TRY(const auto parsed, parse(token));
  const auto& signatures = parsed.token.signatures();
  TokenView view;
  view.json = base::Json::object(
      {{"verified", false}, {"kind", "JWS"}, {"form", form_of(token, parsed.token)}, {"detached", parsed.is_detached}});
  show_signatures(parsed.token, out, view);
  show_payload(parsed, out, now, view);
  view.json.set("signature_bytes", static_cast<std::int64_t>(signatures.front().signature.size()));
  for (const auto& signature : signatures) {
    view.text += fmt::format("{} {} bytes\n", out.styled(Style::bold, "signature"), signature.signature.size());
  }
  return view;
}

}  // namespace jwtkeep::cli
