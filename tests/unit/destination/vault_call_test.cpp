#include "jwtkeep/destination/vault/call.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/destination/conformance.hpp"

namespace jwtkeep::destination {
namespace {

using base::SecretBytes;

const VaultRing kRing{.mount = "secret", .path = "orders/prod"};

VaultSettings settings(const std::string& server, const std::string& name_space = "") {
  return {.server = http::Url::parse(server).value(), .vault_namespace = name_space, .auth_mount = "approle"};
}

std::string field(const http::Request& request, std::string_view name) {
  const auto found = std::ranges::find(request.fields, name, &http::RequestField::name);
  return found == request.fields.end() ? "" : text_of(found->value);
}

TEST(VaultCall, WritesByCheckAndSetAlways) {
  const auto ring = SecretBytes::copy_of(std::string_view(R"({"JWT_SECRET":"x"})"));
  const auto first = write_newest(kRing, ring, 0);
  EXPECT_EQ(text_of(first.body), R"({"options":{"cas":0},"data":{"JWT_SECRET":"x"}})");
  EXPECT_FALSE(first.repeatable);
  EXPECT_TRUE(first.body_is_secret);
  const auto next = write_newest(kRing, ring, 41);
  EXPECT_EQ(text_of(next.body), R"({"options":{"cas":41},"data":{"JWT_SECRET":"x"}})");
  EXPECT_EQ(next.path, "secret/data/orders/prod");
  EXPECT_EQ(next.needs, "\"update\"");
}

TEST(VaultCall, MarksAreMergedIntoWhatIsThere) {
  const auto call = write_marks(kRing, {.keyring = "orders/prod", .revision = 7, .digest = "ab"});
  EXPECT_EQ(call.method, http::Method::patch);
  EXPECT_EQ(text_of(call.body), R"({"custom_metadata":{"managed-by":"jwtkeep","keyring":"orders/prod","revision":"7",)"
                                R"("digest":"ab"}})");
  const auto request = request_of(call, settings("https://vault.example"), {});
  ASSERT_TRUE(request);
  EXPECT_EQ(field(*request, "Content-Type"), "application/merge-patch+json");
}

TEST(VaultCall, GoesToTheServersPathWithTokenAndNamespace) {
  const auto request = request_of(read_newest(kRing), settings("https://proxy.example/vault/", "admin/team1"),
                                  SecretBytes::copy_of(std::string_view("hvs.abc")));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url.text(), "https://proxy.example/vault/v1/secret/data/orders/prod");
  EXPECT_EQ(field(*request, "X-Vault-Token"), "hvs.abc");
  EXPECT_EQ(field(*request, "X-Vault-Namespace"), "admin/team1");
  EXPECT_EQ(field(*request, "X-Vault-Request"), "true");
  const auto bare = request_of(read_newest(kRing), settings("https://vault.example"), {});
  ASSERT_TRUE(bare);
  EXPECT_EQ(field(*bare, "X-Vault-Token"), "") << "a login sends none";
  EXPECT_EQ(std::ranges::count(bare->fields, "X-Vault-Namespace", &http::RequestField::name), 0);
}

TEST(VaultCall, DestroysTheVersionsThatAreNamed) {
  const auto call = destroy_versions(kRing, {1, 2, 9});
  EXPECT_EQ(text_of(call.body), R"({"versions":[1,2,9]})");
  EXPECT_EQ(call.path, "secret/destroy/orders/prod");
}

}  // namespace
}  // namespace jwtkeep::destination
