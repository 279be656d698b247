// The half of source_keys.hpp that signs and verifies.
#include "cli/key_pick.hpp"
#include "cli/source_keys.hpp"

namespace jwtkeep::cli {
namespace {

using base::Reason;

std::unexpected<base::Error> explained(const SourceKey& key, base::Error error) {
  error.what = key.from + ": " + error.what;
  if (key.jwk.jwe_alg || key.jwk.enc) {
    error.hint = "encrypt with it: jwtkeep encrypt --jwk FILE; make one that signs: jwtkeep generate --alg ES256";
  } else if (error.reason == Reason::alg_not_allowed && std::holds_alternative<base::SecretBytes>(key.jwk.material) &&
             !key.jwk.alg) {
    error.hint = "say which algorithm it is for: --alg HS256";
  } else if (error.reason == Reason::alg_not_allowed && error.hint.empty()) {
    error.hint = "leave --alg out, or give another key";
  }
  return std::unexpected(std::move(error));
}

std::optional<jose::Alg> or_usual(const SourceKey& key, std::optional<jose::Alg> alg) {
  return !alg && key.kind == SourceKind::secret ? std::optional(jose::Alg::HS256) : alg;
}

/// The algorithms under which a key is tried; nothing stands for its own or its usual one.
std::vector<std::optional<jose::Alg>> signature_algs_of(const SourceKey& key, const std::vector<jose::Alg>& allowed) {
  if (key.jwk.alg || allowed.empty()) return {or_usual(key, std::nullopt)};
  return {allowed.begin(), allowed.end()};
}

/// Whether the key could have the algorithm, had it been given so.
bool could_have(const jose::VerifyKey& key, jose::Alg alg) {
  if (key.alg() == alg) return false;
  return key.is_public() ? jose::scheme_for(alg, key.public_key()->kind()).has_value() : jose::is_symmetric(alg);
}

}  // namespace

base::Result<jose::SigningKey> signing_key(SourceKey key, std::optional<jose::Alg> alg, const std::string& kid) {
  if (!kid.empty()) key.jwk.kid = kid;
  auto made = jose::signing_key(key.jwk, or_usual(key, alg));
  if (made) return made;
  auto error = std::move(made).error();
  if (key.jwk.is_public()) error.hint = "give the private key; with the public one tokens are verified";
  return explained(key, std::move(error));
}

base::Result<std::vector<jose::VerifyKey>> verify_keys(std::vector<SourceKey> keys,
                                                       const std::vector<jose::Alg>& algs) {
  std::vector<jose::VerifyKey> made;
  base::Result<void> last;
  for (auto& key : keys) {
    key.jwk.kid = key.jwk.kid.value_or("");
    for (const auto& alg : signature_algs_of(key, algs)) {
      auto verifying = jose::verify_key(key.jwk, alg);
      if (!verifying) {
        last = explained(key, std::move(verifying).error());
      } else if (auto named = check_named(*verifying, algs); !named) {
        last = explained(key, std::move(named).error());
      } else {
        made.push_back(*std::move(verifying));
      }
    }
  }
  if (made.empty()) return std::unexpected(std::move(last).error());
  return made;
}

base::Result<jose::VerifyKey> key_for(const std::vector<jose::VerifyKey>& keys, const std::optional<std::string>& kid,
                                      std::string_view alg) {
  return pick_key(keys, kid, alg);
}

base::Error explain_alg(base::Error error, std::string_view token_alg, const std::vector<jose::VerifyKey>& keys) {
  const auto alg = jose::alg_from_name(token_alg);
  if (error.reason != Reason::alg_not_allowed || !error.hint.empty() || !alg) return error;
  if (std::ranges::any_of(keys, [&](const auto& key) { return could_have(key, *alg); })) {
    error.hint = fmt::format("if the key is meant for {}, say so: --alg {}", name(*alg), name(*alg));
  }
  return error;
}

}  // namespace jwtkeep::cli
