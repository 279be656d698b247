#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/code/finds.hpp"
#include "jwtkeep/scan/name_hint.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::uint32_t kMostParts = 6;  // of a name with what it is within

class Names {
 public:
  explicit Names(const Context& context) : context_(context), unit_(context.unit), evaluator_(unit_, context.budget) {}

  void run() {
    for (const auto& definition : unit_.definitions()) {
      if (definition.form != Definition::Form::scope) defined(definition);
    }
    for (std::uint32_t i = 0; i < unit_.size(); ++i) {
      const auto& token = unit_.at(i);
      fallback_behind(i);
      if (token.kind == TokenKind::string) {
        string(i);
      } else if (token.kind == TokenKind::word && unit_.is_open(i + 1, '(')) {
        setter(i);
      } else if (token.kind == TokenKind::word && unit_.language() == Language::rust && unit_.is_op(i + 1, "=")) {
        attribute(i);
      } else if (token.kind == TokenKind::word && unit_.is_op(i + 1, ",") &&
                 unit_.is_any_of({Language::elixir, Language::ruby, Language::erlang})) {
        atom(i);
      }
      if (unit_.language() == Language::sql && token.kind == TokenKind::word &&
          same_letters(unit_.text_of(i), "into")) {
        insertion(i);
      }
    }
  }

 private:
  /// `a.b.name` with the names of what it stands in before it.
  [[nodiscard]] std::string full_name(const Definition& definition) const {
    std::array<std::string_view, kMostParts> parts;
    std::uint32_t count = 0;
    parts[count++] = unit_.name_of(definition.name);
    // What stands to the left: a.b.name, a['b']['name']
    auto at = definition.name;
    if (unit_.is_string(at) && unit_.is_open(at - 1, '[')) at -= 1;
    while (count < kMostParts && at >= 2) {
      if ((unit_.is_op(at - 1, ".") || unit_.is_op(at - 1, "->") || unit_.is_op(at - 1, "::") ||
           unit_.is_op(at - 1, "?.")) &&
          unit_.is_word(at - 2)) {
        parts[count++] = unit_.name_of(at - 2);
        at -= 2;
      } else if (unit_.is_close(at - 1, ']') && unit_.is_string(at - 2) && unit_.is_open(at - 3, '[')) {
        parts[count++] = unit_.name_of(at - 2);
        at -= 3;
      } else if (at != definition.name && unit_.is_word(at - 1) && !unit_.at(at).first_of_line &&
                 unit_.is_open(at, '[')) {
        parts[count++] = unit_.name_of(at - 1);
        at -= 1;
      } else {
        break;
      }
    }
    for (auto owner = definition.owner; owner != kNone && count < kMostParts;) {
      const auto& around = unit_.definitions()[owner];
      parts[count++] = unit_.name_of(around.name);
      if (around.owner == owner) break;
      owner = around.owner;
    }
    std::string name;
    while (count > 0) {
      --count;
      if (parts[count].size() > 128) continue;
      if (!name.empty()) name += '.';
      name += parts[count];
    }
    return name;
  }

  /// A name's own hint counts before that of what it is within: objects, classes, calls, the file.
  [[nodiscard]] NameHint hint_of(const Definition& definition, std::string_view own, std::string_view full) {
    auto hint = context_.hints.of(own);
    if (hint == NameHint::none || hint == NameHint::weak) {
      if (const auto within = context_.hints.of(full); within != NameHint::none) hint = within;
    }
    // Flask's and others' `app.secret_key`.
    if (own == "secret_key" && unit_.language() == Language::python && unit_.is_op(definition.name - 1, ".") &&
        has_letters(unit_.text_of(definition.name - 2), "app")) {
      return NameHint::framework_key;
    }
    if (hint != NameHint::weak || !has_letters(own, "secret")) return hint;
    // jwtGuard({ secret: 'x' })
    auto scope = definition.scope;
    for (int level = 0; level < 3 && scope != kNone; ++level, scope = unit_.enclosing(scope)) {
      if (!unit_.is_open(scope, '(') || scope == 0 || !unit_.is_word(scope - 1)) continue;
      if (has_letters(unit_.text_of(scope - 1), "jwt")) return context_.hints.of("jwt." + std::string(own));
    }
    if (stands_beside_a_prefix(definition)) return context_.hints.of("jwt." + std::string(own));
    // config/jwt.php, jwt.config.ts, JwtUtil.java: all that is secret in it is a JWT's
    const auto path = context_.source.path;
    const bool setting = starts_with_letters(path.substr(path.find_last_of("/!") + 1), "jwt");
    return setting ? context_.hints.of("jwt." + std::string(own)) : hint;
  }

