// A stand-in for a Kubernetes API server in another process: tests/servers/kube_api says what it can be told.
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
#include <memory>
#include <sstream>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "tests/unit/destination/scratch_folder.hpp"

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
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string(ci) == "true") return "";  // there it fails
    return "the stand-in for Kubernetes is not built (tools/build_go_peer.sh, JWTKEEP_KUBE_API)";
  }

  static KubeApi& get() {
    static KubeApi one;
    return one;
  }

  KubeApi(const KubeApi&) = delete;
  KubeApi& operator=(const KubeApi&) = delete;
  ~KubeApi() {
    std::fclose(commands_);
    std::fclose(replies_);
    ::waitpid(pid_, nullptr, 0);
  }

  /// False for Kubernetes itself (tests/servers/kube_apiserver), which has no faults and does not tell what it saw.
  [[nodiscard]] bool is_stand_in() const { return ready_.find("stand_in") != nullptr; }
  [[nodiscard]] std::string url() const { return *ready_.find("url")->string(); }
  [[nodiscard]] std::string ca_file() const { return *ready_.find("ca")->string(); }
  [[nodiscard]] std::string ca_pem() const { return content_of(ca_file()); }
  [[nodiscard]] std::string log() const { return content_of(*ready_.find("log")->string()); }

  /// A user who may use these verbs on secrets; both lists are JSON, `["*"]` is all.
  KubeUser user(const std::string& name, const std::string& verbs, const std::string& namespaces = R"(["*"])") {
    const auto made = command(R"({"user":")" + name + R"(","verbs":)" + verbs + R"(,"namespaces":)" + namespaces + "}");
    return {*made.find("name")->string(), *made.find("token")->string(), *made.find("certificate")->string(),
            *made.find("key")->string()};
  }
  /// Who may do everything: the program's own.
  const KubeUser& admin() {
    if (admin_.token.empty()) admin_ = user("admin", R"(["*"])");
    return admin_;
  }
  void revoke(const std::string& token) { command(R"({"revoke":")" + token + "\"}"); }
  void fault(const std::string& kind, int at = 1) {
    command(R"({"fault":")" + kind + R"(","at":)" + std::to_string(at) + "}");
  }
  /// The verbs of the requests since the last asking.
  std::string seen() { return base::write_json(command(R"({"seen":true})")); }

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
  static std::string content_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  KubeApi() {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    auto path = program();
    auto folder = scratch_folder("kube").string();
    std::array<char*, 3> argv{path.data(), folder.data(), nullptr};
    if (::posix_spawn(&pid_, path.c_str(), &actions, nullptr, argv.data(), environ) != 0) {
      std::fprintf(stderr, "the stand-in for Kubernetes cannot be started: is JWTKEEP_KUBE_API set?\n");
      std::abort();
    }
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(in[0]);
    ::close(out[1]);
    commands_ = ::fdopen(in[1], "w");
    replies_ = ::fdopen(out[0], "r");
    ready_ = read_line();
    auto client = http::Client::open({.ca_file = ca_file(), .allow_private_addresses = true});
    if (!client) std::abort();
    client_ = std::make_unique<http::Client>(*std::move(client));
  }

  base::Json command(const std::string& line) {
    std::fputs((line + "\n").c_str(), commands_);
    std::fflush(commands_);
    return read_line();
  }

  base::Json read_line() {
    std::string line;
    for (int c = 0; (c = std::fgetc(replies_)) != EOF && c != '\n';) line += static_cast<char>(c);
    auto json = base::parse_json(line);
    if (!json) {
      std::fprintf(stderr, "the stand-in for Kubernetes does not answer: \"%s\"\n", line.c_str());
      std::abort();
    }
    return *std::move(json);
  }

  pid_t pid_ = -1;
  std::FILE* commands_ = nullptr;
  std::FILE* replies_ = nullptr;
  base::Json ready_;
  KubeUser admin_;
  std::unique_ptr<http::Client> client_;
};

}  // namespace jwtkeep::destination
