// A way to a real server that fails as it is told: front.py says how.
#pragma once

#include <filesystem>
#include <string>

#include "tests/matrix/site.hpp"
#include "tests/servers/script.hpp"
#include "tests/servers/source_path.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::matrix {

/// All fronts of the program are ports of one script.
class Front {
 public:
  explicit Front(const Site& site) {
    auto told = base::Json::object({{"open", site.server()}});
    if (!site.ca_file().empty()) told.set("ca", site.ca_file());
    port_ = *script().tell(told).find("port")->integer();
  }
  Front(const Front&) = delete;
  Front& operator=(const Front&) = delete;
  ~Front() { script().tell(base::Json::object({{"port", port_}, {"close", base::Json(true)}})); }

  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }

  /// `from_the_first_write`: what only reads goes through still.
  void befall(const Site& site, Fault fault, bool from_the_first_write) {
    const auto [status, body] =
        fault == Fault::denies ? site.denial() : std::pair<int, std::string>{500, R"({"errors":["internal error"]})"};
    script().tell(base::Json::object({{"port", port_},
                                      {"fault", word_of(fault)},
                                      {"status", status},
                                      {"body", body},
                                      {"writes", base::Json(from_the_first_write)}}));
  }
  void mend() { script().tell(base::Json::object({{"port", port_}, {"fault", "none"}})); }

 private:
  static std::string word_of(Fault fault) {
    switch (fault) {
      case Fault::refuses: return "refuse";
      case Fault::times_out: return "hang";
      case Fault::denies:
      case Fault::errs: return "answer";
      case Fault::dies: return "die";
      case Fault::garbage: return "garbage";
      case Fault::untrusted: return "untrusted";
      case Fault::another_hand:
      case Fault::lost_newest: break;  // these befall what stands behind
    }
    return "none";
  }
  static servers::Script& script() {
    static servers::Script script({servers::kPython, servers::source_path("tests/matrix/front.py"), certificate()});
    return script;
  }
  static std::string certificate() {
    return (std::filesystem::path(http::HttpsServer::get().ca_file()).parent_path() / "https.pem").string();
  }

  std::int64_t port_ = 0;
};

}  // namespace jwtkeep::matrix