  /// In a class of constants whose tokens are sent as bearers: `TOKEN_PREFIX = "Bearer "` beside `SECRET = "x"`.
  [[nodiscard]] bool stands_beside_a_prefix(const Definition& definition) {
    if (!prefixed_) {
      prefixed_.emplace();
      for (const auto& other : unit_.definitions()) {
        if (other.scope != kNone && unit_.is_string(other.value) && has_letters(unit_.name_of(other.name), "prefix") &&
            starts_with_letters(unit_.name_of(other.value), "bearer")) {
          prefixed_->push_back(other.scope);
        }
      }
      std::ranges::sort(*prefixed_);
    }
    return definition.scope != kNone && std::ranges::binary_search(*prefixed_, definition.scope);
  }

  /// Within `enum X { a = "a" }`, `class X(str, Enum):`.
  [[nodiscard]] bool is_of_enumeration(const Definition& definition) const {
    if (definition.owner == kNone) return false;
    const auto& owner = unit_.definitions()[definition.owner];
    if (owner.form != Definition::Form::scope) return false;
    if (unit_.is_word(owner.name - 1, "enum") &&
        (unit_.is_any_of({Language::typescript, Language::javascript}) || unit_.is_word(definition.name - 1, "case"))) {
      return true;
    }
    for (auto i = owner.name + 1; i < owner.name + 12; ++i) {
      if (unit_.is_op(i, ":") && unit_.language() == Language::python) break;
      if (unit_.is_open(i, '{')) break;
      if (unit_.is_word(i) && (unit_.text_of(i).ends_with("Enum") || unit_.is_word(i, "CaseIterable"))) return true;
    }
    return false;
  }

  [[nodiscard]] bool says_its_name(const Definition& definition) const {
    if (!unit_.is_string(definition.value) || unit_.at(definition.value).has_hole) return false;
    auto own = unit_.name_of(definition.name);
    own = own.substr(own.find_last_of(".:/") + 1);
    const auto value = unit_.name_of(definition.value);
    std::size_t i = 0;
    for (const char c : value) {
      if (c == '_' || c == '-' || c == ' ' || c == '.') continue;
      while (i < own.size() && (own[i] == '_' || own[i] == '-')) ++i;
      if (i >= own.size() || to_lower(own[i]) != to_lower(c)) return false;
      ++i;
    }
    return i > 0 && own.find_first_not_of("_-", i) == std::string_view::npos;
  }

  /// `{ secret: 'secret', token: 'token' }`: names of fields, not values.
  [[nodiscard]] bool is_among_names(const Definition& definition) const {
    if (!says_its_name(definition)) return false;
    const auto all = unit_.definitions();
    const auto index = static_cast<std::size_t>(&definition - all.data());
    const auto same = [&](std::size_t other) {
      return other < all.size() && all[other].scope == definition.scope && says_its_name(all[other]);
    };
    return (index > 0 && same(index - 1)) || same(index + 1);
  }

