// A program in another process that is told things and answers, a line each: servers of the tests, mostly in Python.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::servers {

/// Debian's Python by its whole name: by another it would look for its library beside the first on the PATH.
inline constexpr const char* kPython = "/usr/bin/python3";

/// Ends when its standard input does, which is when this is destroyed. Any thread may tell it something.
class Script {
 public:
  /// The program by its path, then its arguments.
  explicit Script(std::vector<std::string> words) {
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words) {
      argv.push_back(word.data());
      name_ += (name_.empty() ? "" : " ") + word;
    }
    argv.push_back(nullptr);
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    if (::posix_spawn(&pid_, argv.front(), &actions, nullptr, argv.data(), environ) != 0) {
      give_up("cannot be started: is it there, and what names it (JWTKEEP_...) set?");
    }
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    told_ = ::fdopen(in[1], "w");
    answers_ = ::fdopen(out[0], "r");
  }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() { end(); }

  /// What it says unasked, as when it is ready.
  base::Json hear() {
    const std::scoped_lock lock(mutex_);
    return read_json();
  }
  base::Json tell(const base::Json& what) { return tell_line(base::write_json(what)); }
  /// JSON that is written already.
  base::Json tell_line(const std::string& line) {
    const std::scoped_lock lock(mutex_);
    say(line);
    return read_json();
  }

  /// The same for scripts that know words only; empty at the end of what it says.
  std::string hear_word() {
    const std::scoped_lock lock(mutex_);
    return read_line();
  }
  std::string tell_word(const std::string& word) {
    const std::scoped_lock lock(mutex_);
    say(word);
    return read_line();
  }

  /// Waits for its end; gives the exit status, -1 where it had none or this was called before.
  int end() {
    if (told_ == nullptr) return -1;
    (void)std::fclose(std::exchange(told_, nullptr));
    (void)std::fclose(std::exchange(answers_, nullptr));
    int status = 0;
    return ::waitpid(pid_, &status, 0) == pid_ && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  [[noreturn]] void give_up(const std::string& why) const {
    (void)std::fprintf(stderr, "%s %s\n", name_.c_str(), why.c_str());
    std::abort();
  }
  void say(const std::string& line) {
    (void)std::fputs((line + "\n").c_str(), told_);
    (void)std::fflush(told_);
  }
  std::string read_line() {
    std::string line;
    for (int c = 0; (c = std::fgetc(answers_)) != EOF && c != '\n';) line += static_cast<char>(c);
    return line;
  }
  base::Json read_json() {
    const auto line = read_line();
    auto answer = base::parse_json(line, {.size_bytes = std::size_t{64} << 20});
    if (!answer) give_up("does not answer: \"" + line + "\"");
    return *std::move(answer);
  }

  std::string name_;
  std::mutex mutex_;
  pid_t pid_ = -1;
  std::FILE* told_ = nullptr;
  std::FILE* answers_ = nullptr;
};

}  // namespace jwtkeep::servers
