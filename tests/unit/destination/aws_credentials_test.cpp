// Where credentials for AWS come from, and in which order.
#include <gtest/gtest.h>

#include <chrono>

#include "jwtkeep/destination/aws/container_endpoint.hpp"
#include "jwtkeep/destination/aws/credential_source.hpp"
#include "jwtkeep/destination/aws/credentials_answer.hpp"
#include "jwtkeep/destination/aws/endpoint.hpp"
#include "jwtkeep/destination/aws/instance_endpoint.hpp"
#include "jwtkeep/destination/aws/profile.hpp"
#include "jwtkeep/destination/aws/profile_file.hpp"
#include "made_surroundings.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;
using http::HttpsServer;
using std::chrono::minutes;

std::string text(const SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

constexpr const char* kCredentials = "/home/orders/.aws/credentials";
constexpr const char* kConfig = "/home/orders/.aws/config";

std::map<std::string, Profile> profiles(std::string_view file, ProfileFileKind kind = ProfileFileKind::credentials) {
  auto read = parse_profile_file(SecretBytes::copy_of(file), kind, "FILE");
  EXPECT_TRUE(read) << read.error().what;
  return read ? *std::move(read) : std::map<std::string, Profile>{};
}

TEST(AwsProfileFile, IsReadAsAwsOwnToolsReadIt) {
  const auto read = profiles(
      "\xef\xbb\xbf# mine\r\n; too\r\n[default]\r\nAWS_ACCESS_KEY_ID=AKIDDEFAULT\r\naws_secret_access_key = a/b+c=d== "
      "; mine\n"
      "\n[ orders ]  # another\naws_access_key_id=AKIDORDERS\ns3 =\n  max_queue_size = 1000\n\tno name at all\n"
      "aws_secret_access_key=has#nocomment;\n[orders]\naws_access_key_id=AKIDLATER\n");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(text(read.at("default").at("aws_access_key_id")), "AKIDDEFAULT");
  EXPECT_EQ(text(read.at("default").at("aws_secret_access_key")), "a/b+c=d==");
  EXPECT_EQ(text(read.at("orders").at("aws_access_key_id")), "AKIDLATER");
  EXPECT_EQ(text(read.at("orders").at("aws_secret_access_key")), "has#nocomment;");
  EXPECT_FALSE(read.at("orders").contains("max_queue_size"));
}

TEST(AwsProfileFile, OfSettingsNamesItsProfilesAnotherWay) {
  const auto read = profiles(
      "[default]\nregion=eu-central-1\n[profile orders]\nrole_arn=arn\n[profile \"two words\"]\nx=1\n"
      "[sso-session orders]\nsso_start_url=https://x\n[orders2]\ny=1\n",
      ProfileFileKind::config);
  EXPECT_EQ(read.size(), 3U);
  EXPECT_TRUE(read.contains("two words"));
  EXPECT_FALSE(read.contains("orders2"));
  EXPECT_TRUE(read.at("orders").contains("role_arn"));
}

TEST(AwsProfileFile, SaysTheLineThatIsWrongAndNothingOfIt) {
  for (const char* file : {"[a]\nx = 1\nwJalrXUtnFEMI\n", "[a]\n\nwJalrXUtnFEMI\n", "x=1\n\n[wJalrXUtnFEMI\n",
                           "[a]\nx = wJalrXUtnFEMI\rEXAMPLE\n"}) {
    const auto read = parse_profile_file(SecretBytes::copy_of(file), ProfileFileKind::credentials, "FILE");
    ASSERT_FALSE(read) << file;
    EXPECT_EQ(read.error().reason, Reason::malformed);
    EXPECT_NE(read.error().what.find("line "), std::string::npos) << read.error().what;
    EXPECT_EQ(read.error().what.find("wJalr"), std::string::npos) << read.error().what;
  }
}

TEST(AwsProfile, CredentialsGoBeforeSettingsAndPairsAreNotMixed) {
  MadeSurroundings made;
  made.files[kConfig] = "[profile orders]\naws_access_key_id=CONFIG\naws_secret_access_key=c\n";
  EXPECT_EQ((*profile_credentials(made.look(), "orders"))->key_id, "CONFIG");
  made.files[kCredentials] = "[orders]\naws_access_key_id=CREDENTIALS\naws_secret_access_key=s\naws_session_token=t\n";
  const auto both = profile_credentials(made.look(), "orders");
  ASSERT_TRUE(both && *both);
  EXPECT_EQ((*both)->key_id, "CREDENTIALS");
  EXPECT_EQ(text((*both)->session_token), "t");
  EXPECT_NE((*both)->source.find(kCredentials), std::string::npos);
  made.files[kCredentials] = "[orders]\naws_access_key_id=HALF\n";
  EXPECT_EQ(profile_credentials(made.look(), "orders").error().reason, Reason::bad_value);
  made.variables["AWS_SHARED_CREDENTIALS_FILE"] = "~/elsewhere";
  made.files["/home/orders/elsewhere"] = "[orders]\naws_access_key_id=ELSEWHERE\naws_secret_access_key=s\n";
  EXPECT_EQ((*profile_credentials(made.look(), "orders"))->key_id, "ELSEWHERE");
  EXPECT_FALSE(profile_credentials(made.look(), "nobody")->has_value());
}

TEST(AwsProfile, WhatJwtkeepDoesNotDoIsRefusedWithTheWayRound) {
  const std::string keys = "aws_access_key_id=A\naws_secret_access_key=b\n";
  for (const auto& [settings, why] :
       std::map<std::string, std::string>{{"role_arn=arn:aws:iam::1:role/x\nsource_profile=default\n", "role_arn"},
                                          {"role_arn=arn:aws:iam::1:role/x\n" + keys, "role_arn"},
                                          {"sso_session=x\n" + keys, "SSO"},
                                          {"sso_start_url=https://x\n", "SSO"},
                                          {"credential_process=/bin/echo secretargument\n", "credential_process"}}) {
    MadeSurroundings made;
    made.files[kConfig] = "[profile orders]\n" + settings;
    const auto refused = profile_credentials(made.look(), "orders");
    ASSERT_FALSE(refused) << settings;
    EXPECT_EQ(refused.error().reason, Reason::bad_value);
    EXPECT_NE(refused.error().what.find(why), std::string::npos) << refused.error().what;
    EXPECT_NE(refused.error().hint.find("export-credentials --profile orders"), std::string::npos);
    EXPECT_EQ(refused.error().what.find("secretargument"), std::string::npos);
  }
}

TEST(AwsCredentials, AreLookedForInAwsOwnOrder) {
  MadeSurroundings made;
  const auto found = [&](const std::optional<std::string>& profile = std::nullopt) {
    return find_credentials(made.look(), profile);
  };
  const auto id = [&](const std::optional<std::string>& profile = std::nullopt) {
    const auto one = found(profile);
    const auto* ready = one ? std::get_if<AwsCredentials>(&*one) : nullptr;
    return ready == nullptr ? "" : ready->key_id;
  };
  EXPECT_EQ(std::get<InstanceEndpoint>(*found()).url.text(), "http://169.254.169.254/");
  made.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "IPv6";
  EXPECT_EQ(std::get<InstanceEndpoint>(*found()).url.text(), "http://[fd00:ec2::254]/");
  made.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
  EXPECT_EQ(std::get<ContainerEndpoint>(*found()).url.host(), "169.254.170.23");
  made.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/credentials/x";
  EXPECT_EQ(std::get<ContainerEndpoint>(*found()).url.text(), "http://169.254.170.2/v2/credentials/x");
  made.files[kCredentials] =
      "[default]\naws_access_key_id=DEFAULT\naws_secret_access_key=s\n"
      "[orders]\naws_access_key_id=ORDERS\naws_secret_access_key=s\n";
  EXPECT_EQ(id(), "DEFAULT");
  made.variables["AWS_PROFILE"] = "orders";
  EXPECT_EQ(id(), "ORDERS");
  made.variables["AWS_ACCESS_KEY_ID"] = "VARIABLE";
  EXPECT_FALSE(found()) << "half of a pair";
  made.variables["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_EQ(id(), "VARIABLE");
  EXPECT_EQ(id("default"), "DEFAULT") << "what an address names goes before all";
}

TEST(AwsCredentials, WhatIsNamedAndMissingIsAnError) {
  MadeSurroundings made;
  made.variables = {{"AWS_PROFILE", "orders"}, {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}};
  const auto by_variable = find_credentials(made.look(), std::nullopt);
  ASSERT_FALSE(by_variable);
  EXPECT_NE(by_variable.error().what.find("AWS_PROFILE names the profile orders"), std::string::npos);
  EXPECT_NE(by_variable.error().what.find(kConfig), std::string::npos) << by_variable.error().what;
  EXPECT_FALSE(find_credentials(made.look(), "billing"));
  made.variables = {{"AWS_EC2_METADATA_DISABLED", "TRUE"}};
  const auto nowhere = find_credentials(made.look(), std::nullopt);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().reason, Reason::bad_value);
  for (const char* place : {"AWS_ACCESS_KEY_ID", kCredentials, kConfig, "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                            "AWS_EC2_METADATA_DISABLED"}) {
    EXPECT_NE(nowhere.error().what.find(place), std::string::npos) << place;
  }
  made.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/var/run/token";
  EXPECT_NE(find_credentials(made.look(), std::nullopt).error().hint.find("Pod Identity"), std::string::npos);
}

TEST(AwsContainer, SendsItsTokenInTheClearToNobodyFar) {
  MadeSurroundings made;
  const auto taken = [&](const char* uri) {
    made.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = uri;
    const auto endpoint = container_endpoint(made.look());
    return endpoint ? endpoint->has_value() : false;
  };
  for (const char* good : {"http://127.0.0.1/x", "http://127.9.9.9:8080/", "http://[::1]/x", "http://localhost:1/",
                           "http://169.254.170.2/x", "http://169.254.170.23/x", "http://[fd00:ec2::23]/x",
                           "https://credentials.example/x"}) {
    EXPECT_TRUE(taken(good)) << good;
  }
  for (const char* bad : {"http://credentials.example/x", "http://169.254.169.254/x", "http://10.0.0.1/", "ftp://x/",
                          "http://127.0.0.1.example/", "http://localhost.example/", "http://127.0.0.1@evil.example/",
                          "http://0.0.0.0/", "http://[fd00:ec2::24]/", "nonsense"}) {
    EXPECT_FALSE(taken(bad)) << bad;
  }
}

http::Response credentials_answer(std::string_view body, int status = 200) {
  http::Response response{.status = status, .url = http::Url::parse("http://127.0.0.1/").value()};
  response.body = SecretBytes::copy_of(body);
  return response;
}

TEST(AwsCredentialsAnswer, IsTakenWholeOrNotAtAll) {
  const auto good = read_credentials_answer(
      credentials_answer(R"({"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t",
                 "Expiration":"2026-01-31T09:30:00Z","LastUpdated":"x"})"),
      "SOURCE");
  ASSERT_TRUE(good) << good.error().what;
  EXPECT_EQ(good->key_id, "ASIA");
  EXPECT_EQ(text(good->session_token), "t");
  EXPECT_EQ(base::format_instant(*good->expires), "2026-01-31T09:30:00Z");
  for (const auto& bad :
       {credentials_answer("secretsecret"), credentials_answer("{}"), credentials_answer(R"({"AccessKeyId":"a"})"),
        credentials_answer(R"({"AccessKeyId":"secretsecret","SecretAccessKey":1})"),
        credentials_answer(R"({"AccessKeyId":"a","SecretAccessKey":"secretsecret","Expiration":"secretsecret"})"),
        credentials_answer(R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"secretsecret"})"),
        credentials_answer(R"({"AccessKeyId":"a","SecretAccessKey":"secretsecret"})", 403),
        credentials_answer("", 404)}) {
    const auto refused = read_credentials_answer(bad, "SOURCE");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::io_failed);
    EXPECT_NE(refused.error().what.find("SOURCE"), std::string::npos);
    EXPECT_EQ(refused.error().what.find("secretsecret"), std::string::npos) << refused.error().what;
  }
}

