#include "jwtkeep/destination/exchange.hpp"

#include <gtest/gtest.h>

#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::destination {
namespace {

using namespace std::chrono_literals;
using http::HttpsServer;

class ExchangeTest : public testing::Test {
 protected:
  static Exchange open(std::shared_ptr<Pace> pace) {
    ExchangeOptions options;
    options.client = {.ca_file = HttpsServer::get().ca_file(), .allow_private_addresses = true};
    options.pace = std::move(pace);
    options.attempts = 1;
    auto exchange = Exchange::open(std::move(options));
    EXPECT_TRUE(exchange);
    return *std::move(exchange);
  }
  static base::Result<http::Response> get(Exchange& exchange, const std::string& path) {
    http::Request request{.url = *http::Url::parse(HttpsServer::get().url(path))};
    return exchange.send(request, true);
  }
};

TEST_F(ExchangeTest, AServerThatDoesNotAnswerTwiceIsLeftAlone) {
  auto& server = HttpsServer::get();
  server.tell("/silent", R"("hang_up": true)");
  server.tell("/well", "");
  const auto pace = std::make_shared<Pace>(0);
  auto exchange = open(pace);
  EXPECT_FALSE(get(exchange, "/silent"));
  EXPECT_TRUE(get(exchange, "/well")) << "one alone may have met a connection that was just ending";
  EXPECT_FALSE(get(exchange, "/silent"));
  EXPECT_TRUE(get(exchange, "/well")) << "an answer in between ends the count";
  EXPECT_FALSE(get(exchange, "/silent"));
  EXPECT_FALSE(get(exchange, "/silent"));
  const auto seen = server.count("/well");
  auto another = open(pace);  // another thread's, of the same run
  const auto left_alone = get(another, "/well");
  ASSERT_FALSE(left_alone);
  EXPECT_EQ(left_alone.error().reason, base::Reason::io_failed);
  EXPECT_NE(left_alone.error().what.find("left alone"), std::string::npos) << left_alone.error().what;
  EXPECT_EQ(server.count("/well"), seen) << "it was not asked";
  auto next_run = open(std::make_shared<Pace>(0));
  EXPECT_TRUE(get(next_run, "/well"));
}

TEST_F(ExchangeTest, APaceSaysHowLongAnAnswerIsWaitedFor) {
  auto& server = HttpsServer::get();
  server.tell("/held", R"("hold": true)");
  auto exchange = open(std::make_shared<Pace>(0, 150ms));
  const auto held = get(exchange, "/held");
  server.release();
  ASSERT_FALSE(held);
  EXPECT_NE(held.error().what.find("in time"), std::string::npos) << held.error().what;
}

}  // namespace
}  // namespace jwtkeep::destination
