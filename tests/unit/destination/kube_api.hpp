// A stand-in for a Kubernetes API server in another process: tests/servers/kube_api says what it can be told.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/in_ci.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/servers/script.hpp"

namespace jwtkeep::destination {

struct KubeUser {
  std::string name;  ///< of whom the token is
  std::string token;
  std::string certificate;  ///< PEM
  std::string key;          ///< PEM
};

/// One for the whole program, ended by the end of its input.
class KubeApi {
 public:
  /// Why there is none, and tests of it are to be skipped; empty where they have to hold.
  static std::string why_not() {
    if (::access(program().c_str(), X_OK) == 0) return "";
    if (servers::in_ci()) return "";  // there it fails
    return "the stand-in for Kubernetes is not built (tools/build_go_peer.sh, JWTKEEP_KUBE_API)";
  }

  static KubeApi& get() {
    static KubeApi one;
    return one;
  }

  KubeApi(const KubeApi&) = delete;
  KubeApi& operator=(const KubeApi&) = delete;
  ~KubeApi() = default;

  /// False for Kubernetes itself (tests/servers/kube_apiserver), which has no faults and does not tell what it saw.
  [[nodiscard]] bool is_stand_in() const { return ready_.find("stand_in") != nullptr; }
  [[nodiscard]] std::string url() const { return *ready_.find("url")->string(); }
  [[nodiscard]] std::string ca_file() const { return *ready_.find("ca")->string(); }
  [[nodiscard]] std::string ca_pem() const { return servers::content_of(ca_file()); }
  [[nodiscard]] std::string log() const { return servers::content_of(*ready_.find("log")->string()); }

  /// A user who may use these verbs on secrets; both lists are JSON, `["*"]` is all.
  KubeUser user(const std::string& name, const std::string& verbs, const std::string& namespaces = R"(["*"])") {
    const auto made =
        script_.tell_line(R"({"user":")" + name + R"(","verbs":)" + verbs + R"(,"namespaces":)" + namespaces + "}");
    return {*made.find("name")->string(), *made.find("token")->string(), *made.find("certificate")->string(),
            *made.find("key")->string()};
  }
  /// Who may do everything: the program's own.
  const KubeUser& admin() {
    if (admin_.token.empty()) admin_ = user("admin", R"(["*"])");
    return admin_;
  }
  void revoke(const std::string& token) { script_.tell_line(R"({"revoke":")" + token + "\"}"); }
  void fault(const std::string& kind, int at = 1) {
    script_.tell_line(R"({"fault":")" + kind + R"(","at":)" + std::to_string(at) + "}");
  }
  /// The verbs of the requests since the last asking.
  std::string seen() { return base::write_json(script_.tell_line(R"({"seen":true})")); }

  struct Reply {
    int status = 0;
    base::Json body;
  };
  /// What another client gets, as administrator.
  Reply ask(http::Method method, const std::string& target, std::string_view body = "",
            const char* media_type = "application/json") {
    auto url = http::Url::parse(this->url() + "/api/v1/namespaces/" + target);
    EXPECT_TRUE(url);
    http::Request request{.method = method, .url = *std::move(url)};
    request.fields.push_back({"Authorization", base::SecretBytes::copy_of("Bearer " + admin().token)});
    request.fields.push_back({"Content-Type", base::SecretBytes::copy_of(std::string_view(media_type))});
    request.body = base::SecretBytes::copy_of(body);
    request.limits.body_bytes = std::size_t{8} << 20;
    const auto response = client_->send(request);
    EXPECT_TRUE(response) << response.error().what;
    if (!response) return {};
    Reply reply{.status = response->status, .body = {}};
    if (auto read = base::parse_json(response->body, {.size_bytes = std::size_t{8} << 20}))
      reply.body = *std::move(read);
    return reply;
  }

 private:
  static std::string program() {
    const char* path = std::getenv("JWTKEEP_KUBE_API");
    return path == nullptr ? "" : path;
  }

  KubeApi() : script_({program(), servers::scratch_folder("kube").string()}), ready_(script_.hear()) {
    auto client = http::Client::open({.ca_file = ca_file(), .allow_private_addresses = true});
    if (!client) std::abort();
    client_ = std::make_unique<http::Client>(*std::move(client));
  }

  servers::Script script_;
  base::Json ready_;
  KubeUser admin_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace jwtkeep::destination
