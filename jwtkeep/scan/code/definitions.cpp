#include "jwtkeep/scan/code/definitions.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace jwtkeep::scan::code {
namespace {

constexpr std::uint32_t kLongestType = 16;  // tokens
constexpr std::uint32_t kNearValue = 10;    // tokens between a name's value and the bracket that holds its members

constexpr std::array kScopeWords{hash_of("class"), hash_of("struct"),    hash_of("object"), hash_of("interface"),
                                 hash_of("enum"),  hash_of("namespace"), hash_of("module"), hash_of("trait"),
                                 hash_of("impl"),  hash_of("extension"), hash_of("record"), hash_of("defmodule")};

constexpr std::array kFunctionWords{hash_of("function"), hash_of("func"), hash_of("fn"), hash_of("def"),
                                    hash_of("fun"),      hash_of("defp"), hash_of("sub")};

/// What calls and blocks are written with: never names that get a value.
constexpr std::array kKeywords{hash_of("if"),     hash_of("else"),   hash_of("for"),    hash_of("while"),
                               hash_of("switch"), hash_of("return"), hash_of("catch"),  hash_of("case"),
                               hash_of("new"),    hash_of("when"),   hash_of("throw"),  hash_of("typeof"),
                               hash_of("await"),  hash_of("match"),  hash_of("default")};

template <std::size_t kCount>
bool is_one(const std::array<std::uint32_t, kCount>& words, std::uint32_t hash) {
  return std::ranges::find(words, hash) != words.end();
}

class Finder {
 public:
  explicit Finder(const Unit& unit) : unit_(unit), count_(unit.size()) {
    colon_types_ = unit.is_any_of({Language::typescript, Language::javascript, Language::python, Language::kotlin,
                                   Language::scala, Language::swift, Language::rust, Language::php});
    fat_arrow_ = unit.is_any_of({Language::php, Language::ruby, Language::perl, Language::elixir, Language::markdown});
  }

  std::vector<Definition> run() {
    for (std::uint32_t i = 0; i < count_; ++i) {
      const auto& token = unit_.at(i);
      switch (token.kind) {
        case TokenKind::open: open(i); break;
        case TokenKind::close: close(i); break;
        case TokenKind::op:
          if (token.value == op_of(",") || token.value == op_of(";")) live_ = kNone;
          break;
        case TokenKind::word: word(i); break;
        case TokenKind::string:
          if (token.end - token.begin <= 130 && !token.has_hole) named(i);
          break;
        case TokenKind::number: break;
      }
    }
    return std::move(found_);
  }

 private:
  struct Scope {
    std::uint32_t open;
    std::uint32_t owner;
  };

  void open(std::uint32_t i) {
    std::uint32_t owner = scopes_.empty() ? kNone : scopes_.back().owner;
    if (live_ != kNone && (found_[live_].value == kNone || i <= found_[live_].value + kNearValue)) owner = live_;
    scopes_.push_back({i, owner});
  }

  void close(std::uint32_t i) {
    const auto partner = unit_.at(i).value;
    if (partner == kNone) return;
    while (!scopes_.empty() && scopes_.back().open >= partner) scopes_.pop_back();
    live_ = kNone;
  }

  void word(std::uint32_t i) {
    if (i < behind_types_) return;
    const auto hash = unit_.at(i).value;
    if (is_one(kScopeWords, hash) && unit_.is_word(i + 1)) {
      add(i + 1, kNone, Definition::Form::scope);
      return;
    }
    named(i);
  }

  void add(std::uint32_t name, std::uint32_t value, Definition::Form form) {
    Definition definition;
    definition.hash = unit_.is_word(name) ? unit_.at(name).value : word_hash(unit_.name_of(name));
    definition.name = name;
    definition.value = value;
    definition.form = form;
    if (!scopes_.empty()) {
      definition.owner = scopes_.back().owner;
      definition.scope = scopes_.back().open;
    } else if (unit_.language() == Language::python || unit_.language() == Language::ruby) {
      definition.owner = indented_owner(name);
    }
    live_ = static_cast<std::uint32_t>(found_.size());
    if (form == Definition::Form::scope) scope_ = live_;
    found_.push_back(definition);
  }

