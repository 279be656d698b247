#include "jwtkeep/jose/verifier.hpp"

#include <algorithm>
#include <atomic>

#include "jwtkeep/base/base64url.hpp"
#include "jwtkeep/crypto/hmac_lanes.hpp"
#include "jwtkeep/crypto/signature.hpp"
#include "jwtkeep/jose/node_claims.hpp"
#include "jwtkeep/jose/prepared_key.hpp"
#include "jwtkeep/jose/verified_cache.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

std::uint64_t next_id() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

base::Result<void> check_standing(const PreparedKey& key) {
  switch (key.standing.load(std::memory_order_acquire)) {
    case Standing::usable: return {};
    case Standing::not_yet_active: return fail(Reason::key_not_yet_active, "the token's key is not active yet");
    case Standing::retired: return fail(Reason::key_retired, "the token's key was retired");
    case Standing::compromised: return fail(Reason::key_compromised, "the token's key was marked as compromised");
  }
  return fail(Reason::internal, "a key in no standing");
}

std::unexpected<base::Error> bad_signature() { return fail(Reason::bad_signature, "the signature does not hold"); }

}  // namespace

PreparedKey::PreparedKey(VerifyKey verify_key) : key(std::move(verify_key)) {
  const auto& row = info(key.alg());
  if (const auto* secret = key.secret()) {
    hmac.emplace(row.hash, *secret);
    signature_text_size = base::base64url_text_size(hmac->tag_size_bytes());
  } else {
    signature_text_size = base::base64url_text_size(crypto::signature_size_bytes(*key.public_key()));
  }
}

Verifier::Verifier(std::vector<std::unique_ptr<PreparedKey>> keys, VerifyPolicy policy, VerifierOptions options)
    : id_(next_id()), keys_(std::move(keys)), policy_(std::move(policy)), options_(std::move(options)) {}
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;
Verifier::~Verifier() = default;

base::Result<Verifier> Verifier::make(std::vector<VerifyKey> keys, VerifyPolicy policy, VerifierOptions options) {
  if (keys.empty()) return fail(Reason::bad_value, "a verifier without a key could accept no token");
  std::ranges::sort(keys, {}, &VerifyKey::kid);
  if (const auto twice = std::ranges::adjacent_find(keys, {}, &VerifyKey::kid); twice != keys.end()) {
    return fail(Reason::bad_value, "two of the verifier's keys have the same kid");
  }
  if (keys.size() > 1 && keys.front().kid().empty()) {
    return fail(Reason::bad_value, "one of the verifier's keys has no kid, so no token could name it",
                "give it a kid, or make a verifier for it alone");
  }
  std::vector<std::unique_ptr<PreparedKey>> prepared;
  prepared.reserve(keys.size());
  for (auto& key : keys) prepared.push_back(std::make_unique<PreparedKey>(std::move(key)));
  return Verifier(std::move(prepared), std::move(policy), std::move(options));
}

bool Verifier::set_standing(std::string_view kid, Standing standing) noexcept {
  const auto found = std::ranges::find_if(keys_, [&](const auto& one) { return one->key.kid() == kid; });
  if (found == keys_.end()) return false;
  auto before = (*found)->standing.load(std::memory_order_relaxed);
  while (before != Standing::compromised &&
         !(*found)->standing.compare_exchange_weak(before, standing, std::memory_order_release)) {
  }
  return true;
}

base::Result<const PreparedKey*> Verifier::find(const UnverifiedToken& token) const {
  const auto no_key = [] { return fail(Reason::key_unknown, "no key of this verifier has the token's kid"); };
  const PreparedKey* found = nullptr;
  if (!token.kid() || keys_.front()->key.kid().empty()) {
    if (keys_.size() != 1) {
      return fail(Reason::key_unknown, "the token names no key, and this verifier has several");
    }
    found = keys_.front().get();
  } else {
    const auto at = std::ranges::lower_bound(keys_, *token.kid(), {},
                                             [](const auto& one) { return std::string_view(one->key.kid()); });
    if (at == keys_.end() || (*at)->key.kid() != *token.kid()) return no_key();
    found = at->get();
  }
  JWTKEEP_CHECK(check_standing(*found));
  return found;
}

base::Result<VerifyKey> Verifier::find_key(const UnverifiedToken& token) const {
  JWTKEEP_TRY(const auto* found, find(token));
  return found->key;
}

bool Verifier::take_apart(std::string_view token, Workspace& workspace, Slot& slot) {
  const auto* header = workspace.headers_.find(token, workspace.generation_);
  if (header == nullptr) return false;
  const auto signature_size = header->key->signature_text_size;
  if (token.size() < header->text.size() + 1 + signature_size) return false;
  const auto signature_at = token.size() - signature_size;
  if (token[signature_at - 1] != '.') return false;
  const auto payload = token.substr(header->text.size(), signature_at - 1 - header->text.size());
  slot.key = header->key;
  slot.header = header;
  slot.payload = workspace.take(base::base64url_bytes_size(payload.size()) + base::kJsonPaddingBytes);
  slot.payload.size -= base::kJsonPaddingBytes;
  slot.signature = workspace.take(base::base64url_bytes_size(signature_size));
  // A dot within the payload is foreign there too.
  return base::base64url_decode_to(payload, workspace.bytes(slot.payload)) &&
         base::base64url_decode_to(token.substr(signature_at), workspace.bytes(slot.signature));
}

