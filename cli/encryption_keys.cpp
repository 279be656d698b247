// The half of source_keys.hpp that encrypts and decrypts.
#include <array>

#include "cli/key_pick.hpp"
#include "cli/source_keys.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using jose::JweAlg;

/// The first one encrypts, all decrypt.
constexpr std::array kPasswordAlgs{JweAlg::PBES2_HS512_A256KW, JweAlg::PBES2_HS384_A192KW, JweAlg::PBES2_HS256_A128KW};

std::unexpected<base::Error> explained(const SourceKey& key, base::Error error) {
  error.what = key.from + ": " + error.what;
  if (key.jwk.alg) {
    error.hint = "a key has one purpose; make one for this: jwtkeep generate --alg A256KW (or RSA-OAEP-256, ECDH-ES)";
  } else if (error.reason == Reason::alg_not_allowed && std::holds_alternative<base::SecretBytes>(key.jwk.material) &&
             !key.jwk.jwe_alg && !key.jwk.enc) {
    error.hint = "say which algorithm it is for: --alg A256KW, or --alg dir --enc A256GCM";
  } else if (error.reason == Reason::alg_not_allowed && error.hint.empty()) {
    error.hint = "leave --alg and --enc out, or give another key";
  }
  return std::unexpected(std::move(error));
}

base::Result<void> check_password(const SourceKey& key, std::optional<JweAlg> alg) {
  const bool is_password = key.kind == SourceKind::password;
  if (!alg || (jose::info(*alg).management == jose::KeyManagement::password) == is_password) return {};
  if (is_password) {
    return fail(Reason::bad_value, fmt::format("a password is for PBES2, not for {}", name(*alg)),
                "leave --alg out, or give a key by --jwk");
  }
  return fail(Reason::bad_value, fmt::format("{} takes a password, not a key", name(*alg)),
              "give it by --password FILE or --password-env NAME");
}

bool is_direct(const SourceKey& key, std::optional<JweAlg> alg) {
  return key.jwk.jwe_alg == JweAlg::dir || (!key.jwk.jwe_alg && alg == JweAlg::dir);
}

base::Result<jose::EncryptionKey> encryption_key(const SourceKey& key, std::optional<JweAlg> alg,
                                                 std::optional<jose::Enc> enc) {
  JWTKEEP_CHECK(check_password(key, alg));
  if (key.kind == SourceKind::password && !alg) alg = kPasswordAlgs.front();
  const auto encs = is_direct(key, alg) && enc ? jose::AllowedEncs{*enc} : jose::AllowedEncs{};
  auto made = jose::encryption_key(key.jwk, alg, encs);
  if (!made) return explained(key, std::move(made).error());
  return made;
}

/// The algorithms under which a key is tried; nothing stands for its own or its usual one.
std::vector<std::optional<JweAlg>> encryption_algs_of(const SourceKey& key, const std::vector<JweAlg>& allowed) {
  if (key.jwk.jwe_alg || key.jwk.enc) return {std::nullopt};
  if (!allowed.empty()) return {allowed.begin(), allowed.end()};
  if (key.kind == SourceKind::password) return {kPasswordAlgs.begin(), kPasswordAlgs.end()};
  return {std::nullopt};
}

base::Result<jose::DecryptionKey> decryption_key(const SourceKey& key, std::optional<JweAlg> alg,
                                                 const std::vector<JweAlg>& algs, const std::vector<jose::Enc>& encs) {
  JWTKEEP_CHECK(check_password(key, alg));
  auto made = jose::decryption_key(key.jwk, alg, is_direct(key, alg) ? encs : jose::AllowedEncs{});
  if (made) {
    auto named = check_named(*made, algs);
    if (!named) return explained(key, std::move(named).error());
    return made;
  }
  auto error = std::move(made).error();
  if (key.jwk.is_public()) error.hint = "give the private key; with the public one tokens are encrypted";
  return explained(key, std::move(error));
}

bool could_have(const jose::DecryptionKey& key, JweAlg alg) {
  if (key.alg() == alg) return false;
  if (key.private_key() == nullptr) return jose::is_symmetric(alg);
  return jose::info(alg).management == jose::info(key.alg()).management;
}

}  // namespace

base::Result<std::vector<jose::EncryptionKey>> encryption_keys(const std::vector<SourceKey>& keys,
                                                               std::optional<JweAlg> alg, std::optional<jose::Enc> enc,
                                                               const std::string& kid) {
  std::vector<jose::EncryptionKey> made;
  base::Result<void> last = fail(Reason::bad_value, "no key that encrypts has the id " + kid, "see the keys' kid");
  for (const auto& key : keys) {
    auto recipient = encryption_key(key, alg, enc);
    if (!recipient) {
      // A set may hold keys for other purposes; a key that was given by itself is meant.
      if (key.kind != SourceKind::jwk_of_set) return std::unexpected(std::move(recipient).error());
      last = std::unexpected(std::move(recipient).error());
    } else if (kid.empty() || recipient->kid() == kid) {
      made.push_back(*std::move(recipient));
    }
  }
  if (made.empty()) return std::unexpected(std::move(last).error());
  return made;
}

base::Result<std::vector<jose::DecryptionKey>> decryption_keys(std::vector<SourceKey> keys,
                                                               const std::vector<JweAlg>& algs,
                                                               const std::vector<jose::Enc>& encs) {
  std::vector<jose::DecryptionKey> made;
  base::Result<void> last;
  for (auto& key : keys) {
    key.jwk.kid = key.jwk.kid.value_or("");
    for (const auto& alg : encryption_algs_of(key, algs)) {
      auto opening = decryption_key(key, alg, algs, encs);
      if (opening) {
        made.push_back(*std::move(opening));
      } else {
        last = std::unexpected(std::move(opening).error());
      }
    }
  }
  if (made.empty()) return std::unexpected(std::move(last).error());
  return made;
}

base::Result<jose::DecryptionKey> key_for(const std::vector<jose::DecryptionKey>& keys,
                                          const std::optional<std::string>& kid, std::string_view alg) {
  return pick_key(keys, kid, alg);
}

base::Error explain_alg(base::Error error, std::string_view token_alg, const std::vector<jose::DecryptionKey>& keys) {
  const auto alg = jose::jwe_alg_from_name(token_alg);
  if (error.reason != Reason::alg_not_allowed || !error.hint.empty() || !alg) return error;
  if (std::ranges::any_of(keys, [&](const auto& key) { return could_have(key, *alg); })) {
    error.hint = fmt::format("if the key is meant for {}, say so: --alg {}", name(*alg), name(*alg));
  }
  return error;
}

}  // namespace jwtkeep::cli
