#include "tests/unit/destination/openbao.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>

#include "jwtkeep/base/file_handle.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/servers/source_path.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::destination {
namespace {

using http::Method;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "openbao.cpp: %s\n", why.c_str());
  std::abort();
}

/// Free now, and below the range from which the kernel gives ports to those who connect (32768 and above), so that it
/// is still free when the server, which takes seconds to start, binds it.
std::uint16_t free_port() {
  std::random_device random;
  for (int attempt = 0; attempt < 100; ++attempt) {
    const auto port = static_cast<std::uint16_t>(20'000 + random() % 12'000);
    const base::FileHandle probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(probe.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return port;
  }
  give_up("no free port");
}

std::string text(const base::Json* json) {
  if (json == nullptr || json->string() == nullptr) give_up("an answer lacks a text");
  return *json->string();
}

const base::Json& at(const base::Json& json, std::string_view first, std::string_view second) {
  const auto* outer = json.find(first);
  const auto* inner = outer != nullptr ? outer->find(second) : nullptr;
  if (inner == nullptr) give_up(fmt::format("an answer lacks {}.{}", first, second));
  return *inner;
}

std::string program() {
  const char* found = std::getenv("JWTKEEP_OPENBAO");
  return found != nullptr ? found : "";
}

}  // namespace

std::string OpenBao::why_not() {
  const auto path = program();
  if (path.empty()) return "JWTKEEP_OPENBAO is not set (tools/install_openbao.sh)";
  if (::access(path.c_str(), X_OK) == 0) return {};
  auto why = servers::content_of(std::filesystem::path(path).parent_path().parent_path() / "why-not");
  while (why.ends_with('\n')) why.pop_back();
  return why.empty() ? path + " cannot be run (tools/install_openbao.sh)" : why;
}

OpenBao& OpenBao::get() {
  static OpenBao server;
  return server;
}

OpenBao::OpenBao() : folder_(servers::scratch_folder("openbao")), owner_(::getpid()) {
  // The certificate of the HTTPS server for tests: one of an authority of its own, for 127.0.0.1 and localhost.
  ca_file_ = http::HttpsServer::get().ca_file();
  auto client = http::Client::open({.ca_file = ca_file_, .allow_private_addresses = true});
  if (!client) give_up(client.error().what);
  client_ = std::make_unique<http::Client>(*std::move(client));
  std::filesystem::create_directories(folder_ / "data");
  configure();
  start();
  initialise();
}

OpenBao::~OpenBao() {
  if (pid_ <= 0 || owner_ != ::getpid()) return;
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

void OpenBao::configure() {
  port_ = free_port();
  auto cluster = free_port();
  while (cluster == port_) cluster = free_port();
  const auto certificate = std::filesystem::path(ca_file_).parent_path() / "https.pem";
  std::ofstream(folder_ / "bao.hcl") << fmt::format(
      "storage \"raft\" {{\n  path = \"{0}/data\"\n  node_id = \"n1\"\n}}\n"
      "api_addr = \"https://127.0.0.1:{1}\"\ncluster_addr = \"https://127.0.0.1:{2}\"\n"
      "listener \"tcp\" {{\n  address = \"127.0.0.1:{1}\"\n  cluster_address = \"127.0.0.1:{2}\"\n"
      "  tls_cert_file = \"{3}\"\n  tls_key_file = \"{3}\"\n}}\n"
      "audit \"file\" \"tofile\" {{\n  options {{\n    file_path = \"{0}/audit.log\"\n  }}\n}}\n",
      folder_.string(), port_, cluster, certificate.string());
}

void OpenBao::start() {
  const auto bao = program();
  const auto config = "-config=" + (folder_ / "bao.hcl").string();
  const auto log = (folder_ / "server.log").string();
  std::array<char*, 4> argv{const_cast<char*>(bao.c_str()), const_cast<char*>("server"),
                            const_cast<char*>(config.c_str()), nullptr};
  const auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    // A test program that is killed takes its server with it.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execv(bao.c_str(), argv.data());
    ::_exit(127);
  }
  wait_for("sys/health", {200, 501, 503});
}

void OpenBao::initialise() {
  const auto made = must(Method::put, "sys/init", R"({"secret_shares":1,"secret_threshold":1})");
  root_token_ = text(made.body.find("root_token"));
  unseal_key_ = text(&made.body.find("keys_base64")->items()->at(0));
  unseal();
  mount_kv("secret", 2);
  must(Method::post, "sys/auth/approle", R"({"type":"approle"})");
  must(Method::put, "sys/policies/acl/jwtkeep", base::write_json(base::Json::object({{"policy", policy_of_docs()}})));
}

