#include "cli/ring_verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/other_form.hpp"

namespace jwtkeep::cli {
namespace {

using base::Reason;

base::Result<jose::VerifyKey> load_key(store::Store& store, const keyring::Keyring& ring, const keyring::Key& key) {
  if (!jose::is_symmetric(key.alg)) return keyring::verify_key(key, nullptr);
  JWTKEEP_TRY(const auto material, store.material(ring, key));
  return keyring::verify_key(key, &material);
}

std::string other_form_hint(const jose::UnverifiedToken& token, const jose::VerifyKey& key) {
  if (key.secret() == nullptr) return {};
  for (auto& form : keyring::other_forms(*key.secret())) {
    const auto other = jose::VerifyKey::make(key.kid(), key.alg(), std::move(form.key));
    if (other && jose::verify_signature(token, *other)) {
      return fmt::format(
          "the token was signed with {}: the two sides read JWT_SECRET in different forms (text or bytes)",
          form.description);
    }
  }
  return {};
}

/// Says more about a signature that does not hold.
base::Error explain(base::Error error, const std::string& token, const std::optional<jose::VerifyKey>& tried) {
  if (error.reason != Reason::bad_signature || !tried) return error;
  const auto parsed = jose::UnverifiedToken::parse(token);
  if (!parsed) return error;
  if (auto hint = other_form_hint(*parsed, *tried); !hint.empty()) error.hint = std::move(hint);
  return error;
}

}  // namespace

base::Result<jose::VerifyPolicy> ring_policy(const keyring::Policy& policy, const std::vector<jose::Alg>& algs) {
  jose::VerifyPolicy::Builder builder;
  builder.algs(algs).leeway(policy.skew).max_lifetime(policy.token_lifetime).type("JWT");
  if (policy.issuer) {
    builder.issuer(*policy.issuer);
  } else {
    builder.allow_any_issuer();
  }
  if (policy.audience) {
    builder.audience(*policy.audience);
  } else {
    builder.allow_any_audience();
  }
  return builder.build();
}

base::Result<jose::VerifiedToken> verify_with_ring(store::Store& store, const keyring::Keyring& ring,
                                                   const std::string& token, base::Instant now) {
  std::vector<jose::Alg> algs;
  for (const auto& key : ring.keys) {
    if (std::ranges::find(algs, key.alg) == algs.end()) algs.push_back(key.alg);
  }
  JWTKEEP_TRY(const auto policy, ring_policy(ring.policy, algs));
  std::optional<jose::VerifyKey> tried;
  const auto by_kid = [&](const jose::UnverifiedToken& unverified) -> base::Result<jose::VerifyKey> {
    JWTKEEP_TRY(const auto* key, keyring::verifier(ring, unverified.kid(), now));
    JWTKEEP_TRY(tried, load_key(store, ring, *key));
    return *tried;
  };
  const auto parsed = jose::UnverifiedToken::parse(token);
  if (!parsed || parsed->kid()) {
    auto verified = jose::verify(token, by_kid, policy, now);
    if (!verified) return std::unexpected(explain(verified.error(), token, tried));
    return verified;
  }
  base::Result<jose::VerifiedToken> last =
      base::fail(Reason::key_unknown, ring.name.text() + " has no key that verifies");
  for (const auto* key : keyring::verifying_keys(ring)) {
    const auto this_key = [&](const jose::UnverifiedToken&) -> base::Result<jose::VerifyKey> {
      JWTKEEP_TRY(tried, load_key(store, ring, *key));
      return *tried;
    };
    last = jose::verify(token, this_key, policy, now);
    if (last || last.error().reason != Reason::bad_signature) return last;
    last = std::unexpected(explain(last.error(), token, tried));
    if (!last.error().hint.empty()) return last;
  }
  return last;
}

}  // namespace jwtkeep::cli
