#include "jwtkeep/jose/alg.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::jose {
namespace {

using crypto::Hash;
using crypto::Scheme;

template <Scheme... kScheme>
constexpr std::array<Scheme, sizeof...(kScheme)> kOf{kScheme...};

constexpr std::array<AlgInfo, 16> kAlgs{{
    {Alg::HS256, "HS256", KeyType::oct, Hash::sha256, 256, {}, 32},
    {Alg::HS384, "HS384", KeyType::oct, Hash::sha384, 384, {}, 48},
    {Alg::HS512, "HS512", KeyType::oct, Hash::sha512, 512, {}, 64},
    {Alg::RS256, "RS256", KeyType::rsa, Hash::sha256, 2048, kOf<Scheme::rsa_pkcs1_sha256>, 0},
    {Alg::RS384, "RS384", KeyType::rsa, Hash::sha384, 2048, kOf<Scheme::rsa_pkcs1_sha384>, 0},
    {Alg::RS512, "RS512", KeyType::rsa, Hash::sha512, 2048, kOf<Scheme::rsa_pkcs1_sha512>, 0},
    {Alg::PS256, "PS256", KeyType::rsa, Hash::sha256, 2048, kOf<Scheme::rsa_pss_sha256>, 0},
    {Alg::PS384, "PS384", KeyType::rsa, Hash::sha384, 2048, kOf<Scheme::rsa_pss_sha384>, 0},
    {Alg::PS512, "PS512", KeyType::rsa, Hash::sha512, 2048, kOf<Scheme::rsa_pss_sha512>, 0},
    {Alg::ES256, "ES256", KeyType::ec, Hash::sha256, 256, kOf<Scheme::ecdsa_p256_sha256>, 64},
    {Alg::ES384, "ES384", KeyType::ec, Hash::sha384, 384, kOf<Scheme::ecdsa_p384_sha384>, 96},
    {Alg::ES512, "ES512", KeyType::ec, Hash::sha512, 521, kOf<Scheme::ecdsa_p521_sha512>, 132},
    {Alg::ES256K, "ES256K", KeyType::ec, Hash::sha256, 256, kOf<Scheme::ecdsa_secp256k1_sha256>, 64},
    {Alg::EdDSA, "EdDSA", KeyType::okp, Hash::sha512, 256, kOf<Scheme::ed25519, Scheme::ed448>, 0},
    {Alg::Ed25519, "Ed25519", KeyType::okp, Hash::sha512, 256, kOf<Scheme::ed25519>, 64},
    {Alg::Ed448, "Ed448", KeyType::okp, Hash::sha512, 448, kOf<Scheme::ed448>, 114},
}};

}  // namespace

std::string_view name(KeyType type) noexcept {
  switch (type) {
    case KeyType::oct: return "oct";
    case KeyType::rsa: return "RSA";
    case KeyType::ec: return "EC";
    case KeyType::okp: return "OKP";
  }
  return "";
}

std::span<const AlgInfo> algs() noexcept { return kAlgs; }

const AlgInfo& info(Alg alg) noexcept { return kAlgs[static_cast<std::size_t>(alg)]; }

std::optional<Alg> alg_from_name(std::string_view name) noexcept {
  const auto* row = std::ranges::find(kAlgs, name, &AlgInfo::name);
  if (row == kAlgs.end()) return std::nullopt;
  return row->alg;
}

std::optional<Scheme> scheme_for(Alg alg, crypto::KeyKind kind) noexcept {
  const auto schemes = info(alg).schemes;
  const auto found = std::ranges::find(schemes, kind, crypto::key_kind);
  if (found == schemes.end()) return std::nullopt;
  return *found;
}

std::optional<Alg> alg_for(crypto::KeyKind kind) noexcept {
  const auto* row =
      std::ranges::find_if(kAlgs, [&](const AlgInfo& each) { return scheme_for(each.alg, kind).has_value(); });
  if (row == kAlgs.end()) return std::nullopt;
  return row->alg;
}

std::optional<crypto::KeyKind> kind_for(Alg alg) noexcept {
  const auto schemes = info(alg).schemes;
  if (schemes.empty()) return std::nullopt;
  return crypto::key_kind(schemes.front());
}

}  // namespace jwtkeep::jose
