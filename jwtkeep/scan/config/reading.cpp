#include "jwtkeep/scan/config/reading.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/default_in.hpp"
#include "jwtkeep/scan/config/readers.hpp"
#include "jwtkeep/scan/detect/loose_base64.hpp"
#include "jwtkeep/scan/doubt.hpp"
#include "jwtkeep/scan/name_hint.hpp"
#include "jwtkeep/scan/name_words.hpp"
#include "jwtkeep/scan/setting.hpp"

namespace jwtkeep::scan {
namespace {

constexpr int kDeepest = 3;                                 // texts within texts
constexpr std::size_t kLongestSecret = 4096;                // a PEM key of 4096 bits takes 3.3 KB
constexpr std::size_t kLongestText = std::size_t{4} << 20;  // within a value

bool is_any(std::string_view name, std::span<const std::string_view> of) noexcept {
  return std::ranges::any_of(of, [&](std::string_view one) { return same_letters(name, one); });
}

bool is_name_word(std::string_view name) noexcept {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"name", "key", "variable", "parameterkey", "optionname", "param-name", "env", "secretid", "secret-id", "n"});
  return is_any(name, kWords);
}

NameHint hint_of(std::string_view name, std::string_view last) noexcept {
  const auto whole = name_hint(name);
  if (whole == NameHint::framework_key || whole == NameHint::jwt_secret) return whole;
  const auto own = name_hint(last);
  if (own == NameHint::framework_key) return own;
  // What the names further out take away (`client`, `aws`) its own name does not give back.
  if (whole == NameHint::none) return whole;
  return own == NameHint::jwt_secret ? own : whole;
}

/// What every word of a value is among that only names a secret: `jwt-secret`, `session_secret`, `Signing secret`.
bool is_secrets_name(std::string_view value) noexcept {
  if (value.size() > 40) return false;
  if (!std::ranges::all_of(value,
                           [](char c) { return is_letter(c) || c == '_' || c == '-' || c == '.' || c == ' '; })) {
    return false;
  }
  const NameWords words(value);
  for (std::size_t i = 0; i < words.size(); ++i) {
    static constexpr auto kWords = std::to_array<std::string_view>(
        {"jwt",    "secret",  "secrets", "key",     "keys",    "token", "tokens", "session",
         "access", "refresh", "auth",    "signing", "private", "app",   "api",    "hmac",
         "cookie", "shared",  "server",  "folder",  "open",    "file",  "icon"});
    if (!is_any(words[i], kWords)) return false;
  }
  return true;
}

/// Names of what refers to a secret, describes it or has it sealed; nothing within them is one.
bool is_reference_word(std::string_view name) noexcept {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"secretKeyRef",   "valueFrom",         "configMapKeyRef", "secretRef",  "secretsRef",     "remoteRef",
       "existingSecret", "existingSecretKey", "encryptedData",   "enum",       "examples",       "description",
       "title",          "pattern",           "hashed_secret",   "owner",      "summary",        "help",
       "label",          "placeholder",       "keyRef",          "fromSecret", "secretStoreRef", "tags",
       "labels",         "annotations",       "default_tags"});
  return is_any(name, kWords);
}

bool refers(const NamePath& path) noexcept {
  for (std::size_t levels = 0; levels < 3; ++levels) {
    if (is_reference_word(path.above(levels))) return true;
  }
  return ends_with_letters(path.last(), "_owner") || ends_with_letters(path.last(), "_group");
}

/// Names whose last word says only how the key is written: `jwt.key.base64`, `JWT_SECRET_HEX`.
std::string_view without_form(std::string_view name) noexcept {
  for (const std::string_view form : {"base64", "b64", "hex", "plain", "raw", "utf8", "encoded"}) {
    if (name.size() > form.size() + 1 && ends_with_letters(name, form) &&
        !is_letter(name[name.size() - form.size() - 1])) {
      return name.substr(0, name.size() - form.size() - 1);
    }
  }
  return name;
}

