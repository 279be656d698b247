// No secret that was sent or came back is left in ordinary memory.
#include <gtest/gtest.h>
#include <malloc.h>

#include "https_server.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "tests/unit/crypto/memory_scan.hpp"

namespace jwtkeep::http {
namespace {

base::SecretBytes random_text(std::size_t size) { return base::hex_encode_secret(crypto::random_secret(size / 2)); }

void watch(crypto::MemoryScan& scan, const base::SecretBytes& secret) {
  secret.reveal([&](base::ByteView bytes) { scan.watch(bytes); });
}

TEST(Secrets, AreLeftNowhereWhenARequestIsDone) {
  auto& server = HttpsServer::get();
  server.tell("/echo", R"("echo": true)");
  auto credential = random_text(64);
  auto body = random_text(4096);
  crypto::MemoryScan scan;
  watch(scan, credential);
  watch(scan, body);
  // A fixed threshold keeps the search's large buffer out of the heap, where it would cover what it looks for.
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  // The search's own functions are bound at their first call, which saves the vector registers on the stack: not to be
  // taken for a copy of ours.
  EXPECT_EQ(scan.run().ordinary, 0U);
  {
    auto client = Client::open({.ca_file = server.ca_file(), .allow_private_addresses = true});
    ASSERT_TRUE(client);
    for (int i = 0; i < 3; ++i) {
      Request request{.method = Method::post, .url = Url::parse(server.url("/echo")).value()};
      request.fields.push_back({"X-Vault-Token", credential.clone()});
      request.body = body.clone();
      const auto response = client->send(request);
      ASSERT_TRUE(response) << response.error().what;
      EXPECT_EQ(response->body, body);
    }
  }
  const auto found = scan.run();
  EXPECT_EQ(found.ordinary, 0U) << found.places;
  EXPECT_GE(found.guarded, 2U) << "the search finds what is there";
}

TEST(Secrets, OfSignaturesAreLeftNowhereToo) {
  auto& server = HttpsServer::get();
  server.tell("/echo", R"("echo": true)");
  auto secret = random_text(40);
  auto token = random_text(1200);
  crypto::MemoryScan scan;
  watch(scan, secret);
  watch(scan, token);
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  EXPECT_EQ(scan.run().ordinary, 0U);
  auto client = Client::open({.ca_file = server.ca_file(), .allow_private_addresses = true});
  ASSERT_TRUE(client);
  for (int i = 0; i < 3; ++i) {
    Request request{.method = Method::post, .url = Url::parse(server.url("/echo")).value()};
    request.fields.push_back({"Content-Type", base::SecretBytes::copy_of("application/x-amz-json-1.1")});
    request.body = base::SecretBytes::copy_of("{}");
    request.signing = Signing{.scope = "aws:amz:eu-central-1:secretsmanager",
                              .key_id = "AKIDEXAMPLE",
                              .secret = secret.clone(),
                              .session_token = token.clone()};
    const auto response = client->send(request);
    ASSERT_TRUE(response) << response.error().what;
  }
  // The client, and the connection that it keeps, are still there.
  const auto found = scan.run();
  EXPECT_EQ(found.ordinary, 0U) << found.places;
  EXPECT_GE(found.guarded, 2U) << "the search finds what is there";
}

}  // namespace
}  // namespace jwtkeep::http
