// EncryptedToken::parse and decrypt: a token that is taken has one spelling of each part, its headers are disjoint, and
// what opens under our keys is one of the texts that were encrypted to them.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"

namespace base = jwtkeep::base;
namespace crypto = jwtkeep::crypto;
namespace jose = jwtkeep::jose;

namespace {

struct NamedKey {
  jose::JweAlg alg;
  const char* jwk;
};

// The keys of the corpus: RFC 7516 appendix A.3, RFC 7520 sections 5.5 to 5.7 (A128GCM is `dir`), RFC 8037 appendix
// A.6, and a password.
constexpr std::array<NamedKey, 6> kKeys{{
    {jose::JweAlg::A128KW, R"({"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"})"},
    {jose::JweAlg::dir, R"({"kty":"oct","alg":"A128GCM","k":"XctOhJAkA-pD9Lh7ZgW_2A"})"},
    {jose::JweAlg::A256GCMKW, R"({"kty":"oct","k":"qC57l_uxcm7Nm3K-ct4GFjx8tM1U8CZ0NLBvdQstiS8"})"},
    {jose::JweAlg::ECDH_ES,
     R"({"kty":"EC","kid":"meriadoc.brandybuck@buckland.example","crv":"P-256","x":"Ze2loSV3wrroKUN_4zhwGhCqo3Xhu1td4QjeQ5wIVR0","y":"HlLtdXARY_f55A3fnzQbPcm6hgr34Mp8p-nuzQCE0Zw","d":"r_kHyZ-a06rmxM3yESK84r1otSg-aQcVStkRhA-iCM8"})"},
    {jose::JweAlg::ECDH_ES_A128KW,
     R"({"kty":"OKP","kid":"Bob","crv":"X25519","x":"3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08","d":"XasIfmJKikt54X-Lg4AO5m87sSkmGLb9HC-LJ_-I4Os"})"},
    {jose::JweAlg::PBES2_HS256_A128KW, R"({"kty":"oct","k":"cGFzc3dvcmQ"})"},
}};

base::Result<jose::DecryptionKey> find_key(const jose::JweHeader& header) {
  static const auto ours = [] {
    std::vector<jose::DecryptionKey> keys;
    for (const auto& [alg, text] : kKeys) {
      const auto jwk = jose::parse_jwk(base::SecretBytes::copy_of(text)).value();
      keys.push_back(jose::decryption_key(jwk, alg).value());
    }
    return keys;
  }();
  for (const auto& key : ours) {
    if (jose::name(key.alg()) == header.alg_name()) return key;
  }
  return base::fail(base::Reason::key_unknown, "none of ours");
}

jose::DecryptPolicy policy() {
  return {.encs = {jose::Enc::A128CBC_HS256, jose::Enc::A128GCM},
          .allow_json = true,
          .max_p2c = 1000,
          .allow_unprotected_enc = true,
          .inflate = crypto::InflateLimits{.size_bytes = 8192, .ratio = 20}};
}

bool is_known(std::string_view text) {
  constexpr std::string_view kFrodo = "You can trust us to stick with you through thick and thin";
  constexpr std::array<std::string_view, 3> kOthers{"Live long and prosper.", "attack at dawn", ""};
  return text.starts_with(kFrodo) || std::ranges::find(kOthers, text) != kOthers.end();
}

/// The compact form is exactly its decoded parts, written again.
void check_spelling(std::string_view token, const jose::EncryptedToken& parsed) {
  if (token.front() == '{') return;
  auto again = parsed.associated_data();
  for (const auto* part : {&parsed.recipients().front().encrypted_key, &parsed.content().iv,
                           &parsed.content().ciphertext, &parsed.content().tag}) {
    again += "." + base::base64url_encode(*part);
  }
  if (again != token) std::abort();
}

void check_headers(const jose::EncryptedToken& parsed) {
  const auto limits = jose::JweLimits{};
  if (parsed.recipients().empty() || parsed.recipients().size() > limits.recipients) std::abort();
  for (const auto& recipient : parsed.recipients()) {
    const auto& header = recipient.header;
    if (header.json().find("crit") != nullptr) std::abort();
    if (header.enc_name() != parsed.recipients().front().header.enc_name()) std::abort();
    if (header.is_compressed() && parsed.protected_header().find("zip") == nullptr) std::abort();
    for (const auto& [name, value] : *parsed.protected_header().members()) {
      if (!(*header.json().find(name) == value)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto token = base::as_text({data, size});
  const auto parsed = jose::EncryptedToken::parse(token);
  const auto opened = jose::decrypt(token, find_key, policy());
  if (!parsed) {
    if (opened) std::abort();
    return 0;
  }
  check_spelling(token, *parsed);
  check_headers(*parsed);
  if (opened) {
    const bool known = opened->plaintext().reveal([](base::ByteView text) { return is_known(base::as_text(text)); });
    if (!known) std::abort();
  }
  // Silence is strict: a compact policy takes no JSON, and without `inflate` nothing is compressed.
  auto strict = policy();
  strict.allow_json = strict.allow_unprotected_enc = false;
  strict.inflate.reset();
  const auto again = jose::decrypt(token, find_key, strict);
  if (again && (!opened || token.front() == '{' || !parsed->recipients().front().header.protects_enc() ||
                parsed->recipients().front().header.is_compressed())) {
    std::abort();
  }
  return 0;
}
