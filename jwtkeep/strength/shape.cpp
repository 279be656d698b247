#include "jwtkeep/strength/shape.hpp"

#include <algorithm>
#include <string_view>

namespace jwtkeep::strength {
namespace {

bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(std::uint8_t c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_space(std::uint8_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// `d` a decimal digit, `x` a hex digit, anything else itself; as much of `pattern` as `text` is long.
bool fits(std::string_view text, std::string_view pattern) {
  if (text.size() > pattern.size()) return false;
  return std::equal(text.begin(), text.end(), pattern.begin(), [](char c, char p) {
    const auto byte = static_cast<std::uint8_t>(c);
    return p == 'd' ? is_digit(byte) : p == 'x' ? is_hex_digit(byte) : c == p;
  });
}

std::optional<Shape> uuid(std::string_view text) {
  constexpr std::string_view kUrn = "urn:uuid:";
  if (text.starts_with(kUrn)) text.remove_prefix(kUrn.size());
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36 || !fits(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")) return std::nullopt;
  // RFC 9562: versions 1 and 6 are a clock and a network card, 7 is a clock and 74 random bits.
  const char version = text[14];
  const double bits = version == '1' || version == '6' ? 60 : version == '7' ? 74 : 122;
  return Shape{FindingKind::uuid, bits, 16};
}

/// Unix time in seconds, milli-, micro- or nanoseconds between 2001 and 2286.
std::optional<Shape> unix_time(std::string_view text) {
  if (text.empty() || text.front() == '0' ||
      !std::ranges::all_of(text, [](char c) { return is_digit(static_cast<std::uint8_t>(c)); })) {
    return std::nullopt;
  }
  const double bits = text.size() == 10   ? 31
                      : text.size() == 13 ? 41
                      : text.size() == 16 ? 51
                      : text.size() == 19 ? 61
                                          : 0;
  if (bits == 0) return std::nullopt;
  return Shape{FindingKind::timestamp, bits, text.size()};
}

std::optional<Shape> calendar_time(std::string_view text) {
  if (text.size() < 10 || text.size() > 35 || !(text.starts_with("19") || text.starts_with("20"))) return std::nullopt;
  if (!fits(text.substr(0, 10), "dddd-dd-dd") && !fits(text.substr(0, 10), "dddd/dd/dd")) return std::nullopt;
  if (text.size() == 10) return Shape{FindingKind::date, 16, text.size()};
  const std::string_view time = text.substr(10);
  if (time.size() < 6 || (time[0] != 'T' && time[0] != ' ' && time[0] != 't') || !fits(time.substr(1, 5), "dd:dd")) {
    return std::nullopt;
  }
  if (time.find_first_not_of("0123456789:.+-Zz ", 1) != std::string_view::npos) return std::nullopt;
  return Shape{FindingKind::timestamp, 61, text.size()};
}

bool is_token(std::string_view text) {
  // Every JOSE header begins with {" and so every token with eyJ (or, with a space after the brace, eyA or ewo).
  if (!text.starts_with("eyJ") && !text.starts_with("eyA") && !text.starts_with("ewo")) return false;
  const auto dots = std::ranges::count(text, '.');
  return (dots == 2 || dots == 4) && std::ranges::all_of(text, [](char c) {
           return c == '.' || c == '-' || c == '_' || is_digit(static_cast<std::uint8_t>(c)) ||
                  (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

}  // namespace

std::optional<Shape> shape_of(base::ByteView bytes) {
  const std::string_view text = base::as_text(bytes);
  if (text.starts_with("-----BEGIN ") || is_token(text)) {
    return Shape{FindingKind::pem_or_jwt, 8.0 * static_cast<double>(text.size()), text.size()};
  }
  if (auto shape = uuid(text)) return shape;
  if (auto shape = unix_time(text)) return shape;
  return calendar_time(text);
}

Core core_of(base::ByteView whole) {
  Core core{.text = whole};
  const auto drop_front = [&] {
    core.text = core.text.subspan(1);
    ++core.offset;
  };
  while (!core.text.empty() && is_space(core.text.back())) {
    (core.text.back() == '\n' || core.text.back() == '\r' ? core.newline : core.space) = true;
    core.text = core.text.first(core.text.size() - 1);
  }
  core.tail_start = core.text.size();
  while (!core.text.empty() && is_space(core.text.front())) {
    core.space = true;
    drop_front();
  }
  while (core.text.size() >= 2 && core.text.front() == core.text.back() &&
         (core.text.front() == '"' || core.text.front() == '\'' || core.text.front() == '`')) {
    ++core.quotes;
    core.text = core.text.first(core.text.size() - 1);
    drop_front();
  }
  return core;
}

}  // namespace jwtkeep::strength
