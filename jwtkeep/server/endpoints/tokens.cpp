// Signing and verifying.
#include <fmt/format.h>

#include "jwtkeep/base/quoted_json.hpp"
#include "jwtkeep/jose/workspace.hpp"
#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/token_verdict.hpp"
#include "jwtkeep/server/wanted_claims.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kMostTokens = 10'000;
/// Characters of a document around a token and its kid; more would cost an allocation.
constexpr std::size_t kMostBesideToken = 96;

/// Each I/O thread has its own.
jose::Workspace& workspace() {
  static thread_local jose::Workspace one;
  return one;
}

void count(std::atomic<std::uint64_t>& counter) { counter.fetch_add(1, std::memory_order_relaxed); }

/// The document that answers with a new token. Written as text: a token is of base64url and dots alone.
Result<std::string> make_token(const ServedRing& ring, const Call& call) {
  JWTKEEP_TRY(const auto json, json_body(call.incoming, kClaimMembers));
  JWTKEEP_TRY(const auto claims, wanted_claims(json, ring.ring().policy, call.now));
  JWTKEEP_TRY(const auto* signer, ring.work().signer());
  std::string token;
  JWTKEEP_CHECK(signer->sign(claims, token));
  const auto& kid = signer->key().kid();
  count(ring.counts().of(kid).signed_tokens);
  std::string text;
  text.reserve(token.size() + kid.size() + kMostBesideToken);
  text.append(R"({"token":")").append(token).append(R"(","kid":)");
  base::append_quoted_json(kid, text);
  text.append(R"(,"alg":")").append(jose::info(signer->key().alg()).name).append(R"(","expires_at":)");
  fmt::format_to(std::back_inserter(text), "{}}}", static_cast<std::int64_t>(claims.find("exp")->number()));
  return text;
}

/// The kid of a token that was refused: what it says, as far as that is one of the keyring's.
std::string kid_of(std::string_view token) {
  const auto unverified = jose::UnverifiedToken::parse(token);
  return unverified && unverified->kid() ? *unverified->kid() : std::string{};
}

void count_verdict(const ServedRing& ring, std::string_view token, const Result<jose::VerifiedView>& verdict) {
  if (verdict) {
    count(ring.counts().of(verdict->kid()).verified);
    return;
  }
  const auto reason = static_cast<std::size_t>(verdict.error().reason);
  if (reason < kTokenReasons) ring.counts().of(kid_of(token)).refuse(reason);
}

/// The payload stands as it was signed: strict JSON, as the verifier has found.
void append_verdict(std::string& out, const Result<jose::VerifiedView>& verdict) {
  if (verdict) {
    out += R"({"valid":true,"kid":)";
    base::append_quoted_json(verdict->kid(), out);
    out += R"(,"alg":")";
    out += jose::info(verdict->alg()).name;
    out += R"(","claims":)";
    out += verdict->payload();
    out += '}';
    return;
  }
  append_refusal(out, verdict.error());
}

/// Whether the verdict is of the token, and not of the server.
bool is_of_token(const Result<jose::VerifiedView>& verdict) { return verdict || server::is_of_token(verdict.error()); }

web::Answer verify_text(const ServedRing& ring, std::string_view token, base::Instant now) {
  while (token.ends_with('\n') || token.ends_with('\r')) token.remove_suffix(1);
  const auto verdict = ring.work().verify(token, now, workspace());
  if (!is_of_token(verdict)) return failure(verdict.error());
  count_verdict(ring, token, verdict);
  std::string text;
  if (verdict) text.reserve(verdict->payload().size() + verdict->kid().size() + kMostBesideToken);
  append_verdict(text, verdict);
  return document(std::move(text));
}

/// Lines, or the texts of `{"tokens": [...]}`; `json` keeps what the views show.
Result<std::vector<std::string_view>> tokens_of(base::ByteView body, std::string_view type, Json& json) {
  std::vector<std::string_view> tokens;
  if (type == "text/plain") {
    auto rest = base::as_text(body);
    while (!rest.empty() && tokens.size() <= kMostTokens) {
      const auto end = rest.find('\n');
      auto line = rest.substr(0, end);
      if (line.ends_with('\r')) line.remove_suffix(1);
      tokens.push_back(line);
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
  } else {
    JWTKEEP_TRY(json, base::parse_json(base::as_text(body), {.size_bytes = kMostBodyBytes}));
    const auto* list = json.find("tokens");
    if (list == nullptr || list->items() == nullptr) {
      return fail(Reason::bad_value, "there is no list of \"tokens\"",
                  "send {\"tokens\": [\"...\"]}, or text/plain with a token a line");
    }
    for (const auto& item : *list->items()) {
      if (item.string() == nullptr)
        return fail(Reason::bad_value, "\"tokens\" has to be a list of texts", "send {\"tokens\": [\"...\"]}");
      tokens.emplace_back(*item.string());
    }
  }
  if (tokens.empty() || tokens.size() > kMostTokens) {
    return fail(Reason::bad_value, fmt::format("a batch has 1 to {} tokens", kMostTokens), "send several batches");
  }
  return tokens;
}

web::Answer verify_all(const ServedRing& ring, std::span<const std::string_view> tokens, base::Instant now) {
  const auto verdicts = ring.work().verify_batch(tokens, now, workspace());
  if (!verdicts) return failure(verdicts.error());
  std::size_t valid = 0;
  std::string text = R"({"results":[)";
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& verdict = (*verdicts)[i];
    count_verdict(ring, tokens[i], verdict);
    if (i != 0) text += ',';
    if (verdict) ++valid;
    append_verdict(text, verdict);
  }
  text += fmt::format(R"(],"valid":{},"refused":{}}})", valid, tokens.size() - valid);
  return document(std::move(text));
}

}  // namespace

web::Answer sign(Service& service, const Call& call) {
  auto entered = enter(service, call, access::Verb::sign, 1);
  if (!entered) return std::move(entered).error();
  auto made = make_token(*entered->ring, call);
  return made ? document(*std::move(made)) : failure(made.error());
}

web::Answer verify(Service& service, const Call& call) {
  auto entered = enter(service, call, access::Verb::verify, 1);
  if (!entered) return std::move(entered).error();
  if (media_type(call.incoming) == "application/jwt") {
    return call.incoming.reveal_body(
        [&](base::ByteView body) { return verify_text(*entered->ring, base::as_text(body), call.now); });
  }
  const auto token = token_member(call.incoming);
  if (!token) return failure(token.error());
  return verify_text(*entered->ring, *token, call.now);
}

web::Answer verify_batch(Service& service, const Call& call) {
  // Its tokens are counted before the right is judged: the limit is of tokens, whichever way they come.
  Json json;
  return call.incoming.reveal_body([&](base::ByteView body) -> web::Answer {
    auto& gate = service.gate();
    auto asker = gate.enter(call.incoming);
    if (!asker) return std::move(asker).error();
    const auto tokens = tokens_of(body, media_type(call.incoming), json);
    const auto cost = tokens ? static_cast<double>(tokens->size()) : 1.0;
    const auto name = call.parameters["keyring"];
    auto right = gate.may(*asker, call.incoming, access::Verb::verify, name, cost);
    if (!right) return std::move(right).error();
    const auto ring = service.rings().find(name);
    if (!ring) return failure(ring.error());
    if (!tokens) return failure(tokens.error());
    return verify_all(**ring, *tokens, call.now);
  });
}

}  // namespace jwtkeep::server::endpoints
