#include <algorithm>

#include "jwtkeep/crypto/hmac_lanes.hpp"
#include "jwtkeep/jose/prepared_key.hpp"
#include "jwtkeep/jose/verified_cache.hpp"
#include "jwtkeep/jose/verifier.hpp"

namespace jwtkeep::jose {

// Three passes: take every token apart, hash all that are HS256 together, then answer one after the other. Only the
// second differs from one at a time.
std::span<const base::Result<VerifiedView>> Verifier::verify_batch(std::span<const std::string_view> tokens,
                                                                   base::Instant now, Workspace& workspace) const {
  workspace.begin(id_, tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) prepare(tokens[i], workspace, workspace.slots_[i]);
  hash_together(tokens, workspace);
  auto& results = workspace.results_;
  results.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    results.push_back(answer_prepared(tokens[i], now, workspace, workspace.slots_[i]));
  }
  return results;
}

void Verifier::prepare(std::string_view token, Workspace& workspace, Slot& slot) const {
  if (find_in_cache(token, workspace, slot)) {
    slot.state = Slot::State::cached;
  } else if (token.size() <= options_.limits.size_bytes && take_apart(token, workspace, slot)) {
    slot.state = slot.key->key.alg() == Alg::HS256 ? Slot::State::hashed_together : Slot::State::known;
  } else {
    slot.state = Slot::State::unknown;
  }
}

void Verifier::hash_together(std::span<const std::string_view> tokens, Workspace& workspace) {
  auto& checks = workspace.checks_;
  checks.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& slot = workspace.slots_[i];
    if (slot.state != Slot::State::hashed_together) continue;
    const auto input = tokens[i].substr(0, tokens[i].size() - slot.key->signature_text_size - 1);
    checks.push_back({&*slot.header->hmac, base::as_bytes(input), workspace.bytes(slot.signature)});
  }
  crypto::verify_hmac_sha256(checks);
  auto check = checks.begin();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    auto& slot = workspace.slots_[i];
    if (slot.state == Slot::State::hashed_together) slot.signature_holds = check++->holds;
  }
}

base::Result<VerifiedView> Verifier::answer_prepared(std::string_view token, base::Instant now, Workspace& workspace,
                                                     Slot& slot) const {
  switch (slot.state) {
    case Slot::State::cached: return answer_cached(now, workspace, slot);
    case Slot::State::hashed_together: return answer(token, now, workspace, slot, hashed_answer(slot));
    case Slot::State::known: return answer(token, now, workspace, slot, verify_known_header(token, workspace, slot));
    case Slot::State::unknown: break;
  }
  // A token before it in the batch may have made its header known.
  return verify_uncached(token, now, workspace, slot);
}

}  // namespace jwtkeep::jose
