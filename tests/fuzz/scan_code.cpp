// Code of any language, of any bytes: what is found stands within the text, and is found again.
#include <algorithm>

#include "jwtkeep/scan/code/lexer.hpp"
#include "jwtkeep/scan/extract.hpp"
#include "jwtkeep/scan/rule.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace scan = jwtkeep::scan;
using jwtkeep::fuzz::check;

namespace {

void check_tokens(const scan::code::Tokens& tokens, std::size_t size) {
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    check(token.begin <= token.end && token.end <= size);
    if (token.kind == scan::code::TokenKind::open && token.value != scan::code::kNone) {
      check(token.value > i && token.value < tokens.size() && tokens[token.value].value == i);
    }
  }
}

}  // namespace

/// The first byte chooses the language, and whether the text is a part.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const auto language =
      static_cast<scan::Language>((data[0] & 0x7fU) % (static_cast<unsigned>(scan::Language::unknown) + 1));
  const bool is_part = (data[0] & 0x80U) != 0;
  const auto text = base::as_text({data + 1, size - 1});
  const auto lexed = scan::code::lex(text, language, is_part);
  check_tokens(lexed.code, text.size());
  check_tokens(lexed.asides, text.size());

  const scan::SourceText source{.path = "src/jwt.txt",
                                .text = text,
                                .language = language,
                                .triggers = {},
                                .speaks_of_jwt = true,
                                .is_part = is_part};
  scan::Candidates found;
  scan::extract_from_code(source, found);
  for (const auto& candidate : found) {
    check(candidate.span.begin <= candidate.span.end && candidate.span.end <= text.size());
    check(!candidate.value.empty() && scan::find_rule(candidate.rule) != nullptr);
  }
  scan::Candidates again;
  scan::extract_from_code(source, again);
  check(std::ranges::equal(found, again, {}, &scan::Candidate::span, &scan::Candidate::span));
  return 0;
}
