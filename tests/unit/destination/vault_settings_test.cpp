#include "jwtkeep/destination/vault/settings.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/destination/vault/credentials.hpp"
#include "tests/unit/destination/conformance.hpp"
#include "tests/unit/destination/surroundings_with.hpp"

namespace jwtkeep::destination {
namespace {

base::Result<VaultSettings> settings(const std::string& options, Pairs variables, Pairs files = {}) {
  const auto address = Address::parse("vault://secret/orders/prod" + options, "/");
  if (!address) return std::unexpected(address.error());
  return vault_settings(*address, surroundings_with(std::move(variables), std::move(files)));
}

constexpr const char* kAccount = "/var/run/secrets/kubernetes.io/serviceaccount/token";

TEST(VaultSettings, OptionsCountBeforeVariables) {
  const auto by_options = settings("?address=https://one.example:8200&ca=/etc/one.pem&namespace=team1",
                                   {{"VAULT_ADDR", "https://two.example"},
                                    {"VAULT_CACERT", "/etc/two.pem"},
                                    {"VAULT_NAMESPACE", "team2"},
                                    {"VAULT_TOKEN", "t"}});
  ASSERT_TRUE(by_options) << by_options.error().what;
  EXPECT_EQ(by_options->server.origin(), "https://one.example:8200");
  EXPECT_EQ(by_options->ca_file, "/etc/one.pem");
  EXPECT_EQ(by_options->vault_namespace, "team1");
  const auto by_variables = settings("", {{"VAULT_ADDR", "https://two.example"},
                                          {"VAULT_CACERT", "/etc/two.pem"},
                                          {"VAULT_NAMESPACE", "/admin/team2/"},
                                          {"VAULT_TOKEN", "t"}});
  ASSERT_TRUE(by_variables) << by_variables.error().what;
  EXPECT_EQ(by_variables->ca_file, "/etc/two.pem");
  EXPECT_EQ(by_variables->vault_namespace, "admin/team2");
  EXPECT_NE(by_options->key(), by_variables->key());
}

TEST(VaultSettings, PlacesOfOneServerShareItAndOthersDoNot) {
  const auto key = [](const std::string& options) {
    const auto found = settings("?address=https://vault.example" + options, {{"VAULT_TOKEN", "t"}});
    return found ? found->key() : found.error().what;
  };
  EXPECT_EQ(key("&namespace=a"), key("&namespace=/a/"));
  EXPECT_NE(key("&namespace=a"), key("&namespace=b"));
  EXPECT_NE(key("&ca=/a"), key("&ca=/b"));
  EXPECT_NE(key("&ca=/a%20b&role=c"), key("&ca=/a&role=b%20c"));
}

TEST(VaultSettings, TheLoginIsChosenByWhatIsThere) {
  const std::string at = "?address=https://vault.example";
  const auto chosen = [&](const std::string& options, Pairs variables, Pairs files = {}) -> std::string {
    const auto found = settings(at + options, std::move(variables), std::move(files));
    return found ? std::string(word(found->auth)) + ":" + found->auth_mount : "none";
  };
  EXPECT_EQ(chosen("", {{"VAULT_TOKEN", "t"}, {"VAULT_ROLE_ID", "r"}}), "token:token");
  EXPECT_EQ(chosen("", {{"VAULT_ROLE_ID", "r"}}), "approle:approle");
  EXPECT_EQ(chosen("&role=orders", {}, {{kAccount, "jwt"}}), "kubernetes:kubernetes");
  EXPECT_EQ(chosen("&role=orders", {}, {{"/home/tester/.vault-token", "t"}}), "token:token");
  EXPECT_EQ(chosen("", {}, {{kAccount, "jwt"}}), "none") << "which role?";
  EXPECT_EQ(chosen("", {}), "none");
  EXPECT_EQ(chosen("&auth=approle", {{"VAULT_TOKEN", "t"}}), "approle:approle");
  EXPECT_EQ(chosen("&auth=approle:teams/shop/", {}), "approle:teams/shop");
  EXPECT_EQ(chosen("&auth=kubernetes:k8s-eu&role=orders", {}), "kubernetes:k8s-eu");
  EXPECT_EQ(chosen("&auth=kubernetes", {}), "none");
  for (const auto* wrong : {"ldap", "approle:", "approle:..%2Fsys", "token:x", "Token", "approle:a%20b"}) {
    EXPECT_EQ(chosen(std::string("&auth=") + wrong, {{"VAULT_TOKEN", "t"}}), "none") << wrong;
  }
}

TEST(VaultSettings, WhatIsMissingIsToldWithWhereItIsLookedFor) {
  const auto no_server = settings("", {{"VAULT_TOKEN", "t"}});
  ASSERT_FALSE(no_server);
  EXPECT_EQ(no_server.error().reason, base::Reason::bad_value);
  EXPECT_NE(no_server.error().hint.find("VAULT_ADDR"), std::string::npos);
  const auto no_login = settings("?address=https://vault.example", {});
  ASSERT_FALSE(no_login);
  for (const auto* name : {"VAULT_TOKEN", "VAULT_ROLE_ID", "~/.vault-token", "role="}) {
    EXPECT_NE(no_login.error().hint.find(name), std::string::npos) << name;
  }
  for (const auto* wrong : {"vault.example:8200", "unix:///run/vault.sock", "https://vault.example/?a=b"}) {
    const auto refused = settings("", {{"VAULT_ADDR", wrong}, {"VAULT_TOKEN", "t"}});
    ASSERT_FALSE(refused) << wrong;
    EXPECT_NE(refused.error().what.find("VAULT_ADDR"), std::string::npos) << refused.error().what;
  }
  EXPECT_FALSE(settings("", {{"VAULT_ADDR", "https://v"}, {"VAULT_TOKEN", "t"}, {"VAULT_NAMESPACE", "a\r\nb"}}));
}

TEST(VaultSettings, WhatWouldWeakenTrustIsRefused) {
  const Pairs base{{"VAULT_ADDR", "https://vault.example"}, {"VAULT_TOKEN", "t"}};
  const auto with = [&](const std::string& name, const std::string& value, const std::string& options = "") {
    auto variables = base;
    variables.emplace_back(name, value);
    return settings(options, variables);
  };
  const auto skip = with("VAULT_SKIP_VERIFY", "true", "?ca=/etc/ca.pem");
  ASSERT_FALSE(skip);
  EXPECT_NE(skip.error().hint.find("VAULT_CACERT"), std::string::npos);
  EXPECT_TRUE(with("VAULT_SKIP_VERIFY", "0"));
  EXPECT_TRUE(with("VAULT_SKIP_VERIFY", "false"));
  EXPECT_FALSE(with("VAULT_CAPATH", "/etc/ssl"));
  EXPECT_FALSE(with("VAULT_CACERT_BYTES", "-----BEGIN"));
  EXPECT_TRUE(with("VAULT_CAPATH", "/etc/ssl", "?ca=/etc/ca.pem")) << "the file counts before it in Vault, too";
}

TEST(VaultCredentials, LoseTheLineEndsOfTheirFilesAndNothingElse) {
  const auto address = settings("?address=https://vault.example&auth=token", {});
  ASSERT_TRUE(address);
  const auto token = [&](const std::string& text) {
    return vault_credential(*address, surroundings_with({}, {{"/home/tester/.vault-token", text}}));
  };
  const auto trimmed = token("  hvs.abc\r\n");
  ASSERT_TRUE(trimmed);
  EXPECT_EQ(text_of(*trimmed), "hvs.abc");
  for (const auto* wrong : {"", "\n", "hvs.abc\nhvs.def", "hvs.a b", "hvs.\x01", "hvs.\xc3\xbc"}) {
    const auto refused = token(wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what.find("hvs"), std::string::npos) << "no part of it is quoted";
  }
}

TEST(VaultCredentials, AreNeededBeforeAnythingIsSent) {
  const auto open = [](const std::string& options, Pairs variables) {
    const auto address = Address::parse("vault://secret/a?address=https://vault.example" + options, "/");
    return Opener(surroundings_with(std::move(variables)), std::make_shared<Paces>(0)).open(*address);
  };
  EXPECT_TRUE(open("", {{"VAULT_TOKEN", "t"}}));
  const auto approle = open("&auth=approle", {});
  ASSERT_FALSE(approle);
  EXPECT_NE(approle.error().hint.find("VAULT_SECRET_ID_FILE"), std::string::npos);
  const auto pod = open("&auth=kubernetes&role=r", {});
  ASSERT_FALSE(pod);
  EXPECT_NE(pod.error().hint.find("JWTKEEP_KUBERNETES_TOKEN_FILE"), std::string::npos);
  const auto ca = open("&ca=/nowhere/ca.pem", {{"VAULT_TOKEN", "t"}});
  ASSERT_FALSE(ca);
  EXPECT_EQ(ca.error().reason, base::Reason::not_found);
  const auto file = open("&auth=approle", {{"VAULT_ROLE_ID", "r"}, {"VAULT_SECRET_ID_FILE", "/nowhere"}});
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().what.find("/nowhere"), std::string::npos);
}

TEST(VaultSettings, PlainHttpGoesToThisMachineAlone) {
  const auto address = Address::parse("vault://secret/a?address=http://192.0.2.1:8200", "/");
  auto place = Opener(surroundings_with({{"VAULT_TOKEN", "t"}}), std::make_shared<Paces>(0)).open(*address);
  ASSERT_TRUE(place);
  const auto refused = (*place)->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, base::Reason::unsafe_place) << refused.error().what;
}

}  // namespace
}  // namespace jwtkeep::destination
