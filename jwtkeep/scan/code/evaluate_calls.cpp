#include "jwtkeep/scan/code/evaluator.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/values.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::size_t kLongestChain = 96;

/// `utf-8` and the like: what a text's bytes are, not what is encoded.
bool is_charset(std::string_view text) {
  const auto name = lower(text.substr(0, 16));
  return name.starts_with("utf") || name.starts_with("ascii") || name.starts_with("us-ascii") ||
         name.starts_with("latin") || name.starts_with("iso-8859") || name == "binary" || name == "raw";
}

}  // namespace

std::string Evaluator::chain_of(std::uint32_t name) const {
  auto first = name;
  while (first > 0) {
    const auto& before = unit_.at(first - 1);
    if (unit_.at(name).end - before.begin > kLongestChain) break;
    if (before.kind == TokenKind::word) {
      // Two words side by side are no chain.
      if (unit_.is_word(first)) break;
    } else if (before.kind == TokenKind::close) {
      if (unit_.at(first - 2).kind != TokenKind::open) break;
    } else if (before.kind == TokenKind::open) {
      if (unit_.at(first).kind != TokenKind::close) break;
    } else if (before.kind == TokenKind::op) {
      const auto op = before.value;
      if (op != op_of(".") && op != op_of("::") && op != op_of("->") && op != op_of("?.") && op != op_of("\\") &&
          op != op_of(":")) {
        break;
      }
    } else {
      break;
    }
    --first;
  }
  return lower(unit_.text().substr(unit_.at(first).begin, unit_.at(name).end - unit_.at(first).begin));
}

std::optional<std::string_view> Evaluator::text_of_argument(const Argument& argument) const {
  if (argument.value + 1 != argument.end || !unit_.is_string(argument.value)) return std::nullopt;
  return unit_.name_of(argument.value);
}

bool Evaluator::reads_environment(const Argument& argument) const {
  for (auto i = argument.value; i < argument.end && i < argument.value + 8; ++i) {
    if (!unit_.is_word(i)) continue;
    const auto word = lower(unit_.text_of(i).substr(0, 32));
    if (word.find("env") != std::string::npos || word == "config" || word == "configuration") return true;
  }
  return false;
}

/// What a call comes to: by its name, or by the function's body.
Values Evaluator::call(std::uint32_t first, std::uint32_t name, std::uint32_t open, std::uint32_t close,
                       std::optional<Values> receiver) {
  const Nesting nesting(*this);
  if (nesting.too_deep() || !step()) return unknown();
  const Called what{first, name, open, close, unit_.text_of(name), chain_of(name)};
  const auto passed = arguments(open, close + 1);
  if (is_join(what.called)) {
    if (auto values = list_joined(what, passed, receiver)) return std::move(*values);
  }
  if (auto values = put_together(what, passed, receiver)) return std::move(*values);
  if (auto values = with_default(what, passed, receiver)) return std::move(*values);
  if (auto values = in_other_form(what, passed, receiver)) return std::move(*values);
  // orDefault(os.Getenv("X"), "x"), and whatever else is given a read of the environment and a literal
  if (passed.size() >= 2 && passed.size() <= 4 && reads_environment(passed[0])) {
    auto values = unknown();
    values.add(argument(passed[1]), true);
    if (values.known()) return values;
  }

  return of_function(what);
}

/// Pieces: strings.Join([]string{...}, ""), implode('', [...]), parts.join('').
std::optional<Values> Evaluator::list_joined(const Called& what, const std::vector<Argument>& passed,
                                             std::optional<Values>& receiver) {
  const bool has_receiver = receiver && receiver->known();
  if (!has_receiver) {
    for (const auto& one : passed) {
      auto at = one.value;
      if (unit_.language() == Language::go) {
        while (at < one.end && !unit_.is_open(at, '{')) ++at;
      }
      if (unit_.is_word(at, "array") && unit_.is_open(at + 1, '(')) ++at;
      if (unit_.at(at).kind != TokenKind::open || at >= one.end) continue;
      std::string_view separator;
      for (const auto& other : passed) {
        if (const auto text = text_of_argument(other)) separator = *text;
      }
      return joined(at, one.end, separator);
    }
    if (receiver && passed.size() <= 1) {
      // parts.join('') of a list that has a what.name
      const auto separator = passed.empty() ? std::string_view{} : text_of_argument(passed[0]).value_or("");
      for (const auto index : unit_.named(unit_.at(what.first).value)) {
        const auto& definition = unit_.definitions()[index];
        if (definition.value < unit_.size() && unit_.at(definition.value).kind == TokenKind::open) {
          return joined(definition.value, unit_.size(), separator);
        }
      }
    }
    for (const auto& one : passed) {
      if (!unit_.is_word(one.value) || one.value + 1 != one.end) continue;
      for (const auto index : unit_.named(unit_.at(one.value).value)) {
        auto at = unit_.definitions()[index].value;
        if (unit_.language() == Language::go) {
          while (at < unit_.size() && at < unit_.definitions()[index].value + 5 && !unit_.is_open(at, '{')) ++at;
        }
        if (at < unit_.size() && unit_.at(at).kind == TokenKind::open) return joined(at, unit_.size(), "");
      }
    }
  }
  if (receiver && receiver->literals.size() > 1) {
    const auto separator = passed.empty() ? std::string_view{} : text_of_argument(passed[0]).value_or("");
    Values whole;
    for (auto& literal : receiver->literals) {
      Values piece;
      piece.literals.push_back(std::move(literal));
      whole = whole.known() ? concatenated(whole, piece, separator) : std::move(piece);
    }
    return whole;
  }
  return std::nullopt;
}

