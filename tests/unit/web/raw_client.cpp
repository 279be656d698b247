#include "tests/unit/web/raw_client.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace jwtkeep::web {
namespace {

constexpr int kPatience = 60'000;  // milliseconds; reached only by a server that does not do what is tested

base::FileHandle connect_to(const Listen& server) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  if (server.is_unix()) {
    sockaddr_un path{.sun_family = AF_UNIX, .sun_path = {}};
    std::ranges::copy(server.path(), std::begin(path.sun_path));
    std::memcpy(&storage, &path, size = sizeof path);
  } else if (server.address() && !server.address()->is_v4()) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(server.port());
    std::memcpy(&v6.sin6_addr, server.address()->bytes().data(), sizeof v6.sin6_addr);
    std::memcpy(&storage, &v6, size = sizeof v6);
  } else {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(server.port());
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::memcpy(&storage, &v4, size = sizeof v4);
  }
  base::FileHandle socket(::socket(storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&storage), size) != 0) {
    ADD_FAILURE() << "cannot connect to " << server.text() << ": " << std::strerror(errno);
  }
  return socket;
}

}  // namespace

std::string RawAnswer::field(std::string_view name) const {
  const auto at = head.find("\r\n" + std::string(name) + ": ");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

RawClient::RawClient(const Listen& server) : socket_(connect_to(server)) {}

bool RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::finish() { ::shutdown(socket_.get(), SHUT_WR); }

void RawClient::reset() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_.reset();
}

bool RawClient::fill() {
  pollfd one{.fd = socket_.get(), .events = POLLIN, .revents = 0};
  if (ended_ || ::poll(&one, 1, kPatience) != 1) {
    if (!ended_) ADD_FAILURE() << "the server neither answers nor closes";
    ended_ = true;
    return false;
  }
  std::array<char, 65536> piece{};
  const auto got = ::recv(socket_.get(), piece.data(), piece.size(), 0);
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(piece.data(), static_cast<std::size_t>(got));
  return true;
}

RawAnswer RawClient::receive(bool to_head) {
  RawAnswer answer;
  auto end = buffer_.find("\r\n\r\n");
  while (end == std::string::npos) {
    if (!fill()) return answer;
    end = buffer_.find("\r\n\r\n");
  }
  answer.head = buffer_.substr(0, end + 4);
  buffer_.erase(0, end + 4);
  answer.status = std::stoi(answer.head.substr(9, 3));
  const auto length = answer.field("Content-Length");
  const auto size = length.empty() || to_head ? 0 : std::stoul(length);
  while (buffer_.size() < size && fill()) {
  }
  answer.body = buffer_.substr(0, size);
  buffer_.erase(0, size);
  return answer;
}

std::string RawClient::rest() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

std::string RawClient::peek(std::size_t size) {
  while (buffer_.size() < size && fill()) {
  }
  return buffer_;
}

std::string ask_raw(const Listen& server, std::string_view bytes) {
  RawClient client(server);
  client.send(bytes);
  return client.rest();
}

}  // namespace jwtkeep::web