  void defined(const Definition& definition) {
    if (definition.value >= unit_.size()) return;
    const auto own = unit_.name_of(definition.name);
    if (!may_tell(own)) return;
    const auto name = full_name(definition);
    const auto as = telling_of(context_, hint_of(definition, own, name));
    if (!as || is_of_enumeration(definition) || is_among_names(definition)) return;
    auto values = definition.form == Definition::Form::function ? evaluator_.returned(definition.value, unit_.size())
                                                                : evaluator_.value(definition.value, unit_.size());
    // { JWT_SECRET = 'x' } = process.env
    if (definition.scope != kNone && unit_.is_open(definition.scope, '{') &&
        definition.form == Definition::Form::assigned) {
      const auto close = unit_.partner(definition.scope, unit_.size());
      if (unit_.is_op(close + 1, "=") && (unit_.is_word(close + 2, "process") || unit_.is_word(close + 2, "Bun"))) {
        for (auto& literal : values.literals) literal.fallback = true;
      }
    }
    add_named(context_, std::move(values), *as, name);
  }

  /// The call in whose brackets a token stands: its name's token, or kNone.
  [[nodiscard]] std::uint32_t callee_of(std::uint32_t open) const {
    if (!unit_.is_open(open, '(') || open == 0) return kNone;
    auto name = open - 1;
    if (unit_.is_op(name, "!")) --name;
    if (unit_.is_op(name, ">")) {
      auto k = name;
      while (k > 0 && name - k < 12 && !unit_.is_op(k, "<")) --k;
      name = k > 0 ? k - 1 : name;
    }
    return unit_.is_word(name) ? name : kNone;
  }

  static bool takes_settings(std::string_view callee) {
    constexpr auto kTaking = std::to_array<std::string_view>(
        {"set",  "resvalue", "put",     "define", "add",      "insert", "default", "flag",    "string", "option",
         "arg",  "get",      "env",     "conf",   "fetch",    "prop",   "param",   "lookup",  "var",    "pair",
         "of",   "store",    "assign",  "update", "entry",    "push",   "with",    "provide", "values", "override",
         "bind", "secret",   "setting", "field",  "register", "const",  "array"});
    constexpr auto kTelling = std::to_array<std::string_view>(
        {"log",      "print",   "error", "warn",    "assert", "expect", "throw",  "exception",
         "translat", "label",   "title", "header",  "cookie", "query",  "select", "message",
         "equal",    "toast",   "alert", "debug",   "info",   "fail",   "should", "describe",
         "render",   "replace", "match", "compare", "offset", "asset",  "reset",  "input"});
    return std::ranges::any_of(kTaking, [&](auto one) { return has_letters(callee, one); }) &&
           !std::ranges::any_of(kTelling, [&](auto one) { return has_letters(callee, one); });
  }

  void string(std::uint32_t i) {
    const auto& token = unit_.at(i);
    const auto content = unit_.name_of(i);
    if (content.find("${") != std::string_view::npos &&
        unit_.is_any_of({Language::java, Language::kotlin, Language::groovy, Language::scala})) {
      placeholders(i);
    }
    if (token.form == StringForm::raw && unit_.language() == Language::go &&
        content.find("efault:\"") != std::string_view::npos) {
      struct_tag(i);
    }
    if (token.has_hole) return;
    setting_line(i, content);
    if (content.size() > 128) return;
    auto name = content;
    while (name.starts_with('-')) name.remove_prefix(1);
    name = name.substr(0, name.find_first_of(" <=["));
    if (!may_tell(name)) return;
    const auto open = unit_.enclosing(i);
    if (open == kNone) return;
    if (unit_.is_op(i + 1, ",") && (unit_.is_op(i - 1, ",") || unit_.at(i - 1).kind == TokenKind::open)) {
      pair(i, name, open);
    } else if (unit_.at(i - 1).kind == TokenKind::op && (unit_.is_op(i - 1, "=") || unit_.is_op(i - 1, ":"))) {
      annotation(i, name, open);
    }
  }