/// Numbers, and pieces that stand as arguments.
std::optional<Values> Evaluator::put_together(const Called& what, const std::vector<Argument>& passed,
                                              std::optional<Values>& receiver) {
  const bool has_receiver = receiver && receiver->known();
  const auto values_of = [&](std::size_t n) { return n < passed.size() ? argument(passed[n]) : unknown(); };
  if (passed.size() >= kLeastBytes && !has_receiver) {  // byteArrayOf(1, 2, ...)
    const auto& token = unit_.at(passed[0].begin);
    if (token.kind == TokenKind::number || unit_.is_op(passed[0].begin, "-"))
      return bytes_between(what.open + 1, what.close);
  }
  if (what.called == "pack" || what.called == "unpack" || what.called == "unpack1") {  // Ruby's ['...'].pack('H*')
    const auto form = passed.empty() ? std::string_view{} : text_of_argument(passed[0]).value_or("");
    if (receiver && !form.empty() && (form[0] == 'H' || form[0] == 'h' || form[0] == 'm')) {
      decode_all(*receiver, form[0] == 'm' ? (what.called == "pack" ? Decoder::none : Decoder::base64) : Decoder::hex);
      return std::move(receiver);
    }
    if (has_receiver) return std::move(receiver);
  }
  if (what.called == "fromCharCode" || what.called == "fromCharCodes" || what.called == "pack" ||
      what.called == "chr") {
    auto at = what.open;
    if (passed.size() == 1 && unit_.at(passed[0].begin).kind == TokenKind::open) at = passed[0].begin;
    auto bytes = bytes_between(at + 1, unit_.partner(at, what.close + 1));
    if (bytes.known()) return bytes;
  }
  // done(null, 'x')
  if ((what.called == "done" || what.called == "cb" || what.called == "callback" || what.called == "next") &&
      passed.size() == 2 && (unit_.is_word(passed[0].begin, "null") || unit_.is_word(passed[0].begin, "undefined"))) {
    return values_of(1);
  }
  if (what.called == "concat" || what.called == "append" || what.called == "Concat") {
    Values whole = has_receiver ? std::move(*receiver) : values_of(0);
    for (std::size_t n = has_receiver ? 0 : 1; n < passed.size() && n < kMostValues; ++n) {
      whole = concatenated(whole, values_of(n));
    }
    return whole;
  }
  return std::nullopt;
}

/// A read with a default: getenv("X", "x"), config.get('x', 'y'), Field(default="x")
std::optional<Values> Evaluator::with_default(const Called& what, const std::vector<Argument>& passed,
                                              std::optional<Values>& receiver) {
  const auto values_of = [&](std::size_t n) { return n < passed.size() ? argument(passed[n]) : unknown(); };
  const auto effect = effect_of(what.called);
  if (effect != Effect::fallback && !is_getter(what.called, what.chain)) return std::nullopt;
  auto values = receiver && effect == Effect::fallback ? std::move(*receiver) : unknown();
  bool named = false;
  for (const auto& one : passed) {
    if (one.keyword == kNone) continue;
    if (is_default_keyword(unit_.name_of(one.keyword))) {
      values.add(argument(one), true);
      named = true;
    }
  }
  for (const auto& one : passed) {  // str({ default: 'x' })
    if (!named && unit_.is_open(one.value, '{')) {
      auto within = object(one.value, one.end);
      if (within.known()) values.add(std::move(within), true);
    }
  }
  if (named) return values;
  if (effect == Effect::fallback) {
    // .fetch('X', 'x') and .fetch('X') { 'x' } what.name the key what.first.
    // Pydantic's has its default first, and the rest by name.
    const bool first = what.called == "Field" && (passed.size() < 2 || passed[1].keyword != kNone);
    const std::size_t n = passed.size() >= 2 && !first ? 1 : 0;
    if (what.called != "fetch" || n == 1) values.add(values_of(n), true);
    if (what.called == "fetch" && !values.known() && what.name >= what.first + 2 && unit_.is_word(what.name - 2)) {
      values.add(entries_of(what.name - 2));
    }
    if (what.called == "fetch" && unit_.is_open(what.close + 1, '{')) {
      values.add(block(what.close + 1, unit_.partner(what.close + 1, unit_.size())), true);
    }
    return values;
  }
  if (passed.size() >= 2 && passed[1].keyword == kNone) values.add(values_of(1), true);
  return values;
}

