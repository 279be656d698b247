// The listener and the sender, over real sockets: each is the other's stranger, and plain bytes are both's.
#include "jwtkeep/probe/listener.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/probe/sender.hpp"

#include "sample.hpp"

namespace jwtkeep::probe {
namespace {

using base::Reason;

base::Result<Answer> ask(const std::string& url, bool any_address = false) {
  auto sender = Sender::open({.plan = {.url = *http::Url::parse(url)}, .any_address = any_address});
  return sender->send("token");
}

/// What comes back for these bytes, until the other side closes.
std::string raw(std::uint16_t port, std::string_view bytes) {
  const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  ::shutdown(connection, SHUT_WR);
  std::string answer;
  std::array<char, 4096> piece{};
  for (ssize_t got = 0; (got = ::recv(connection, piece.data(), piece.size(), 0)) > 0;) {
    answer.append(piece.data(), static_cast<std::size_t>(got));
  }
  ::close(connection);
  return answer;
}

TEST(Listener, GivesItsPagesAndKnowsWhatWasAskedFor) {
  const auto listener = Listener::open("127.0.0.1", pages_of(*material(KeyOf::rsa).own));
  ASSERT_TRUE(listener) << listener.error().what;
  EXPECT_FALSE(listener->was_fetched("/jwks.json"));
  const auto set = ask(listener->origin() + "/jwks.json");
  ASSERT_TRUE(set) << set.error().what;
  EXPECT_EQ(set->status, 200);
  EXPECT_EQ(jose::parse_jwks(set->text)->keys.size(), 1U);
  EXPECT_TRUE(listener->was_fetched("/jwks.json"));
  EXPECT_FALSE(listener->was_fetched("/chain.pem"));
  EXPECT_THAT(ask(listener->origin() + "/chain.pem?x")->text, testing::StartsWith("-----BEGIN CERTIFICATE-----\n"));
  EXPECT_EQ(ask(listener->origin() + "/other")->status, 404);
  EXPECT_TRUE(listener->was_fetched("/other"));
}

TEST(Listener, OutlivesWhateverIsSentToIt) {
  const auto listener = Listener::open("127.0.0.1", {});
  ASSERT_TRUE(listener);
  const auto port = http::Url::parse(listener->origin())->port();
  for (const auto& bytes : {std::string(), std::string("\0\xff\x16\x03\x01", 5), std::string("GET / HTTP/1.1\r\n"),
                            std::string(20'000, 'a'), std::string("POST / HTTP/1.1\r\n\r\n")}) {
    raw(port, bytes);
  }
  EXPECT_THAT(raw(port, "HEAD / HTTP/1.1\r\n\r\n"), testing::StartsWith("HTTP/1.1 404 Not Found\r\n"));
}

TEST(Listener, ListensAtAddressesOfThisMachineAlone) {
  const auto six = Listener::open("[::1]", {{"/a", "b"}});
  if (six) {  // a machine may have no IPv6
    EXPECT_EQ(ask(six->origin() + "/a")->text, "b");
  }
  const auto first = Listener::open("127.0.0.1", {});
  const auto taken = first->origin().substr(std::string_view("http://").size());
  EXPECT_EQ(Listener::open(taken, {}).error().reason, Reason::io_failed);
  EXPECT_EQ(Listener::open("203.0.113.1", {}).error().reason, Reason::io_failed);
  for (const auto* text : {"localhost", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1/a", "", "1.2.3"}) {
    EXPECT_EQ(Listener::open(text, {}).error().reason, Reason::bad_value) << text;
  }
}

TEST(Sender, GoesToThisMachineAlone) {
  for (const auto* url : {"http://203.0.113.1/", "https://10.0.0.1/"}) {
    const auto refused = ask(url);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::unsafe_place);
    EXPECT_THAT(refused.error().hint, testing::HasSubstr("--i-own-this-host"));
  }
}

TEST(Sender, KeepsToItsRate) {
  const auto listener = Listener::open("127.0.0.1", {});
  auto sender = Sender::open({.plan = {.url = *http::Url::parse(listener->origin())}, .max_rps = 20});
  const auto from = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(sender->send("token"));
  // Four pauses of 50 ms: no machine is faster than that.
  EXPECT_GE(std::chrono::steady_clock::now() - from, std::chrono::milliseconds{199});
}

}  // namespace
}  // namespace jwtkeep::probe