TEST(AwsInstance, TakesNoRoleNameThatLeadsElsewhere) {
  EXPECT_EQ(read_role_name("orders-role_1+=,.@-\r\nanother"), "orders-role_1+=,.@-");
  for (const char* bad : {"", "\n", "..", ".", "a/b", "a?b", "<html>", "a b"}) {
    EXPECT_FALSE(read_role_name(bad)) << bad;
  }
  EXPECT_FALSE(read_role_name(std::string(65, 'a')));
}

// The endpoints themselves, by a server on loopback.

base::Instant at(const char* text) { return *base::parse_instant(text); }

std::string keys_until(const char* id, const char* until) {
  return std::string(R"("body": "{\"Code\":\"Success\",\"AccessKeyId\":\")") + id +
         R"(\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\")" + until + R"(\"}")";
}

TEST(AwsContainer, IsAskedWithItsTokenAndAgainBeforeTheEnd) {
  auto& server = HttpsServer::get();
  server.tell("/container", keys_until("FIRST", "2026-01-01T01:00:00Z"));
  MadeSurroundings made;
  made.variables = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", server.url("/container", "http")},
                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "passed over"},
                    {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token"}};
  made.files["/var/run/token"] = "container-token";
  CredentialSource source(made.look(), std::nullopt);
  const auto first = source.get(at("2026-01-01T00:00:00Z"));
  ASSERT_TRUE(first) << first.error().what;
  EXPECT_EQ((*first)->key_id, "FIRST");
  EXPECT_NE(base::write_json(server.requests("/container").back()).find(R"(["authorization","container-token"])"),
            std::string::npos);
  server.tell("/container", keys_until("SECOND", "2026-01-01T02:00:00Z"));
  EXPECT_EQ((*source.get(at("2026-01-01T00:54:00Z")))->key_id, "FIRST") << "more than five minutes are left";
  EXPECT_EQ((*source.get(at("2026-01-01T00:56:00Z")))->key_id, "SECOND");
  // Nobody is asked at each call, even where little time is left.
  server.tell("/container", keys_until("THIRD", "2026-01-01T02:00:00Z"));
  EXPECT_EQ((*source.get(at("2026-01-01T01:56:00Z")))->key_id, "THIRD");
  const auto asked = server.count("/container");
  EXPECT_EQ((*source.get(at("2026-01-01T01:56:30Z")))->key_id, "THIRD");
  EXPECT_EQ(server.count("/container"), asked);
  // The endpoint fails: what there is goes on as long as it lasts.
  server.tell("/container", R"("status": 404)");
  EXPECT_EQ((*source.get(at("2026-01-01T01:59:00Z")))->key_id, "THIRD");
  const auto over = source.get(at("2026-01-01T02:00:01Z"));
  ASSERT_FALSE(over);
  EXPECT_NE(over.error().what.find("AWS_CONTAINER_CREDENTIALS_FULL_URI"), std::string::npos) << over.error().what;
  EXPECT_EQ(over.error().what.find("container-token"), std::string::npos);
  made.files["/var/run/token"] = "container-token\n";
  CredentialSource with_line_break(made.look(), std::nullopt);
  EXPECT_EQ(with_line_break.get(at("2026-01-01T00:00:00Z")).error().reason, Reason::bad_value);
  made.files.erase("/var/run/token");
  EXPECT_EQ(CredentialSource(made.look(), std::nullopt).get(at("2026-01-01T00:00:00Z")).error().reason,
            Reason::not_found);
}

