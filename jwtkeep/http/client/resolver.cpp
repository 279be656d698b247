#include "jwtkeep/http/client/resolver.hpp"

#include <netdb.h>

#include <algorithm>
#include <system_error>
#include <thread>

#include "jwtkeep/http/client/peer.hpp"

namespace jwtkeep::http {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostAddresses = 8;

std::vector<IpAddress> addresses_of(const addrinfo* found) {
  std::vector<IpAddress> addresses;
  for (; found != nullptr && addresses.size() < kMostAddresses; found = found->ai_next) {
    const auto address = address_of(*found->ai_addr);
    if (address && std::ranges::find(addresses, *address) == addresses.end()) addresses.push_back(*address);
  }
  return addresses;
}

}  // namespace

void Resolver::Question::ask() noexcept {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  const std::scoped_lock lock(mutex);
  error = failure;
  if (failure == 0) {
    addresses = addresses_of(found);
    ::freeaddrinfo(found);
  }
  done = true;
  answered.notify_all();
}

base::Result<std::vector<IpAddress>> Resolver::resolve(const std::string& host, Deadline deadline,
                                                       const std::stop_token& stop) {
  if (!pending_ || pending_->host != host) {
    pending_ = std::make_shared<Question>(host);
    try {
      std::thread([question = pending_] { question->ask(); }).detach();
    } catch (const std::system_error&) {
      pending_.reset();
      return fail(Reason::io_failed, "no thread could be started to resolve " + host);
    }
  }
  const auto question = pending_;
  std::unique_lock lock(question->mutex);
  if (!question->answered.wait_until(lock, stop, deadline, [&] { return question->done; })) {
    return fail(Reason::io_failed, "the name servers have not answered for " + host + " in time",
                "look at the network, and at the name servers of this machine (/etc/resolv.conf)");
  }
  pending_.reset();
  if (question->error != 0 || question->addresses.empty()) {
    return fail(Reason::io_failed, "the host name " + host + " has no address: " + ::gai_strerror(question->error),
                "look at the name's spelling, and at the name servers of this machine (/etc/resolv.conf)");
  }
  return question->addresses;
}

}  // namespace jwtkeep::http