/// Decoders, encoders, and what only holds a key or says it as bytes.
std::optional<Values> Evaluator::in_other_form(const Called& what, const std::vector<Argument>& passed,
                                               std::optional<Values>& receiver) {
  const bool has_receiver = receiver && receiver->known();
  const auto values_of = [&](std::size_t n) { return n < passed.size() ? argument(passed[n]) : unknown(); };
  const auto decoder = decoder_of(what.called, what.chain);
  if (decoder != Decoder::none || is_encoder(what.called, what.chain)) {
    auto values = has_receiver ? std::move(*receiver) : values_of(0);
    if (!values.known() && passed.size() > 1) values = values_of(1);
    decode_all(values, decoder);
    return values;
  }
  for (const auto& one : passed) {
    if (one.keyword != kNone &&
        (unit_.name_of(one.keyword) == "base64Encoded" || unit_.name_of(one.keyword) == "base64")) {
      auto values = argument(one);
      decode_all(values, Decoder::base64);
      return values;
    }
  }

  const auto effect = effect_of(what.called);
  if (effect == Effect::keep) {
    if (receiver && !receiver->known() &&
        (what.called == "toString" || what.called == "ToString" || what.called == "to_string")) {
      if (what.name >= 2 && unit_.is_word(what.name - 2)) return appended(what.name - 2);
    }
    return receiver ? std::move(*receiver) : unknown();
  }
  if (what.called == "String" && passed.empty() && what.name >= 2 && unit_.is_word(what.name - 2) &&
      unit_.is_op(what.name - 1, ".")) {
    return appended(what.name - 2);
  }
  if (effect == Effect::pass || effect == Effect::pass_second) {
    auto values = has_receiver ? std::move(*receiver) : values_of(effect == Effect::pass_second ? 1 : 0);
    if (!has_receiver && !passed.empty() && is_charset(text_of_argument(passed[0]).value_or(""))) return unknown();
    if (!has_receiver && !values.known() && passed.size() > 1 && effect == Effect::pass &&
        unit_.at(passed[0].begin).kind == TokenKind::word && what.called == "encode") {
      values = values_of(1);
    }
    if (!has_receiver && passed.size() > 1) {
      if (const auto encoding = text_of_argument(passed[1])) {
        const auto word = lower(*encoding);
        if (word.starts_with("base64")) decode_all(values, Decoder::base64);
        if (word == "hex") decode_all(values, Decoder::hex);
        if (word.starts_with("rot")) decode_all(values, Decoder::rot13);
      }
    }
    if (what.called == "reverse" || what.called == "reversed" || what.called == "strrev" || what.called == "Reverse") {
      decode_all(values, Decoder::reversed);
    }
    return values;
  }
  return std::nullopt;
}

/// A function of this file.
Values Evaluator::of_function(const Called& what) {
  for (const auto* unit = &unit_; unit != nullptr; unit = unit->outer()) {
    for (const auto index : unit->named(unit_.at(what.name).value)) {
      const auto& definition = unit->definitions()[index];
      if (definition.value >= unit->size() ||
          (unit == &unit_ && definition.value >= what.open && definition.value <= what.close)) {
        continue;
      }
      Evaluator other(*unit, budget_);
      other.depth_ = depth_ + 1;
      if (definition.form == Definition::Form::function) {
        auto values = other.returned(definition.value, unit->size());
        if (values.known()) return values;
      } else if (definition.form == Definition::Form::assigned) {
        Cursor cursor{definition.value, unit->size(), false};
        auto values = other.choice(cursor);
        if (values.known()) return values;
      }
    }
  }
  return unknown();
}

}  // namespace jwtkeep::scan::code
