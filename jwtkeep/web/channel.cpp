#include "jwtkeep/web/channel.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace jwtkeep::web {
namespace {

using crypto::TlsStep;

TlsStep step_of(ssize_t result, TlsStep::State on_block) noexcept {
  if (result > 0) return {.state = TlsStep::State::done, .size = static_cast<std::size_t>(result)};
  if (result == 0) return {.state = TlsStep::State::closed};
  return {.state = errno == EAGAIN || errno == EINTR ? on_block : TlsStep::State::failed};
}

iovec piece(base::ByteView bytes) noexcept {
  return {.iov_base = const_cast<std::uint8_t*>(bytes.data()), .iov_len = bytes.size()};  // NOLINT(*-const-cast)
}

}  // namespace

TlsStep Channel::handshake() { return tls_ ? tls_->handshake() : TlsStep{}; }

std::optional<crypto::ClientCertificate> Channel::client() const { return tls_ ? tls_->client() : std::nullopt; }

TlsStep Channel::read(std::span<char> into) {
  if (tls_) return tls_->read(into);
  return step_of(::recv(socket_.get(), into.data(), into.size(), 0), TlsStep::State::want_read);
}

TlsStep Channel::write(base::ByteView first, base::ByteView second) {
  if (tls_) return tls_->write(first.empty() ? second : first);
  if (second.empty()) {
    return step_of(::send(socket_.get(), first.data(), first.size(), MSG_NOSIGNAL), TlsStep::State::want_write);
  }
  std::array pieces{piece(first), piece(second)};
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  return step_of(::sendmsg(socket_.get(), &message, MSG_NOSIGNAL), TlsStep::State::want_write);
}

void Channel::finish() noexcept {
  if (tls_) tls_->finish();
  ::shutdown(socket_.get(), SHUT_WR);
}

TlsStep Channel::discard(std::size_t size) noexcept {
  std::array<char, 4096> sink;  // NOLINT(*-member-init): what lands here is read by nobody
  return step_of(::recv(socket_.get(), sink.data(), std::min(size, sink.size()), 0), TlsStep::State::want_read);
}

}  // namespace jwtkeep::web
