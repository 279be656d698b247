#include "jwtkeep/web/target.hpp"

#include <algorithm>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::web {
namespace {

using base::fail;
using base::Reason;

/// What may stand unencoded (RFC 3986 appendix A): `pchar`; in a query also `/` and `?`.
constexpr auto kInPath = http::letters_digits_and("-._~!$&'()*+,;=:@");
constexpr auto kInQuery = http::letters_digits_and("-._~!$'()*,;:@/?=");  // but for +, which is a space

constexpr unsigned hex_value(char c) noexcept {
  if (http::is_digit(c)) return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a') + 10U;
}

/// C0, DEL and, as UTF-8, C1.
bool holds_control(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7f) return true;
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

base::Result<Target> Target::parse(std::string_view text) {
  Target target;
  JWTKEEP_CHECK(target.read(text));
  return target;
}

base::Result<void> Target::read(std::string_view text) {
  decoded_.clear();
  segments_.clear();
  parameters_.clear();
  trailing_slash_ = false;
  const auto mark = std::min(text.find('?'), text.size());
  JWTKEEP_CHECK(read_path(text.substr(0, mark)));
  return mark == text.size() ? base::Result<void>{} : read_query(text.substr(mark + 1));
}

void Target::wipe() noexcept {
  base::wipe({reinterpret_cast<std::uint8_t*>(decoded_.data()), decoded_.size()});
  decoded_.clear();
}

base::Result<void> Target::read_path(std::string_view path) {
  if (path.empty() || path == "/") return {};
  if (!path.starts_with('/')) return fail(Reason::malformed, "the path does not begin with a slash");
  path.remove_prefix(1);
  while (true) {
    const auto end = std::min(path.find('/'), path.size());
    decoded_ += '/';
    JWTKEEP_TRY(const auto piece, decode(path.substr(0, end), true));
    const auto segment = view(piece);
    if (segment.empty()) return fail(Reason::malformed, "the path has an empty segment");
    if (segment == "." || segment == "..") return fail(Reason::malformed, "the path has the segment . or ..");
    const bool encoded = segment.size() != end;
    if (encoded && segment.find_first_of("/\\") != std::string_view::npos) {
      return fail(Reason::malformed, "the path has an encoded slash or backslash");
    }
    if (segments_.size() == kMostSegments) return fail(Reason::malformed, "the path has more than 32 segments");
    segments_.push_back(piece);
    if (end == path.size()) return {};
    path.remove_prefix(end + 1);
    if (path.empty()) {
      trailing_slash_ = true;
      return {};
    }
  }
}

base::Result<void> Target::read_query(std::string_view query) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    if (parameters_.size() == kMostParameters) return fail(Reason::malformed, "the query has more than 64 parameters");
    const auto equals = std::min(pair.find('='), pair.size());
    JWTKEEP_TRY(const auto name, decode(pair.substr(0, equals), false));
    JWTKEEP_TRY(const auto value, decode(pair.substr(std::min(equals + 1, pair.size())), false));
    parameters_.push_back({.name = name, .value = value});
  }
  return {};
}

base::Result<Target::Piece> Target::decode(std::string_view text, bool in_path) {
  const Piece begun{.from = static_cast<std::uint32_t>(decoded_.size())};
  const auto stands_for_itself = [&table = in_path ? kInPath : kInQuery](char c) { return http::is_of(c, table); };
  const auto plain =
      static_cast<std::size_t>(std::ranges::find_if_not(text, stands_for_itself) - text.begin());  // most are, wholly
  decoded_ += text.substr(0, plain);
  bool encoded = false;
  for (std::size_t i = plain; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || !http::is_hex_digit(text[i + 1]) || !http::is_hex_digit(text[i + 2])) {
        return fail(Reason::malformed, "the target has a % that two hex digits do not follow");
      }
      decoded_ += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      encoded = true;
      i += 2;
    } else if (c == '+' && !in_path) {
      decoded_ += ' ';
    } else if (!stands_for_itself(c)) {
      return fail(Reason::malformed, "the target has a character that has to be percent-encoded (RFC 3986)");
    } else {
      decoded_ += c;
    }
  }
  const Piece piece{.from = begun.from, .size = static_cast<std::uint32_t>(decoded_.size()) - begun.from};
  // What stood for itself is printable ASCII.
  if (encoded && holds_control(view(piece))) return fail(Reason::malformed, "the target has a control character");
  if (encoded && !base::is_utf8(base::as_bytes(view(piece)))) return fail(Reason::malformed, "the target is not UTF-8");
  return piece;
}

std::string_view Target::segments(std::size_t from, std::size_t count) const noexcept {
  if (count == 0) return {};
  const auto first = segments_[from];
  const auto last = segments_[from + count - 1];
  return std::string_view(decoded_).substr(first.from, last.from + last.size - first.from);
}

Target::Parameter Target::parameter(std::size_t at) const noexcept {
  return {.name = view(parameters_[at].name), .value = view(parameters_[at].value)};
}

std::optional<std::string_view> Target::parameter(std::string_view name) const noexcept {
  const auto found = std::ranges::find_if(parameters_, [&](const Pair& pair) { return view(pair.name) == name; });
  if (found == parameters_.end()) return std::nullopt;
  return view(found->value);
}

}  // namespace jwtkeep::web
