// One text of configuration while it is read: what its values are called, and what is found of that.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/config/name_path.hpp"
#include "jwtkeep/scan/config/placed_text.hpp"
#include "jwtkeep/scan/detect/budget.hpp"
#include "jwtkeep/scan/extract.hpp"

namespace jwtkeep::scan {

/// A value as it is written.
struct Scalar {
  Span span;  ///< without quotation marks
  Escapes escapes = Escapes::none;
  bool quoted = false;
  bool is_command = false;  ///< its reader looks for what stands within it by itself
  bool in_base64 = false;   ///< by its format: `data` of Kubernetes' Secrets
};

class Reading {
 public:
  /// Of a file's text.
  Reading(const SourceText& source, Candidates& found);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  ~Reading() = default;

  [[nodiscard]] std::string_view text() const noexcept { return source_.text; }
  [[nodiscard]] const SourceText& source() const noexcept { return source_; }
  [[nodiscard]] Span all() const noexcept { return {0, source_.text.size()}; }

  /// Whether the sign of a name, or of JWTs, begins there; or may, where nobody has looked.
  [[nodiscard]] bool has_trigger(Span span) const noexcept;
  /// Whether values are worth a look that neither their names nor they themselves have a trigger in.
  [[nodiscard]] bool speaks_of_jwt() const noexcept { return source_.speaks_of_jwt; }

  void push(NamePath& path, Span name) const { path.push(name.of(text()), has_trigger(name)); }

  /// A value and what it is called: a candidate where the name says so, and whatever is configured within it.
  void entry(const NamePath& path, const Scalar& scalar);
  /// The same, with another value for its last name: `name: JWT_SECRET` beside `value: x`.
  void entry(NamePath& path, const Scalar& name, const Scalar& value);
  /// Whether so many bytes may be read once more, as a text within the text.
  bool may_read(std::size_t bytes) noexcept { return budget_->take(bytes); }
  /// Code within the text, in pieces that stand one behind the other.
  void code(const PlacedText& placed, Language language);

 private:
  /// Of a text within the one that is read.
  Reading(const SourceText& source, Candidates& found, const Reading& outer);

  struct Standing {
    std::string_view rule;
    Kind kind;
    Certainty certainty;
  };
  static std::optional<Standing> standing_of(std::string_view name, std::string_view last) noexcept;
  /// Whether a value is one of LiveKit's `keys`, each the secret of the API key that it is called by.
  [[nodiscard]] bool is_livekit_secret(const NamePath& path) const noexcept;
  void add(const Standing& standing, std::string_view name, const Scalar& scalar, Span span, Characters value);
  void add_default(const NamePath& path, const Scalar& scalar, const PlacedText& placed);
  /// True where the value was nothing but a text of its own.
  bool read_within(const NamePath& path, const Scalar& scalar, const PlacedText& placed);
  void within(const PlacedText& placed, Language language, const NamePath& path);

  const SourceText& source_;
  Candidates& found_;
  int depth_ = 0;
  bool is_script_;  ///< it is code, or stands in some: its variables are told as other code's
  std::vector<std::size_t> triggers_;
  Budget own_budget_;
  Budget* budget_;  ///< the file's, for all texts within it
};

/// Tells the members of one object, of which one may be the name of another: `name: JWT_SECRET` beside `value: x`.
class NamedValue {
 public:
  /// A member; `path` is the object's.
  void member(Reading& reading, NamePath& path, Span key, const Scalar& scalar);
  /// The name of what follows, which has no name of its own: `secret set NAME --body x`.
  void name(const Scalar& scalar) { name_ = scalar; }
  /// At the object's end: `key` was no name, for nothing stood beside it (`Jwt: { Key: x }`).
  void close(Reading& reading);

 private:
  std::optional<Scalar> name_, value_, key_;
  std::optional<NamePath> key_path_;
  bool is_looked_up_ = false;  ///< something stands beside it that `key` finds
};

/// `--jwt-secret`: an item of a list that the next one is the value of.
bool is_option(std::string_view item) noexcept;

/// Whether a name says only that it is the value of what it is within: `value`, `default`.
bool is_value_word(std::string_view name) noexcept;

}  // namespace jwtkeep::scan