/// What ASP.NET's tutorials call the key of their tokens: `AppSettings:Token`, `TokenKey`, `TokenOptions:SecurityKey`.
bool is_aspnet_key(std::string_view name, std::string_view last) noexcept {
  if (same_letters(last, "Token")) return ends_with_letters(name, "AppSettings.Token");
  if (last == "AppSettings:Token" || last == "TokenKey") return true;
  if (!same_letters(last, "Key") && !same_letters(last, "SecurityKey")) return false;
  if (name.size() <= last.size()) return false;
  name.remove_suffix(last.size() + 1);
  const auto dot = name.rfind('.');
  const NameWords parent(dot == std::string_view::npos ? name : name.substr(dot + 1));
  return parent.has({"token", "tokens", "bearer"});
}

bool is_of_jwt(std::string_view name) noexcept {
  const NameWords words(name);
  return words.has({"jwt", "jwts", "jws", "jwe", "jose", "jwk", "token", "tokens"});
}

}  // namespace

bool is_option(std::string_view item) noexcept {
  return item.starts_with("--") && item.size() > 2 && item.find_first_of("= \t\n") == std::string_view::npos;
}

bool is_value_word(std::string_view name) noexcept {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"value", "val", "default", "defaultvalue", "default_value", "parametervalue", "param-value", "secret_string",
       "secretstring", "secret-string", "content", "body", "initialvalue", "initial_value", "stringvalue", "v"});
  return is_any(name, kWords);
}

void NamedValue::member(Reading& reading, NamePath& path, Span key, const Scalar& scalar) {
  const auto word = key.of(reading.text());
  const auto depth = path.depth();
  reading.push(path, key);
  if (same_letters(word, "key")) {
    key_ = scalar;
    key_path_ = path;
  } else {
    reading.entry(static_cast<const NamePath&>(path), scalar);
  }
  path.pop_to(depth);
  if (is_name_word(word)) name_ = scalar;
  if (is_value_word(word)) value_ = scalar;
  // Beside a secret, a key is what it is found by: `key: partner` and `secret: x` of Kong's consumers.
  if (is_value_word(word) || has_letters(word, "secret") || has_letters(word, "public") ||
      has_letters(word, "algorithm")) {
    is_looked_up_ = true;
  }
  if (!name_ || !value_) return;
  reading.entry(path, *name_, *value_);
  name_.reset();
  value_.reset();
}

void NamedValue::close(Reading& reading) {
  if (key_ && !is_looked_up_) reading.entry(static_cast<const NamePath&>(*key_path_), *key_);
  name_.reset();
  value_.reset();
  key_.reset();
  is_looked_up_ = false;
}

Reading::Reading(const SourceText& source, Candidates& found)
    : source_(source),
      found_(found),
      is_script_(is_code(source.language)),
      own_budget_(source.text.size()),
      budget_(&own_budget_) {
  for (const auto& trigger : source.triggers) {
    if (is_of_names(trigger.sign)) triggers_.push_back(trigger.offset);
  }
}

Reading::Reading(const SourceText& source, Candidates& found, const Reading& outer) : Reading(source, found) {
  depth_ = outer.depth_ + 1;
  is_script_ = outer.is_script_;
  budget_ = outer.budget_;
}

bool Reading::has_trigger(Span span) const noexcept {
  if (source_.is_decoded) return true;
  const auto first = std::ranges::lower_bound(triggers_, span.begin);
  return first != triggers_.end() && *first < span.end;
}

std::optional<Reading::Standing> Reading::standing_of(std::string_view name, std::string_view last) noexcept {
  if (is_aspnet_key(name, last)) return Standing{"config-jwt-secret", Kind::config, Certainty::named};
  switch (hint_of(without_form(name), without_form(last))) {
    case NameHint::framework_key: return Standing{"config-framework-key", Kind::framework_key, Certainty::named};
    case NameHint::jwt_secret: return Standing{"config-jwt-secret", Kind::config, Certainty::named};
    case NameHint::private_key:
      if (is_of_jwt(name)) return Standing{"config-jwt-secret", Kind::config, Certainty::named};
      break;
    case NameHint::weak: break;
    case NameHint::none: return std::nullopt;
  }
  return Standing{"config-jwt-secret", Kind::config, Certainty::hinted};
}

