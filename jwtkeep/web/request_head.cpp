#include "jwtkeep/web/request_head.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::web {
namespace {

using base::Reason;

constexpr std::size_t kLongestMethod = 32;     // bytes
constexpr std::size_t kMostLengthDigits = 18;  // below 2^63

Refusal malformed(std::string_view what) { return {.what = std::string(what)}; }

/// Of a field's value: visible ASCII, space, tab, and what is above ASCII (RFC 9110 section 5.5).
constexpr http::CharTable kValueChars = [] {
  http::CharTable table{};
  for (std::size_t c = 0x20; c < 256; ++c) table[c] = c != 0x7f;
  table['\t'] = true;
  return table;
}();

template <class Each>
void for_each_of_list(std::string_view list, Each each) {
  while (true) {
    const auto comma = std::min(list.find(','), list.size());
    if (const auto item = http::trimmed(list.substr(0, comma)); !item.empty()) each(item);
    if (comma == list.size()) return;
    list.remove_prefix(comma + 1);
  }
}

bool is_port(std::string_view text) noexcept { return text.size() <= 5 && std::ranges::all_of(text, http::is_digit); }

/// `host[:port]`: a name, an IPv4 or a bracketed IPv6 address. No user, no percent-encoding.
bool is_authority(std::string_view text) {
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return false;
    const auto address = http::parse_ip_address(text.substr(1, close - 1));
    if (!address || address->is_v4()) return false;
    rest = text.substr(close + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    const auto name = text.substr(0, colon);
    const auto is_name_char = [](char c) {
      return http::is_digit(c) || http::is_letter(c) || c == '-' || c == '.' || c == '_';
    };
    if (name.empty() || !std::ranges::all_of(name, is_name_char)) return false;
    rest = text.substr(colon);
  }
  return rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1)));
}

/// Goes once over a head and notes what its fields say of the message's framing.
class Reader {
 public:
  Reader(std::string_view bytes, RequestHead& head) : bytes_(bytes), head_(head) {
    head_.fields.clear();
    head_.framing = Framing::none;
    head_.content_length = 0;
    head_.http_1_0 = false;
    head_.expects_continue = false;
  }

  std::optional<Refusal> run() {
    if (auto refused = read_request_line()) return refused;
    while (true) {
      const auto line = next_line();
      if (line.empty()) break;
      if (auto refused = read_field(line)) return refused;
    }
    if (auto refused = judge_host()) return refused;
    return judge_framing();
  }

 private:
  /// Without its CRLF. There is always one: the head ends in an empty line.
  std::string_view next_line() {
    const auto end = bytes_.find('\n', at_);
    const auto line = bytes_.substr(at_, end - 1 - at_);
    at_ = end + 1;
    return line;
  }
  [[nodiscard]] Place place(std::string_view part) const {
    return {.from = static_cast<std::uint32_t>(part.data() - bytes_.data()),
            .size = static_cast<std::uint32_t>(part.size())};
  }

  std::optional<Refusal> read_request_line() {
    const auto line = next_line();
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return malformed("the request line has not three parts");
    const auto method = line.substr(0, first);
    if (method.empty() || method.size() > kLongestMethod || !http::all_of(method, http::kTokenChars)) {
      return malformed("the method is not a word of at most 32 characters");
    }
    head_.method = place(method);
    if (auto refused = read_version(line.substr(last + 1))) return refused;
    if (method == "CONNECT") return Refusal{.status = 501, .reason = Reason::bad_value, .what = "this is no proxy"};
    return read_target(line.substr(first + 1, last - first - 1));
  }

