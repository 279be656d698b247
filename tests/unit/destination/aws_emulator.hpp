// A stand-in for AWS in another process: aws_emulator.py says what it can be told.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/in_ci.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/servers/script.hpp"
#include "tests/servers/source_path.hpp"

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
    if (servers::in_ci()) return "";  // there it fails
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
  ~AwsEmulator() = default;

  [[nodiscard]] std::string endpoint() const {
    return "http://127.0.0.1:" + std::to_string(*ready_.find("port")->integer());
  }
  [[nodiscard]] std::string log() const { return servers::content_of(*ready_.find("log")->string()); }

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
    return keys(script_.tell(base::Json::object({{"user", name}, {"policy", std::move(policy)}})));
  }
  /// The program's own user.
  const AwsKeys& user() {
    if (user_.id.empty()) user_ = user_without("");
    return user_;
  }
  AwsKeys temporary_keys() {
    return keys(script_.tell(base::Json::object({{"temporary", "role" + std::to_string(++users_)}})));
  }

  /// What AWS's own client gets, as administrator: `is` or `refused`.
  base::Json other_hand(const std::string& operation, base::Json parameters,
                        const std::string& service = "secretsmanager") {
    return script_.tell(
        base::Json::object({{"call", operation}, {"with", std::move(parameters)}, {"service", service}}));
  }
  void fault(const std::string& kind, int at = 1) { script_.tell(base::Json::object({{"fault", kind}, {"at", at}})); }
  std::string seen() { return base::write_json(script_.tell(base::Json::object({{"seen", true}}))); }

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

  explicit AwsEmulator(const std::string& kind)
      : script_({python(kind), servers::source_path("tests/unit/destination/aws_emulator.py"), kind,
                 servers::scratch_folder("aws-" + kind).string()}),
        ready_(script_.hear()) {}

  static AwsKeys keys(const base::Json& answer) {
    const auto text = [&](const char* name) {
      const auto* value = answer.find(name);
      return value == nullptr ? std::string() : *value->string();
    };
    return {text("id"), text("secret"), text("token")};
  }

  servers::Script script_;
  base::Json ready_;
  AwsKeys user_;
  int users_ = 0;
};

}  // namespace jwtkeep::destination
