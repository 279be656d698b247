#include "cli/output.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "jwtkeep/base/reason_meaning.hpp"

namespace jwtkeep::cli {
namespace {

bool wants_colour(int descriptor) {
  // https://no-color.org: any non-empty value turns colours off.
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* term = std::getenv("TERM");
  if (term != nullptr && std::string_view(term) == "dumb") return false;
  return isatty(descriptor) == 1;
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view text(value);
    return text.find("UTF-8") != std::string_view::npos || text.find("utf8") != std::string_view::npos ||
           text.find("UTF8") != std::string_view::npos || text.find("utf-8") != std::string_view::npos;
  }
  // No locale at all (containers, CI): UTF-8 is what nearly every terminal and log shows today.
  return true;
}

std::string_view code(Style style) {
  switch (style) {
    case Style::plain: return "";
    case Style::bold: return "\x1b[1m";
    case Style::dim: return "\x1b[2m";
    case Style::red: return "\x1b[31m";
    case Style::green: return "\x1b[32m";
    case Style::yellow: return "\x1b[33m";
    case Style::blue: return "\x1b[34m";
    case Style::magenta: return "\x1b[35m";
    case Style::cyan: return "\x1b[36m";
  }
  return "";
}

/// What stands below the sentence is for the eye: a place that is marked.
std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

/// An error may repeat what was typed, and that may be a whole file.
std::string_view in_brief(std::string_view text) {
  constexpr std::size_t kLongest = 1000;
  if (text.size() <= kLongest) return text;
  text = text.substr(0, kLongest);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80U) text.remove_suffix(1);
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xc0U) text.remove_suffix(1);
  return text;
}

/// Whether it begins with a character (of three bytes) that changes the order in which a terminal shows others, so that
/// a text looks like another one: U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069 (Unicode TR 9, section 2).
bool is_direction(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(text[1]);
  const auto third = static_cast<unsigned char>(text[2]);
  return (second == 0x80 && (third == 0x8e || third == 0x8f || (third >= 0xaa && third <= 0xae))) ||
         (second == 0x81 && third >= 0xa6 && third <= 0xa9);
}

/// The first line as it is, those below it indented: what strangers wrote cannot look like a line of ours.
std::string printable_lines(std::string_view text) {
  std::string shown;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    shown += printable(text.substr(0, end)) + "\n  ";
    text.remove_prefix(end + 1);
  }
  return shown + printable(text);
}

/// Writes everything or gives errno.
int write_all(int descriptor, base::ByteView bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

Output::Output(bool json, bool quiet)
    : json_(json),
      quiet_(quiet),
      colours_(wants_colour(STDOUT_FILENO)),
      error_colours_(wants_colour(STDERR_FILENO)),
      unicode_(locale_is_utf8()) {}

void Output::write(std::string_view text) {
  if (write_error_ == 0) write_error_ = write_all(STDOUT_FILENO, base::as_bytes(text));
}

void Output::secret(const base::SecretBytes& text, bool newline) {
  text.reveal([this](base::ByteView bytes) {
    if (write_error_ == 0) write_error_ = write_all(STDOUT_FILENO, bytes);
  });
  if (newline) write("\n");
}

void Output::document(const base::Json& json) { line(base::write_json_pretty(json)); }

void Output::document_with_secrets(const base::Json& json) { secret(base::write_with_secrets(json, true)); }

void Output::note(std::string_view text) {
  if (quiet_ || json_) return;
  write_all(STDERR_FILENO, base::as_bytes(std::string(text) + "\n"));
}

void Output::warn(std::string_view text) {
  const std::string label = error_colours_ ? "\x1b[33mwarning:\x1b[0m " : "warning: ";
  write_all(STDERR_FILENO, base::as_bytes(label + std::string(text) + "\n"));
}

void Output::error(const base::Error& error) {
  std::string text;
  const auto what = in_brief(error.what);
  const auto hint = printable(in_brief(base::hint_of(error)));
  if (json_) {
    auto json = base::Json::object({{"error", base::Json::object({{"reason", base::word(error.reason)},
                                                                  {"message", printable(first_line(what))},
                                                                  {"hint", hint}})}});
    text = base::write_json(json) + "\n";
  } else {
    text = (error_colours_ ? "\x1b[31merror:\x1b[0m " : "error: ") + printable_lines(what) + "\n";
    text += (error_colours_ ? "\x1b[36mhint:\x1b[0m " : "hint: ") + hint + "\n";
  }
  write_all(STDERR_FILENO, base::as_bytes(text));
}

std::string Output::styled(Style style, std::string_view text) const {
  if (!colours_ || style == Style::plain) return std::string(text);
  return std::string(code(style)) + std::string(text) + "\x1b[0m";
}

Output Output::plain() const {
  auto plain = *this;
  plain.colours_ = false;
  return plain;
}

int Output::width() const noexcept {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
  return 80;
}

base::Result<void> Output::finish() {
  if (write_error_ == 0) return {};
  // The reader went away (`jwtkeep list | head`): it has all it wanted.
  if (write_error_ == EPIPE) return {};
  const auto reason =
      write_error_ == ENOSPC || write_error_ == EDQUOT ? base::Reason::no_space : base::Reason::io_failed;
  return base::fail(reason, fmt::format("cannot write the result to stdout: {}", std::strerror(write_error_)),
                    "nothing in the store was lost; mend the destination of the output and run the command again");
}

std::size_t shown_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      while (i < text.size() && text[i] != 'm') ++i;
    } else if ((static_cast<unsigned char>(text[i]) & 0xc0U) != 0x80U) {
      ++width;
    }
  }
  return width;
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], shown_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 < row.size()) text.append(widths[i] - shown_width(row[i]) + 2, ' ');
    }
    while (text.ends_with(' ')) text.pop_back();  // where the last cells are empty; also less to wrap
    text += '\n';
  }
  return text;
}

std::string short_kid(std::string_view kid) {
  constexpr std::size_t kShown = 8;
  return printable(kid.substr(0, kShown));
}

std::string printable(std::string_view text) {
  if (!base::is_utf8(base::as_bytes(text))) {
    std::string ascii(text);
    std::ranges::replace_if(ascii, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
    return ascii;
  }
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C0 and DEL, and C1 controls, which UTF-8 writes as C2 80 to C2 9F.
    const bool c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (byte < 0x20 || byte == 0x7f || c1) {
      clean += '?';
      i += c1 ? 1 : 0;
    } else if (is_direction(text.substr(i))) {
      clean += '?';
      i += 2;
    } else {
      clean += text[i];
    }
  }
  return clean;
}

}  // namespace jwtkeep::cli
