// A server of jwtkeep/web that answers every request with the same KiB, for bench/web.py and wrk. Its address is on
// standard output; it ends with its input.
//
// usage: serve_plain LISTEN THREADS [CERTIFICATE KEY]
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "jwtkeep/web/server.hpp"

namespace web = jwtkeep::web;
namespace base = jwtkeep::base;

namespace {

class Same final : public web::Handler {
 public:
  void answer(web::Incoming /*incoming*/, web::Reply reply) override { reply.send(answer_); }

 private:
  std::shared_ptr<const web::Answer> answer_ =
      std::make_shared<const web::Answer>(web::Answer()
                                              .with("Content-Type", "application/json")
                                              .with("Cache-Control", "max-age=300")
                                              .text(std::string(1024, 'x')));
};

std::string content_of(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 5) {
    (void)std::fprintf(stderr, "usage: %s LISTEN THREADS [CERTIFICATE KEY]\n", argv[0]);
    return 2;
  }
  rlimit descriptors{};
  ::getrlimit(RLIMIT_NOFILE, &descriptors);
  descriptors.rlim_cur = descriptors.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &descriptors);

  web::Options options;
  const auto listen = web::Listen::parse(argv[1], argc == 5);
  if (!listen) return 2;
  options.listen = {*listen};
  options.threads = static_cast<std::size_t>(std::strtoul(argv[2], nullptr, 10));
  options.clock = [] {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  };
  options.connections_per_address = 0;
  if (argc == 5) {
    options.tls.emplace();
    options.tls->certificates = content_of(argv[3]);
    options.tls->key = base::SecretBytes::copy_of(content_of(argv[4]));
  }
  auto server = web::Server::start(std::move(options), std::make_shared<Same>());
  if (!server) {
    (void)std::fprintf(stderr, "%s\n", server.error().what.c_str());
    return 3;
  }
  (void)std::printf("%s\n", server->addresses().front().text().c_str());
  (void)std::fflush(stdout);
  char ignored = 0;
  while (::read(STDIN_FILENO, &ignored, 1) > 0) {
  }
  return 0;
}
