// A network between a client and a real server that loses and garbles answers: faulty_proxy.py says how.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "tests/servers/script.hpp"
#include "tests/servers/source_path.hpp"

namespace jwtkeep::destination {

class FaultyProxy {
 public:
  FaultyProxy(const std::string& server, const std::string& ca_file)
      : script_({servers::kPython, servers::source_path("tests/unit/destination/faulty_proxy.py"), server, ca_file}),
        port_(*script_.hear().integer()) {}

  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }
  void meet(std::string_view method, std::string_view fault, int times = 1) {
    tell(fmt::format(R"({{"method": "{}", "fault": "{}", "times": {}}})", method, fault, times));
  }
  std::int64_t count(std::string_view method) { return tell(fmt::format(R"({{"count": "{}"}})", method)); }

 private:
  std::int64_t tell(const std::string& line) { return *script_.tell_line(line).integer(); }

  servers::Script script_;
  std::int64_t port_;
};

}  // namespace jwtkeep::destination
