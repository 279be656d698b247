#include "cli/ring_verify.hpp"

#include <algorithm>

#include "cli/other_form_hint.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::cli {
namespace {

using base::Reason;

base::Result<jose::VerifyKey> load_key(store::Store& store, const keyring::Keyring& ring, const keyring::Key& key) {
  if (!jose::is_symmetric(key.alg)) return keyring::verify_key(key, nullptr);
  JWTKEEP_TRY(const auto material, store.material(ring, key));
  return keyring::verify_key(key, &material);
}

base::Error explain(base::Error error, const std::string& token, const std::optional<jose::VerifyKey>& tried) {
  return tried ? with_other_form(std::move(error), token, *tried) : error;
}

}  // namespace

base::Result<jose::VerifyKey> ring_key(store::Store& store, const keyring::Keyring& ring,
                                       const std::optional<std::string>& kid, base::Instant now) {
  JWTKEEP_TRY(const auto* key, keyring::verifier(ring, kid, now));
  return load_key(store, ring, *key);
}

base::Result<jose::VerifiedToken> verify_with_ring(store::Store& store, const keyring::Keyring& ring,
                                                   const Expectations& expectations, const std::string& token,
                                                   base::Instant now) {
  JWTKEEP_TRY(const auto policy, verify_policy(expectations, keyring::algs_of(ring), ring.policy));
  std::optional<jose::VerifyKey> tried;
  const auto by_kid = [&](const jose::UnverifiedToken& unverified) -> base::Result<jose::VerifyKey> {
    JWTKEEP_TRY(tried, ring_key(store, ring, unverified.kid(), now));
    return *tried;
  };
  const auto parsed = jose::UnverifiedToken::parse(token);
  if (!parsed || parsed->kid()) {
    auto verified = jose::verify(token, by_kid, policy, now);
    if (!verified) return std::unexpected(explain(verified.error(), token, tried));
    return verified;
  }
  base::Result<jose::VerifiedToken> last =
      base::fail(Reason::key_unknown, ring.name.text() + " has no key that verifies",
                 "give it a key: jwtkeep rotate " + ring.name.text());
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
