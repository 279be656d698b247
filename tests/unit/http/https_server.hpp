// A real HTTPS server in another process, which answers as it is told: https_server.py says what it can be told.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::http {

/// One for the whole program: ended by the end of its input.
class HttpsServer {
 public:
  static HttpsServer& get() {
    static HttpsServer server;
    return server;
  }

  HttpsServer(const HttpsServer&) = delete;
  HttpsServer& operator=(const HttpsServer&) = delete;
  ~HttpsServer() {
    std::fclose(commands_);
    std::fclose(replies_);
    ::waitpid(pid_, nullptr, 0);
    std::filesystem::remove_all(folder_);
  }

  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }
  [[nodiscard]] std::int64_t port(std::string_view listener) const {
    return *ready_.find("ports")->find(listener)->integer();
  }
  /// `listener` is one of LISTENERS in https_server.py.
  [[nodiscard]] std::string url(std::string_view path, std::string_view listener = "https",
                                std::string_view host = "127.0.0.1") const {
    return (listener == "http" ? "http://" : "https://") + std::string(host) + ":" + std::to_string(port(listener)) +
           std::string(path);
  }

  /// What `path` answers from now on: JSON members without the braces, such as `"status": 404`.
  void tell(std::string_view path, const std::string& members) {
    command(R"({"path": ")" + std::string(path) + "\"" + (members.empty() ? "" : ", ") + members + "}");
  }
  void release() { command(R"({"release": true})"); }
  std::vector<base::Json> requests(std::string_view path) {
    const auto reply = command(R"({"requests": ")" + std::string(path) + "\"}");
    return *reply.items();
  }
  std::size_t count(std::string_view path) { return requests(path).size(); }

 private:
  HttpsServer() {
    auto name = (std::filesystem::temp_directory_path() / "jwtkeep-https-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    start();
    ready_ = read_line();
    ca_file_ = *ready_.find("ca")->string();
  }

  void start() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
    std::string program = std::string(root != nullptr ? root : ".") + "/tests/unit/http/https_server.py";
    // Debian's Python, whose python3-cryptography is installed; warnings of its versions say nothing here.
    std::array<char*, 6> argv{const_cast<char*>("python3"),
                              const_cast<char*>("-W"),
                              const_cast<char*>("ignore"),
                              program.data(),
                              folder_.data(),
                              nullptr};
    if (::posix_spawn(&pid_, "/usr/bin/python3", &actions, nullptr, argv.data(), environ) != 0) std::abort();
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    commands_ = ::fdopen(in[1], "w");
    replies_ = ::fdopen(out[0], "r");
  }

  base::Json command(const std::string& line) {
    std::fputs((line + "\n").c_str(), commands_);
    std::fflush(commands_);
    return read_line();
  }

  base::Json read_line() {
    std::string line;
    for (int c = 0; (c = std::fgetc(replies_)) != EOF && c != '\n';) line += static_cast<char>(c);
    auto json = base::parse_json(line, {.size_bytes = std::size_t{64} << 20});
    if (!json) {
      std::fprintf(stderr, "https_server.py does not answer: \"%s\"\n", line.c_str());
      std::abort();
    }
    return *std::move(json);
  }

  std::string folder_;
  std::string ca_file_;
  pid_t pid_ = -1;
  std::FILE* commands_ = nullptr;
  std::FILE* replies_ = nullptr;
  base::Json ready_;
};

}  // namespace jwtkeep::http
