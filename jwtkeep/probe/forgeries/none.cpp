#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 4> kNoneReferences{"CVE-2015-9235", "CVE-2018-1000531", "RFC 8725 section 2.1",
                                                          "RFC 7519 section 6"};

/// `none` with each letter small or capital: 16 spellings, the RFC's own first.
std::string spelling(unsigned capitals) {
  std::string word = "none";
  for (unsigned i = 0; i < word.size(); ++i) {
    if ((capitals >> i & 1U) != 0) word[i] = static_cast<char>(word[i] - 'a' + 'A');
  }
  return word;
}

Attempt unsigned_token(const GoodToken& good, const base::Json& alg, const std::string& what) {
  const auto header = base::write_json(header_with(good, {{"alg", alg}}));
  return {what, compact(signing_input(header, good.payload), {})};
}

Attempts make_none(const Material& material) {
  const auto& good = material.good;
  Attempts attempts;
  for (unsigned capitals = 0; capitals < 16; ++capitals) {
    const auto word = spelling(capitals);
    attempts.list.push_back(unsigned_token(good, word, "alg \"" + word + "\""));
  }
  for (const auto* word : {" none", "none ", "none\t", ""}) {
    attempts.list.push_back(unsigned_token(good, word, "alg " + base::quote_json(word)));
  }
  attempts.list.push_back(unsigned_token(good, nullptr, "alg null"));
  // Some compare the signature only where there is one, others ask for one whatever the alg.
  if (!good.encrypted) {
    const auto header = base::write_json(header_with(good, {{"alg", "none"}}));
    attempts.list.push_back(
        {"alg \"none\" with the good token's signature", compact(signing_input(header, good.payload), good.signature)});
  }
  return attempts;
}

}  // namespace

const Forgery kNone{
    .id = "none",
    .title = "Tokens without a signature (alg none)",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-347",
    .references = kNoneReferences,
    .means = "anybody makes a token with any claims, without any key",
    .mend =
        "name the algorithms that are allowed where the token is verified, and never none among them; take the "
        "algorithm from the key, not from the token",
    .make = make_none,
};

}  // namespace jwtkeep::probe
