#include "jwtkeep/destination/address.hpp"

#include <gtest/gtest.h>

namespace jwtkeep::destination {
namespace {

Address good(std::string_view text) {
  const auto address = Address::parse(text, "/home/ann");
  EXPECT_TRUE(address) << text << ": " << (address ? "" : address.error().what);
  return address.value_or(Address{});
}

TEST(Address, OfEveryKind) {
  EXPECT_EQ(good("vault://secret/orders/prod"),
            (Address{.kind = PlaceKind::vault, .scope = "secret", .name = "orders/prod", .options = {}}));
  EXPECT_EQ(good("aws-sm://eu-central-1/orders/prod_1+x=2.y@z-").name, "orders/prod_1+x=2.y@z-");
  EXPECT_EQ(good("azure-kv://my-vault/orders-prod").scope, "my-vault");
  EXPECT_EQ(good("k8s://orders/orders-prod.jwt").kind, PlaceKind::k8s);
  EXPECT_EQ(good("dotenv:/srv/.env").name, "/srv/.env");
  EXPECT_EQ(good("jwks:/srv/keys.json").kind, PlaceKind::jwks);
}

TEST(Address, FilesAreMadeAbsolute) {
  EXPECT_EQ(good("dotenv:.env").name, "/home/ann/.env");
  EXPECT_EQ(good("dotenv:../bob/./.env").name, "/home/bob/.env");
  EXPECT_EQ(good("dotenv:a?b=c").name, "/home/ann/a?b=c");
}

TEST(Address, OptionsAreDecodedAndWrittenBack) {
  const auto address =
      good("vault://secret/a?namespace=team%201&address=https%3A%2F%2Fvault.example%3A8200&ca=/etc/ca.pem");
  EXPECT_EQ(address.option("address"), "https://vault.example:8200");
  EXPECT_EQ(address.option("namespace"), "team 1");
  EXPECT_EQ(address.option("role"), std::nullopt);
  EXPECT_EQ(address.text(), "vault://secret/a?address=https://vault.example:8200&ca=/etc/ca.pem&namespace=team%201");
  EXPECT_EQ(good(address.text()), address);
}

TEST(Address, WhatIsNoneIsRefusedWithTheRightForm) {
  for (const std::string_view text : {"",
                                      "vault",
                                      "vault:",
                                      "vault:/secret/a",
                                      "vault://",
                                      "vault://secret",
                                      "vault://secret/",
                                      "vault:///a",
                                      "vault://secret/a/../b",
                                      "vault://secret//a",
                                      "vault://secret/./a",
                                      "vault://../a",
                                      "vault://secret/a b",
                                      "vault://secret/a#b",
                                      "vault://secret/a?",
                                      "vault://secret/a?token=x",
                                      "vault://secret/a?ca",
                                      "vault://s/a?ca=",
                                      "vault://secret/a?ca=%",
                                      "vault://secret/a?ca=%4",
                                      "vault://secret/a?ca=%zz",
                                      "vault://secret/a?ca=%00",
                                      "vault://secret/a?ca=%0a",
                                      "vault://secret/a?ca=/x&ca=/y",
                                      "vault://user@secret/a",
                                      "VAULT://secret/a",
                                      "aws-sm://eu/name with space",
                                      "aws-sm://eu/a%2fb",
                                      "azure-kv://vault/a/b",
                                      "azure-kv://vault/a_b",
                                      "azure-kv://evil.example/a",
                                      "k8s://name/a/b",
                                      "k8s://na.me/a",
                                      "dotenv:",
                                      "dotenv:/srv/",
                                      "dotenv:a\nb",
                                      "http://secret/a",
                                      "vault://secret/\xff",
                                      "vault://sec\x01ret/a"}) {
    const auto address = Address::parse(text, "/home/ann");
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().reason, base::Reason::bad_value) << text;
    EXPECT_FALSE(address.error().hint.empty()) << text;
  }
  EXPECT_FALSE(Address::parse("vault://secret/" + std::string(600, 'a'), "/"));
}

}  // namespace
}  // namespace jwtkeep::destination