bool Reading::is_livekit_secret(const NamePath& path) const noexcept {
  if (!same_letters(path.above(1), "keys")) return false;
  return has_letters(source_.path, "livekit") || has_letters(source_.text, "livekit") ||
         source_.text.contains("port_range_start");
}

void Reading::add(const Standing& standing, std::string_view name, const Scalar& scalar, Span span, Characters value) {
  Candidate found{.rule = standing.rule, .kind = standing.kind, .certainty = standing.certainty, .span = span};
  found.value = std::move(value);
  found.name = std::string(name);
  found.quoted = scalar.quoted;
  if (is_script_ && found.kind != Kind::framework_key) {
    const bool is_default = found.kind == Kind::default_value;
    found.rule = is_default ? "jwt-secret-default" : "jwt-secret-assignment";
    if (!is_default) found.kind = Kind::assignment;
  }
  if (scalar.in_base64) {
    found.rule = "kubernetes-secret";
    found.decoded = loose_base64_decode(trimmed(found.value.view()));
  }
  found_.push_back(std::move(found));
}

void Reading::add_default(const NamePath& path, const Scalar& scalar, const PlacedText& placed) {
  const auto found = default_in(placed.view());
  if (!found) return;
  auto name = path.text();
  auto standing = standing_of(name, path.last());
  if (!standing) {
    name = found->name.of(placed.view());
    standing = standing_of(name, name);
  }
  if (!standing) return;
  if (standing->kind == Kind::config) *standing = {"config-default", Kind::default_value, standing->certainty};
  Scalar literal = scalar;
  literal.quoted = true;
  add(*standing, name, literal, placed.place(found->value), Characters(found->value.of(placed.view())));
}

void Reading::entry(const NamePath& path, const Scalar& scalar) {
  if (scalar.span.empty() || refers(path)) return;
  const bool triggered = has_trigger(scalar.span);
  if (!triggered && !path.has_trigger() && !source_.speaks_of_jwt && !scalar.in_base64) return;
  const bool is_long = scalar.span.size() > kLongestSecret * 2;
  if (is_long && (!triggered || scalar.span.size() > kLongestText)) return;
  const PlacedText placed(text(), scalar.span, scalar.escapes);
  if ((triggered || scalar.in_base64) && read_within(path, scalar, placed)) return;
  if (triggered || path.has_trigger()) {
    if (placed.view().contains("${") || placed.view().contains("{{") || placed.view().contains("<%") ||
        placed.view().contains("env")) {
      add_default(path, scalar, placed);
    }
  }
  auto value = trimmed(placed.view());
  // LiveKit's `LIVEKIT_KEYS="key: secret"`.
  if (path.last() == "LIVEKIT_KEYS") {
    const auto sign = value.find(": ");
    if (sign == std::string_view::npos) return;
    value = trimmed(value.substr(sign + 2, value.find_first_of("\n,", sign) - sign - 2));
  }
  if (value.empty() || value.size() > kLongestSecret) return;
  auto name = path.text();
  auto last = path.last();
  if (is_value_word(last) && path.depth() > 1) {
    name.remove_suffix(std::min(name.size(), last.size() + 1));
    last = path.above(1);
  }
  auto standing = standing_of(name, last);
  if (is_livekit_secret(path) || path.last() == "LIVEKIT_KEYS") {
    standing = Standing{"config-jwt-secret", Kind::config, Certainty::named};
  }
  if (!standing) return;
  // A name where a secret would stand, where only another name says that one stands there; or a label.
  const bool schema = name.find("properties.") != std::string_view::npos;
  const bool phrase = value.find(' ') != std::string_view::npos;
  const bool joined = value.find_first_of("_-.") != std::string_view::npos;
  if ((phrase || schema || (joined && standing->certainty == Certainty::hinted)) && is_secrets_name(value)) {
    return;
  }
  if (is_translation(source_.path) && !looks_random(value)) return;
  if (value.starts_with("see ") && phrase) return;
  if (value.starts_with('%') && value.find("%/") != std::string_view::npos)
    return;  // Symfony's `%kernel.project_dir%/x`
  const auto begin = static_cast<std::size_t>(value.data() - placed.view().data());
  add(*standing, name, scalar, placed.place({begin, begin + value.size()}), Characters(value));
}

