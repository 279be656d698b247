// Where secrets and texts come from: standard input, a file, the name of an environment variable, a prompt.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::cli {

inline constexpr std::size_t kMostInputBytes = std::size_t{1} << 20;
/// Room for a payload of `kMostInputBytes` in base64url, and its headers.
inline constexpr std::size_t kMostRawTokenBytes = std::size_t{3} << 19;

/// All of a file, or of standard input for `-`. Errors: `io_failed`, `permission`, `not_found`, `too_large`.
base::Result<base::SecretBytes> read_secret_file(const std::string& path, std::size_t most_bytes = kMostInputBytes);
/// A file that holds one secret word, such as a client's secret: without the line's end behind it. Errors: the same,
/// and `bad_value` for an empty one.
base::Result<base::SecretBytes> read_secret_word(const std::string& path);
base::Result<std::string> read_text_file(const std::string& path, std::size_t most_bytes = kMostInputBytes);

/// The value of an environment variable. Errors: `not_found`.
base::Result<base::SecretBytes> read_secret_environment(const std::string& name);

/// Asks on the terminal without echo. Errors: `wrong_use` where there is no terminal.
base::Result<base::SecretBytes> ask_secret(const std::string& prompt);
/// Whether a person can be asked.
bool can_ask();
/// Asks on the terminal; the answer without its newline.
base::Result<std::string> ask(const std::string& prompt);

/// Without one line break at the end, which editors and `echo` leave behind.
base::SecretBytes without_line_end(base::SecretBytes secret);

/// A token from the argument, or from standard input when it is `-` or was left out. White space around it is taken
/// off, and `Authorization: Bearer` before it. Errors: `bad_value` when there is none, or the argument names a file.
base::Result<std::string> read_token(const std::string& argument);

/// The name of a file stands where a token is wanted: what is there and can be no token. Errors: `bad_value`, with
/// `instead` as the hint.
base::Result<void> check_no_file(const std::string& argument, const std::string& instead);

/// The bytes of a file, or of standard input when the argument is `-` or was left out. Errors: `bad_value` when there
/// are none to read.
base::Result<base::SecretBytes> read_payload(const std::string& argument);

/// Writes a new file of mode 0600, atomically; refuses an existing one. Errors: `already_exists`, `io_failed`,
/// `permission`, `no_space`.
base::Result<void> write_new_private_file(const std::string& path, base::ByteView content);

/// Makes a folder and its parents, mode 0700. Errors: `io_failed`, `permission`.
base::Result<void> make_private_folder(const std::string& path);

}  // namespace jwtkeep::cli
