#include "jwtkeep/http/client/resolver.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "https_server.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "name_server.hpp"

namespace jwtkeep::http {
namespace {

using base::Reason;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

Deadline in(int ms) { return steady_clock::now() + milliseconds{ms}; }

TEST(Resolver, GivesAddresses) {
  Resolver resolver;
  const auto mixed = resolver.resolve("mixed.example", in(10000), {});
  ASSERT_TRUE(mixed);
  EXPECT_EQ(*mixed, (std::vector{*parse_ip_address("10.0.0.1"), *parse_ip_address("127.0.0.1")}));
  const auto none = resolver.resolve("nobody.example", in(10000), {});
  EXPECT_EQ(none.error().reason, Reason::io_failed);
  EXPECT_NE(none.error().what.find("nobody.example"), std::string::npos);
}

TEST(Resolver, WaitsNoLongerThanItsDeadlineAndLeavesOneThreadBehind) {
  NameServer::hold_slow();
  const auto before = NameServer::slow_questions();
  Resolver resolver;
  for (int i = 0; i < 3; ++i) {
    const auto from = steady_clock::now();
    EXPECT_EQ(resolver.resolve("slow.example", in(50), {}).error().reason, Reason::io_failed);
    EXPECT_LT(steady_clock::now() - from, milliseconds{5000});
  }
  NameServer::let_slow_go();
  EXPECT_TRUE(resolver.resolve("slow.example", in(10000), {})) << "the answer to the first question";
  EXPECT_EQ(NameServer::slow_questions() - before, 1);
}

TEST(Resolver, EndsWhenItIsStopped) {
  NameServer::hold_slow();
  std::stop_source stop;
  const std::jthread stopper([&] { stop.request_stop(); });
  Resolver resolver;
  const auto from = steady_clock::now();
  EXPECT_FALSE(resolver.resolve("slow.example", in(60000), stop.get_token()));
  EXPECT_LT(steady_clock::now() - from, milliseconds{20000});
  NameServer::let_slow_go();
}

base::Result<Response> send(const std::string& url, bool allow_private, int ms = 10000) {
  Request request{.url = Url::parse(url).value()};
  request.limits.total = milliseconds{ms};
  return Client::open({.ca_file = HttpsServer::get().ca_file(), .allow_private_addresses = allow_private})
      ->send(request);
}

TEST(Resolver, BoundsARequestWhoseNameServersAreSilent) {
  NameServer::hold_slow();
  const auto from = steady_clock::now();
  EXPECT_EQ(send("https://slow.example/", true, 200).error().reason, Reason::io_failed);
  EXPECT_LT(steady_clock::now() - from, milliseconds{5000});
  NameServer::let_slow_go();
}

TEST(Resolver, RefusesAPublicNameThatWasReboundToAPrivateAddress) {
  auto& server = HttpsServer::get();
  server.tell("/rebound", "");
  for (const char* host : {"rebound.example", "mixed.example", "far.example"}) {
    const auto response = send(server.url("/rebound", "https", host), false);
    ASSERT_FALSE(response) << host;
    EXPECT_EQ(response.error().reason, Reason::unsafe_place) << response.error().what;
  }
  EXPECT_EQ(server.count("/rebound"), 0U);
}

}  // namespace
}  // namespace jwtkeep::http
