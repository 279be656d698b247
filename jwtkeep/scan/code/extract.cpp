#include "jwtkeep/scan/extract.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <vector>

#include "jwtkeep/scan/code/finds.hpp"
#include "jwtkeep/scan/code/lexer.hpp"
#include "jwtkeep/scan/code/pieces.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kSlice = std::size_t{1} << 20;  // bytes: what is longer is read in slices
// Work on a piece: few of its tokens lead to any, and then it is hardly more than some hundred steps for each.
constexpr std::size_t kStepsOfPiece = 30'000;

void read_piece(const SourceText& source, code::Needs& needs, code::Hints& hints, const code::Piece& piece,
                Candidates& found) {
  const auto text = piece.span.of(source.text);
  const auto lexed = code::lex(text, piece.language, piece.is_part);
  code::Budget budget{kStepsOfPiece + lexed.code.size() + lexed.asides.size()};
  const code::Unit unit(text, piece.language, lexed.code, nullptr);
  const auto context_of = [&](const code::Unit& read) {
    return code::Context{.source = source,
                         .needs = needs,
                         .hints = hints,
                         .unit = read,
                         .offset = piece.span.begin,
                         .budget = budget,
                         .found = found};
  };
  const auto context = context_of(unit);
  code::find_in_calls(context);
  code::find_by_names(context);
  if (piece.language == Language::shell) code::find_in_shell(context, text);
  if (lexed.asides.empty()) return;
  const code::Unit asides(text, piece.language, lexed.asides, &unit);
  const auto aside = context_of(asides);
  code::find_in_calls(aside);
  code::find_by_names(aside);
}

/// For each place the candidate that says most.
void keep_best(Candidates& found, std::size_t first) {
  const auto begin = found.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.span, a.certainty, a.kind, a.rule) < std::tie(b.span, b.certainty, b.kind, b.rule);
  });
  found.erase(std::unique(begin, found.end(), [](const Candidate& a, const Candidate& b) { return a.span == b.span; }),
              found.end());
}

}  // namespace

void extract_from_code(const SourceText& source, Candidates& found) {
  const auto first = found.size();
  code::Needs needs(source);
  code::Hints hints;
  for (const auto& piece : code::pieces_of(source)) {
    if (piece.span.size() <= kSlice) {
      read_piece(source, needs, hints, piece, found);
      continue;
    }
    for (auto begin = piece.span.begin; begin < piece.span.end;) {
      auto end = std::min(begin + kSlice, piece.span.end);
      if (end < piece.span.end) {
        const auto line = source.text.rfind('\n', end);
        if (line != std::string_view::npos && line > begin + kSlice / 2) end = line + 1;
      }
      const code::Piece slice{
          .span = {begin, end}, .language = piece.language, .is_part = begin > piece.span.begin || piece.is_part};
      read_piece(source, needs, hints, slice, found);
      begin = end;
    }
  }
  keep_best(found, first);
}

}  // namespace jwtkeep::scan
