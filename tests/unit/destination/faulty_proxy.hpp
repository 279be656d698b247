// A network between a client and a real server that loses and garbles answers: faulty_proxy.py says how.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace jwtkeep::destination {

class FaultyProxy {
 public:
  FaultyProxy(const std::string& server, const std::string& ca_file) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
    const auto program = std::string(root != nullptr ? root : ".") + "/tests/unit/destination/faulty_proxy.py";
    std::array<char*, 5> argv{const_cast<char*>("python3"), const_cast<char*>(program.c_str()),
                              const_cast<char*>(server.c_str()), const_cast<char*>(ca_file.c_str()), nullptr};
    if (::posix_spawn(&pid_, "/usr/bin/python3", &actions, nullptr, argv.data(), environ) != 0) std::abort();
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    commands_ = ::fdopen(in[1], "w");
    replies_ = ::fdopen(out[0], "r");
    port_ = reply();
  }
  FaultyProxy(const FaultyProxy&) = delete;
  FaultyProxy& operator=(const FaultyProxy&) = delete;
  ~FaultyProxy() {
    std::fclose(commands_);
    std::fclose(replies_);
    ::waitpid(pid_, nullptr, 0);
  }

  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
  void meet(std::string_view method, std::string_view fault, int times = 1) {
    tell(fmt::format(R"({{"method": "{}", "fault": "{}", "times": {}}})", method, fault, times));
  }
  int count(std::string_view method) { return tell(fmt::format(R"({{"count": "{}"}})", method)); }

 private:
  int tell(const std::string& line) {
    std::fputs((line + "\n").c_str(), commands_);
    std::fflush(commands_);
    return reply();
  }
  int reply() {
    std::array<char, 32> line{};
    if (std::fgets(line.data(), line.size(), replies_) == nullptr) std::abort();
    return std::atoi(line.data());
  }

  pid_t pid_ = -1;
  std::FILE* commands_ = nullptr;
  std::FILE* replies_ = nullptr;
  int port_ = 0;
};

}  // namespace jwtkeep::destination
