#include "jwtkeep/scan/config/default_in.hpp"

#include <algorithm>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan {
namespace {

bool is_quote(char c) noexcept { return c == '"' || c == '\'' || c == '`'; }

bool is_name(char c) noexcept { return is_word(c) || c == '.' || c == '-' || c == '/'; }

/// Where the brace that opens before `at` closes.
std::size_t closing_brace(std::string_view value, std::size_t at) noexcept {
  std::size_t depth = 1;
  for (; at < value.size(); ++at) {
    if (value[at] == '{') ++depth;
    if (value[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

Span without_quotes(std::string_view value, Span span) noexcept {
  while (!span.empty() && is_blank(value[span.begin])) ++span.begin;
  while (!span.empty() && is_blank(value[span.end - 1])) --span.end;
  if (span.size() >= 2 && is_quote(value[span.begin]) && value[span.end - 1] == value[span.begin]) {
    ++span.begin;
    --span.end;
  }
  return span;
}

/// `${X:-x}`, `${X-x}`, `${X:=x}` of shells and Compose; `${x.y:x}` of Spring; `${oc.env:X,x}` of OmegaConf.
std::optional<DefaultIn> in_braces(std::string_view value) noexcept {
  for (auto at = value.find("${"); at != std::string_view::npos; at = value.find("${", at + 2)) {
    const auto end = closing_brace(value, at + 2);
    if (end == std::string_view::npos) return std::nullopt;
    std::size_t begin = at + 2;
    for (const std::string_view prefix : {"oc.env:", "env:", "ENV:"}) {
      if (value.substr(begin).starts_with(prefix)) begin += prefix.size();
    }
    if (begin < end && (value[begin] == '?' || value[begin] == '!')) ++begin;
    std::size_t name = begin;
    while (name < end &&
           (is_word(value[name]) || value[name] == '.' ||
            (value[name] == '-' && name + 1 < end && is_lower(value[name + 1]) && is_lower(value[begin])))) {
      ++name;
    }
    if (name == begin || name == end) continue;
    // Serverless Framework's references: `${self:custom.x}`, `${ssm:/x}`.
    const auto source = value.substr(begin, name - begin);
    if (source == "self" || source == "ssm" || source == "file" || source == "cf" || source == "opt" ||
        source == "sls" || source == "aws" || source == "param") {
      continue;
    }
    std::size_t from = name;
    if (value[from] == ':') {
      ++from;
      if (from < end && (value[from] == '-' || value[from] == '=')) ++from;
      if (from < end && (value[from] == '?' || value[from] == '+')) continue;  // an error's text; what is taken instead
    } else if (value[from] == '-' || value[from] == '=' || value[from] == ',' || value[from] == '|') {
      ++from;
    } else {
      continue;
    }
    const auto found = without_quotes(value, {from, end});
    if (found.empty()) continue;
    if (const auto within = default_in(found.of(value))) {
      return DefaultIn{{begin, name}, {found.begin + within->value.begin, found.begin + within->value.end}};
    }
    return DefaultIn{{begin, name}, found};
  }
  return std::nullopt;
}

/// The string literal at or behind `at`, with nothing but blanks and `(` before it.
std::optional<Span> literal_at(std::string_view value, std::size_t at) noexcept {
  while (at < value.size() && (is_blank(value[at]) || value[at] == '(' || value[at] == '{')) ++at;
  if (at < value.size() && value[at] == '\\') ++at;
  if (at >= value.size() || !is_quote(value[at])) return std::nullopt;
  const auto end = value.find(value[at], at + 1);
  if (end == std::string_view::npos || end == at + 1) return std::nullopt;
  return Span{at + 1, value[end - 1] == '\\' ? end - 1 : end};
}

Span name_before(std::string_view value, std::size_t at) noexcept {
  // The nearest word of some length: `.Values.jwt.secret |`, `ENV["JWT_SECRET"] ||`, `env("JWT_SECRET",`.
  while (at > 0) {
    std::size_t end = at;
    while (end > 0 && !is_name(value[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_name(value[begin - 1])) --begin;
    if (end - begin > 3) return {begin, end};
    if (begin == 0) break;
    at = begin;
  }
  return {0, 0};
}

/// `| default "x"`, `| default('x')`, `default "x" .Values.y`.
std::optional<DefaultIn> by_filter(std::string_view value) noexcept {
  constexpr std::string_view kWord = "default";
  for (auto at = value.find(kWord); at != std::string_view::npos; at = value.find(kWord, at + 1)) {
    if (at > 0 && is_word(value[at - 1])) continue;
    const auto literal = literal_at(value, at + kWord.size());
    if (!literal) continue;
    auto name = name_before(value, at);
    if (name.empty()) {
      const auto dot = value.find_first_of("._", literal->end);
      if (dot != std::string_view::npos) {
        std::size_t end = dot;
        while (end < value.size() && is_name(value[end])) ++end;
        name = {dot, end};
      }
    }
    return DefaultIn{name, *literal};
  }
  return std::nullopt;
}

/// `ENV['X'] || 'x'`, `ENV.fetch('X', 'x')`, `ENV.fetch('X') { 'x' }`, `getenv('X') ?: 'x'`, `env("X", "x")`.
std::optional<DefaultIn> by_code(std::string_view value) noexcept {
  for (const std::string_view sign : {"||", "?:", "??", " or ", "\",", "',", ") {", "\\\","}) {
    const auto at = value.find(sign);
    if (at == std::string_view::npos) continue;
    if (const auto literal = literal_at(value, at + sign.size())) return DefaultIn{name_before(value, at), *literal};
  }
  return std::nullopt;
}

}  // namespace

std::optional<DefaultIn> default_in(std::string_view value) noexcept {
  constexpr std::size_t kLongest = 4096;
  value = value.substr(0, kLongest);
  if (value.starts_with("{{")) {
    // A template's own literal: `{{ "x" | b64enc }}`.
    const auto literal = literal_at(value, 2);
    if (literal && value.find('|', literal->end) != std::string_view::npos) return DefaultIn{{}, *literal};
  }
  if (value.contains("${")) {
    if (auto found = in_braces(value)) return found;
  }
  if (value.contains("default")) {
    if (auto found = by_filter(value)) return found;
  }
  const bool code = value.contains("<%") || value.contains("{{") || value.contains("ENV") || value.contains("env(") ||
                    value.contains("getenv");
  return code ? by_code(value) : std::nullopt;
}

}  // namespace jwtkeep::scan
