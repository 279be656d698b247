// A stand-in for Azure in another process: tests/servers/azure_key_vault/stand_in.py says what it can be told.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/servers/script.hpp"
#include "tests/servers/source_path.hpp"
#include "tests/unit/destination/made_surroundings.hpp"

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
  ~AzureStandIn() = default;

  [[nodiscard]] std::string vault() const { return "https://localhost:" + port("vault"); }
  [[nodiscard]] std::string authority() const { return "https://localhost:" + port("authority"); }
  [[nodiscard]] std::string identity() const { return "http://127.0.0.1:" + port("identity"); }
  [[nodiscard]] std::string tenant() const { return *ready_.find("tenant")->string(); }
  [[nodiscard]] std::string header() const { return *ready_.find("header")->string(); }
  [[nodiscard]] std::string ca_file() const { return *ready_.find("ca")->string(); }
  [[nodiscard]] std::string address(const std::string& name) const {
    return "azure-kv://my-vault/" + name + "?endpoint=" + vault() + "&authority=" + authority() + "&ca=" + ca_file();
  }
  [[nodiscard]] std::string log() const { return servers::content_of(*ready_.find("log")->string()); }

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

  base::Json tell(std::initializer_list<base::Json::Member> members) {
    return script_.tell(base::Json::object(members));
  }
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
  AzureStandIn()
      : script_({servers::kPython, servers::source_path("tests/servers/azure_key_vault/stand_in.py"),
                 servers::scratch_folder("azure").string()}),
        ready_(script_.hear()) {}

  [[nodiscard]] std::string port(const char* kind) const { return std::to_string(*ready_.find(kind)->integer()); }

  Application application_of(base::Json told) {
    const auto made = tell({{"application", std::move(told)}});
    return {*made.find("client")->string(), *made.find("secret")->string()};
  }

  servers::Script script_;
  base::Json ready_;
  Application able_;
};

}  // namespace jwtkeep::destination
