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

bool is_der_key(base::ByteView bytes) {
  struct Element {
    std::size_t begin = 0;  ///< of its content
    std::size_t size = 0;
  };
  // The element with this tag at `at`; lengths of one byte, or of one or two behind 0x81 and 0x82.
  const auto element = [&](std::size_t at, std::uint8_t tag) -> std::optional<Element> {
    if (at + 2 > bytes.size() || bytes[at] != tag) return std::nullopt;
    const std::size_t more = bytes[at + 1] == 0x81 ? 1 : bytes[at + 1] == 0x82 ? 2 : 0;
    if (at + 2 + more > bytes.size() || (more == 0 && bytes[at + 1] >= 0x80)) return std::nullopt;
    std::size_t size = more == 0 ? bytes[at + 1] : 0;
    for (std::size_t i = 0; i < more; ++i) size = size << 8 | bytes[at + 2 + i];
    return Element{at + 2 + more, size};
  };
  constexpr std::uint8_t kInteger = 2;
  constexpr std::uint8_t kObjectIdentifier = 6;
  constexpr std::uint8_t kSequence = 0x30;
  constexpr std::uint8_t kVersion = 0xa0;
  const auto whole = element(0, kSequence);
  if (!whole || whole->begin + whole->size != bytes.size()) return false;
  // Private keys begin with a version (RFC 5208, RFC 8017, RFC 5915).
  if (const auto version = element(whole->begin, kInteger)) {
    return version->size == 1 && version->begin < bytes.size() && bytes[version->begin] <= 1;
  }
  // Public keys with their algorithm (RFC 5280 section 4.1.2.7), certificates with their version or number.
  const auto inner = element(whole->begin, kSequence);
  if (!inner || inner->begin + inner->size > bytes.size()) return false;
  if (const auto name = element(inner->begin, kObjectIdentifier)) return inner->size <= 32 && name->size <= 11;
  return inner->size > 128 && element(inner->begin, kVersion).has_value();
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
