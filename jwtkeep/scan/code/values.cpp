#include "jwtkeep/scan/code/values.hpp"

#include <algorithm>
#include <utility>

namespace jwtkeep::scan::code {

Values unknown() {
  Values values;
  values.open = true;
  return values;
}

Values concatenated(const Values& left, const Values& right, std::string_view separator) {
  Values out;
  out.open = left.open || right.open;
  for (const auto& a : left.literals) {
    for (const auto& b : right.literals) {
      if (out.literals.size() >= kMostValues) return out;
      Literal literal;
      const bool a_first = a.span.begin <= b.span.begin;
      // Pieces that stand together are one place; otherwise the longer one's is told.
      if (a_first && b.span.begin - a.span.begin < 4096) {
        literal.span = {a.span.begin, std::max(a.span.end, b.span.end)};
      } else {
        literal.span = a.value.size() >= b.value.size() ? a.span : b.span;
      }
      literal.value = a.value;
      literal.value.append(separator);
      literal.value.append(b.value.view());
      literal.name = a.name.empty() ? b.name : std::string_view{};
      literal.fallback = a.fallback || b.fallback;
      literal.encoded = true;
      literal.quoted = a.quoted || b.quoted;
      out.literals.push_back(std::move(literal));
    }
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

void decode_all(Values& values, Decoder decoder) {
  for (auto& literal : values.literals) {
    literal.encoded = true;
    if (decoder == Decoder::none) continue;
    const auto text = literal.decoded ? literal.decoded->view() : literal.value.view();
    if (auto decoded = decode(decoder, text)) literal.decoded = std::move(decoded);
  }
}

bool keeps(Effect effect) noexcept { return effect == Effect::pass || effect == Effect::keep; }

bool is_default_keyword(std::string_view name) noexcept {
  return name == "default" || name == "defaultValue" || name == "default_value" || name == "fallback" ||
         name == "default_factory" || name == "DefaultValue";
}

}  // namespace jwtkeep::scan::code
