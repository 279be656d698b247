#include "jwtkeep/web/listener.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::web {
namespace {

using base::fail;
using base::FileHandle;
using base::Reason;

constexpr int kBacklog = 4096;  // the kernel cuts it to net.core.somaxconn
constexpr mode_t kOwnerOnly = 0600;

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] sockaddr* get() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
};

Address address_of(const Listen& listen) {
  Address address;
  if (listen.is_unix()) {
    sockaddr_un path{.sun_family = AF_UNIX, .sun_path = {}};
    std::ranges::copy(listen.path(), std::begin(path.sun_path));
    std::memcpy(&address.storage, &path, sizeof path);
    address.size = sizeof path;
  } else if (listen.address() && listen.address()->is_v4()) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(listen.port());
    std::memcpy(&v4.sin_addr, listen.address()->bytes().data(), sizeof v4.sin_addr);
    std::memcpy(&address.storage, &v4, sizeof v4);
    address.size = sizeof v4;
  } else {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(listen.port());
    if (listen.address()) std::memcpy(&v6.sin6_addr, listen.address()->bytes().data(), sizeof v6.sin6_addr);
    std::memcpy(&address.storage, &v6, sizeof v6);
    address.size = sizeof v6;
  }
  return address;
}

std::unexpected<base::Error> failed(const Listen& listen, int error) {
  if (error == EADDRINUSE) {
    return fail(Reason::already_exists, "somebody listens on " + listen.text() + " already",
                "take another port, or end that one");
  }
  if (error == EADDRNOTAVAIL)
    return fail(Reason::bad_value, listen.text() + " is no address of this machine",
                "give one that is, such as 127.0.0.1:8377, or 0.0.0.0:8377 for all of them");
  return std::unexpected(base::system_error(error, "listening on " + listen.text()));
}

base::Result<FileHandle> open_socket(const Listen& listen, int family, bool shared_port) {
  FileHandle socket(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return failed(listen, errno);
  const int on = 1;
  const int off = 0;
  if (family != AF_UNIX) {
    // A port whose connections have just ended can be had again; one that is listened on cannot.
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (shared_port && ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0)
      return failed(listen, errno);
  }
  if (family == AF_INET6) {
    const int& only = listen.address() ? on : off;
    ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
  }
  return socket;
}

/// The file of a socket that nobody listens on is left over from a process that was killed.
void remove_stale(const Listen& listen, const Address& address) {
  struct stat found{};
  if (::lstat(listen.path().c_str(), &found) != 0 || !S_ISSOCK(found.st_mode)) return;
  const FileHandle probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (probe && ::connect(probe.get(), address.get(), address.size) != 0 && errno == ECONNREFUSED) {
    ::unlink(listen.path().c_str());
  }
}

}  // namespace

Listener::Listener(Listener&& other) noexcept
    : bound_(std::move(other.bound_)), sockets_(std::move(other.sockets_)), made_(std::exchange(other.made_, {})) {}

Listener::~Listener() {
  if (!made_.empty()) ::unlink(made_.c_str());
}

base::Result<Listener> Listener::bind(const Listen& listen, std::size_t threads) {
  Listener listener{Listen(listen)};
  JWTKEEP_CHECK(listen.is_unix() ? listener.bind_unix(threads) : listener.bind_port(threads));
  return listener;
}

base::Result<void> Listener::bind_unix(std::size_t threads) {
  const auto address = address_of(bound_);
  remove_stale(bound_, address);
  JWTKEEP_TRY(auto socket, open_socket(bound_, AF_UNIX, false));
  // The file is made with the socket's own mode (less the umask): it is never open to others, not even for a moment.
  if (::fchmod(socket.get(), kOwnerOnly) != 0 || ::bind(socket.get(), address.get(), address.size) != 0) {
    return failed(bound_, errno);
  }
  made_ = bound_.path();
  if (::listen(socket.get(), kBacklog) != 0) return failed(bound_, errno);
  for (std::size_t i = 1; i < threads; ++i) {
    sockets_.emplace_back(::fcntl(socket.get(), F_DUPFD_CLOEXEC, 0));
    if (!sockets_.back()) return failed(bound_, errno);
  }
  sockets_.push_back(std::move(socket));
  return {};
}

base::Result<void> Listener::bind_port(std::size_t threads) {
  auto address = address_of(bound_);
  {
    // SO_REUSEPORT would let a second server of the same user share the port unseen: so it is first bound without.
    JWTKEEP_TRY(const auto probe, open_socket(bound_, address.get()->sa_family, false));
    if (::bind(probe.get(), address.get(), address.size) != 0) return failed(bound_, errno);
  }
  for (std::size_t i = 0; i < threads; ++i) {
    JWTKEEP_TRY(auto socket, open_socket(bound_, address.get()->sa_family, true));
    if (::bind(socket.get(), address.get(), address.size) != 0) return failed(bound_, errno);
    if (i == 0) {
      // Port 0 is now one that the others share.
      if (::getsockname(socket.get(), address.get(), &address.size) != 0) return failed(bound_, errno);
      bound_ = bound_.at_port(ntohs(address.get()->sa_family == AF_INET
                                        ? reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port
                                        : reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port));
    }
    sockets_.push_back(std::move(socket));
  }
  // Only once all are bound: a connection that came before would be the first one's alone.
  for (const auto& socket : sockets_) {
    if (::listen(socket.get(), kBacklog) != 0) return failed(bound_, errno);
  }
  return {};
}

}  // namespace jwtkeep::web
