// The challenge of a vault, and what is held against it before any token is fetched.
#include "jwtkeep/destination/azure/azure_challenge.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;

constexpr const char* kTenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

AzureChallenge good(std::string_view header) {
  auto read = read_azure_challenge(header);
  EXPECT_TRUE(read) << read.error().what << " of " << header;
  return read ? *std::move(read)
              : AzureChallenge{.authority = http::Url::parse("https://none").value(),
                               .tenant = {},
                               .resource = http::Url::parse("https://none").value()};
}

AzureSettings settings(const std::string& vault, const std::string& authority = "https://login.microsoftonline.com") {
  return {.vault = http::Url::parse(vault).value(), .authority = http::Url::parse(authority).value()};
}

/// As Key Vault, Managed HSM and the resource manager write it.
TEST(AzureChallenge, IsReadInEveryFormThatAzureWrites) {
  for (
      const auto* header :
      {R"(Bearer authorization="https://login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47", resource="https://vault.azure.net")",
       R"(Bearer authorization="https://login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47",scope="https://vault.azure.net/.default")",
       R"(bearer   resource="https://vault.azure.net/" , authorization_uri="https://login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/oauth2/authorize?x=1")",
       R"(Basic realm="a, b=\"c", Bearer authorization=https://login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47, resource=https://vault.azure.net, Negotiate)",
       R"(PoP authorization="https://evil.example/x", Bearer AUTHORIZATION="https:\/\/login.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47", resource="https://vault.azure.net")"}) {
    const auto challenge = good(header);
    EXPECT_EQ(challenge.authority.origin(), "https://login.windows.net");
    EXPECT_EQ(challenge.tenant, kTenant);
    EXPECT_EQ(challenge.resource.origin(), "https://vault.azure.net");
    EXPECT_EQ(challenge.claims, "");
  }
}

TEST(AzureChallenge, BringsClaimsThatAreJsonAndNothingElse) {
  const auto with = [](const std::string& claims) {
    return good(
               "Bearer authorization=\"https://a.example/t\", resource=\"https://v.example\", "
               "error=\"insufficient_claims\", claims=\"" +
               claims + "\"")
        .claims;
  };
  const std::string json = R"({"access_token":{"nbf":{"essential":true,"value":"1"}}})";
  EXPECT_EQ(with(base::base64_encode(base::as_bytes(json))), json);
  EXPECT_EQ(with(base::base64url_encode(base::as_bytes(json))), json);
  EXPECT_EQ(with(base::base64_encode(base::as_bytes("[1]"))), "");
  EXPECT_EQ(with("not base64!"), "");
}

TEST(AzureChallenge, WhatIsNoneIsRefused) {
  const std::string authorization = R"(authorization="https://login.windows.net/t")";
  for (const auto& header :
       {std::string(), std::string("Bearer"), std::string("Basic realm=\"x\""), "Bearer " + authorization,
        std::string(R"(Bearer resource="https://vault.azure.net")"),
        R"(Bearer authorization="http://login.windows.net/t", resource="https://vault.azure.net")" + std::string(),
        R"(Bearer authorization="https://login.windows.net", resource="https://vault.azure.net")" + std::string(),
        R"(Bearer authorization="https://login.windows.net/a%2fb", resource="https://vault.azure.net")" + std::string(),
        R"(Bearer authorization="https://login.windows.net/..", resource="https://vault.azure.net")" + std::string(),
        "Bearer " + authorization + R"(, resource="http://vault.azure.net")",
        "Bearer " + authorization + R"(, resource="https://vault.azure.net/path")",
        "Bearer " + authorization + R"(, resource="https://vault.azure.net)",
        "Bearer " + authorization + ", " + authorization + R"(, resource="https://vault.azure.net")",
        "Bearer " + authorization + R"(, resource="https://vault.azure.net", ==)",
        "Bearer " + authorization + ", resource=\"https://vault.azure.net\", x=" + std::string(20'000, 'x')}) {
    const auto read = read_azure_challenge(header);
    ASSERT_FALSE(read) << header;
    EXPECT_EQ(read.error().reason, Reason::io_failed);
  }
}

TEST(AzureChallenge, ATokenIsForTheVaultsOwnDomainAlone) {
  const auto allowed = [](const std::string& vault, const std::string& resource) {
    const auto challenge =
        good("Bearer authorization=\"https://login.microsoftonline.com/t\", resource=\"" + resource + "\"");
    const auto checked = check_azure_challenge(challenge, settings(vault));
    EXPECT_EQ(checked ? Reason::unsafe_place : checked.error().reason, Reason::unsafe_place);
    return checked.has_value();
  };
  EXPECT_TRUE(allowed("https://my-vault.vault.azure.net", "https://vault.azure.net"));
  EXPECT_TRUE(allowed("https://my-vault.vault.azure.net", "https://VAULT.azure.net/"));
  EXPECT_TRUE(allowed("https://kv.example:8443", "https://kv.example"));
  EXPECT_FALSE(allowed("https://my-vault.vault.azure.net", "https://management.azure.com"));
  EXPECT_FALSE(allowed("https://my-vault.vault.azure.net", "https://t.vault.azure.net"));
  EXPECT_FALSE(allowed("https://my-vaultvault.azure.net", "https://vault.azure.net")) << "not on a label's border";
  EXPECT_FALSE(allowed("https://vault.azure.net.evil.example", "https://vault.azure.net"));
  EXPECT_FALSE(allowed("https://my-vault.vault.azure.net", "https://net")) << "a whole top-level domain";
  EXPECT_FALSE(allowed("https://10.0.0.1", "https://0.0.0.1"));
}

TEST(AzureChallenge, TheAuthorityIsTheOneThatIsSetOrAnotherNameOfIt) {
  const auto error = [](const std::string& says, const std::string& is_set) {
    const auto challenge =
        good("Bearer authorization=\"https://" + says + "/t\", resource=\"https://vault.azure.net\"");
    const auto checked = check_azure_challenge(challenge, settings("https://v.vault.azure.net", "https://" + is_set));
    return checked ? std::string() : checked.error().what + " / " + checked.error().hint;
  };
  EXPECT_EQ(error("login.windows.net", "login.microsoftonline.com"), "");
  EXPECT_EQ(error("login.microsoftonline.us", "login.microsoftonline.us"), "");
  EXPECT_EQ(error("authority.example:8443", "authority.example:8443"), "");
  EXPECT_NE(error("authority.example:8444", "authority.example:8443"), "");
  EXPECT_NE(error("login.windows.net:8443", "login.microsoftonline.com"), "");
  EXPECT_NE(error("evil.example", "login.microsoftonline.com"), "");
  const auto other = error("login.microsoftonline.us", "login.microsoftonline.com");
  EXPECT_NE(other.find("AZURE_AUTHORITY_HOST or the option authority to https://login.microsoftonline.us"),
            std::string::npos)
      << other;
}

}  // namespace
}  // namespace jwtkeep::destination
