#include "jwtkeep/probe/listener.hpp"

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "jwtkeep/http/ip_address.hpp"
#include "jwtkeep/http/url.hpp"
#include "jwtkeep/probe/fetch_request.hpp"
#include "jwtkeep/probe/key_texts.hpp"
#include "jwtkeep/probe/listener_paths.hpp"

namespace jwtkeep::probe {
namespace {

using base::fail;
using base::Reason;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPatience{2000};  ///< for one request, from the connection to the answer
constexpr milliseconds kLook{100};       ///< how often the thread looks whether it is to end

class Socket {
 public:
  explicit Socket(int descriptor) noexcept : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

bool wait_for(int descriptor, short events, milliseconds most) {
  pollfd watched{.fd = descriptor, .events = events, .revents = 0};
  return ::poll(&watched, 1, static_cast<int>(std::max<milliseconds::rep>(most.count(), 0))) > 0;
}

struct Bound {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

Bound socket_address(const http::IpAddress& address, std::uint16_t port) {
  Bound bound;
  if (address.is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&v4.sin_addr, address.bytes().data(), address.bytes().size());
    std::memcpy(&bound.storage, &v4, sizeof v4);
    bound.size = sizeof v4;
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&v6.sin6_addr, address.bytes().data(), address.bytes().size());
    std::memcpy(&bound.storage, &v6, sizeof v6);
    bound.size = sizeof v6;
  }
  return bound;
}

std::uint16_t port_of(const sockaddr_storage& storage) {
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    return ntohs(v4.sin_port);
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &storage, sizeof v6);
  return ntohs(v6.sin6_port);
}

std::string origin_of(const http::IpAddress& address, std::uint16_t port) {
  return fmt::format(fmt::runtime(address.is_v4() ? "http://{}:{}" : "http://[{}]:{}"), address.text(), port);
}

/// An address by itself, or with a port behind it; the port is 0 where none is given.
base::Result<std::pair<http::IpAddress, std::uint16_t>> read_address(const std::string& text) {
  const auto refused =
      fail(Reason::bad_value, "\"" + text + "\" is no address to listen at",
           "write an IP address of this machine, with or without a port: 127.0.0.1, 127.0.0.1:8080, [::1]");
  if (const auto bare = http::parse_ip_address(text)) return std::pair(*bare, std::uint16_t{0});
  const auto url = http::Url::parse("http://" + text);
  if (!url || !url->host_is_address() || url->target() != "/" || text.ends_with('/')) return refused;
  const auto address = http::parse_ip_address(url->host());
  if (!address) return refused;
  const bool has_port = text.back() != ']' && text.contains(':');
  return std::pair(*address, has_port ? url->port() : std::uint16_t{0});
}

std::unexpected<base::Error> cannot_listen(const std::string& where) {
  const int error = errno;
  const auto reason = error == EACCES || error == EPERM ? Reason::permission : Reason::io_failed;
  return fail(reason, "cannot listen at " + where + ": " + std::strerror(error),
              "give another address of this machine by --listen, or leave out what needs it: --skip jku --skip x5u");
}

}  // namespace

struct Listener::Parts {
  Parts(Socket bound, std::string at, Pages content)
      : socket(std::move(bound)), origin(std::move(at)), pages(std::move(content)) {}

  void serve(const std::stop_token& stop);
  void answer(int connection);

  Socket socket;
  std::string origin;
  Pages pages;
  std::mutex mutex;
  std::set<std::string, std::less<>> fetched;
  std::jthread thread;  ///< the last member: it ends before the others
};

void Listener::Parts::serve(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!wait_for(socket.get(), POLLIN, kLook)) continue;
    const Socket connection(::accept4(socket.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (connection.get() >= 0) answer(connection.get());
  }
}

void Listener::Parts::answer(int connection) {
  const auto deadline = steady_clock::now() + kPatience;
  const auto left = [&] { return std::chrono::ceil<milliseconds>(deadline - steady_clock::now()); };
  std::string head;
  std::array<char, 2048> piece{};
  while (!is_whole_head(head)) {
    if (head.size() > kMostHeadBytes || !wait_for(connection, POLLIN, left())) return;
    const auto got = ::recv(connection, piece.data(), piece.size(), 0);
    if (got <= 0) return;
    head.append(piece.data(), static_cast<std::size_t>(got));
  }
  const auto path = fetched_path(head);
  const auto page = path ? pages.find(*path) : pages.end();
  if (path) {
    const std::scoped_lock lock(mutex);
    fetched.insert(*path);
  }
  const auto content = page == pages.end() ? std::string_view{} : std::string_view(page->second);
  const auto* const type = path && path->ends_with(".json") ? "application/json" : "application/x-pem-file";
  auto text = fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                          page == pages.end() ? "404 Not Found" : "200 OK", type, content.size());
  if (!head.starts_with("HEAD ")) text += content;
  for (std::string_view rest = text; !rest.empty();) {
    if (!wait_for(connection, POLLOUT, left())) return;
    const auto sent = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
}

Listener::Listener(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;
Listener::~Listener() = default;

base::Result<Listener> Listener::open(const std::string& address, Pages pages) {
  JWTKEEP_TRY(const auto place, read_address(address));
  const auto& [ip, port] = place;
  Socket socket(::socket(ip.is_v4() ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  auto bound = socket_address(ip, port);
  auto* const name = reinterpret_cast<sockaddr*>(&bound.storage);
  constexpr int kWaiting = 16;
  if (socket.get() < 0 || ::bind(socket.get(), name, bound.size) != 0 || ::listen(socket.get(), kWaiting) != 0 ||
      ::getsockname(socket.get(), name, &bound.size) != 0) {
    return cannot_listen(address);
  }
  auto parts = std::make_unique<Parts>(std::move(socket), origin_of(ip, port_of(bound.storage)), std::move(pages));
  auto* const self = parts.get();
  parts->thread = std::jthread([self](const std::stop_token& stop) { self->serve(stop); });
  return Listener(std::move(parts));
}

const std::string& Listener::origin() const noexcept { return parts_->origin; }

bool Listener::was_fetched(std::string_view path) const {
  const std::scoped_lock lock(parts_->mutex);
  return parts_->fetched.contains(path);
}

Listener::Pages pages_of(const OwnKey& own) {
  return {
      {std::string(kJwksPath), base::write_json(base::Json::object({{"keys", base::Json::array({own.public_jwk})}}))},
      {std::string(kChainPath), pem_block("CERTIFICATE", own.certificate)}};
}

}  // namespace jwtkeep::probe
