#include <array>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 2> kNonCanonicalReferences{"RFC 7515 section 2", "RFC 4648 section 3.5"};

/// The same signature in a text whose last character has a bit set that stands for nothing; nothing where all count.
std::string with_trailing_bit(const std::string& text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (text.size() % 4 == 0) return "";
  auto changed = text;
  changed.back() = kAlphabet[kAlphabet.find(changed.back()) | 1U];
  return changed;
}

/// The standard alphabet's characters (RFC 4648 section 4) for those of base64url; nothing where it has neither.
std::string in_standard_alphabet(std::string text) {
  bool changed = false;
  for (char& c : text) {
    changed = changed || c == '-' || c == '_';
    c = c == '-' ? '+' : c == '_' ? '/' : c;
  }
  return changed ? text : "";
}

Attempts make_non_canonical(const Material& material) {
  const auto& good = material.good;
  if (good.encrypted) return {.list = {}, .untried = "the good token is encrypted, and has no signature"};
  const auto input = std::string(good.signing_input()) + ".";
  const auto signature = base::base64url_encode(good.signature);
  Attempts attempts;
  const auto add = [&](const std::string& what, const std::string& text) {
    if (!text.empty()) attempts.list.push_back({.what = what, .token = input + text, .owner_signed = true});
  };
  add("a bit set that stands for nothing", with_trailing_bit(signature));
  if (signature.size() % 4 != 0) add("padded", signature + std::string(4 - signature.size() % 4, '='));
  add("the standard alphabet's + and /", in_standard_alphabet(signature));
  add("a character within that is none of the alphabet", signature.substr(0, 1) + "!" + signature.substr(1));
  add("a fourth part behind it", signature + ".e30");
  return attempts;
}

}  // namespace

const Forgery kNonCanonical{
    .id = "non-canonical",
    .title = "Other texts of the same token (base64url)",
    .severity = Severity::lenience,
    .judging = Judging::answer,
    .cwe = "CWE-436",
    .references = kNonCanonicalReferences,
    .means =
        "no claim can be changed, but the token has several texts: a list of refused tokens that compares the text "
        "or its hash does not find the others",
    .mend = "refuse tokens by their jti, not by their text; decode base64url strictly",
    .make = make_non_canonical,
};

}  // namespace jwtkeep::probe
