#include "cli/shared_factor.hpp"

#include <fmt/format.h>

#include "cli/output.hpp"
#include "jwtkeep/crypto/shared_factor.hpp"
#include "jwtkeep/jose/jwk.hpp"

namespace jwtkeep::cli {
namespace {

base::Result<crypto::PublicKey> public_key(const keyring::Key& key) {
  JWTKEEP_TRY(const auto jwk, jose::parse_jwk(base::write_json(key.public_jwk)));
  return std::get<crypto::PublicKey>(jwk.material);
}

bool is_rsa(const keyring::Key& key) { return jose::info(key.alg).kty == jose::KeyType::rsa; }

std::unexpected<base::Error> shared_with(const keyring::Name& name, const keyring::Key& key) {
  return base::fail(
      base::Reason::bad_value,
      fmt::format("this RSA key shares a prime factor with {} of {}: whoever knows both public keys has both private "
                  "keys, so it was not imported",
                  short_kid(key.kid), name.text()),
      fmt::format("both keys are broken: make new ones on a machine with a sound source of random bits (jwtkeep new), "
                  "and replace the other one now: jwtkeep rotate {} --compromised {}",
                  name.text(), printable(key.kid)));
}

}  // namespace

base::Result<void> refuse_shared_factor(store::Store& store, const keyring::Key& coming) {
  constexpr std::size_t kPage = 1000;
  if (!is_rsa(coming)) return {};
  JWTKEEP_TRY(const auto ours, public_key(coming));
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto names, store.names("", after, kPage));
    for (const auto& name : names) {
      JWTKEEP_TRY(const auto ring, store.keyring(name));
      for (const auto& key : ring.keys) {
        if (!is_rsa(key)) continue;
        JWTKEEP_TRY(const auto theirs, public_key(key));
        if (crypto::share_factor(ours, theirs)) return shared_with(name, key);
      }
    }
    if (names.size() < kPage) return {};
    after = names.back().text();
  }
}

}  // namespace jwtkeep::cli