TEST(AwsInstance, IsAskedByVersionTwoAlone) {
  auto& server = HttpsServer::get();
  const std::string roles = "/imds/latest/meta-data/iam/security-credentials/";
  server.tell("/imds/latest/api/token", R"("body": "instance-token")");
  server.tell(roles, R"("body": "orders-role")");
  server.tell(roles + "orders-role", keys_until("INSTANCE", "2026-01-01T01:00:00Z"));
  MadeSurroundings made;
  made.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = server.url("/imds/", "http");
  CredentialSource source(made.look(), std::nullopt);
  const auto found = source.get(at("2026-01-01T00:00:00Z"));
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ((*found)->key_id, "INSTANCE");
  EXPECT_NE((*found)->source.find("orders-role"), std::string::npos);
  const auto asked = base::write_json(server.requests("/imds/latest/api/token").back());
  EXPECT_NE(asked.find(R"("method":"PUT")"), std::string::npos) << asked;
  EXPECT_NE(asked.find(R"(["x-aws-ec2-metadata-token-ttl-seconds","21600"])"), std::string::npos) << asked;
  for (const auto& path : {roles, roles + "orders-role"}) {
    EXPECT_NE(base::write_json(server.requests(path).back()).find(R"(["x-aws-ec2-metadata-token","instance-token"])"),
              std::string::npos);
  }
  // No role; and no token, after which version 1 is not tried.
  server.tell(roles, R"("status": 404)");
  const auto without_role = CredentialSource(made.look(), std::nullopt).get(at("2026-01-01T00:00:00Z"));
  EXPECT_EQ(without_role.error().reason, Reason::not_found);
  EXPECT_NE(without_role.error().what.find("AWS_ACCESS_KEY_ID"), std::string::npos) << without_role.error().what;
  const auto before = server.count(roles);
  server.tell("/imds/latest/api/token", R"("status": 403)");
  EXPECT_FALSE(CredentialSource(made.look(), std::nullopt).get(at("2026-01-01T00:00:00Z")));
  EXPECT_EQ(server.count(roles), before);
}

