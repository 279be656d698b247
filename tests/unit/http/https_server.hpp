// A real HTTPS server in another process, which answers as it is told: https_server.py says what it can be told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/servers/script.hpp"
#include "tests/servers/source_path.hpp"

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
  ~HttpsServer() = default;

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
    script_.tell_line(R"({"path": ")" + std::string(path) + "\"" + (members.empty() ? "" : ", ") + members + "}");
  }
  void release() { script_.tell_line(R"({"release": true})"); }
  std::vector<base::Json> requests(std::string_view path) {
    const auto reply = script_.tell_line(R"({"requests": ")" + std::string(path) + "\"}");
    return *reply.items();
  }
  std::size_t count(std::string_view path) { return requests(path).size(); }

 private:
  // Warnings of Python's versions say nothing here.
  HttpsServer()
      : script_({servers::kPython, "-W", "ignore", servers::source_path("tests/unit/http/https_server.py"),
                 servers::scratch_folder("https").string()}),
        ready_(script_.hear()),
        ca_file_(*ready_.find("ca")->string()) {}

  servers::Script script_;
  base::Json ready_;
  std::string ca_file_;
};

}  // namespace jwtkeep::http
