#include <algorithm>
#include <array>
#include <optional>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kPsychicReferences{"CVE-2022-21449", "RFC 7518 section 3.4"};

bool is_ec(std::optional<jose::Alg> alg) { return alg && jose::info(*alg).kty == jose::KeyType::ec; }

/// The ECDSA algorithm that the verifier knows: of its token, or of a key of its own.
std::optional<jose::Alg> ec_alg(const Material& material) {
  if (is_ec(material.good.jws_alg)) return material.good.jws_alg;
  for (const auto& key : material.verifier_keys) {
    if (const auto alg = jose::alg_for(key.key.kind()); is_ec(alg)) return alg;
  }
  return std::nullopt;
}

Attempts make_psychic(const Material& material) {
  const auto alg = ec_alg(material);
  if (!alg) return {.list = {}, .untried = "the good token is not signed with ECDSA, and no EC key was given"};
  const auto& good = material.good;
  const auto header = base::write_json(header_with(good, {{"alg", name(*alg)}}));
  const auto input = signing_input(header, good.payload);
  const auto size = jose::info(*alg).signature_size_bytes;
  base::Bytes ones(size, 0);
  ones[size / 2 - 1] = ones[size - 1] = 1;
  const base::Bytes der{0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00};
  return {.list = {{"r and s of zero", compact(input, base::Bytes(size, 0))},
                   {"r and s of zero, in DER", compact(input, der)},
                   {"r and s of one", compact(input, ones)},
                   {"r and s of all ones, above the order", compact(input, base::Bytes(size, 0xff))}}};
}

}  // namespace

const Forgery kPsychic{
    .id = "psychic",
    .title = "ECDSA signatures of zeros (psychic signatures)",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-347",
    .references = kPsychicReferences,
    .means = "anybody makes a token with any claims, because r = s = 0 holds for every text",
    .mend =
        "update the platform (Java 15 to 18 before April 2022 are such) or the library, which has to refuse r and s "
        "outside 1 to n - 1",
    .make = make_psychic,
};

}  // namespace jwtkeep::probe