TEST(AwsEndpoint, IsTheOptionsTheVariablesOrTheRegions) {
  MadeSurroundings made;
  const auto url = [&](const char* region, const std::optional<std::string>& option = std::nullopt) {
    const auto found = service_url(kSecretsManager, region, option, made.look());
    return found ? found->text() : "refused";
  };
  EXPECT_EQ(url("eu-central-1"), "https://secretsmanager.eu-central-1.amazonaws.com/");
  EXPECT_EQ(url("cn-north-1"), "https://secretsmanager.cn-north-1.amazonaws.com.cn/");
  made.variables["AWS_ENDPOINT_URL"] = "https://all.example";
  EXPECT_EQ(url("eu-central-1"), "https://all.example/");
  made.variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = "https://secrets.example";
  EXPECT_EQ(url("eu-central-1"), "https://secrets.example/");
  EXPECT_EQ(url("eu-central-1", "https://option.example"), "https://option.example/");
  made.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
  EXPECT_EQ(url("eu-central-1"), "https://secretsmanager.eu-central-1.amazonaws.com/");
  EXPECT_EQ(url("eu-central-1", "http://localhost:5000"), "http://localhost:5000/");
  EXPECT_EQ(url("eu-central-1", "http://[::1]:5000"), "http://[::1]:5000/");
  for (const char* bad : {"http://10.0.0.1", "http://aws.example", "http://169.254.169.254", "ftp://x", "x"}) {
    EXPECT_EQ(url("eu-central-1", bad), "refused") << bad;
  }
}

}  // namespace
}  // namespace jwtkeep::destination
