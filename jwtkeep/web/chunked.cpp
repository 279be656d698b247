#include "jwtkeep/web/chunked.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/web/request_head.hpp"

namespace jwtkeep::web {
namespace {

constexpr std::size_t kMostSizeDigits = 8;

/// They say where a message ends, whom it is for and what becomes of the connection.
constexpr std::array<std::string_view, 6> kOfTheHead{"connection", "content-length",    "expect",
                                                     "host",       "transfer-encoding", "upgrade"};

Refusal broken(std::string_view what) { return {.what = std::string(what)}; }

std::string_view take_word(std::string_view& text) {
  const auto* const end = std::ranges::find_if_not(text, http::is_token_char);
  const auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(word.size());
  return word;
}

/// A quoted string (RFC 9110 section 5.6.4). False where there is none.
bool take_quoted(std::string_view& text) {
  for (std::size_t i = 1; i < text.size() && text.starts_with('"'); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

/// `;name`, `;name=word` or `;name="text"`, any number of them (RFC 9112 section 7.1.1), without spaces between.
bool is_extensions(std::string_view text) {
  if (!is_field_line("x:" + std::string(text))) return false;  // a control character
  while (!text.empty()) {
    if (!text.starts_with(';')) return false;
    text.remove_prefix(1);
    if (take_word(text).empty()) return false;
    if (!text.starts_with('=')) continue;
    text.remove_prefix(1);
    if (take_word(text).empty() && !take_quoted(text)) return false;
  }
  return true;
}

}  // namespace

std::optional<Refusal> ChunkedBody::feed(std::span<char> bytes, Step& step) {
  step = {};
  while (step.taken < bytes.size() && part_ != Part::done) {
    if (part_ == Part::data) {
      const auto count = std::min(left_, bytes.size() - step.taken);
      std::memmove(bytes.data() + step.made, bytes.data() + step.taken, count);
      step.made += count;
      step.taken += count;
      left_ -= count;
      if (left_ == 0) part_ = Part::data_end;
      continue;
    }
    if (auto refused = take_line_byte(bytes[step.taken++])) return refused;
  }
  return std::nullopt;
}

std::optional<Refusal> ChunkedBody::take_line_byte(char c) {
  const bool after_return = line_.ends_with('\r');
  if (c == '\n') return after_return ? end_line() : broken("a line of the chunked body ends without a carriage return");
  if (after_return) return broken("a line of the chunked body holds a carriage return");
  if (line_.size() == kMostLineBytes) return broken("a line of the chunked body is longer than 256 bytes");
  line_ += c;
  return std::nullopt;
}

std::optional<Refusal> ChunkedBody::end_line() {
  const auto whole = std::move(line_);
  line_.clear();
  const auto line = std::string_view(whole).substr(0, whole.size() - 1);
  if (part_ == Part::size) return end_size(line);
  if (part_ == Part::data_end) {
    if (!line.empty()) return broken("a chunk is longer than its size");
    part_ = Part::size;
    return std::nullopt;
  }
  if (line.empty()) {
    part_ = Part::done;
    return std::nullopt;
  }
  if (!is_field_line(line)) return broken("a trailer's line is not NAME: VALUE");
  // Who puts trailers among the head's fields would read another message (RFC 9110 section 6.5.1).
  if (std::ranges::find(kOfTheHead, http::lower(line.substr(0, line.find(':')))) != kOfTheHead.end()) {
    return broken("a trailer says what only a head may say");
  }
  overhead_ += line.size();
  return overhead_ > kMostOverheadBytes ? std::optional(broken("the trailers are longer than 4 KiB")) : std::nullopt;
}

std::optional<Refusal> ChunkedBody::end_size(std::string_view line) {
  const auto* const digits_end = std::ranges::find_if_not(line, http::is_hex_digit);
  const auto digits = line.substr(0, static_cast<std::size_t>(digits_end - line.begin()));
  const auto extension = line.substr(digits.size());
  if (digits.empty() || digits.size() > kMostSizeDigits) return broken("a chunk's size is not 1 to 8 hex digits");
  // What an extension says is nobody's business here; where it ends must not be a matter of who reads it.
  if (!is_extensions(extension)) {
    return broken("a chunk's size is followed by something else than an extension");
  }
  overhead_ += extension.size();
  if (overhead_ > kMostOverheadBytes) return broken("the chunk extensions are longer than 4 KiB");
  std::from_chars(digits.data(), digits.data() + digits.size(), left_, 16);
  if (left_ > most_ - total_) {
    return Refusal{.status = 413, .reason = base::Reason::too_large, .what = "the body is larger than is taken here"};
  }
  total_ += left_;
  part_ = left_ == 0 ? Part::trailer : Part::data;
  return std::nullopt;
}

}  // namespace jwtkeep::web
