// Writing JSON. The value type is ours so that no public header needs a third-party one; so is its writer, which is
// checked against simdjson and Python's reader in the tests.
#include <fmt/format.h>

#include <cmath>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::base {

/// Walks a value and hands text pieces to `Out`, which is a std::string or a SecretBuilder.
class JsonWriter {
 public:
  template <class Out>
  static void write(const Json& value, Out& out, bool pretty, bool show_secrets, int depth = 0) {
    std::visit([&](const auto& held) { write_held(held, out, pretty, show_secrets, depth); }, value.value_);
  }

  template <class Out>
  static void quote(std::string_view text, Out& out) {
    out.append(std::string_view("\""));
    std::size_t plain_from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f) continue;
      out.append(text.substr(plain_from, i - plain_from));
      escape(byte, out);
      plain_from = i + 1;
    }
    out.append(text.substr(plain_from));
    out.append(std::string_view("\""));
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
    out.append(std::string_view(fmt::format("{}", value)));
  }
  template <class Out>
  static void write_held(std::uint64_t value, Out& out, bool, bool, int) {
    out.append(std::string_view(fmt::format("{}", value)));
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
      out.append(std::string_view(pretty ? ": " : ":"));
      write(member.second, out, pretty, show_secrets, depth + 1);
    });
  }

  template <class Out, class Items, class Each>
  static void container(const Items& items, Out& out, bool pretty, int depth, char open, char close, Each each) {
    out.append(std::string_view(&open, 1));
    bool first = true;
    for (const auto& item : items) {
      if (!first) out.append(std::string_view(","));
      first = false;
      if (pretty) new_line(out, depth + 1);
      each(item);
    }
    if (pretty && !items.empty()) new_line(out, depth);
    out.append(std::string_view(&close, 1));
  }

  template <class Out>
  static void new_line(Out& out, int depth) {
    out.append(std::string_view("\n"));
    for (int i = 0; i < depth; ++i) out.append(std::string_view("  "));
  }
};

std::string write_json(const Json& value) {
  std::string out;
  JsonWriter::write(value, out, false, false);
  return out;
}

void append_json(const Json& value, std::string& out) { JsonWriter::write(value, out, false, false); }

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
  JsonWriter::quote(text, out);
  return out;
}

}  // namespace jwtkeep::base
