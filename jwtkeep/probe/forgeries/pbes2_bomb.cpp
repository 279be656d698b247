#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 4> kPbes2BombReferences{"CVE-2022-36083", "CVE-2023-50967", "CVE-2023-6681",
                                                               "RFC 7518 section 4.8"};

/// Some seconds of one core: far above what anybody asks of a password (OWASP: 600,000), and over soon.
constexpr std::int64_t kIterations = 20'000'000;

std::string random_part(std::size_t bytes) { return base::base64url_encode(crypto::random_bytes(bytes)); }

/// An encrypted token of the right shape. The iterations come before the key is known to be wrong.
std::string bomb(const GoodToken& good, std::string_view alg) {
  auto header = base::Json::object({{"alg", alg}, {"enc", "A128CBC-HS256"}});
  header.set("p2s", random_part(16));
  header.set("p2c", kIterations);
  if (good.kid) header.set("kid", *good.kid);
  // An encrypted key of 32 + 8 bytes (RFC 3394), an IV and a block of 16, a tag of 16 (RFC 7518 section 5.2).
  return base::base64url_encode(base::as_bytes(base::write_json(header))) + "." + random_part(40) + "." +
         random_part(16) + "." + random_part(16) + "." + random_part(16);
}

Attempts make_pbes2_bomb(const Material& material) {
  Attempts attempts;
  for (const auto* alg : {"PBES2-HS256+A128KW", "PBES2-HS512+A256KW"}) {
    attempts.list.push_back({std::string(alg) + " with a p2c of 20,000,000", bomb(material.good, alg)});
  }
  return attempts;
}

}  // namespace

const Forgery kPbes2Bomb{
    .id = "pbes2-bomb",
    .title = "Encrypted tokens that ask for millions of iterations (p2c)",
    .severity = Severity::high,
    .judging = Judging::strain,
    .cwe = "CWE-400",
    .references = kPbes2BombReferences,
    .means = "one request without any key keeps a core busy for as long as its sender likes",
    .mend = "take no password-based encryption (PBES2) unless you make such tokens; bound p2c, and update the library",
    .make = make_pbes2_bomb,
};

}  // namespace jwtkeep::probe
