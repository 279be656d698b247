#include "jwtkeep/scan/code/syntax.hpp"

namespace jwtkeep::scan::code {
namespace {

using enum StringForm;

constexpr Quote kCharacter{.kind = Quote::Kind::character};

constexpr Quote quote(StringForm form, bool lines = false, std::string_view holes = {}, bool triple = false) {
  return {.kind = Quote::Kind::string, .form = form, .lines = lines, .triple = triple, .holes = holes};
}

constexpr Syntax c_like(Quote single, Quote twice, Quote back, std::string_view marks, Extras extras) {
  return {.line_comments = {"//", {}},
          .block_begin = "/*",
          .block_end = "*/",
          .single = single,
          .twice = twice,
          .back = back,
          .word_marks = marks,
          .extras = extras};
}

constexpr Syntax kScript = c_like(quote(escaped), quote(escaped), quote(escaped, true, "${"), "$", {.regex = true});
constexpr Syntax kPython{.line_comments = {"#", {}},
                         .single = quote(escaped, false, {}, true),
                         .twice = quote(escaped, false, {}, true),
                         .extras = {.python = true}};
constexpr Syntax kGo = c_like(kCharacter, quote(escaped), quote(raw, true), {}, {});
constexpr Syntax kJava = c_like(kCharacter, quote(escaped, false, {}, true), {}, "$", {});
constexpr Syntax kKotlin = c_like(kCharacter, quote(escaped, false, "$", true), {}, {}, {});
constexpr Syntax kScala = c_like(kCharacter, quote(escaped, false, {}, true), {}, "$", {.scala = true});
constexpr Syntax kGroovy = c_like(quote(escaped, false, {}, true), quote(escaped, false, "$", true), {}, {}, {});
constexpr Syntax kCsharp = c_like(kCharacter, quote(escaped), {}, {}, {.csharp = true});
constexpr Syntax kPhp{.line_comments = {"//", "#"},
                      .block_begin = "/*",
                      .block_end = "*/",
                      .single = quote(minimal, true),
                      .twice = quote(escaped, true, "$"),
                      .word_marks = "$",
                      .extras = {.php = true}};
constexpr Syntax kRuby{.line_comments = {"#", {}},
                       .single = quote(minimal, true),
                       .twice = quote(escaped, true, "#{"),
                       .word_marks = "@$",
                       .extras = {.ruby = true, .regex = true}};
constexpr Syntax kRust = c_like(kCharacter, quote(escaped, true), {}, {}, {.rust = true});
constexpr Syntax kCpp = c_like(kCharacter, quote(escaped), {}, {}, {.cpp = true});
constexpr Syntax kElixir{.line_comments = {"#", {}},
                         .single = quote(escaped, true, "#{", true),
                         .twice = quote(escaped, true, "#{", true),
                         .extras = {.elixir = true}};
constexpr Syntax kErlang{.line_comments = {"%", {}}, .single = quote(escaped), .twice = quote(escaped, true)};
constexpr Syntax kSwift = c_like({}, quote(escaped, false, "\\(", true), {}, {}, {.swift = true});
constexpr Syntax kDart =
    c_like(quote(escaped, false, "$", true), quote(escaped, false, "$", true), {}, {}, {.dart = true});
constexpr Syntax kLua{
    .line_comments = {"--", {}}, .single = quote(escaped), .twice = quote(escaped), .extras = {.lua = true}};
constexpr Syntax kPerl{.line_comments = {"#", {}},
                       .single = quote(minimal, true),
                       .twice = quote(escaped, true, "$"),
                       .word_marks = "$@",
                       .extras = {.perl = true}};
constexpr Syntax kShell{.line_comments = {"#", {}},
                        .single = quote(raw, true),
                        .twice = quote(escaped, true, "$"),
                        .extras = {.shell = true}};
constexpr Syntax kSql{.line_comments = {"--", {}},
                      .block_begin = "/*",
                      .block_end = "*/",
                      .single = quote(doubled, true),
                      .twice = quote(doubled)};

}  // namespace

const Syntax& syntax_of(Language language) noexcept {
  switch (language) {
    case Language::python: return kPython;
    case Language::go: return kGo;
    case Language::java: return kJava;
    case Language::kotlin: return kKotlin;
    case Language::scala: return kScala;
    case Language::groovy: return kGroovy;
    case Language::csharp: return kCsharp;
    case Language::php: return kPhp;
    case Language::ruby: return kRuby;
    case Language::rust: return kRust;
    case Language::cpp: return kCpp;
    case Language::elixir: return kElixir;
    case Language::erlang: return kErlang;
    case Language::swift: return kSwift;
    case Language::dart: return kDart;
    case Language::lua: return kLua;
    case Language::perl: return kPerl;
    case Language::shell: return kShell;
    case Language::sql: return kSql;
    default: return kScript;
  }
}

}  // namespace jwtkeep::scan::code