void Reading::entry(NamePath& path, const Scalar& name, const Scalar& value) {
  if (name.span.size() > 256 || (!has_trigger(name.span) && !path.has_trigger() && !speaks_of_jwt())) return;
  const PlacedText placed(text(), name.span, name.escapes);
  const auto depth = path.depth();
  path.push(trimmed(placed.view()), has_trigger(name.span));
  entry(static_cast<const NamePath&>(path), value);
  path.pop_to(depth);
}

bool Reading::read_within(const NamePath& path, const Scalar& scalar, const PlacedText& placed) {
  if (depth_ >= kDeepest || !may_read(placed.view().size())) return false;
  const auto value = trimmed(placed.view());
  const auto by_name = [&] {
    const auto language = language_of(path.last(), value);
    return is_code(language) && language != Language::shell && language != Language::sql ? Language::unknown : language;
  };
  if (scalar.in_base64) {
    const auto decoded = loose_base64_decode(value);
    if (!decoded || by_name() == Language::unknown) return false;
    // Its characters stand nowhere: what is found there is told at the whole of it.
    const SourceText inner{.path = source_.path,
                           .text = decoded->view(),
                           .language = by_name(),
                           .triggers = {},
                           .speaks_of_jwt = source_.speaks_of_jwt,
                           .is_part = source_.is_part,
                           .is_decoded = true};
    Candidates found;
    Reading reading(inner, found, *this);
    NamePath inner_path = path;
    read_config(reading, reading.all(), inner_path, inner.language);
    for (auto& candidate : found) {
      candidate.span = scalar.span;
      found_.push_back(std::move(candidate));
    }
    return true;
  }
  if (value.starts_with('{') && !value.starts_with("{{") && value.find_first_of(":=") != std::string_view::npos) {
    within(placed, Language::json, path);
    return true;
  }
  if (value.starts_with('[') && value.contains('{')) {
    within(placed, Language::json, path);
    return true;
  }
  if (value.starts_with('<') && value.contains("</")) {
    within(placed, Language::xml, path);
    return true;
  }
  if (value.contains('\n')) {
    // A source map's sources are code, whatever their names.
    if (path.last() == "sourcesContent") {
      within(placed, Language::typescript, path);
      return true;
    }
    auto language = by_name();
    if (language == Language::unknown) language = guessed_language(value);
    within(placed, language, path);
    return language != Language::unknown;
  }
  constexpr std::size_t kLongestCommand = std::size_t{64} << 10;
  if (scalar.is_command || value.size() > kLongestCommand) return false;
  if (value.contains('=') || value.starts_with('-') || value.contains(" -")) {
    within(placed, Language::shell, path);
  }
  return false;
}

void Reading::within(const PlacedText& placed, Language language, const NamePath& path) {
  const auto outer = placed.place({0, placed.view().size()});
  std::vector<Trigger> triggers;
  const auto first = std::ranges::lower_bound(source_.triggers, outer.begin, {}, &Trigger::offset);
  for (auto trigger = first; trigger != source_.triggers.end() && trigger->offset < outer.end; ++trigger) {
    triggers.push_back({trigger->sign, placed.inner(trigger->offset)});
  }
  SourceText inner{.path = source_.path, .text = placed.view(), .language = language, .triggers = triggers};
  inner.speaks_of_jwt = source_.speaks_of_jwt;
  inner.is_part = source_.is_part;
  inner.is_decoded = source_.is_decoded;
  Candidates found;
  if (is_code(language) && language != Language::shell && language != Language::sql) {
    if (!triggers.empty()) extract_from_code(inner, found);
  } else {
    Reading reading(inner, found, *this);
    NamePath inner_path = path;
    read_config(reading, reading.all(), inner_path, language);
  }
  for (auto& candidate : found) {
    candidate.span = placed.place(candidate.span);
    found_.push_back(std::move(candidate));
  }
}

void Reading::code(const PlacedText& placed, Language language) { within(placed, language, NamePath()); }

}  // namespace jwtkeep::scan
