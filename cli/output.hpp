// What goes to stdout and stderr, and how it looks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::cli {

/// Colours of a terminal; `plain` where there is none.
enum class Style : std::uint8_t { plain, bold, dim, red, green, yellow, blue, magenta, cyan };

/// Results go to stdout, everything else to stderr.
class Output {
 public:
  Output(bool json, bool quiet);

  /// A result for people. Ends in a newline.
  void line(std::string_view text) { write(std::string(text) + "\n"); }
  void write(std::string_view text);
  /// A result that is a secret: never buffered in ordinary memory.
  void secret(const base::SecretBytes& text, bool newline = true);
  /// The one document of `--json`.
  void document(const base::Json& json);
  /// The same with secret members in the clear, because the command was asked for them.
  void document_with_secrets(const base::Json& json);

  /// Says what is being done or should be known; nothing under `--quiet` or `--json`.
  void note(std::string_view text);
  /// Says what is dangerous, even under `--quiet`.
  void warn(std::string_view text);
  /// With its hint, and cut where it repeats an endless input.
  void error(const base::Error& error);

  /// The same without colours: for text that goes to a file.
  [[nodiscard]] Output plain() const;

  [[nodiscard]] bool json() const noexcept { return json_; }
  [[nodiscard]] bool colours() const noexcept { return colours_; }  ///< on stdout
  [[nodiscard]] std::string styled(Style style, std::string_view text) const;
  [[nodiscard]] bool unicode() const noexcept { return unicode_; }  ///< whether the locale shows UTF-8
  [[nodiscard]] int width() const noexcept;                         ///< columns of the terminal, 80 elsewhere

  /// Whether everything written to stdout has arrived. Errors: `io_failed`, `no_space`.
  base::Result<void> finish();

 private:
  bool json_;
  bool quiet_;
  bool colours_;
  bool error_colours_;
  bool unicode_;
  int write_error_ = 0;
};

/// Rows in aligned columns; the first row is the head. Colour codes do not count as width.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// The number of columns that `text` (UTF-8, with colour codes) takes on a terminal.
std::size_t shown_width(std::string_view text);

/// The first characters of a kid, enough to tell keys apart by eye.
std::string short_kid(std::string_view kid);

/// `text` with control characters, and those that turn the direction of writing, replaced: what strangers wrote must
/// not steer the terminal, nor look like something else.
std::string printable(std::string_view text);

}  // namespace jwtkeep::cli