base::Result<void> Verifier::verify_unknown_header(std::string_view token, Workspace& workspace, Slot& slot) const {
  JWTKEEP_TRY(const auto parsed, UnverifiedToken::parse(token, options_.limits));
  JWTKEEP_TRY(slot.key, find(parsed));
  const auto& key = slot.key->key;
  if (!policy_.allows(key.alg())) {
    return fail(Reason::alg_not_allowed,
                "the key's algorithm " + std::string(name(key.alg())) + " is not allowed here");
  }
  JWTKEEP_CHECK(verify_signature(parsed, key));
  JWTKEEP_CHECK(check_type(parsed.typ(), policy_));
  const auto header = token.substr(0, token.find('.'));
  slot.header = nullptr;
  slot.header_text = workspace.keep(header);
  const auto& payload = parsed.untrusted_payload();
  slot.payload = workspace.take(payload.size() + base::kJsonPaddingBytes);
  slot.payload.size = payload.size();
  std::ranges::copy(payload, workspace.bytes(slot.payload).begin());
  // An extension may change what the other two parts mean: such a header is read each time.
  if (parsed.header().find("crit") == nullptr && parsed.header().find("b64") == nullptr) {
    workspace.headers_.learn(header, *slot.key, workspace.generation_);
  }
  return {};
}

base::Result<void> Verifier::verify_known_header(std::string_view token, const Workspace& workspace, const Slot& slot) {
  JWTKEEP_CHECK(check_standing(*slot.key));
  const auto input = base::as_bytes(token.substr(0, token.size() - slot.key->signature_text_size - 1));
  const auto signature = workspace.bytes(slot.signature);
  const auto& key = slot.key->key;
  const bool holds =
      slot.header->hmac
          ? slot.header->hmac->verify(input, signature)
          : crypto::verify(*key.public_key(), *scheme_for(key.alg(), key.public_key()->kind()), input, signature);
  if (!holds) return bad_signature();
  return {};
}

base::Result<void> Verifier::check_claims_of(const Slot& slot, base::Instant now, const Workspace& workspace) const {
  if (slot.nodes == 0) return check_claims(*slot.json, policy_, now);
  const NodeClaims claims(reinterpret_cast<const char*>(workspace.bytes(slot.payload).data()),
                          workspace.nodes_.data() + slot.first_node, slot.known);
  return ClaimsCheck(claims, policy_, now).run();
}

base::Result<VerifiedView> Verifier::answer(std::string_view token, base::Instant now, Workspace& workspace, Slot& slot,
                                            base::Result<void> signature) const {
  if (!signature) return std::unexpected(std::move(signature).error());
  JWTKEEP_CHECK(workspace.read_claims(slot));
  JWTKEEP_CHECK(check_claims_of(slot, now, workspace));
  if (options_.cache) options_.cache->put(id_, token, workspace, slot);
  return VerifiedView(workspace, static_cast<std::uint32_t>(&slot - workspace.slots_.data()), workspace.generation_);
}

bool Verifier::find_in_cache(std::string_view token, Workspace& workspace, Slot& slot) const {
  return options_.cache && token.size() <= options_.limits.size_bytes &&
         options_.cache->find(id_, token, workspace, slot);
}

base::Result<void> Verifier::hashed_answer(const Slot& slot) {
  JWTKEEP_CHECK(check_standing(*slot.key));
  if (!slot.signature_holds) return bad_signature();
  return {};
}

base::Result<VerifiedView> Verifier::answer_cached(base::Instant now, const Workspace& workspace,
                                                   const Slot& slot) const {
  JWTKEEP_CHECK(check_standing(*slot.key));
  JWTKEEP_CHECK(check_claims_of(slot, now, workspace));
  return VerifiedView(workspace, static_cast<std::uint32_t>(&slot - workspace.slots_.data()), workspace.generation_);
}

base::Result<VerifiedView> Verifier::verify_uncached(std::string_view token, base::Instant now, Workspace& workspace,
                                                     Slot& slot) const {
  if (token.size() <= options_.limits.size_bytes && take_apart(token, workspace, slot)) {
    return answer(token, now, workspace, slot, verify_known_header(token, workspace, slot));
  }
  return answer(token, now, workspace, slot, verify_unknown_header(token, workspace, slot));
}

base::Result<VerifiedView> Verifier::verify(std::string_view token, base::Instant now, Workspace& workspace) const {
  workspace.begin(id_, 1);
  auto& slot = workspace.slots_.front();
  if (find_in_cache(token, workspace, slot)) return answer_cached(now, workspace, slot);
  return verify_uncached(token, now, workspace, slot);
}

}  // namespace jwtkeep::jose
