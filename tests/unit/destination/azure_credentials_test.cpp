// Where Azure is asked, with which credentials, and what exactly is sent for a token.
#include <gtest/gtest.h>

#include "jwtkeep/destination/azure/azure_credential.hpp"
#include "jwtkeep/destination/azure/azure_settings.hpp"
#include "jwtkeep/destination/azure/azure_token_source.hpp"
#include "made_surroundings.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;

constexpr const char* kTenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";

Address address(const std::string& text = "azure-kv://my-vault/orders") { return Address::parse(text, "/").value(); }

std::string text(const base::SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

TEST(AzureSettings, FindsVaultAndAuthorityOfEachCloud) {
  MadeSurroundings made;
  const auto found = [&](const std::string& options = "") {
    const auto settings = azure_settings(address("azure-kv://My-Vault/orders" + options), made.look());
    return settings ? settings->vault.origin() + " " + settings->authority.origin() : settings.error().what;
  };
  EXPECT_EQ(found(), "https://my-vault.vault.azure.net https://login.microsoftonline.com");
  made.variables["AZURE_AUTHORITY_HOST"] = "login.chinacloudapi.cn";
  EXPECT_EQ(found(), "https://my-vault.vault.azure.cn https://login.chinacloudapi.cn");
  made.variables["AZURE_AUTHORITY_HOST"] = "https://login.microsoftonline.us/";
  EXPECT_EQ(found(), "https://my-vault.vault.usgovcloudapi.net https://login.microsoftonline.us");
  EXPECT_EQ(found("?authority=https://login.microsoftonline.com"),
            "https://my-vault.vault.azure.net https://login.microsoftonline.com");
  EXPECT_EQ(found("?endpoint=https://kv.example:8443&authority=entra.example"),
            "https://kv.example:8443 https://entra.example");
  for (const char* options :
       {"?endpoint=http://kv.example", "?endpoint=http://127.0.0.1", "?authority=http://a.example"}) {
    const auto refused = azure_settings(address("azure-kv://v/o" + std::string(options)), made.look());
    ASSERT_FALSE(refused) << options;
    EXPECT_EQ(refused.error().reason, Reason::unsafe_place);
  }
  EXPECT_EQ(azure_settings(address("azure-kv://v/o?endpoint=https://kv.example/secrets"), made.look()).error().reason,
            Reason::bad_value);
}

TEST(AzureCredential, IsLookedForInAzuresOwnOrder) {
  MadeSurroundings made;
  const auto found = [&] {
    const auto credential = find_azure_credential(made.look());
    return credential ? shown(*credential) : "refused: " + credential.error().what;
  };
  EXPECT_EQ(found(), "the managed identity (http://169.254.169.254)");
  made.variables["AZURE_CLIENT_ID"] = "1234";
  EXPECT_EQ(found(), "the managed identity 1234 (http://169.254.169.254)");
  made.variables["IDENTITY_ENDPOINT"] = "http://169.254.130.2:8081/msi/token";
  made.variables["IDENTITY_HEADER"] = "header-secret";
  EXPECT_EQ(found(), "the managed identity 1234 (IDENTITY_ENDPOINT)");
  made.variables["AZURE_FEDERATED_TOKEN_FILE"] = "/token";
  EXPECT_EQ(found(), "the application 1234 (AZURE_FEDERATED_TOKEN_FILE)");
  made.variables["AZURE_CLIENT_SECRET"] = "s3cret~value\n";
  EXPECT_EQ(found(), "the application 1234 (AZURE_CLIENT_SECRET)");
  EXPECT_EQ(text(std::get<AzureClientSecret>(*find_azure_credential(made.look())).secret), "s3cret~value");
}

TEST(AzureCredential, HalvesAndWhatJwtkeepDoesNotKnowAreRefused) {
  using Variables = std::map<std::string, std::string>;
  for (const auto& [variables, why] : std::vector<std::pair<Variables, std::string>>{
           {{{"AZURE_CLIENT_SECRET", "s3cret"}}, "AZURE_CLIENT_ID is not"},
           {{{"AZURE_FEDERATED_TOKEN_FILE", "/t"}}, "AZURE_CLIENT_ID is not"},
           {{{"AZURE_CLIENT_SECRET", "s3cret\x01"}, {"AZURE_CLIENT_ID", "1"}}, "characters that none has"},
           {{{"AZURE_CLIENT_CERTIFICATE_PATH", "/c.pem"}, {"AZURE_CLIENT_ID", "1"}}, "certificate"},
           {{{"AZURE_TENANT_ID", "a/b"}}, "no tenant"},
           {{{"AZURE_CLIENT_ID", "a&b"}}, "no application's id"},
           {{{"IDENTITY_ENDPOINT", "http://127.0.0.1/x"}, {"IMDS_ENDPOINT", "http://127.0.0.1"}}, "Azure Arc"},
           {{{"IDENTITY_ENDPOINT", "https://h/x"}, {"IDENTITY_HEADER", "s3cret"}, {"IDENTITY_SERVER_THUMBPRINT", "0"}},
            "Service Fabric"},
           {{{"IDENTITY_ENDPOINT", "http://10.0.0.1/x"}, {"IDENTITY_HEADER", "s3cret"}}, "in the clear"},
           {{{"IDENTITY_ENDPOINT", "http://169.254.evil.example/x"}, {"IDENTITY_HEADER", "s3cret"}}, "in the clear"},
           {{{"AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://imds.example"}}, "in the clear"}}) {
    MadeSurroundings made;
    made.variables = variables;
    const auto refused = find_azure_credential(made.look());
    ASSERT_FALSE(refused) << why;
    EXPECT_NE(refused.error().what.find(why), std::string::npos) << refused.error().what;
    EXPECT_EQ((refused.error().what + refused.error().hint).find("s3cret"), std::string::npos);
  }
}

class AzureTokenRequest : public testing::Test {
 protected:
  base::Result<http::Request> request() {
    const auto credential = find_azure_credential(made_.look());
    EXPECT_TRUE(credential) << credential.error().what;
    return azure_token_request(*credential, challenge_, *azure_settings(address(), made_.look()), made_.look());
  }
  std::string field(const http::Request& request, const std::string& name) {
    for (const auto& each : request.fields) {
      if (each.name == name) return text(each.value);
    }
    return "";
  }

  MadeSurroundings made_;
  AzureChallenge challenge_{.authority = http::Url::parse("https://login.windows.net").value(),
                            .tenant = kTenant,
                            .resource = http::Url::parse("https://vault.azure.net").value()};
};

TEST_F(AzureTokenRequest, SendsTheSecretToTheAuthorityThatIsSet) {
  made_.variables = {
      {"AZURE_CLIENT_ID", "1234"}, {"AZURE_CLIENT_SECRET", "a b+c&d=e~f%"}, {"AZURE_TENANT_ID", kTenant}};
  const auto made_request = request();
  ASSERT_TRUE(made_request) << made_request.error().what;
  EXPECT_EQ(made_request->url.text(),
            std::string("https://login.microsoftonline.com/") + kTenant + "/oauth2/v2.0/token");
  EXPECT_EQ(text(made_request->body),
            "client_id=1234&client_secret=a%20b%2Bc%26d%3De~f%25&grant_type=client_credentials&"
            "scope=https%3A%2F%2Fvault.azure.net%2F.default");
  challenge_.claims = R"({"access_token":{}})";
  EXPECT_NE(text(request()->body).find("&claims=%7B%22access_token%22%3A%7B%7D%7D"), std::string::npos);
}

TEST_F(AzureTokenRequest, HoldsTheTenantThatIsSet) {
  made_.variables = {{"AZURE_CLIENT_ID", "1234"}, {"AZURE_CLIENT_SECRET", "s"}};
  EXPECT_NE(request()->url.text().find(kTenant), std::string::npos) << "none is set: the vault's";
  made_.variables["AZURE_TENANT_ID"] = "72F988BF-86F1-41AF-91AB-2D7CD011DB47";
  EXPECT_TRUE(request());
  made_.variables["AZURE_TENANT_ID"] = "orders.onmicrosoft.com";
  EXPECT_NE(request()->url.text().find("/orders.onmicrosoft.com/"), std::string::npos);
  made_.variables["AZURE_TENANT_ID"] = "00000000-86f1-41af-91ab-2d7cd011db47";
  const auto refused = request();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::bad_value);
  EXPECT_NE(refused.error().what.find(kTenant), std::string::npos) << refused.error().what;
}

TEST_F(AzureTokenRequest, AsksIdentitiesAsTheyWantIt) {
  made_.variables = {{"AZURE_CLIENT_ID", "1234"}};
  auto made_request = request();
  ASSERT_TRUE(made_request);
  EXPECT_EQ(made_request->url.text(),
            "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&"
            "resource=https%3A%2F%2Fvault.azure.net&client_id=1234");
  EXPECT_EQ(field(*made_request, "Metadata"), "true");
  made_.variables = {{"IDENTITY_ENDPOINT", "http://localhost:42356/msi/token"}, {"IDENTITY_HEADER", "header"}};
  made_request = request();
  ASSERT_TRUE(made_request);
  EXPECT_EQ(made_request->url.text(),
            "http://localhost:42356/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net");
  EXPECT_EQ(field(*made_request, "X-IDENTITY-HEADER"), "header");
}

}  // namespace
}  // namespace jwtkeep::destination
