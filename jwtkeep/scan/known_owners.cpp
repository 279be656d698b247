#include "jwtkeep/scan/known_owners.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/keyring/other_form.hpp"

namespace jwtkeep::scan {
namespace {

using base::SecretBytes;
using keyring::ListedKey;

constexpr jose::TokenLimits kTokenLimits{.size_bytes = std::size_t{64} << 10};
constexpr std::size_t kLongestEncoded = 512;  ///< of what is longer no encoding is tried: no key is so long

/// Without the white space around it.
SecretBytes trimmed(const SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) {
    const auto text = base::as_text(bytes);
    constexpr std::string_view kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return SecretBytes{};
    return SecretBytes::copy_of(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
  });
}

/// Without the padding of base64: `other_forms` decodes base64url without, and base64 with it.
SecretBytes unpadded(const SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) {
    const auto text = base::as_text(bytes);
    return SecretBytes::copy_of(text.substr(0, text.find_last_not_of('=') + 1));
  });
}

/// Every key that somebody who wrote `secret` down may have meant.
std::vector<SecretBytes> meant(const SecretBytes& secret) {
  std::vector<SecretBytes> all;
  all.push_back(secret.clone());
  const auto add = [&](SecretBytes form) {
    if (!form.empty() && std::ranges::find(all, form) == all.end()) all.push_back(std::move(form));
  };
  add(trimmed(secret));
  if (secret.size() > kLongestEncoded) return all;
  for (std::size_t depth = 0, begin = 0; depth < 2; ++depth) {
    const auto end = all.size();
    for (; begin < end; ++begin) {
      const auto padless = unpadded(all[begin]);
      for (auto& form : keyring::other_forms(all[begin])) {
        add(trimmed(form.key));
        add(std::move(form.key));
      }
      padless.reveal([&](base::ByteView text) {
        if (auto bytes = base::base64url_decode_secret(text)) add(*std::move(bytes));
      });
    }
  }
  return all;
}

/// What is known of one key's verification.
struct Tried {
  bool can = false;    ///< the key is at hand
  bool holds = false;  ///< it has signed the token
};

}  // namespace

struct KnownOwners::Index {
  keyring::Inventory inventory;
  SecretOf secret_of;
  std::unordered_multimap<std::string, std::size_t> by_fingerprint;
  std::unordered_multimap<std::string, std::size_t> by_kid;

  // Made when the first token is asked for: most runs find none.
  mutable std::once_flag keys_made;
  mutable std::vector<std::optional<SecretBytes>> secrets;
  mutable std::vector<std::optional<crypto::PublicKey>> pairs;

  [[nodiscard]] Owner owner(std::size_t at, bool by_kid_alone) const {
    const auto& key = inventory.keys[at];
    return {.keyring = key.keyring, .kid = key.kid, .state = key.state, .by_kid_alone = by_kid_alone};
  }

  [[nodiscard]] std::vector<Owner> of_fingerprint(const base::Bytes& fingerprint) const {
    std::vector<Owner> owners;
    const auto [first, last] = by_fingerprint.equal_range(std::string(base::as_text(fingerprint)));
    for (auto it = first; it != last; ++it) owners.push_back(owner(it->second, false));
    return owners;
  }

  void make_keys() const {
    std::call_once(keys_made, [this] {
      secrets.resize(inventory.keys.size());
      pairs.resize(inventory.keys.size());
      for (std::size_t i = 0; i < inventory.keys.size(); ++i) {
        const auto& key = inventory.keys[i];
        if (!key.public_jwk.is_null()) {
          const auto jwk = jose::parse_jwk(std::string_view(base::write_json(key.public_jwk)));
          const auto* pair = jwk ? std::get_if<crypto::PublicKey>(&jwk->material) : nullptr;
          if (pair != nullptr) pairs[i] = *pair;
        } else if (secret_of && !key.destroyed_at) {
          if (auto secret = secret_of(key)) secrets[i] = *std::move(secret);
        }
      }
    });
  }

  /// Under the token's own algorithm: whoever signed it may have used the key for another one than its keyring's.
  [[nodiscard]] Tried try_key(std::size_t at, const jose::UnverifiedToken& token, jose::Alg alg) const {
    if (jose::is_symmetric(alg)) {
      if (!secrets[at]) return {.can = !inventory.keys[at].public_jwk.is_null()};
      // Not by a JOSE key: those are long enough for their algorithm, and what leaks need not be.
      return {.can = true,
              .holds = crypto::verify_hmac(jose::info(alg).hash, *secrets[at], base::as_bytes(token.signing_input()),
                                           token.signature())};
    }
    if (!pairs[at]) return {.can = inventory.keys[at].public_jwk.is_null()};
    const auto key = jose::VerifyKey::make("", alg, *pairs[at]);
    return {.can = true, .holds = key && jose::verify_signature(token, *key)};
  }
};

KnownOwners::KnownOwners(keyring::Inventory inventory, SecretOf secret_of) : index_(std::make_unique<Index>()) {
  index_->inventory = std::move(inventory);
  index_->secret_of = std::move(secret_of);
  const auto& keys = index_->inventory.keys;
  index_->by_fingerprint.reserve(keys.size());
  index_->by_kid.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!keys[i].fingerprint.empty()) index_->by_fingerprint.emplace(base::as_text(keys[i].fingerprint), i);
    index_->by_kid.emplace(keys[i].kid, i);
  }
}

KnownOwners::~KnownOwners() = default;

std::size_t KnownOwners::size() const noexcept { return index_->inventory.keys.size(); }

std::vector<Owner> KnownOwners::of_secret(const base::SecretBytes& key) const {
  std::vector<Owner> owners;
  for (const auto& form : meant(key)) {
    const auto fingerprint = form.reveal(
        [&](base::ByteView bytes) { return keyring::fingerprint(index_->inventory.fingerprint_key, bytes); });
    for (auto& owner : index_->of_fingerprint(fingerprint)) {
      if (std::ranges::find(owners, owner) == owners.end()) owners.push_back(std::move(owner));
    }
  }
  return owners;
}

std::vector<Owner> KnownOwners::of_key_pair(std::string_view thumbprint) const {
  const auto digest = base::base64url_decode(thumbprint);
  if (!digest) return {};
  return index_->of_fingerprint(keyring::fingerprint(index_->inventory.fingerprint_key, *digest));
}

std::vector<Owner> KnownOwners::of_token(std::string_view token) const {
  const auto parsed = jose::UnverifiedToken::parse(token, kTokenLimits);
  if (!parsed) return {};
  const auto alg = jose::alg_from_name(parsed->alg_name());
  if (!alg) return {};
  index_->make_keys();
  std::vector<Owner> signers, named;
  const auto ask = [&](std::size_t at, bool is_named) {
    const auto tried = index_->try_key(at, *parsed, *alg);
    if (tried.holds) signers.push_back(index_->owner(at, false));
    if (is_named && !tried.can) named.push_back(index_->owner(at, true));
  };
  if (parsed->kid()) {
    const auto [first, last] = index_->by_kid.equal_range(*parsed->kid());
    for (auto it = first; it != last; ++it) ask(it->second, true);
  }
  for (std::size_t i = 0; signers.empty() && i < size(); ++i) ask(i, false);
  return signers.empty() ? named : signers;
}

}  // namespace jwtkeep::scan
