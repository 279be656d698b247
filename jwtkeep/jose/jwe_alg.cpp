#include "jwtkeep/jose/jwe_alg.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::jose {
namespace {

using crypto::ContentCipher;
using crypto::Hash;
using crypto::OaepHash;
using enum KeyManagement;

constexpr auto kNone = std::nullopt;

constexpr std::array<JweAlgInfo, 18> kAlgs{{
    {JweAlg::dir, "dir", direct, 0, kNone, kNone},
    {JweAlg::A128KW, "A128KW", aes_wrap, 16, kNone, kNone},
    {JweAlg::A192KW, "A192KW", aes_wrap, 24, kNone, kNone},
    {JweAlg::A256KW, "A256KW", aes_wrap, 32, kNone, kNone},
    {JweAlg::A128GCMKW, "A128GCMKW", aes_gcm_wrap, 16, kNone, kNone},
    {JweAlg::A192GCMKW, "A192GCMKW", aes_gcm_wrap, 24, kNone, kNone},
    {JweAlg::A256GCMKW, "A256GCMKW", aes_gcm_wrap, 32, kNone, kNone},
    {JweAlg::RSA_OAEP, "RSA-OAEP", rsa_oaep, 0, OaepHash::sha1, kNone},
    {JweAlg::RSA_OAEP_256, "RSA-OAEP-256", rsa_oaep, 0, OaepHash::sha256, kNone},
    {JweAlg::RSA_OAEP_384, "RSA-OAEP-384", rsa_oaep, 0, OaepHash::sha384, kNone},
    {JweAlg::RSA_OAEP_512, "RSA-OAEP-512", rsa_oaep, 0, OaepHash::sha512, kNone},
    {JweAlg::ECDH_ES, "ECDH-ES", key_agreement, 0, kNone, kNone},
    {JweAlg::ECDH_ES_A128KW, "ECDH-ES+A128KW", key_agreement, 16, kNone, kNone},
    {JweAlg::ECDH_ES_A192KW, "ECDH-ES+A192KW", key_agreement, 24, kNone, kNone},
    {JweAlg::ECDH_ES_A256KW, "ECDH-ES+A256KW", key_agreement, 32, kNone, kNone},
    {JweAlg::PBES2_HS256_A128KW, "PBES2-HS256+A128KW", password, 16, kNone, Hash::sha256},
    {JweAlg::PBES2_HS384_A192KW, "PBES2-HS384+A192KW", password, 24, kNone, Hash::sha384},
    {JweAlg::PBES2_HS512_A256KW, "PBES2-HS512+A256KW", password, 32, kNone, Hash::sha512},
}};

constexpr std::array<EncInfo, 6> kEncs{{
    {Enc::A128CBC_HS256, "A128CBC-HS256", ContentCipher::aes_128_cbc_hmac_sha256},
    {Enc::A192CBC_HS384, "A192CBC-HS384", ContentCipher::aes_192_cbc_hmac_sha384},
    {Enc::A256CBC_HS512, "A256CBC-HS512", ContentCipher::aes_256_cbc_hmac_sha512},
    {Enc::A128GCM, "A128GCM", ContentCipher::aes_128_gcm},
    {Enc::A192GCM, "A192GCM", ContentCipher::aes_192_gcm},
    {Enc::A256GCM, "A256GCM", ContentCipher::aes_256_gcm},
}};

}  // namespace

std::span<const JweAlgInfo> jwe_algs() noexcept { return kAlgs; }
std::span<const EncInfo> encs() noexcept { return kEncs; }

const JweAlgInfo& info(JweAlg alg) noexcept { return kAlgs[static_cast<std::size_t>(alg)]; }
const EncInfo& info(Enc enc) noexcept { return kEncs[static_cast<std::size_t>(enc)]; }

bool is_symmetric(JweAlg alg) noexcept {
  const auto management = info(alg).management;
  return management != rsa_oaep && management != key_agreement;
}

bool is_direct(JweAlg alg) noexcept { return alg == JweAlg::dir || alg == JweAlg::ECDH_ES; }

std::optional<JweAlg> jwe_alg_from_name(std::string_view name) noexcept {
  const auto row = std::ranges::find(kAlgs, name, &JweAlgInfo::name);
  if (row == kAlgs.end()) return std::nullopt;
  return row->alg;
}

std::optional<Enc> enc_from_name(std::string_view name) noexcept {
  const auto row = std::ranges::find(kEncs, name, &EncInfo::name);
  if (row == kEncs.end()) return std::nullopt;
  return row->enc;
}

std::optional<base::Error> refusal_by_name(std::string_view alg) {
  if (alg != "RSA1_5") return std::nullopt;
  return base::Error{
      base::Reason::alg_not_allowed,
      "the alg is RSA1_5, whose padding gives its content away (Bleichenbacher; RFC 8725 section 3.2): it is not taken",
      "have its sender use RSA-OAEP-256"};
}

}  // namespace jwtkeep::jose
