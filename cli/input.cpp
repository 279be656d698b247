#include "cli/input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/destination/sync_folder.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

/// A file descriptor that is closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ > STDERR_FILENO) close(value_);
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

std::unexpected<base::Error> system_error(int error, const std::string& doing, const std::string& path) {
  if (path.empty()) return fail(Reason::bad_value, "the path of a file is empty", "was a variable never set?");
  auto failed = base::system_error(error, fmt::format("cannot {} {}", doing, path));
  if (error == EEXIST) {
    failed.reason = Reason::already_exists;
    failed.hint = "choose another path, or move the old file away";
  }
  return std::unexpected(std::move(failed));
}

std::string_view without_space(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto from = std::min(text.find_first_not_of(kSpace), text.size());
  return text.substr(from, text.find_last_not_of(kSpace) + 1 - from);
}

/// In capitals or not; `word` has none.
bool begins_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::ranges::equal(text.substr(0, word.size()), word, {}, [](char c) {
           return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
         });
}

}  // namespace

base::Result<base::SecretBytes> read_secret_file(const std::string& path, std::size_t most_bytes) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  const Descriptor file(standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) return system_error(errno, "open", name);
  base::SecretBuilder content;
  base::SecretBytes buffer(16384);
  while (true) {
    const auto count =
        buffer.fill([&](base::MutableByteView into) { return read(file.get(), into.data(), into.size()); });
    if (count == 0) return content.take();
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error(errno, "read", name);
    }
    if (content.size() + static_cast<std::size_t>(count) > most_bytes) {
      return fail(Reason::bad_value,
                  fmt::format("{} is larger than the {} bytes that are taken here", name, most_bytes),
                  "look whether it is the right file");
    }
    buffer.reveal([&](base::ByteView bytes) { content.append(bytes.first(static_cast<std::size_t>(count))); });
  }
}

base::Result<base::SecretBytes> read_secret_word(const std::string& path) {
  JWTKEEP_TRY(auto content, read_secret_file(path));
  const auto size =
      content.reveal([](base::ByteView bytes) { return base::as_text(bytes).find_last_not_of("\r\n") + 1; });
  content.truncate(size);
  if (content.empty()) return fail(Reason::bad_value, path + " is empty", "put the secret into it");
  return content;
}

base::Result<std::string> read_text_file(const std::string& path, std::size_t most_bytes) {
  JWTKEEP_TRY(const auto content, read_secret_file(path, most_bytes));
  return content.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

base::Result<base::SecretBytes> read_secret_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return fail(Reason::not_found, fmt::format("the environment variable {} is not set", name),
                "export it first, or give the secret by a file or on standard input");
  }
  return base::SecretBytes::copy_of(std::string_view(value));
}

bool can_ask() { return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1; }

namespace {

/// Turns the terminal's echo off while it lives.
class NoEcho {
 public:
  NoEcho() {
    active_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!active_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (active_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool active_ = false;
};

base::Result<base::SecretBytes> read_line() {
  base::SecretBuilder line;
  base::SecretBytes one(1);
  while (true) {
    const auto count = one.fill([](base::MutableByteView into) { return read(STDIN_FILENO, into.data(), 1); });
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return fail(Reason::io_failed, "cannot read from the terminal",
                  "give the secret by a file, standard input or an environment variable");
    const bool end = count == 0 || one.reveal([](base::ByteView byte) { return byte[0] == '\n'; });
    if (end) return line.take();
    if (line.size() > 4096) return fail(Reason::bad_value, "the line is too long", "give the secret by a file");
    line.append(one);
  }
}

void show(const std::string& text) {
  (void)std::fputs(text.c_str(), stderr);
  (void)std::fflush(stderr);
}

}  // namespace

base::Result<base::SecretBytes> ask_secret(const std::string& prompt) {
  if (!can_ask()) {
    return fail(Reason::bad_value, "a secret is needed and there is no terminal to ask on",
                "give it by a file, standard input or an environment variable");
  }
  show(prompt);
  const NoEcho no_echo;
  auto answer = read_line();
  show("\n");
  return answer;
}

base::Result<std::string> ask(const std::string& prompt) {
  if (!can_ask())
    return fail(Reason::bad_value, "an answer is needed and there is no terminal to ask on",
                "run it on a terminal, or say by an option what is meant");
  show(prompt);
  JWTKEEP_TRY(const auto line, read_line());
  return line.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

base::SecretBytes without_line_end(base::SecretBytes secret) {
  const auto size = secret.reveal([](base::ByteView bytes) {
    std::size_t end = bytes.size();
    if (end > 0 && bytes[end - 1] == '\n') --end;
    if (end < bytes.size() && end > 0 && bytes[end - 1] == '\r') --end;
    return end;
  });
  secret.truncate(size);
  return secret;
}

base::Result<void> check_no_file(const std::string& argument, const std::string& instead) {
  // A token has two dots, or is JSON.
  struct stat status{};
  if (argument.starts_with('{') || std::ranges::count(argument, '.') >= 2 || stat(argument.c_str(), &status) != 0)
    return {};
  return fail(Reason::bad_value, argument + " is a file, and a token is wanted here", instead);
}

base::Result<std::string> read_token(const std::string& argument) {
  if (argument != "-") JWTKEEP_CHECK(check_no_file(argument, "give it on standard input: - <" + argument));
  std::string text = argument;
  if (text.empty() || text == "-") {
    if (text.empty() && isatty(STDIN_FILENO) == 1) {
      return fail(Reason::bad_value, "no token was given", "give it as the last argument, or on standard input with -");
    }
    JWTKEEP_TRY(text, read_text_file("-", std::size_t{8} << 20));
  }
  auto token = without_space(text);
  // As it is copied from a request: RFC 6750 section 2.1.
  for (const std::string_view word : {"authorization:", "bearer "}) {
    if (begins_with_word(token, word)) token = without_space(token.substr(word.size()));
  }
  return std::string(token);  // of an empty one whoever reads it says that it is malformed
}

base::Result<base::SecretBytes> read_payload(const std::string& argument) {
  if (argument.empty() && isatty(STDIN_FILENO) == 1) {
    return fail(Reason::bad_value, "there is no payload",
                "give a file as the last argument, or its bytes on standard input with -");
  }
  return read_secret_file(argument.empty() ? "-" : argument);
}

base::Result<void> write_new_private_file(const std::string& path, base::ByteView content) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return system_error(errno, "create", path);
  const Descriptor file(descriptor);
  const auto give_up = [&](int error) {
    unlink(path.c_str());
    return system_error(error, "write", path);
  };
  while (!content.empty()) {
    const auto written = write(file.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return give_up(errno);
    content = content.subspan(static_cast<std::size_t>(written));
  }
  if (fsync(file.get()) != 0) return give_up(errno);
  const auto error = destination::sync_folder_of(path);
  // A folder that may be written to and not read cannot be synced by anybody.
  if (!error || error == std::errc::permission_denied) return {};
  return system_error(error.value(), "sync the folder of", path);
}

base::Result<void> make_private_folder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder(path);
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return {};
  if (folder.has_parent_path() && folder.parent_path() != folder) {
    JWTKEEP_CHECK(make_private_folder(folder.parent_path().string()));
  }
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return system_error(errno, "make the folder", path);
  return {};
}

}  // namespace jwtkeep::cli
