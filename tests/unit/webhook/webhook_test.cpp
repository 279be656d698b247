#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/webhook/hook.hpp"
#include "jwtkeep/webhook/message.hpp"
#include "jwtkeep/webhook/progress.hpp"

namespace jwtkeep::webhook {
namespace {

using namespace std::chrono_literals;
using base::Instant;
using base::Json;

Hook hook(std::string_view url, std::vector<std::string> keyrings = {}) {
  Hook made{.name = "pager", .url = *http::Url::parse(url), .keyrings = {}, .key = {}, .ca_file = {}};
  for (const auto& text : keyrings) made.keyrings.push_back(*access::Pattern::parse(text));
  return made;
}

base::Result<base::SecretBytes> key(std::string_view text) { return read_key(base::SecretBytes::copy_of(text)); }

store::TrailEvent event(std::string action, std::string_view keyring) {
  store::TrailEvent made{
      .at = Instant(1'800'000'000s), .actor = "a", .action = std::move(action), .keyring = {}, .detail = {}};
  if (auto name = keyring::Name::parse(keyring)) made.keyring = *std::move(name);
  return made;
}

base::SecretBytes bytes(std::string_view base64) { return *base::base64_decode_secret(base::as_bytes(base64)); }

// From Svix, whose scheme it is, and from the specification of Standard Webhooks.
TEST(Signature, IsThatOfStandardWebhooks) {
  const Message test{.id = "msg_p5jXN8AQM9LWM0D4loKWxJek", .body = R"({"test": 2432232314})"};
  EXPECT_EQ(signature_of(test, Instant(1614265330s), *key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  const Message ping{.id = "msg_loFOjxBNrRLzqYUf", .body = R"({"event_type":"ping","data":{"success":true}})"};
  EXPECT_EQ(signature_of(ping, Instant(1731705121s), bytes("plJ3nmyCDGBKInavdOK15jsl")),
            "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
  EXPECT_EQ(timestamp_of(Instant(1731705121s + 999ms)), "1731705121");
}

TEST(Key, IsWrittenAsStandardWebhooksWritesIt) {
  EXPECT_TRUE(key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  for (const auto* text : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_plJ3nmyCDGBKInavdOK15jsl",
                           "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw "}) {
    EXPECT_FALSE(key(text)) << text;
  }
}

TEST(Hook, IsToldOverHttpsOrOnThisMachine) {
  for (const auto* url :
       {"https://hooks.example.com/x", "http://127.0.0.1:1/", "http://localhost:1", "http://[::1]:1"}) {
    EXPECT_TRUE(check_hook(hook(url))) << url;
  }
  EXPECT_FALSE(check_hook(hook("http://hooks.example.com")));
  EXPECT_FALSE(check_hook(hook("http://10.0.0.1")));
  auto unnamed = hook("https://hooks.example.com");
  unnamed.name = "A b";
  EXPECT_FALSE(check_hook(unnamed));
}

TEST(Hook, IsToldOfStepsAndTroubleOfItsKeyringsAlone) {
  const auto all = hook("https://hooks.example.com");
  const auto some = hook("https://hooks.example.com", {"orders/*", "billing/prod"});
  for (const auto* action : {"key.publish", "key.activate", "key.compromise", "sync.fail", "sync.overwrite"}) {
    EXPECT_TRUE(is_told(all, event(action, "x/y"))) << action;
    EXPECT_TRUE(is_told(some, event(action, "orders/prod"))) << action;
    EXPECT_FALSE(is_told(some, event(action, "x/y"))) << action;
    EXPECT_FALSE(is_told(all, event(action, ""))) << action;
  }
  for (const auto* action :
       {"access.denied", "session.begin", "webhook.sent", "sync.push", "keyring.create", "rotate.begin"}) {
    EXPECT_FALSE(is_told(all, event(action, "orders/prod"))) << action;
  }
}

TEST(Message, IsTheEntryUnderAnIdThatStaysTheSame) {
  const store::TrailEntry entry{
      .sequence = 7, .event = event("key.activate", "orders/prod"), .hash = base::Bytes(32, 0xab)};
  const auto message = message_of(entry);
  EXPECT_EQ(message.id, "msg_abababababababababababababababab");
  EXPECT_EQ(message_of(entry).body, message.body);
  const auto json = base::parse_json(message.body);
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->find("type"), Json("key.activate"));
  EXPECT_EQ(*json->find("timestamp"), Json("2027-01-15T08:00:00Z"));
  EXPECT_EQ(*json->find("data")->find("keyring"), Json("orders/prod"));
}

TEST(Progress, IsWrittenAndReadAsTheSame) {
  const ProgressOfAll all{
      {"a", {.told = 12, .failures = 3, .lease = Lease{.of = "x", .until = Instant(1'800'000'000s)}}},
      {"b", {.told = 0}},
      {"c", {.told = 7, .failures = 1, .next_try = Instant(1'800'000'001s)}}};
  const auto again = progress_from_json(to_json(all));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, all);
  for (const auto* text :
       {"[]", R"({"a":1})", R"({"a":{"told":-1,"failures":0}})", R"({"a":{"told":1}})",
        R"({"a":{"told":1,"failures":0,"of":"x"}})", R"({"a":{"told":1,"failures":0,"next_try":-1}})"}) {
    EXPECT_FALSE(progress_from_json(*base::parse_json(text))) << text;
  }
}

TEST(Progress, IsTriedAgainAfterWaitsThatGrowToAnHour) {
  EXPECT_EQ(wait_after(1), 1s);
  EXPECT_EQ(wait_after(2), 4s);
  EXPECT_EQ(wait_after(3), 16s);
  EXPECT_EQ(wait_after(6), 1024s);
  EXPECT_EQ(wait_after(7), 3600s);
  EXPECT_EQ(wait_after(UINT32_MAX), 3600s);
}

}  // namespace
}  // namespace jwtkeep::webhook
