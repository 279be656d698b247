// Candidates of one unit.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "jwtkeep/scan/candidate.hpp"
#include "jwtkeep/scan/code/evaluator.hpp"
#include "jwtkeep/scan/code/unit.hpp"
#include "jwtkeep/scan/name_hint.hpp"
#include "jwtkeep/scan/source_text.hpp"

namespace jwtkeep::scan::code {

/// Whether a file speaks of a library; each word is looked for once.
class Needs {
 public:
  explicit Needs(const SourceText& source) : source_(source) {}
  /// One of them stands in the file, in any case, and none of those behind a `!`. Of a part it is not known: a file
  /// that speaks of JWTs may.
  bool has(std::span<const std::string_view> words);

 private:
  bool stands(std::string_view word);
  [[nodiscard]] bool find(std::string_view word) const noexcept;

  const SourceText& source_;
  std::vector<std::pair<std::string_view, bool>> answers_;
};

/// `name_hint`, which takes long beside a look at what was answered before: in data the same names come again and
/// again.
class Hints {
 public:
  NameHint of(std::string_view name);

 private:
  std::unordered_map<std::string, NameHint> answers_;
};

/// What the extractor's steps share.
struct Context {
  const SourceText& source;  ///< the whole text: what a rule needs may stand anywhere in it
  Needs& needs;
  Hints& hints;
  const Unit& unit;        ///< of a piece of it
  std::size_t offset = 0;  ///< where the unit's text begins in the source's
  Budget& budget;
  Candidates& found;
};

/// Adds a candidate for each value, except for empty ones.
void add_candidates(const Context& context, Values values, std::string_view rule, Kind plain, Certainty certainty,
                    std::string_view name);

/// What a named value becomes.
struct Telling {
  std::string_view rule;
  Kind kind;
  Certainty certainty;
};

/// By what a name says; none where it is not worth telling.
std::optional<Telling> telling_of(const Context& context, NameHint hint) noexcept;

/// Adds what has a name; the rule is that of defaults or of encoded values where they are such.
void add_named(const Context& context, Values values, const Telling& as, std::string_view name);

/// Whether it may be worth asking `name_hint`: all names that it knows have one of a few words.
bool may_tell(std::string_view name) noexcept;

/// What JWT libraries are called with, by the rules of kind `call`.
void find_in_calls(const Context& context);

/// Values of names that say they are a JWT's secret or a framework's key.
void find_by_names(const Context& context);

/// The same where shells assign words without quotes.
void find_in_shell(const Context& context, std::string_view text);

}  // namespace jwtkeep::scan::code