  std::optional<Refusal> read_version(std::string_view version) {
    if (version == "HTTP/1.1") return std::nullopt;
    if (version == "HTTP/1.0") {
      head_.http_1_0 = true;
      return std::nullopt;
    }
    const bool a_version = version.size() == 8 && version.starts_with("HTTP/") && http::is_digit(version[5]) &&
                           version[6] == '.' && http::is_digit(version[7]);
    if (!a_version) return malformed("the request line does not end in an HTTP version");
    return Refusal{.status = 505, .reason = Reason::bad_value, .what = "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  }

  std::optional<Refusal> read_target(std::string_view target) {
    if (target.size() > kLongestTarget) {
      return Refusal{.status = 414, .reason = Reason::too_large, .what = "the request target is longer than 8 KiB"};
    }
    const auto colon = target.find("://");
    if (target.starts_with('/') || (target == "*" && head_.method.in(bytes_) == "OPTIONS")) {
      head_.target = place(target);
      return std::nullopt;
    }
    const auto scheme = target.substr(0, std::min(colon, target.size()));
    if (colon == std::string_view::npos || (!http::is_word(scheme, "http") && !http::is_word(scheme, "https"))) {
      return malformed("the request target is not a path");
    }
    const auto rest = target.substr(colon + 3);
    const auto path = std::min(rest.find_first_of("/?"), rest.size());
    authority_ = rest.substr(0, path);
    absolute_ = true;
    head_.target = place(rest.substr(path));
    return std::nullopt;
  }

  std::optional<Refusal> read_field(std::string_view line) {
    if (!is_field_line(line)) {
      const bool folded = line.starts_with(' ') || line.starts_with('\t');
      return malformed(folded ? "a field's line is folded" : "a field's line is not NAME: VALUE");
    }
    if (head_.fields.size() == kMostFields) {
      return Refusal{.status = 431, .reason = Reason::too_large, .what = "there are more than 100 header fields"};
    }
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    const auto value = http::trimmed(line.substr(colon + 1));
    head_.fields.push_back({.name = place(name), .value = place(value)});
    return note(name, value);
  }

  /// The few fields that say how the message is to be read. Told apart by length first.
  std::optional<Refusal> note(std::string_view name, std::string_view value) {
    if (name.size() == 4 && http::is_word(name, "host")) return note_host(value);
    if (name.size() == 14 && http::is_word(name, "content-length")) return note_length(value);
    if (name.size() == 17 && http::is_word(name, "transfer-encoding")) return note_coding(value);
    if (name.size() == 10 && http::is_word(name, "connection")) return note_connection(value);
    if (name.size() == 6 && http::is_word(name, "expect")) {
      if (!http::is_word(value, "100-continue")) {
        return Refusal{.status = 417, .reason = Reason::bad_value, .what = "only 100-continue can be expected"};
      }
      head_.expects_continue = true;
    }
    return std::nullopt;
  }

  std::optional<Refusal> note_host(std::string_view value) {
    if (has_host_) return malformed("there are two Host fields");
    has_host_ = true;
    host_ = value;
    return is_authority(value) ? std::nullopt : std::optional(malformed("the Host field is not a host and port"));
  }

  std::optional<Refusal> note_length(std::string_view value) {
    // RFC 9112 section 6.3 lets a reader take the same number twice; who sends that has something in mind.
    if (has_length_) return malformed("there are two Content-Length fields");
    has_length_ = true;
    if (value.empty() || value.size() > kMostLengthDigits || !std::ranges::all_of(value, http::is_digit)) {
      return malformed("Content-Length is not a number");
    }
    std::from_chars(value.data(), value.data() + value.size(), head_.content_length);
    return std::nullopt;
  }

  std::optional<Refusal> note_coding(std::string_view value) {
    if (has_coding_) return malformed("there are two Transfer-Encoding fields");
    has_coding_ = true;
    if (http::is_word(value, "chunked")) return std::nullopt;
    bool other = false;
    int chunked = 0;
    for_each_of_list(value, [&](std::string_view coding) {
      const bool is_chunked = http::is_word(coding, "chunked");
      chunked += is_chunked ? 1 : 0;
      other = other || !is_chunked;
    });
    if (chunked > 1 || !other) return malformed("Transfer-Encoding has chunked in it twice, or nothing");
    return Refusal{
        .status = 501, .reason = Reason::bad_value, .what = "chunked is the only transfer coding known here"};
  }

  std::optional<Refusal> note_connection(std::string_view value) {
    bool words = true;
    for_each_of_list(value, [&](std::string_view option) {
      words = words && http::all_of(option, http::kTokenChars);
      closes_ = closes_ || http::is_word(option, "close");
      keeps_ = keeps_ || http::is_word(option, "keep-alive");
    });
    // Whether the next bytes are a request must not depend on how a reader mends this.
    return words ? std::nullopt : std::optional(malformed("the Connection field is not a list of words"));
  }

  std::optional<Refusal> judge_host() {
    if (!has_host_ && !head_.http_1_0) return malformed("there is no Host field");
    if (!absolute_) return std::nullopt;
    const bool same = is_authority(authority_) && (!has_host_ || http::same_ignoring_case(authority_, host_));
    return same ? std::nullopt : std::optional(malformed("the target names another host than the Host field"));
  }

  std::optional<Refusal> judge_framing() {
    if (has_coding_ && has_length_) return malformed("there are both Content-Length and Transfer-Encoding");
    if (has_coding_ && head_.http_1_0) return malformed("HTTP/1.0 knows no Transfer-Encoding");
    if (has_coding_) head_.framing = Framing::chunked;
    if (has_length_ && head_.content_length != 0) head_.framing = Framing::length;
    head_.keep_alive = !closes_ && (keeps_ || !head_.http_1_0);
    if (head_.http_1_0) head_.expects_continue = false;  // RFC 9110 section 10.1.1
    return std::nullopt;
  }

  std::string_view bytes_;
  RequestHead& head_;
  std::size_t at_ = 0;
  std::string_view authority_, host_;
  bool absolute_ = false;
  bool has_host_ = false;
  bool has_length_ = false;
  bool has_coding_ = false;
  bool closes_ = false;
  bool keeps_ = false;
};

}  // namespace

HeadEnd find_head_end(std::string_view bytes, std::size_t& scanned) noexcept {
  if (!bytes.empty() && !http::is_token_char(bytes.front())) return HeadEnd::broken;
  while (scanned < bytes.size()) {
    const auto feed = bytes.find('\n', scanned);
    if (feed == std::string_view::npos) {
      scanned = bytes.size();
      break;
    }
    if (bytes[feed - 1] != '\r') return HeadEnd::broken;  // the first byte is none
    scanned = feed + 1;
    if (bytes[feed - 2] == '\n') return HeadEnd::found;  // nor is the second a line's end
  }
  return HeadEnd::more;
}

bool is_field_line(std::string_view text) noexcept {
  const auto colon = text.find(':');
  return colon != std::string_view::npos && colon != 0 && http::all_of(text.substr(0, colon), http::kTokenChars) &&
         http::all_of(text.substr(colon + 1), kValueChars);
}

std::optional<Refusal> read_head(std::string_view bytes, RequestHead& head) { return Reader(bytes, head).run(); }

}  // namespace jwtkeep::web