  /// The class around a name where blocks have no brackets: the last one, as long as what follows stands further right.
  std::uint32_t indented_owner(std::uint32_t name) {
    if (scope_ == kNone) return kNone;
    const auto line = unit_.at(name).begin - std::min<std::size_t>(unit_.at(name).begin, 200);
    const auto around = unit_.text().substr(line, unit_.at(name).begin - line);
    const auto last_break = around.rfind('\n');
    if (last_break == std::string_view::npos) return kNone;
    const auto indent = around.substr(last_break + 1).find_first_not_of(" \t");
    const bool indented = indent == std::string_view::npos ? last_break + 1 < around.size() : indent > 0;
    if (!indented) scope_ = kNone;
    return scope_;
  }

  /// Behind a type that begins at `i`: where a `=` stands; none where no type ends in one.
  [[nodiscard]] std::optional<std::uint32_t> behind_type(std::uint32_t i) const {
    const auto last = std::min(count_, i + kLongestType);
    std::uint32_t angles = 0;
    for (auto k = i; k < last;) {
      const auto& token = unit_.at(k);
      if (token.kind == TokenKind::op && token.value == op_of("=")) return k;
      if (unit_.is_op(k, "<")) ++angles;
      if (unit_.is_op(k, ">") && angles > 0) --angles;
      if (token.first_of_line) return std::nullopt;
      switch (token.kind) {
        case TokenKind::word: ++k; break;
        case TokenKind::open: {
          if (unit_.is_open(k, '{')) return std::nullopt;
          const auto partner = unit_.partner(k, count_);
          if (partner >= last) return std::nullopt;
          k = partner + 1;
          break;
        }
        case TokenKind::op: {
          const auto op = token.value;
          if (op != op_of(".") && op != op_of("|") && op != op_of("?") && op != op_of("&") && op != op_of("::") &&
              op != op_of("<") && op != op_of(">") && op != op_of("'") && op != op_of("*") && op != op_of(">>") &&
              op != op_of(",") && op != op_of("!")) {
            return std::nullopt;
          }
          if (op == op_of(",") && angles == 0) return std::nullopt;
          ++k;
          break;
        }
        default: return std::nullopt;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool is_assignment(std::uint32_t i) const {
    return unit_.is_op(i, "=") || unit_.is_op(i, ":=") || unit_.is_op(i, "||=") || unit_.is_op(i, "?\?=") ||
           unit_.is_op(i, "?=");
  }

  /// `name` at `i`, with what follows it from `next` on.
  void named(std::uint32_t i) {
    auto next = i + 1;
    const bool is_word = unit_.is_word(i);
    // config['x'] = v
    if (!is_word && unit_.is_close(next, ']') && unit_.is_open(i - 1, '[')) ++next;
    if (is_word && is_one(kKeywords, unit_.at(i).value) && !unit_.is_op(next, ":") && !unit_.is_op(next, "=")) return;
    if (is_assignment(next)) {
      add(i, next + 1, Definition::Form::assigned);
      return;
    }
    if (is_word && unit_.is_op(next, ",") && unit_.is_word(next + 1) && several(i)) return;
    if (is_word && (unit_.is_op(next, "?") || unit_.is_op(next, "!")) && unit_.is_op(next + 1, ":")) ++next;
    if (unit_.is_op(next, ":") || unit_.is_op(next, "?:")) {
      if (!is_word && unit_.is_op(i - 1, "?")) return;  // a ? "b" : "c"
      colon(i, next);
      return;
    }
    if (unit_.is_op(next, "=>") && fat_arrow_) {
      add(i, next + 1, Definition::Form::member);
      return;
    }
    if (!is_word) {
      if (unit_.is_op(next, "->") && unit_.language() == Language::scala) add(i, next + 1, Definition::Form::member);
      if (unit_.is_word(next, "to") && unit_.language() == Language::kotlin) add(i, next + 1, Definition::Form::member);
      if (unit_.language() == Language::sql && (unit_.is_word(next, "TO") || unit_.is_word(next, "to"))) {
        add(i, next + 1, Definition::Form::assigned);
      }
      if (unit_.is_op(next, "=>") && unit_.language() == Language::erlang) add(i, next + 1, Definition::Form::member);
      return;
    }
    by_language(i, next);
  }

  /// a, b = x, y: each gets its own.
  bool several(std::uint32_t i) {
    if (!unit_.is_any_of({Language::python, Language::ruby, Language::lua, Language::go, Language::swift}))
      return false;
    if (!unit_.at(i).first_of_line && !unit_.is_word(i - 1, "local") && !unit_.is_word(i - 1, "var")) return false;
    std::uint32_t names = 1;
    auto k = i + 1;
    while (unit_.is_op(k, ",") && unit_.is_word(k + 1) && names < 8) {
      k += 2;
      ++names;
    }
    if (!unit_.is_op(k, "=") && !unit_.is_op(k, ":=")) return false;
    auto value = k + 1;
    for (std::uint32_t n = 0; n < names; ++n) {
      if (n > 0) live_ = kNone;
      add(i + 2 * n, value, Definition::Form::assigned);
      const auto last = std::min(count_, value + 64);
      while (value < last && !unit_.is_op(value, ",") && (value == k + 1 || !unit_.at(value).first_of_line)) {
        value = unit_.at(value).kind == TokenKind::open ? unit_.partner(value, count_) + 1 : value + 1;
      }
      if (!unit_.is_op(value, ",")) break;
      ++value;
    }
    return true;
  }

  void colon(std::uint32_t i, std::uint32_t next) {
    if (unit_.is_word(i - 1, "case")) return;
    if (unit_.is_word(i) && colon_types_) {
      if (const auto sign = behind_type(next + 1)) {
        behind_types_ = *sign;
        add(i, *sign + 1, Definition::Form::assigned);
        return;
      }
    }
    // Swift's `var x: String { "v" }`
    if (unit_.language() == Language::swift && unit_.is_word(next + 1) && unit_.is_open(next + 2, '{')) {
      add(i, next + 2, Definition::Form::function);
      return;
    }
    add(i, next + 1, Definition::Form::member);
  }

  void by_language(std::uint32_t i, std::uint32_t next) {
    switch (unit_.language()) {
      case Language::go: go(i, next); break;
      case Language::cpp: cpp(i, next); break;
      case Language::csharp: csharp(i, next); break;
      case Language::elixir: elixir(i, next); break;
      case Language::ruby: ruby(i, next); break;
      case Language::sql:
        if (unit_.is_word(next, "TO") || unit_.is_word(next, "to")) add(i, next + 1, Definition::Form::assigned);
        break;
      default: break;
    }
    function(i, next);
  }

  void go(std::uint32_t i, std::uint32_t next) {
    // var name type = v; const name type = v; also within ( )
    const auto& type = unit_.at(next);
    if (type.first_of_line || (type.kind != TokenKind::word && !unit_.is_open(next, '[') && !unit_.is_op(next, "*"))) {
      return;
    }
    if (!unit_.at(i).first_of_line && !unit_.is_word(i - 1, "var") && !unit_.is_word(i - 1, "const")) return;
    // `KindSecret Kind = "secret"`: an enumeration's value
    if (unit_.is_word(next) && unit_.is_op(next + 1, "=") && !unit_.is_word(next, "string") &&
        !unit_.is_word(next, "byte"))
      return;
    if (const auto sign = behind_type(next)) {
      behind_types_ = *sign;
      add(i, *sign + 1, Definition::Form::assigned);
    }
  }

  void cpp(std::uint32_t i, std::uint32_t next) {
    if (unit_.is_word(i - 1, "define") && unit_.is_op(i - 2, "#")) {
      if (!unit_.at(next).first_of_line) add(i, next, Definition::Form::assigned);
      return;
    }
    if (unit_.is_open(next, '[')) {
      const auto partner = unit_.partner(next, count_);
      if (unit_.is_op(partner + 1, "=")) add(i, partner + 2, Definition::Form::assigned);
      return;
    }
    // std::string name("v"), name{"v"}
    if ((unit_.is_open(next, '(') || unit_.is_open(next, '{')) && i > 0 && !unit_.at(i).first_of_line &&
        (unit_.is_word(i - 1) || unit_.is_op(i - 1, ">")) && !is_one(kKeywords, unit_.at(i - 1).value)) {
      if (unit_.is_string(next + 1)) add(i, next + 1, Definition::Form::assigned);
    }
  }

  void csharp(std::uint32_t i, std::uint32_t next) {
    if (i == 0 || !(unit_.is_word(i - 1) || unit_.is_op(i - 1, "?") || unit_.is_close(i - 1, ']'))) return;
    if (unit_.is_op(next, "=>")) {
      add(i, next + 1, Definition::Form::function);
      return;
    }
    if (!unit_.is_open(next, '{')) return;
    const auto partner = unit_.partner(next, count_);
    if (unit_.is_op(partner + 1, "=")) {
      add(i, partner + 2, Definition::Form::assigned);
      return;
    }
    if (unit_.is_word(next + 1, "get")) add(i, next, Definition::Form::function);
  }

  void elixir(std::uint32_t i, std::uint32_t next) {
    if (unit_.is_op(i - 1, "@") && !unit_.at(next).first_of_line &&
        (unit_.is_string(next) || unit_.is_word(next) || unit_.is_op(next, "<<"))) {
      add(i, next, Definition::Form::assigned);
    }
  }

  void ruby(std::uint32_t i, std::uint32_t next) {
    // set :jwt_secret, 'v'
    if (unit_.is_op(i - 1, ":") && unit_.is_op(next, ",") && unit_.is_word(i - 2, "set")) {
      add(i, next + 1, Definition::Form::assigned);
    }
  }

  /// A function's name: its body becomes the value.
  void function(std::uint32_t i, std::uint32_t next) {
    const bool declared = i > 0 && unit_.is_word(i - 1) && is_one(kFunctionWords, unit_.at(i - 1).value);
    std::uint32_t body = next;
    if (unit_.is_open(next, '(')) {
      const auto partner = unit_.partner(next, count_);
      if (partner >= count_) return;
      body = partner + 1;
    } else if (!declared) {
      return;
    }
    const auto last = std::min(count_, body + kLongestType);
    const bool python = unit_.language() == Language::python;
    const bool words = unit_.is_any_of({Language::ruby, Language::elixir, Language::lua});
    if (declared && words) {
      if (unit_.is_op(body, ",") && unit_.is_word(body + 1, "do") && unit_.is_op(body + 2, ":")) {
        add(i, body + 3, Definition::Form::function);
        return;
      }
      add(i, unit_.is_word(body, "do") ? body + 1 : body, Definition::Form::function);
      return;
    }
    for (auto k = body; k < last; ++k) {
      const auto& token = unit_.at(k);
      if (unit_.is_open(k, '{')) {
        add(i, k, Definition::Form::function);
        return;
      }
      if (declared && python && unit_.is_op(k, ":")) {
        add(i, k + 1, Definition::Form::function);
        return;
      }
      if (declared && unit_.is_op(k, "=")) {
        add(i, k + 1, Definition::Form::function);
        return;
      }
      if (unit_.is_op(k, "=>") && unit_.is_any_of({Language::csharp, Language::dart}) && k == body) {
        add(i, k + 1, Definition::Form::function);
        return;
      }
      if (token.kind == TokenKind::string || token.kind == TokenKind::number || token.kind == TokenKind::close) return;
      if (token.kind == TokenKind::op && (token.value == op_of(";") || token.value == op_of("."))) return;
      if (!declared && k == body && token.first_of_line) return;
      if (token.kind == TokenKind::open) {
        const auto partner = unit_.partner(k, count_);
        if (partner >= last) return;
        k = partner;
      }
    }
  }

  const Unit& unit_;
  std::uint32_t count_;
  bool colon_types_ = false;
  bool fat_arrow_ = false;
  std::vector<Scope> scopes_;
  std::vector<Definition> found_;
  std::uint32_t behind_types_ = 0;  ///< what stands before is the type of a name that was added
  std::uint32_t live_ = kNone;      ///< the last definition, as long as its value may go on
  std::uint32_t scope_ = kNone;     ///< the last class
};

}  // namespace

std::vector<Definition> find_definitions(const Unit& unit) { return Finder(unit).run(); }

}  // namespace jwtkeep::scan::code
