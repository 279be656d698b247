#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 3> kStrippedReferences{"CVE-2020-28042", "CVE-2009-0217",
                                                              "RFC 7515 section 5.2"};

Attempts make_stripped(const Material& material) {
  const auto& good = material.good;
  if (good.encrypted) return {.list = {}, .untried = "the good token is encrypted, and has no signature"};
  const auto input = good.signing_input();
  const auto first_byte = base::ByteView(good.signature).first(1);
  Attempts attempts{.list = {{"no signature behind the dot", compact(input, {})},
                             {"no signature and no dot", std::string(input)},
                             {"the signature's first byte alone", compact(input, first_byte)}}};
  // With ECDSA zeros are another flaw: see psychic.cpp.
  if (!good.jws_alg || jose::info(*good.jws_alg).kty != jose::KeyType::ec) {
    const base::Bytes zeros(good.signature.size(), 0);
    attempts.list.push_back({"a signature of zeros", compact(input, zeros)});
  }
  return attempts;
}

}  // namespace

const Forgery kStripped{
    .id = "stripped",
    .title = "Tokens whose signature is cut off",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-347",
    .references = kStrippedReferences,
    .means = "anybody changes the claims of a token, and leaves its signature out or fills it with zeros",
    .mend =
        "refuse a token without exactly three parts, and compare the whole signature, of the length that its "
        "algorithm has; use the library's verify, not its decode",
    .make = make_stripped,
};

}  // namespace jwtkeep::probe
