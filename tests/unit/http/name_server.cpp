#include "name_server.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string_view>

namespace jwtkeep::http {
namespace {

std::mutex mutex;
std::condition_variable let_go;
bool held = false;
int questions = 0;

addrinfo* entry(const char* address, addrinfo* next) {
  auto* found = static_cast<addrinfo*>(std::calloc(1, sizeof(addrinfo)));
  auto* place = static_cast<sockaddr_in*>(std::calloc(1, sizeof(sockaddr_in)));
  place->sin_family = AF_INET;
  ::inet_pton(AF_INET, address, &place->sin_addr);
  found->ai_family = AF_INET;
  found->ai_socktype = SOCK_STREAM;
  found->ai_addr = reinterpret_cast<sockaddr*>(place);
  found->ai_addrlen = sizeof(sockaddr_in);
  found->ai_next = next;
  return found;
}

void wait_for_slow() {
  std::unique_lock lock(mutex);
  ++questions;
  let_go.wait(lock, [] { return !held; });
}

}  // namespace

void NameServer::hold_slow() {
  const std::scoped_lock lock(mutex);
  held = true;
}

void NameServer::let_slow_go() {
  const std::scoped_lock lock(mutex);
  held = false;
  let_go.notify_all();
}

int NameServer::slow_questions() {
  const std::scoped_lock lock(mutex);
  return questions;
}

}  // namespace jwtkeep::http

extern "C" int getaddrinfo(const char* host, const char*, const addrinfo*, addrinfo** found) {
  using jwtkeep::http::entry;
  const std::string_view name(host);
  if (name == "slow.example") jwtkeep::http::wait_for_slow();
  if (name == "localhost" || name == "rebound.example" || name == "slow.example") {
    *found = entry("127.0.0.1", nullptr);
  } else if (name == "mixed.example") {
    *found = entry("10.0.0.1", entry("127.0.0.1", nullptr));
  } else if (name == "far.example") {
    *found = entry("10.0.0.1", nullptr);
  } else {
    return EAI_NONAME;
  }
  return 0;
}

extern "C" void freeaddrinfo(addrinfo* found) {
  while (found != nullptr) {
    auto* next = found->ai_next;
    std::free(found->ai_addr);
    std::free(found);
    found = next;
  }
}
