#include "jwtkeep/server/gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/web/request_reader.hpp"
#include "tests/unit/now.hpp"
#include "tests/unit/rotate/made_store.hpp"

namespace jwtkeep::server {
namespace {

/// From 127.0.0.1 over plain HTTP, with these header lines.
web::Incoming request(std::string_view lines) {
  const auto text = "GET / HTTP/1.1\r\n" + std::string(lines) + "\r\n";
  web::RequestReader reader(std::size_t{16} << 10);
  EXPECT_EQ(reader.advance(), web::RequestReader::State::idle);
  const auto room = reader.room();
  std::ranges::copy(text, room.begin());
  reader.took(text.size());
  EXPECT_EQ(reader.advance(), web::RequestReader::State::head_done) << text;
  EXPECT_EQ(reader.begin_body(0), web::RequestReader::State::whole) << text;
  auto whole = reader.take();
  web::Peer peer;
  peer.address_text = "127.0.0.1";
  peer.loopback = true;
  whole->peer = std::make_shared<const web::Peer>(std::move(peer));
  whole->arrival = kNow;
  return web::Incoming(std::move(whole));
}

TEST(Browser, TakesTheBareCookieOnlyWhereItIsNotSecure) {
  const auto browser = Browser::of("https://keys.example.com");
  ASSERT_TRUE(browser);
  const auto text = [&](std::string_view lines) {
    const auto incoming = request(lines);
    const auto found = Browser::session_text(incoming, browser->is_secure(incoming));
    return found && *found ? std::string(**found) : std::string("none");
  };
  EXPECT_EQ(text("Host: keys.example.com\r\nCookie: jwtkeep=tossed\r\n"), "none");
  EXPECT_EQ(text("Host: keys.example.com\r\nCookie: jwtkeep=tossed; __Host-jwtkeep=own\r\n"), "own");
  EXPECT_EQ(text("Host: 127.0.0.1:8080\r\nCookie: jwtkeep=plain\r\n"), "plain");
}

TEST(Browser, KnowsByTheNameThatIsAskedForThatNoOtherSiteAsks) {
  const auto browser = Browser::of("https://keys.example.com:8443");
  ASSERT_TRUE(browser);
  for (const auto* host :
       {"127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[::1]", "localhost", "LOCALHOST:8080", "keys.example.com:8443"}) {
    EXPECT_TRUE(browser->is_of_no_other_site(request("Host: " + std::string(host) + "\r\n"))) << host;
  }
  for (const auto* host : {"evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
                           "keys.example.com.evil.example"}) {
    EXPECT_FALSE(browser->is_of_no_other_site(request("Host: " + std::string(host) + "\r\n"))) << host;
  }
  const auto from = [&](const std::string& site) {
    return browser->is_of_no_other_site(request("Host: 127.0.0.1\r\nSec-Fetch-Site: " + site + "\r\n"));
  };
  EXPECT_TRUE(from("none"));
  EXPECT_TRUE(from("same-origin"));
  EXPECT_FALSE(from("same-site"));
  EXPECT_FALSE(from("cross-site"));
}

class GateTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = rotate::memory_store(kNow);
    ASSERT_TRUE(made) << made.error().what;
    store_ = *std::move(made);
    auto browser = Browser::of({});
    ASSERT_TRUE(browser);
    gate_.emplace(access::SessionSeal(store_->session_key(), store_->id()), *std::move(browser));
  }

  std::unique_ptr<store::Store> store_;
  std::optional<Gate> gate_;
};

TEST_F(GateTest, LocksNobodyOutForLoginsThatEndInNothing) {
  const auto incoming = request("Host: 127.0.0.1\r\n");
  const base::Error error{base::Reason::permission, "no", {}};
  for (int i = 0; i < 3 * access::Lockout::kFree; ++i) {
    EXPECT_EQ(gate_->refuse_login(incoming, "127.0.0.1", error).status(), 401);
  }
  EXPECT_TRUE(gate_->may_try(incoming));
  const auto guess = request("Host: 127.0.0.1\r\nAuthorization: Bearer jka_x\r\n");
  for (int i = 0; i < access::Lockout::kFree; ++i) EXPECT_FALSE(gate_->enter(guess));
  EXPECT_FALSE(gate_->may_try(incoming));
}

TEST_F(GateTest, LocksNobodyOutForATokenWhoseTimeIsOver) {
  const auto show = [](const access::NewAccessToken& token) {
    return token.text.reveal([](base::ByteView text) {
      return request("Host: 127.0.0.1\r\nAuthorization: Bearer " + std::string(base::as_text(text)) + "\r\n");
    });
  };
  const auto old = access::make_access_token();
  const auto taken = access::make_access_token();
  const auto good = access::make_access_token();
  access::AccessList list;
  ASSERT_TRUE(
      list.add({.name = "old", .shows = access::ByToken{.id = old.id, .digest = old.digest}, .expires_at = kNow}));
  ASSERT_TRUE(list.add(
      {.name = "taken", .shows = access::ByToken{.id = taken.id, .digest = taken.digest}, .revoked_at = kNow}));
  ASSERT_TRUE(list.add({.name = "good", .shows = access::ByToken{.id = good.id, .digest = good.digest}}));
  gate_->set(list);
  for (int i = 0; i < 2 * access::Lockout::kFree; ++i) {
    for (const auto* token : {&old, &taken}) EXPECT_EQ(gate_->enter(show(*token)).error().status(), 401);
  }
  EXPECT_TRUE(gate_->enter(show(good)));
}

TEST_F(GateTest, LetsStayWhomTheListOfNowHasLetIn) {
  access::AccessList list;
  ASSERT_TRUE(list.add({.name = "alice", .shows = access::ByToken{.id = "a", .digest = base::Bytes(32)}}));
  gate_->set(list);
  const Asker asker(gate_->list(), gate_->list()->principals().front());
  EXPECT_TRUE(gate_->check_standing(asker, kNow));
  gate_->set(list);  // read again, and nothing has changed
  EXPECT_TRUE(gate_->check_standing(asker, kNow));
  gate_->set({});
  EXPECT_FALSE(gate_->check_standing(asker, kNow));
}

}  // namespace
}  // namespace jwtkeep::server
