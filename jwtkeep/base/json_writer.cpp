// Writing JSON. The value type is ours so that no public header needs a third-party one; so is its writer, which is
// checked against simdjson and Python's reader in the tests.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/kernel/json/copy_plain.hpp"
#include "jwtkeep/base/quoted_json.hpp"

namespace jwtkeep::base {
namespace {

using json::is_plain;

/// Gathers the many small pieces of a text before they go to a string, each with a call that looks at its capacity.
class GatheredText {
 public:
  // Of the buffer only the first `used_` characters are ever set.
  explicit GatheredText(std::string& out) : out_(out) {}  // NOLINT(cppcoreguidelines-pro-type-member-init)
  GatheredText(const GatheredText&) = delete;
  GatheredText& operator=(const GatheredText&) = delete;
  ~GatheredText() { flush(); }

  [[gnu::always_inline]] void put(char c) {
    if (used_ == buffer_.size()) flush();
    buffer_[used_++] = c;
  }
  [[gnu::always_inline]] void append(std::string_view piece) {
    if (piece.size() > buffer_.size() - used_) {
      append_long(piece);
      return;
    }
    std::memcpy(buffer_.data() + used_, piece.data(), piece.size());
    used_ += piece.size();
  }
  /// A piece of a text that may be anything.
  void append_text(std::string_view piece) {
    if (!std::ranges::all_of(piece, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) is_ascii_ = false;
    append(piece);
  }

  /// Appends the plain characters that `text` begins with, or fewer. Gives how many.
  std::size_t append_plain(std::string_view text) {
    if (text.size() > buffer_.size() - used_) flush();
    if (text.size() > buffer_.size()) return 0;
    const auto done = json::copy_plain(text, buffer_.data() + used_, seen_);
    used_ += done;
    return done;
  }

  void note_secret() noexcept { holds_secret_ = true; }
  [[nodiscard]] bool holds_secret() const noexcept { return holds_secret_; }

  /// Whether all plain characters so far were ASCII, and no others have come.
  [[nodiscard]] bool is_ascii() const noexcept { return is_ascii_ && json::is_ascii(seen_); }

 private:
  void append_long(std::string_view piece) {
    flush();
    out_.append(piece);
  }
  void flush() {
    out_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string& out_;
  std::size_t used_ = 0;
  json::SeenBytes seen_{};
  bool holds_secret_ = false;
  bool is_ascii_ = true;  ///< of what did not go through `seen_`
  std::array<char, 1024> buffer_;
};

template <class Out>
[[gnu::always_inline]] inline void put(char c, Out& out) {
  if constexpr (requires { out.put(c); }) {
    out.put(c);
  } else {
    out.append(std::string_view(&c, 1));
  }
}

template <class Out>
void append_text(std::string_view piece, Out& out) {
  if constexpr (requires { out.append_text(piece); }) {
    out.append_text(piece);
  } else {
    out.append(piece);
  }
}

template <class Out, class Integer>
void append_integer(Integer value, Out& out) {
  std::array<char, 20> digits;  // NOLINT(cppcoreguidelines-pro-type-member-init): written by to_chars
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

}  // namespace

/// Walks a value and hands text pieces to `Out`, which is a std::string or a SecretBuilder.
class JsonWriter {
 public:
  template <class Out>
  static void write(const Json& value, Out& out, bool pretty, bool show_secrets, int depth = 0) {
    // What most values are is asked for first: a visit is a call through a table.
    if (const auto* text = std::get_if<std::string>(&value.value_)) {
      quote(*text, out);
      return;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value.value_)) {
      append_integer(*integer, out);
      return;
    }
    std::visit([&](const auto& held) { write_held(held, out, pretty, show_secrets, depth); }, value.value_);
  }

  template <class Out>
  static void quote(std::string_view text, Out& out) {
    put('"', out);
    std::size_t plain_from = 0;
    if constexpr (requires { out.append_plain(text); }) plain_from = out.append_plain(text);
    for (std::size_t i = plain_from; i < text.size(); ++i) {
      if (is_plain(text[i])) continue;
      append_text(text.substr(plain_from, i - plain_from), out);
      escape(static_cast<unsigned char>(text[i]), out);
      plain_from = i + 1;
    }
    if (plain_from != text.size()) append_text(text.substr(plain_from), out);
    put('"', out);
  }

 private:
  template <class Out>
  static void escape(unsigned char byte, Out& out) {
    switch (byte) {
      case '"': out.append(std::string_view("\\\"")); return;
      case '\\': out.append(std::string_view("\\\\")); return;
      case '\n': out.append(std::string_view("\\n")); return;
      case '\r': out.append(std::string_view("\\r")); return;
      case '\t': out.append(std::string_view("\\t")); return;
      default: out.append(std::string_view(fmt::format("\\u{:04x}", byte))); return;
    }
  }

  template <class Out>
  static void write_held(std::nullptr_t, Out& out, bool, bool, int) {
    out.append(std::string_view("null"));
  }
  template <class Out>
  static void write_held(bool value, Out& out, bool, bool, int) {
    out.append(std::string_view(value ? "true" : "false"));
  }
  template <class Out>
  static void write_held(std::int64_t value, Out& out, bool, bool, int) {
    append_integer(value, out);
  }
  template <class Out>
  static void write_held(std::uint64_t value, Out& out, bool, bool, int) {
    append_integer(value, out);
  }
  template <class Out>
  static void write_held(double value, Out& out, bool, bool, int) {
    // JSON has no NaN or infinity (RFC 8259 section 6). The shortest text that reads back as an equal number: -0.0 is
    // 0, because "-0" would be read as the integer and then be written without its sign.
    const double unsigned_zero = value == 0 ? 0.0 : value;
    out.append(std::string_view(std::isfinite(value) ? fmt::format("{}", unsigned_zero) : std::string("null")));
  }
  template <class Out>
  static void write_held(const std::string& value, Out& out, bool, bool, int) {
    quote(value, out);
  }
  template <class Out>
  static void write_held(const Json::Secret& value, Out& out, bool, bool show_secrets, int) {
    if (!show_secrets) {
      if constexpr (requires { out.note_secret(); }) out.note_secret();
      out.append(std::string_view("\"[secret]\""));
      return;
    }
    value->reveal([&](ByteView bytes) { quote(as_text(bytes), out); });
  }
  template <class Out>
  static void write_held(const Json::Array& items, Out& out, bool pretty, bool show_secrets, int depth) {
    container(items, out, pretty, depth, '[', ']',
              [&](const Json& item) { write(item, out, pretty, show_secrets, depth + 1); });
  }
  template <class Out>
  static void write_held(const Json::Object& members, Out& out, bool pretty, bool show_secrets, int depth) {
    container(members, out, pretty, depth, '{', '}', [&](const Json::Member& member) {
      quote(member.first, out);
      put(':', out);
      if (pretty) put(' ', out);
      write(member.second, out, pretty, show_secrets, depth + 1);
    });
  }

  template <class Out, class Items, class Each>
  static void container(const Items& items, Out& out, bool pretty, int depth, char open, char close, Each each) {
    put(open, out);
    bool first = true;
    for (const auto& item : items) {
      if (!first) put(',', out);
      first = false;
      if (pretty) new_line(out, depth + 1);
      each(item);
    }
    if (pretty && !items.empty()) new_line(out, depth);
    put(close, out);
  }

  template <class Out>
  static void new_line(Out& out, int depth) {
    out.append(std::string_view("\n"));
    for (int i = 0; i < depth; ++i) out.append(std::string_view("  "));
  }
};

std::string write_json(const Json& value) {
  std::string out;
  static_cast<void>(append_json(value, out));
  return out;
}

WrittenJson append_json(const Json& value, std::string& out) {
  GatheredText text(out);
  JsonWriter::write(value, text, false, false);
  return {.is_ascii = text.is_ascii(), .holds_secret = text.holds_secret()};
}

std::string write_json_pretty(const Json& value) {
  std::string out;
  JsonWriter::write(value, out, true, false);
  return out;
}

SecretBytes write_with_secrets(const Json& value, bool pretty) {
  SecretBuilder out;
  JsonWriter::write(value, out, pretty, true);
  return out.take();
}

std::string quote_json(std::string_view text) {
  std::string out;
  append_quoted_json(text, out);
  return out;
}

void append_quoted_json(std::string_view text, std::string& out) { JsonWriter::quote(text, out); }

}  // namespace jwtkeep::base