  /// config["Jwt:Key"] ?? "x", process.env.JWT_SECRET || 'x': wherever it goes.
  void fallback_behind(std::uint32_t i) {
    const auto& token = unit_.at(i);
    if (token.kind != TokenKind::string && token.kind != TokenKind::word) return;
    auto at = i + 1;
    if (token.kind == TokenKind::string) {
      while (at < i + 3 && (unit_.is_close(at, ']') || unit_.is_close(at, ')'))) ++at;
      if (at == i + 1) return;
    }
    const bool falls =
        unit_.is_op(at, "??") || unit_.is_op(at, "||") || unit_.is_op(at, "?:") || unit_.is_word(at, "or");
    if (!falls || !unit_.is_string(at + 1) || unit_.at(at + 1).has_hole) return;
    const auto name = unit_.name_of(i);
    // A variable of that name may be anything; a constant one is the environment's.
    const bool constant = std::ranges::none_of(name, is_lower);
    if ((token.kind == TokenKind::word && !constant) || name.size() > 128 || !may_tell(name)) return;
    const auto as = telling_of(context_, context_.hints.of(name));
    if (!as) return;
    Values values;
    values.add(evaluator_.value(at + 1, unit_.size()), true);
    add_named(context_, std::move(values), *as, name);
  }

  /// putenv("JWT_SECRET=x"), and the same in lists for a process or a container.
  void setting_line(std::uint32_t i, std::string_view content) {
    const auto sign = content.find('=');
    if (sign == std::string_view::npos || sign < 5 || sign > 64 || sign + 1 >= content.size() || content.size() > 600)
      return;
    const auto name = content.substr(0, sign);
    const bool variable = std::ranges::all_of(name, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
    // Spring's tests have whole settings in strings: "orders.jwt.secret=x".
    const bool property = name.find('.') != std::string_view::npos &&
                          std::ranges::all_of(name, [](char c) { return is_word(c) || c == '.' || c == '-'; });
    if ((!variable && !property) || !may_tell(name)) return;
    const auto hint = context_.hints.of(name);
    if (property && hint != NameHint::jwt_secret) return;
    const auto as = telling_of(context_, hint);
    const auto value = content.substr(sign + 1);
    if (!as || value.find_first_of("\n<") != std::string_view::npos || value.front() == '$' || value.front() == '%')
      return;
    Literal literal;
    literal.span = {unit_.at(i).content_begin() + sign + 1, unit_.at(i).content_end()};
    literal.value = Characters(value);
    Values values;
    values.literals.push_back(std::move(literal));
    add_named(context_, std::move(values), *as, name);
  }

  /// put_env(:app, :jwt_secret, "x"), put_in(conn.secret_key_base, "x")
  void atom(std::uint32_t i) {
    const auto name = unit_.text_of(i);
    if (!may_tell(name) || unit_.enclosing(i) == kNone) return;
    const auto open = unit_.enclosing(i);
    const auto callee = callee_of(open);
    if (callee == kNone || !defines(unit_.text_of(callee))) return;
    if (!unit_.is_op(i - 1, ":") && !unit_.is_op(i - 1, ".")) return;
    const auto as = telling_of(context_, context_.hints.of(name));
    if (as) add_named(context_, evaluator_.value(i + 2, unit_.partner(open, unit_.size())), *as, name);
  }

  /// INSERT INTO jwt_keys (kid, secret) VALUES ('a', 'x'), ('b', 'y')
  void insertion(std::uint32_t i) {
    auto open = i + 2;
    while (open < i + 6 && !unit_.is_open(open, '(')) ++open;
    if (!unit_.is_open(open, '(')) return;
    const auto columns = evaluator_.arguments(open, unit_.size());
    auto row = unit_.partner(open, unit_.size()) + 1;
    if (!unit_.is_word(row)) return;
    ++row;
    const auto table = unit_.name_of(open - 1);
    for (; unit_.is_open(row, '('); row = unit_.partner(row, unit_.size()) + 2) {
      const auto cells = evaluator_.arguments(row, unit_.size());
      if (cells.size() != columns.size()) return;
      for (std::size_t n = 0; n < cells.size(); ++n) {
        const auto name = std::string(table) + "." + std::string(unit_.name_of(columns[n].begin));
        if (!may_tell(name)) continue;
        const auto as = telling_of(context_, context_.hints.of(name));
        if (as) add_named(context_, evaluator_.argument(cells[n]), *as, name);
      }
    }
  }

  /// f("JWT_SECRET", "x"): a read with a default, or something that is set.
  void pair(std::uint32_t i, std::string_view name, std::uint32_t open) {
    const auto as = telling_of(context_, context_.hints.of(name));
    if (!as) return;
    const auto close = unit_.partner(open, unit_.size());
    const auto callee = callee_of(open);
    if (callee == kNone) {
      // { "Jwt:Key", "x" }; VALUES ('jwt_secret', 'x')
      const bool pairs = unit_.is_any_of({Language::csharp, Language::cpp, Language::java});
      const bool initializer = pairs && as->certainty != Certainty::hinted && unit_.is_open(open, '{') &&
                               i == open + 1 && unit_.is_string(i + 2) && close == i + 3;
      const bool row = unit_.language() == Language::sql && unit_.is_string(i + 2) && !unit_.is_string(i - 2);
      // ["--jwt-secret", "x"] of a command
      const bool option = unit_.name_of(i).starts_with("--") && unit_.is_string(i + 2) &&
                          !unit_.name_of(i + 2).starts_with('-') && as->certainty != Certainty::hinted;
      if (initializer || row || option) add_named(context_, evaluator_.value(i + 2, close), *as, name);
      return;
    }
    const auto called = unit_.text_of(callee);
    if (unit_.language() != Language::sql && !takes_settings(called)) return;
    const auto passed = evaluator_.arguments(open, unit_.size());
    std::size_t place = 0;
    while (place < passed.size() && passed[place].begin != i) ++place;
    if (place >= passed.size()) return;
    if (has_letters(called, "buildconfigfield") || has_letters(called, "resvalue")) {
      build_field(passed, place, *as, name);
      return;
    }
    // What follows another text is a value or one of a list of names, but for Map.of("a", "b", "jwt.secret", "x").
    if (place > 0 && unit_.is_string(passed[place - 1].value) && !(called == "of" && place % 2 == 0)) return;
    if (called == "of" && !unit_.is_word(callee - 2, "Map") && !unit_.is_word(callee - 2, "ImmutableMap") &&
        !unit_.is_word(callee - 2, "Pair")) {
      return;
    }
    if (has_letters(called, "listof") || has_letters(called, "setof") || has_letters(called, "arrayof")) return;
    const auto set = defines(called);
    Values values;
    bool found = false;
    for (const auto& one : passed) {
      if (one.keyword == kNone) continue;
      const auto keyword = unit_.name_of(one.keyword);
      if (keyword == "default" || keyword == "defaultValue" || keyword == "default_value" || keyword == "fallback") {
        values.add(evaluator_.argument(one), true);
        found = true;
      }
    }
    const bool option = name.size() != unit_.name_of(i).size();  // --jwt-secret <x>
    if (!found && option && has_letters(called, "option") && passed.size() >= place + 3) {
      values.add(evaluator_.argument(passed[place + 2]), true);
    } else if (!found && (!option || has_letters(called, "option"))) {
      // Go's flags with a letter for short have it between name and default.
      const bool letter = unit_.language() == Language::go && called.ends_with('P');
      const auto wanted = place + (letter ? 2 : 1);
      if (wanted < passed.size() && passed[wanted].keyword == kNone &&
          !(option && unit_.is_string(passed[wanted].value))) {
        values.add(evaluator_.argument(passed[wanted]), !set);
      }
    }
    add_named(context_, std::move(values), *as, name);
  }

  /// buildConfigField("String", "JWT_SECRET", "\"x\"")
  void build_field(const std::vector<Argument>& passed, std::size_t place, const Telling& as, std::string_view name) {
    if (place + 1 >= passed.size()) return;
    auto values = evaluator_.argument(passed[place + 1]);
    for (auto& literal : values.literals) {
      const auto text = literal.value.view();
      if (text.size() < 3 || !text.starts_with('"') || !text.ends_with('"')) continue;
      literal.value = Characters(text.substr(1, text.size() - 2));
      // With backslashes or within single quotes.
      const std::size_t marks = unit_.text()[literal.span.begin] == '\\' ? 2 : 1;
      literal.span = {literal.span.begin + marks, literal.span.end - marks};
    }
    add_named(context_, std::move(values), as, name);
  }

  static bool defines(std::string_view called) {
    return (has_letters(called, "set") || has_letters(called, "define") || has_letters(called, "put") ||
            has_letters(called, "add") || has_letters(called, "insert") || has_letters(called, "of") ||
            has_letters(called, "pair") || has_letters(called, "entry") || has_letters(called, "const") ||
            has_letters(called, "update") || has_letters(called, "with") || has_letters(called, "provide")) &&
           !has_letters(called, "default") && !has_letters(called, "setting");
  }

  /// @X(name = "jwt.secret", defaultValue = "x")
  void annotation(std::uint32_t i, std::string_view name, std::uint32_t open) {
    if (callee_of(open) == kNone && !unit_.is_open(open, '{')) return;
    if (!unit_.is_word(i - 2)) return;
    const auto key = unit_.text_of(i - 2);
    if (key != "name" && key != "names" && key != "env" && key != "envvar" && key != "env_var" && key != "key" &&
        key != "value" && key != "validation_alias" && key != "alias" && key != "Name" && key != "EnvVar" &&
        key != "property") {
      return;
    }
    const auto as = telling_of(context_, context_.hints.of(name));
    if (!as) return;
    for (const auto& one : evaluator_.arguments(open, unit_.size())) {
      if (one.keyword == kNone) continue;
      const auto keyword = unit_.name_of(one.keyword);
      if (keyword != "default" && keyword != "defaultValue" && keyword != "default_value" && keyword != "Value" &&
          keyword != "fallback" && keyword != "DefaultValue") {
        continue;
      }
      Values values;
      values.add(evaluator_.argument(one), true);
      add_named(context_, std::move(values), *as, name);
    }
  }

  /// "${jwt.secret:x}"
  void placeholders(std::uint32_t i) {
    const auto& token = unit_.at(i);
    const auto content = unit_.name_of(i);
    for (auto at = content.find("${"); at != std::string_view::npos; at = content.find("${", at + 2)) {
      const auto end = content.find('}', at);
      if (end == std::string_view::npos) return;
      const auto inner = content.substr(at + 2, end - at - 2);
      const auto colon = inner.find(':');
      if (colon == std::string_view::npos) continue;
      const auto name = inner.substr(0, colon);
      auto value = inner.substr(colon + 1);
      std::size_t skipped = colon + 1;
      if (value.starts_with('-')) {
        value.remove_prefix(1);
        ++skipped;
      }
      if (value.empty() || value.starts_with("${") || value.starts_with("#{") || !may_tell(name)) continue;
      const auto as = telling_of(context_, context_.hints.of(name));
      if (!as) continue;
      add_fallback(token.content_begin() + at + 2 + skipped, value, *as, name);
    }
  }

  /// A part of a string, at `begin` of the unit's text, that counts where nothing else is set.
  void add_fallback(std::size_t begin, std::string_view value, const Telling& as, std::string_view name) {
    Literal literal;
    literal.span = {begin, begin + value.size()};
    literal.value = Characters(value);
    literal.fallback = true;
    Values values;
    values.literals.push_back(std::move(literal));
    add_named(context_, std::move(values), as, name);
  }

  /// `env:"JWT_SECRET" envDefault:"x"`, and `default:"x"` behind the field's name.
  void struct_tag(std::uint32_t i) {
    const auto content = unit_.name_of(i);
    const auto at = content.find("efault:\"");
    const auto begin = at + std::string_view("efault:\"").size();
    const auto end = content.find('"', begin);
    if (end == std::string_view::npos || end == begin) return;
    std::string_view name;
    for (const std::string_view key :
         {"env:\"", "envconfig:\"", "mapstructure:\"", "json:\"", "yaml:\"", "koanf:\"", "name:\""}) {
      const auto from = content.find(key);
      if (from == std::string_view::npos) continue;
      const auto first = from + key.size();
      name = content.substr(first, content.find_first_of("\",", first) - first);
      if (context_.hints.of(name) != NameHint::none) break;
    }
    if (context_.hints.of(name) == NameHint::none || context_.hints.of(name) == NameHint::weak) {
      // The field stands at the line's beginning.
      auto field = i;
      while (field > 0 && i - field < 8 && !unit_.at(field).first_of_line) --field;
      if (unit_.is_word(field) && (name.empty() || context_.hints.of(unit_.text_of(field)) == NameHint::jwt_secret)) {
        name = unit_.text_of(field);
      }
    }
    const auto as = telling_of(context_, context_.hints.of(name));
    if (!as) return;
    add_fallback(unit_.at(i).content_begin() + begin, content.substr(begin, end - begin), *as, name);
  }

  /// #[arg(long, env = "X", default_value = "x")] jwt_secret: String
  void attribute(std::uint32_t i) {
    const auto word = unit_.text_of(i);
    if (word != "default_value" && word != "default_value_t" && word != "default") return;
    auto open = unit_.enclosing(i);
    while (open != kNone && !unit_.is_open(open, '[')) open = unit_.enclosing(open);
    if (open == kNone || !unit_.is_op(open - 1, "#")) return;
    auto field = unit_.partner(open, unit_.size()) + 1;
    while (unit_.is_op(field, "#") && unit_.is_open(field + 1, '[')) field = unit_.partner(field + 1, unit_.size()) + 1;
    if (unit_.is_word(field, "pub")) ++field;
    if (!unit_.is_word(field)) return;
    const auto name = unit_.text_of(field);
    const auto as = telling_of(context_, context_.hints.of(name));
    if (!as) return;
    Values values;
    values.add(evaluator_.value(i + 2, unit_.size()), true);
    add_named(context_, std::move(values), *as, name);
  }

  /// setJwtSecret("x"), .withSecret("x"), .secret("x")
  void setter(std::uint32_t i) {
    auto name = unit_.text_of(i);
    if (name.size() < 6 || name.size() > 64) return;
    bool sets = false;
    for (const std::string_view prefix : {"set", "with", "Set", "With", "set_", "with_", "Use", "use"}) {
      if (name.starts_with(prefix) && name.size() > prefix.size() &&
          (is_upper(name[prefix.size()]) || prefix.ends_with('_'))) {
        name.remove_prefix(prefix.size());
        sets = true;
        break;
      }
    }
    if (!sets) {
      if (!unit_.is_op(i - 1, ".")) return;
      constexpr auto kBuilders = std::to_array<std::string_view>(
          {"secret", "secretKey", "signingKey", "jwtSecret", "sharedSecret", "hmacSecret", "secret_key", "signing_key",
           "jwt_secret", "secretOrKey", "tokenSecret"});
      if (std::ranges::find(kBuilders, name) == kBuilders.end()) return;
    }
    if (!may_tell(name)) return;
    const auto as = telling_of(context_, context_.hints.of(name));
    if (!as) return;
    const auto passed = evaluator_.arguments(i + 1, unit_.size());
    if (passed.size() != 1 || passed[0].keyword != kNone) return;
    add_named(context_, evaluator_.argument(passed[0]), *as, name);
  }

  const Context& context_;
  const Unit& unit_;
  Evaluator evaluator_;
  std::optional<std::vector<std::uint32_t>> prefixed_;  ///< the scopes of `stands_beside_a_prefix`, sorted
};

}  // namespace

void find_by_names(const Context& context) { Names(context).run(); }

}  // namespace jwtkeep::scan::code
