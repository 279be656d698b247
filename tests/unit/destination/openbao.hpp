// A real OpenBao in another process, as people run it: TLS, raft storage, an audit log; Vault's HTTP API.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/client/client.hpp"

namespace jwtkeep::destination {

/// One for the whole program, started when it is first asked for and ended by its own process id. It has KV version 2
/// at `secret/`, AppRole at `approle/`, and the policy `jwtkeep` of docs/destinations.md, filled in for `secret/`.
class OpenBao {
 public:
  /// Why there is none; empty where it can be started (tools/install_openbao.sh).
  static std::string why_not();
  static OpenBao& get();

  OpenBao(const OpenBao&) = delete;
  OpenBao& operator=(const OpenBao&) = delete;
  ~OpenBao();

  struct Reply {
    int status = 0;
    base::Json body;
  };
  /// As the administrator, or with another token. `body` is JSON, or empty.
  Reply ask(http::Method method, const std::string& path, std::string_view body = "",
            const std::string& name_space = "", const std::string& token = "");
  /// The same, where it has to work.
  Reply must(http::Method method, const std::string& path, std::string_view body = "",
             const std::string& name_space = "");

  [[nodiscard]] std::string url() const;
  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }
  [[nodiscard]] const std::string& root_token() const { return root_token_; }
  [[nodiscard]] std::string audit_log() const;
  [[nodiscard]] std::string server_log() const;

  /// A token with one policy of these rules (HCL).
  std::string token_for(const std::string& rules, const std::string& name_space = "");
  struct AppRole {
    std::string role_id;
    std::string secret_id;
  };
  /// A role of the policies, with more members for it in JSON, such as `"token_ttl":"1s"`.
  AppRole app_role(const std::string& name, const std::string& policies, const std::string& more = "",
                   const std::string& name_space = "");
  /// Mounts KV and waits until it is ready.
  void mount_kv(const std::string& path, int version, const std::string& name_space = "");

  void seal();
  void unseal();
  void kill_hard();  ///< SIGKILL
  void restart();    ///< after `kill_hard`; unsealed

 private:
  OpenBao();
  void configure();
  void start();
  void initialise();
  /// Asks until the answer has one of the statuses; aborts where the server has ended or half a minute has passed.
  void wait_for(const std::string& path, const std::vector<int>& statuses, const std::string& name_space = "");

  std::filesystem::path folder_;
  std::string ca_file_;
  std::uint16_t port_ = 0;
  pid_t pid_ = -1;
  pid_t owner_ = 0;
  std::string root_token_;
  std::string unseal_key_;
  std::unique_ptr<http::Client> client_;
};

/// The policy that docs/destinations.md tells people to write.
std::string policy_of_docs();

}  // namespace jwtkeep::destination
