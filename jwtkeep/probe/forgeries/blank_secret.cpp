#include <array>
#include <utility>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kBlankSecretReferences{"CVE-2019-20933", "RFC 7518 section 3.2"};

using Secret = std::pair<std::string_view, std::string_view>;
/// What a variable that was never set becomes in the languages that turn it into a text.
constexpr std::array<Secret, 8> kBlank{{{"an empty secret", ""},
                                        {"a secret of one space", " "},
                                        {"a secret of one newline", "\n"},
                                        {"a secret of one zero byte", std::string_view("\0", 1)},
                                        {"the secret \"undefined\"", "undefined"},
                                        {"the secret \"null\"", "null"},
                                        {"the secret \"None\"", "None"},
                                        {"the secret \"nil\"", "nil"}}};

Attempts make_blank_secret(const Material& material) {
  Attempts attempts;
  const auto& good = material.good;
  const bool is_hmac = good.jws_alg && jose::is_symmetric(*good.jws_alg);
  const auto alg = is_hmac ? *good.jws_alg : jose::Alg::HS256;
  const auto header = header_with(good, {{"alg", name(alg)}});
  for (const auto& [what, secret] : kBlank) {
    attempts.list.push_back(
        {std::string(name(alg)) + " with " + std::string(what), hmac_token(good, alg, header, base::as_bytes(secret))});
  }
  return attempts;
}

}  // namespace

const Forgery kBlankSecret{
    .id = "blank-secret",
    .title = "An HMAC secret that was never set",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-1391",
    .references = kBlankSecretReferences,
    .means = "anybody makes a token with any claims, by a secret that is no more than a forgotten variable",
    .mend =
        "end the program at its start where the secret is missing or shorter than the hash, and set it: jwtkeep run, "
        "or jwtkeep env",
    .make = make_blank_secret,
};

}  // namespace jwtkeep::probe
