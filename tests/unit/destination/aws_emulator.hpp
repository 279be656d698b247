// A stand-in for AWS in another process: aws_emulator.py says what it can be told.
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
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "tests/unit/destination/scratch_folder.hpp"

namespace jwtkeep::destination {

struct AwsKeys {
  std::string id;
  std::string secret;
  std::string token = {};
};

/// `moto` or `ministack`: one of each for the whole program, ended by the end of its input.
class AwsEmulator {
 public:
  /// Why there is none, and tests of it are to be skipped; empty where they have to hold.
  static std::string why_not(const std::string& kind) {
    if (std::filesystem::exists(python(kind))) return "";
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string(ci) == "true") return "";  // there it fails
    return kind + " is not installed (tools/install_moto.sh, JWTKEEP_AWS_EMULATORS)";
  }

  static AwsEmulator& get(const std::string& kind) {
    static std::map<std::string, std::unique_ptr<AwsEmulator>> all;
    auto& one = all[kind];
    if (!one) one.reset(new AwsEmulator(kind));
    return *one;
  }

  AwsEmulator(const AwsEmulator&) = delete;
  AwsEmulator& operator=(const AwsEmulator&) = delete;
  ~AwsEmulator() {
    std::fclose(commands_);
    std::fclose(replies_);
    ::waitpid(pid_, nullptr, 0);
  }

  [[nodiscard]] std::string endpoint() const {
    return "http://127.0.0.1:" + std::to_string(*ready_.find("port")->integer());
  }
  [[nodiscard]] std::string log() const {
    std::ostringstream text;
    text << std::ifstream(*ready_.find("log")->string()).rdbuf();
    return text.str();
  }

  /// A user who may do everything with secrets but `denied`.
  AwsKeys user_without(const std::string& denied) {
    const auto statement = [](const char* effect, const std::string& action) {
      return base::Json::object({{"Effect", effect}, {"Action", "secretsmanager:" + action}, {"Resource", "*"}});
    };
    auto statements = base::Json::array({statement("Allow", "*")});
    if (!denied.empty()) statements.push(statement("Deny", denied));
    return user_with(base::Json::object({{"Version", "2012-10-17"}, {"Statement", std::move(statements)}}));
  }
  AwsKeys user_with(base::Json policy) {
    const auto name = "user" + std::to_string(++users_);
    return keys(command(base::Json::object({{"user", name}, {"policy", std::move(policy)}})));
  }
  /// The program's own user.
  const AwsKeys& user() {
    if (user_.id.empty()) user_ = user_without("");
    return user_;
  }
  AwsKeys temporary_keys() {
    return keys(command(base::Json::object({{"temporary", "role" + std::to_string(++users_)}})));
  }

  /// What AWS's own client gets, as administrator: `is` or `refused`.
  base::Json other_hand(const std::string& operation, base::Json parameters,
                        const std::string& service = "secretsmanager") {
    return command(base::Json::object({{"call", operation}, {"with", std::move(parameters)}, {"service", service}}));
  }
  void fault(const std::string& kind, int at = 1) { command(base::Json::object({{"fault", kind}, {"at", at}})); }
  std::string seen() { return base::write_json(command(base::Json::object({{"seen", true}}))); }

  /// The stages of each version that has any, as the other hand sees them.
  std::map<std::string, std::set<std::string>> stages(const std::string& name) {
    std::map<std::string, std::set<std::string>> found;
    const auto answer = other_hand("DescribeSecret", base::Json::object({{"SecretId", name}}));
    const auto* is = answer.find("is");
    const auto* versions = is == nullptr ? nullptr : is->find("VersionIdsToStages");
    if (versions == nullptr) return found;
    for (const auto& [version, stages] : *versions->members()) {
      for (const auto& stage : *stages.items()) found[version].insert(*stage.string());
    }
    return found;
  }

 private:
  static std::string python(const std::string& kind) {
    const char* folder = std::getenv("JWTKEEP_AWS_EMULATORS");
    return folder == nullptr ? "" : std::string(folder) + "/" + kind + "/bin/python";
  }

  explicit AwsEmulator(const std::string& kind) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
    auto program = std::string(root != nullptr ? root : ".") + "/tests/unit/destination/aws_emulator.py";
    auto folder = scratch_folder("aws-" + kind).string();
    auto interpreter = python(kind);
    auto which = kind;
    std::array<char*, 5> argv{interpreter.data(), program.data(), which.data(), folder.data(), nullptr};
    if (::posix_spawn(&pid_, interpreter.c_str(), &actions, nullptr, argv.data(), environ) != 0) {
      std::fprintf(stderr, "%s cannot be started: is JWTKEEP_AWS_EMULATORS set?\n", kind.c_str());
      std::abort();
    }
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    commands_ = ::fdopen(in[1], "w");
    replies_ = ::fdopen(out[0], "r");
    ready_ = read_line();
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
      std::fprintf(stderr, "aws_emulator.py does not answer: \"%s\"\n", line.c_str());
      std::abort();
    }
    return *std::move(json);
  }

  static AwsKeys keys(const base::Json& answer) {
    const auto text = [&](const char* name) {
      const auto* value = answer.find(name);
      return value == nullptr ? std::string() : *value->string();
    };
    return {text("id"), text("secret"), text("token")};
  }

  pid_t pid_ = -1;
  std::FILE* commands_ = nullptr;
  std::FILE* replies_ = nullptr;
  base::Json ready_;
  AwsKeys user_;
  int users_ = 0;
};

}  // namespace jwtkeep::destination