OpenBao::Reply OpenBao::ask(Method method, const std::string& path, std::string_view body,
                            const std::string& name_space, const std::string& token) {
  auto url = http::Url::parse(this->url() + "/v1/" + path);
  if (!url) give_up(url.error().what);
  http::Request request{.method = method, .url = *std::move(url)};
  const auto field = [&request](const char* name, const std::string& value) {
    if (!value.empty()) request.fields.push_back({name, base::SecretBytes::copy_of(std::string_view(value))});
  };
  field("X-Vault-Token", token.empty() ? root_token_ : token);
  field("X-Vault-Namespace", name_space);
  request.body = base::SecretBytes::copy_of(body);
  request.limits.total = std::chrono::seconds(20);
  const auto response = client_->send(request);
  if (!response) return {};
  Reply reply{.status = response->status, .body = {}};
  if (auto read = base::parse_json(response->body)) reply.body = *std::move(read);
  return reply;
}

OpenBao::Reply OpenBao::must(Method method, const std::string& path, std::string_view body,
                             const std::string& name_space) {
  auto reply = ask(method, path, body, name_space);
  if (reply.status != 200 && reply.status != 204) {
    give_up(fmt::format("{} answers {}: {}", path, reply.status, base::write_json(reply.body)));
  }
  return reply;
}

void OpenBao::wait_for(const std::string& path, const std::vector<int>& statuses, const std::string& name_space) {
  const int ended = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (std::ranges::find(statuses, ask(Method::get, path, "", name_space).status) == statuses.end()) {
    pollfd watched{ended, POLLIN, 0};
    if (::poll(&watched, 1, 20) == 1 || std::chrono::steady_clock::now() > until) {
      give_up(fmt::format("{} does not get ready; the server says:\n{}", path, server_log()));
    }
  }
  ::close(ended);
}

std::string OpenBao::url() const { return fmt::format("https://127.0.0.1:{}", port_); }
std::string OpenBao::audit_log() const { return servers::content_of(folder_ / "audit.log"); }
std::string OpenBao::server_log() const { return servers::content_of(folder_ / "server.log"); }

std::string OpenBao::token_for(const std::string& rules, const std::string& name_space) {
  static int count = 0;
  const auto name = fmt::format("test-{}", ++count);
  must(Method::put, "sys/policies/acl/" + name, base::write_json(base::Json::object({{"policy", rules}})), name_space);
  const auto made = must(Method::post, "auth/token/create", fmt::format(R"({{"policies":["{}"]}})", name), name_space);
  return text(&at(made.body, "auth", "client_token"));
}

OpenBao::AppRole OpenBao::app_role(const std::string& name, const std::string& policies, const std::string& more,
                                   const std::string& name_space) {
  const auto role = "auth/approle/role/" + name;
  must(Method::post, role, fmt::format(R"({{"token_policies":"{}"{}{}}})", policies, more.empty() ? "" : ",", more),
       name_space);
  const auto id = must(Method::get, role + "/role-id", "", name_space);
  const auto secret = must(Method::post, role + "/secret-id", "{}", name_space);
  return {text(&at(id.body, "data", "role_id")), text(&at(secret.body, "data", "secret_id"))};
}

void OpenBao::mount_kv(const std::string& path, int version, const std::string& name_space) {
  must(Method::post, "sys/mounts/" + path, fmt::format(R"({{"type":"kv","options":{{"version":"{}"}}}})", version),
       name_space);
  // For a moment it says that it is upgrading its data (400).
  if (version == 2) wait_for(path + "/data/nothing", {404}, name_space);
}

void OpenBao::seal() {
  must(Method::put, "sys/seal");
  wait_for("sys/health", {503});
}

void OpenBao::unseal() {
  must(Method::put, "sys/unseal", fmt::format(R"({{"key":"{}"}})", unseal_key_));
  wait_for("sys/health", {200});
}

void OpenBao::kill_hard() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void OpenBao::restart() {
  start();
  unseal();
  wait_for("secret/data/nothing", {404});
}

std::string policy_of_docs() {
  const auto page = servers::content_of(servers::source_path("docs/destinations.md"));
  constexpr std::string_view kFence = "```hcl\n";
  const auto from = page.find(kFence);
  if (from == std::string::npos) give_up("docs/destinations.md has no policy");
  const auto start = from + kFence.size();
  return page.substr(start, page.find("```", start) - start);
}

}  // namespace jwtkeep::destination
