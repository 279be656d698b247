#include "jwtkeep/jose/jws_verify.hpp"

#include <algorithm>

#include "jwtkeep/jose/crit.hpp"
#include "jwtkeep/jose/jws_signature.hpp"
#include "jwtkeep/jose/media_type.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

base::Result<void> check_said(const JwsPolicy& policy) {
  if (policy.algs.empty()) {
    return fail(Reason::bad_value, "the policy says nothing about algs", "name what is accepted: ES256");
  }
  if (!policy.type && !policy.allow_any_type) {
    return fail(Reason::bad_value, "the policy says nothing about the type", "name it, or write allow_any_type");
  }
  if (policy.type && policy.allow_any_type) {
    return fail(Reason::bad_value, "the policy says both one type and any");
  }
  return {};
}

base::Result<void> check_possible(const JwsPolicy& policy) {
  const bool one = policy.signatures == SignatureRule::only_one;
  if (policy.min_signers == 0 || policy.min_signers > (one ? 1 : policy.limits.signatures)) {
    return fail(Reason::bad_value, "the policy's min_signers can hold for no token, or asks for none");
  }
  for (const auto& name : policy.understood) {
    if (name == "b64" || is_registered_parameter(name)) {
      return fail(Reason::bad_value, "the policy's \"" + name + "\" is no extension that an application understands",
                  "for b64 there is allow_unencoded");
    }
  }
  return {};
}

base::Result<void> check_form(const UnverifiedJws& token, const JwsPolicy& policy) {
  if (token.is_json() && !policy.allow_json) {
    return fail(Reason::malformed, "the token is in the JSON form, which is not taken here",
                "have its sender use the compact form, or allow JSON where it is meant");
  }
  if (token.signatures().size() > 1 && policy.signatures == SignatureRule::only_one) {
    return fail(Reason::malformed, "the token has several signatures, one is taken here",
                "say in the policy whether any or all have to hold");
  }
  return {};
}

/// The same key under two kids or algs is one signer.
bool same_material(const VerifyKey& a, const VerifyKey& b) {
  if (a.is_public() != b.is_public()) return false;
  return a.is_public() ? *a.public_key() == *b.public_key() : *a.secret() == *b.secret();
}

}  // namespace

/// One token's verification.
class JwsVerifier {
 public:
  JwsVerifier(const JwsKeyLookup& lookup, const JwsPolicy& policy) : lookup_(lookup), policy_(policy) {}

  base::Result<VerifiedPayload> run(UnverifiedJws token) {
    JWTKEEP_CHECK(check_form(token, policy_));
    std::vector<VerifiedSignature> held;
    std::optional<base::Error> worst;
    for (const auto& signature : token.signatures()) {
      auto verified = verify(token, signature);
      if (verified) {
        held.push_back(*std::move(verified));
        continue;
      }
      if (policy_.signatures != SignatureRule::any) return std::unexpected(std::move(verified).error());
      // Of several errors, that a key was there and failed tells most, that none was there least.
      auto error = std::move(verified).error();
      if (!worst || worst->reason == Reason::key_unknown || error.reason == Reason::bad_signature) {
        worst = std::move(error);
      }
    }
    if (signers_.size() < policy_.min_signers) return too_few(std::move(worst));
    return VerifiedPayload(std::move(token).untrusted_payload(), std::move(held));
  }

 private:
  base::Result<VerifiedSignature> verify(const UnverifiedJws& token, const JwsSignature& signature) {
    const auto& header = signature.header;
    JWTKEEP_CHECK(check_crit(header));
    if (!header.protects_alg() && !policy_.allow_unprotected_alg) {
      return fail(Reason::alg_not_allowed,
                  "the token's alg is not in the protected header, so that anybody can change it");
    }
    JWTKEEP_TRY(const auto key, lookup_(header));
    if (std::ranges::find(policy_.algs, key.alg()) == policy_.algs.end()) {
      return fail(Reason::alg_not_allowed,
                  "the key's algorithm " + std::string(name(key.alg())) + " is not allowed here");
    }
    JWTKEEP_CHECK(check_signer(header.alg_name(), header.kid(), key));
    JWTKEEP_CHECK(check_signature(key, token.signing_input(signature), signature.signature));
    JWTKEEP_CHECK(check_typ(header));
    count(key);
    return VerifiedSignature{header, key.kid(), key.alg()};
  }

  base::Result<void> check_crit(const JwsHeader& header) const {
    auto understood = policy_.understood;
    if (policy_.allow_unencoded) understood.emplace_back("b64");
    return check_understood(header.crit(), understood);
  }

  base::Result<void> check_typ(const JwsHeader& header) const {
    if (!policy_.type) return {};
    const auto& typ = header.protected_type();
    if (typ && same_media_type(*typ, *policy_.type)) return {};
    return fail(Reason::wrong_type, "the token's protected typ is not " + *policy_.type + " (RFC 8725 section 3.11)");
  }

  void count(const VerifyKey& key) {
    const auto known = [&](const VerifyKey& other) { return same_material(key, other); };
    if (std::ranges::none_of(signers_, known)) signers_.push_back(key);
  }

  std::unexpected<base::Error> too_few(std::optional<base::Error> worst) const {
    if (signers_.empty() && worst) return std::unexpected(*std::move(worst));
    return fail(Reason::bad_signature, "the signatures of " + std::to_string(signers_.size()) + " signers hold, " +
                                           std::to_string(policy_.min_signers) + " are needed");
  }

  const JwsKeyLookup& lookup_;
  const JwsPolicy& policy_;
  std::vector<VerifyKey> signers_;  ///< whose signatures held, each once
};

base::Result<VerifiedPayload> verify_payload(std::string_view token, const JwsKeyLookup& lookup,
                                             const JwsPolicy& policy) {
  JWTKEEP_CHECK(check_said(policy));
  JWTKEEP_CHECK(check_possible(policy));
  JWTKEEP_TRY(auto parsed, UnverifiedJws::parse(token, policy.limits));
  return JwsVerifier(lookup, policy).run(std::move(parsed));
}

base::Result<VerifiedPayload> verify_payload(std::string_view token, const VerifyKey& key, const JwsPolicy& policy) {
  return verify_payload(token, [&](const JwsHeader&) -> base::Result<VerifyKey> { return key; }, policy);
}

base::Result<VerifiedPayload> verify_detached(std::string_view token, base::ByteView payload,
                                              const JwsKeyLookup& lookup, const JwsPolicy& policy) {
  JWTKEEP_CHECK(check_said(policy));
  JWTKEEP_CHECK(check_possible(policy));
  JWTKEEP_TRY(auto parsed, UnverifiedJws::parse_detached(token, payload, policy.limits));
  return JwsVerifier(lookup, policy).run(std::move(parsed));
}

base::Result<VerifiedPayload> verify_detached(std::string_view token, base::ByteView payload, const VerifyKey& key,
                                              const JwsPolicy& policy) {
  return verify_detached(token, payload, [&](const JwsHeader&) -> base::Result<VerifyKey> { return key; }, policy);
}

}  // namespace jwtkeep::jose
