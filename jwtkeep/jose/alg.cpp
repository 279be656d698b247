#include "jwtkeep/jose/alg.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::jose {
namespace {

using crypto::Hash;
using crypto::KeyKind;
using crypto::Scheme;

constexpr std::array<AlgInfo, 6> kAlgs{{
    {Alg::HS256, "HS256", KeyType::oct, Hash::sha256, 256, std::nullopt, std::nullopt, 32},
    {Alg::HS384, "HS384", KeyType::oct, Hash::sha384, 384, std::nullopt, std::nullopt, 48},
    {Alg::HS512, "HS512", KeyType::oct, Hash::sha512, 512, std::nullopt, std::nullopt, 64},
    {Alg::RS256, "RS256", KeyType::rsa, Hash::sha256, 2048, Scheme::rsa_pkcs1_sha256, KeyKind::rsa, 0},
    {Alg::ES256, "ES256", KeyType::ec, Hash::sha256, 256, Scheme::ecdsa_p256_sha256, KeyKind::ec_p256, 64},
    {Alg::EdDSA, "EdDSA", KeyType::okp, Hash::sha512, 256, Scheme::ed25519, KeyKind::ed25519, 64},
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
  const auto row = std::ranges::find(kAlgs, name, &AlgInfo::name);
  if (row == kAlgs.end()) return std::nullopt;
  return row->alg;
}

Alg alg_for(crypto::KeyKind kind) noexcept {
  const auto row = std::ranges::find(kAlgs, std::optional(kind), &AlgInfo::kind);
  return row->alg;  // every kind of key pair has its row
}

}  // namespace jwtkeep::jose
