// A stand-in for Azure in another process: tests/servers/azure_key_vault/stand_in.py says what it can be told.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "tests/unit/destination/made_surroundings.hpp"
#include "tests/unit/destination/scratch_folder.hpp"

namespace jwtkeep::destination {

/// One for the whole program, ended by the end of its input.
class AzureStandIn {
 public:
  static AzureStandIn& get() {
    static AzureStandIn one;
    return one;
  }

  AzureStandIn(const AzureStandIn&) = delete;
  AzureStandIn& operator=(const AzureStandIn&) = delete;
  ~AzureStandIn() {
    std::fclose(commands_);
    std::fclose(replies_);
    ::waitpid(pid_, nullptr, 0);
  }

  [[nodiscard]] std::string vault() const { return "https://localhost:" + port("vault"); }
  [[nodiscard]] std::string authority() const { return "https://localhost:" + port("authority"); }
  [[nodiscard]] std::string identity() const { return "http://127.0.0.1:" + port("identity"); }
  [[nodiscard]] std::string tenant() const { return *ready_.find("tenant")->string(); }
  [[nodiscard]] std::string header() const { return *ready_.find("header")->string(); }
  [[nodiscard]] std::string ca_file() const { return *ready_.find("ca")->string(); }
  [[nodiscard]] std::string address(const std::string& name) const {
    return "azure-kv://my-vault/" + name + "?endpoint=" + vault() + "&authority=" + authority() + "&ca=" + ca_file();
  }
  [[nodiscard]] std::string log() const {
    std::ostringstream text;
    text << std::ifstream(*ready_.find("log")->string()).rdbuf();
    return text.str();
  }

  struct Application {
    std::string client;
    std::string secret;
  };
  /// One that may do everything but `denied`, by access policies or by roles.
  Application application(const std::string& denied = "", bool roles = false) {
    auto told = base::Json::object({{"roles", roles}});
    if (!denied.empty()) told.set("denied", base::Json::array({denied}));
    return application_of(told);
  }
  /// One that may do these alone.
  Application only(base::Json allowed, bool roles) {
    return application_of(base::Json::object({{"roles", roles}, {"allowed", std::move(allowed)}}));
  }
  /// One for which another issuer's token stands.
  Application federated(const std::string& assertion) {
    return application_of(base::Json::object({{"assertion", assertion}}));
  }
  /// The program's own application.
  const Application& able() {
    if (able_.client.empty()) able_ = application();
    return able_;
  }
  [[nodiscard]] MadeSurroundings with(const Application& application) const {
    MadeSurroundings made;
    made.variables = {{"AZURE_CLIENT_ID", application.client},
                      {"AZURE_CLIENT_SECRET", application.secret},
                      {"AZURE_TENANT_ID", tenant()}};
    return made;
  }

  base::Json tell(std::initializer_list<base::Json::Member> members) { return command(base::Json::object(members)); }
  /// Another hand writes; gives the version.
  std::string set(const std::string& name, const std::string& value) {
    return *tell({{"set", name}, {"value", value}}).string();
  }
  struct Version {
    std::string version;
    std::string value;
    bool enabled = false;
    base::Json tags;
    std::string type;
  };
  /// All versions, the newest last.
  std::vector<Version> show(const std::string& name) {
    std::vector<Version> found;
    const auto answer = tell({{"show", name}});
    for (const auto& each : *answer.items()) {
      found.push_back({*each.find("version")->string(), *each.find("value")->string(), *each.find("enabled")->boolean(),
                       *each.find("tags"), each.find("type")->is_null() ? "" : *each.find("type")->string()});
    }
    return found;
  }
  std::vector<std::string> seen() {
    std::vector<std::string> all;
    const auto answer = tell({{"seen", true}});
    for (const auto& each : *answer.items()) all.push_back(*each.string());
    return all;
  }
  /// As it was started, but for what was written.
  void be_well() {
    tell({{"fault", "none"}});
    tell({{"twice", false},
          {"claims", false},
          {"throttle", 0},
          {"firewall", false},
          {"challenge", nullptr},
          {"next_link", nullptr},
          {"lives", 3600}});
    seen();
  }

 private:
  AzureStandIn() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
    auto program = std::string(root != nullptr ? root : ".") + "/tests/servers/azure_key_vault/stand_in.py";
    auto folder = scratch_folder("azure").string();
    // Debian's Python by its whole name: by another it would look for its library beside the first on the PATH.
    std::string interpreter = "/usr/bin/python3";
    std::array<char*, 4> argv{interpreter.data(), program.data(), folder.data(), nullptr};
    if (::posix_spawn(&pid_, interpreter.c_str(), &actions, nullptr, argv.data(), environ) != 0) std::abort();
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    commands_ = ::fdopen(in[1], "w");
    replies_ = ::fdopen(out[0], "r");
    ready_ = read_line();
  }

  [[nodiscard]] std::string port(const char* kind) const { return std::to_string(*ready_.find(kind)->integer()); }

  Application application_of(base::Json told) {
    const auto made = tell({{"application", std::move(told)}});
    return {*made.find("client")->string(), *made.find("secret")->string()};
  }

  base::Json command(const base::Json& told) {
    std::fputs((base::write_json(told) + "\n").c_str(), commands_);
    std::fflush(commands_);
    return read_line();
  }

  base::Json read_line() {
    std::string line;
    for (int c = 0; (c = std::fgetc(replies_)) != EOF && c != '\n';) line += static_cast<char>(c);
    auto json = base::parse_json(line);
    if (!json) {
      std::fprintf(stderr, "stand_in.py does not answer: \"%s\"\n", line.c_str());
      std::abort();
    }
    return *std::move(json);
  }

  pid_t pid_ = -1;
  std::FILE* commands_ = nullptr;
  std::FILE* replies_ = nullptr;
  base::Json ready_;
  Application able_;
};

}  // namespace jwtkeep::destination
