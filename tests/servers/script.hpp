// A Python script in another process that is told things and answers, a line of JSON each.
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
#include <vector>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::servers {

/// Ends when its standard input does, which is when this is destroyed. Any thread may call.
class Script {
 public:
  /// `path` from the root of the sources.
  Script(const std::string& interpreter, const std::string& path, const std::vector<std::string>& arguments) {
    const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
    std::vector<std::string> words{interpreter, std::string(root != nullptr ? root : ".") + "/" + path};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    if (::posix_spawn(&pid_, interpreter.c_str(), &actions, nullptr, argv.data(), environ) != 0) {
      std::fprintf(stderr, "%s cannot be started\n", interpreter.c_str());
      std::abort();
    }
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    told_ = ::fdopen(in[1], "w");
    answers_ = ::fdopen(out[0], "r");
  }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() {
    std::fclose(told_);
    std::fclose(answers_);
    ::waitpid(pid_, nullptr, 0);
  }

  base::Json tell(const base::Json& what) {
    const std::scoped_lock lock(mutex_);
    std::fputs((base::write_json(what) + "\n").c_str(), told_);
    std::fflush(told_);
    std::string line;
    for (int c = 0; (c = std::fgetc(answers_)) != EOF && c != '\n';) line += static_cast<char>(c);
    auto answer = base::parse_json(line);
    if (!answer) {
      std::fprintf(stderr, "a script does not answer: \"%s\"\n", line.c_str());
      std::abort();
    }
    return *std::move(answer);
  }

 private:
  std::mutex mutex_;
  pid_t pid_ = -1;
  std::FILE* told_ = nullptr;
  std::FILE* answers_ = nullptr;
};

}  // namespace jwtkeep::servers
