// Azure Key Vault against a stand-in that checks tokens and permissions; tests/e2e/azure_test.py has Microsoft's own
// client as another hand.
#include "jwtkeep/destination/azure/azure_place.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "azure_stand_in.hpp"
#include "conformance.hpp"
#include "place_steps.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/source_path.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;
using base::Reason;
using base::SecretBytes;

AzureStandIn& azure() { return AzureStandIn::get(); }

Candidate candidate() {
  return {.name = "azure",
          .open = [](const std::string& name) -> std::unique_ptr<Place> {
            return must_open(azure().address("conformance-" + name), azure().with(azure().able()));
          },
          .write_by_another_hand =
              [](const std::string& name, std::string_view text) {
                azure().set("conformance-" + name, std::string(text));
                return true;
              },
          // What stands there is compared; who writes between the comparison and the write is told of afterwards.
          .compares_and_sets = true,
          .most_bytes = 25'600};
}

INSTANTIATE_TEST_SUITE_P(Azure, Conformance, testing::Values(candidate()),
                         [](const auto& each) { return each.param.name; });

class AzurePlaceTest : public testing::Test {
 protected:
  void SetUp() override {
    azure().be_well();
    name_ = std::string("T-") + testing::UnitTest::GetInstance()->current_test_info()->name() + "-9";
  }
  void TearDown() override { azure().be_well(); }

  std::unique_ptr<Place> open(const AzureStandIn::Application& application) {
    return must_open(azure().address(name_), azure().with(application));
  }
  std::unique_ptr<Place> open() { return open(azure().able()); }

  AzureStandIn::Version newest() {
    const auto all = azure().show(name_);
    return all.empty() ? AzureStandIn::Version() : all.back();
  }
  static std::string tag(const AzureStandIn::Version& version, const char* name) {
    const auto* value = version.tags.find(name);
    return value == nullptr ? "" : *value->string();
  }

  std::string name_;
};

TEST_F(AzurePlaceTest, WritesAVersionWithTagsTypeAndNoDates) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest, 7));
  const auto version = newest();
  EXPECT_EQ(version.value, text_of(ring("one")));
  EXPECT_EQ(version.type, "application/json");
  EXPECT_TRUE(version.enabled);
  EXPECT_EQ(tag(version, "managed-by"), "jwtkeep");
  EXPECT_EQ(tag(version, "jwtkeep-keyring"), "orders/prod");
  EXPECT_EQ(tag(version, "jwtkeep-revision"), "7");
  EXPECT_EQ(tag(version, "jwtkeep-digest"), kFirstDigest);
  EXPECT_EQ(standing(*place)->version, version.version);
  EXPECT_TRUE(place->take_notes().empty());
}

TEST_F(AzurePlaceTest, AsksForOneTokenAndShowsNothingBefore) {
  auto place = open();
  EXPECT_FALSE(standing(*place));
  EXPECT_FALSE(standing(*place));
  const auto name = "get " + name_;
  EXPECT_EQ(azure().seen(), (std::vector<std::string>{"challenge " + name, "token", name, name}));
}

/// Not even where a write is what is asked first of all.
TEST_F(AzurePlaceTest, ShowsNoContentToWhomItHasNotGotATokenFor) {
  const auto made = azure().with(azure().able());
  Paces paces(0);
  const auto server = AzureServer::open(*Address::parse(azure().address(name_), "/"), made.look(), paces);
  ASSERT_TRUE(server) << server.error().what;
  const auto answer = (*server)->call({.operation = AzureOperation::set,
                                       .url = (*server)->url("/secrets/" + name_).value(),
                                       .name = name_,
                                       .body = SecretBytes::copy_of(R"({"value":"x"})")});
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_FALSE(answer->refusal);
  EXPECT_EQ(azure().seen(), (std::vector<std::string>{"challenge set " + name_, "token", "set " + name_}));
}

TEST_F(AzurePlaceTest, TheSameAgainMakesNoVersionAndMendsTags) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto over = standing(*place);
  ASSERT_TRUE(place->write(ring("one"), marks(kFirstDigest), std::nullopt)) << "whatever was seen before";
  ASSERT_TRUE(place->write(ring("one"), marks(kFirstDigest, 2), over));
  EXPECT_EQ(azure().show(name_).size(), 1U);
  EXPECT_EQ(tag(newest(), "jwtkeep-revision"), "2");
}

TEST_F(AzurePlaceTest, KeepsWhatOthersHaveTagged) {
  azure().tell({{"set", name_}, {"value", "x"}, {"tags", Json::object({{"team", "orders"}, {"managed-by", "hand"}})}});
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  EXPECT_EQ(tag(newest(), "team"), "orders");
  EXPECT_EQ(tag(newest(), "managed-by"), "jwtkeep");
  auto many = Json::object();
  for (int i = 0; i < 15; ++i) many.set("tag" + std::to_string(i), "v");
  azure().tell({{"set", name_}, {"value", "y"}, {"tags", many}});
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(newest().tags.members()->size(), 15U);
  EXPECT_EQ(tag(newest(), "jwtkeep-digest"), kSecondDigest);
}

TEST_F(AzurePlaceTest, ReadsWhatOthersWrite) {
  auto place = open();
  azure().set(name_, "a password, and no JSON");
  EXPECT_EQ(text_of(standing(*place)->text), "a password, and no JSON");
  azure().set(name_, "{ \"b\": \"2\", \"a\": {\"d\": \"\\u00e4\", \"c\": 1} }");
  EXPECT_EQ(text_of(standing(*place)->text), "{\"a\":{\"c\":1,\"d\":\"\xc3\xa4\"},\"b\":\"2\"}");
}

/// Key Vault cannot compare: the loser is told by the list of versions.
TEST_F(AzurePlaceTest, TellsOfAnotherHandAtTheSameMoment) {
  for (const char* when : {"before", "after"}) {
    SCOPED_TRACE(when);
    auto place = open();
    write(*place, ring(when), marks(kFirstDigest));
    const auto over = standing(*place);
    const auto another = std::string("by another hand ") + when;
    azure().tell({{"race", another}, {"when", when}});
    const auto raced = place->write(ring("mine"), marks(kSecondDigest), over);
    ASSERT_FALSE(raced);
    EXPECT_EQ(raced.error().reason, Reason::busy) << raced.error().what;
    const auto versions = azure().show(name_);
    const auto theirs = std::ranges::find(versions, another, &AzureStandIn::Version::value);
    ASSERT_NE(theirs, versions.end());
    EXPECT_NE(raced.error().what.find(theirs->version), std::string::npos) << raced.error().what;
    azure().tell({{"delete", name_}});
  }
}

TEST_F(AzurePlaceTest, ItsOwnSecondArrivalIsNoOtherHand) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  azure().tell({{"twice", true}});
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(azure().show(name_).size(), 3U);
  EXPECT_EQ(standing(*place)->text, ring("two"));
}

TEST_F(AzurePlaceTest, RecoversWhatWasDeleted) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto over = standing(*place);
  azure().tell({{"delete", name_}});
  EXPECT_FALSE(standing(*place)) << "it counts as nothing";
  EXPECT_TRUE(place->forget_older());
  const auto refused = place->write(ring("two"), marks(kSecondDigest), over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::busy);
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(newest().value, text_of(ring("two")));
  EXPECT_EQ(azure().show(name_).size(), 2U);
  const auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("recovered"), std::string::npos) << notes[0];
}

TEST_F(AzurePlaceTest, WhatAnotherHandWroteAfterARecoveryIsNotOverwritten) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  azure().tell({{"delete", name_}});
  azure().tell({{"race", R"({"JWT_SECRET":"theirs"})"}, {"when", "recover"}});
  const auto refused = place->write(ring("two"), marks(kSecondDigest), std::nullopt);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::busy) << refused.error().what;
  EXPECT_EQ(newest().value, R"({"JWT_SECRET":"theirs"})");
}

TEST_F(AzurePlaceTest, AWriteThatIsToComeAgainLaterLooksFirst) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto over = standing(*place);
  azure().tell({{"throttle_sets", 1}});
  const auto busy = place->write(ring("two"), marks(kSecondDigest), over);
  ASSERT_FALSE(busy);
  EXPECT_EQ(busy.error().reason, Reason::busy) << busy.error().what;
  EXPECT_EQ(newest().value, text_of(ring("one")));
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(newest().value, text_of(ring("two")));
}

TEST_F(AzurePlaceTest, ADisabledNewestVersionIsNothing) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto over = standing(*place);
  azure().tell({{"enable", name_}, {"to", false}});
  EXPECT_FALSE(standing(*place));
  EXPECT_EQ(place->write(ring("two"), marks(kSecondDigest), over).error().reason, Reason::busy);
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(newest().value, text_of(ring("two")));
  const auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("disabled"), std::string::npos) << notes[0];
}

TEST_F(AzurePlaceTest, SwitchesOffAllOlderVersionsOnAllPages) {
  for (int i = 0; i < 60; ++i) azure().set(name_, "old " + std::to_string(i));
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto forgotten = place->forget_older();
  ASSERT_TRUE(forgotten) << forgotten.error().what;
  const auto all = azure().show(name_);
  ASSERT_EQ(all.size(), 61U);
  EXPECT_EQ(std::ranges::count(all, true, &AzureStandIn::Version::enabled), 1);
  EXPECT_TRUE(all.back().enabled);
  azure().seen();
  ASSERT_TRUE(place->forget_older());
  const auto seen = azure().seen();
  EXPECT_EQ(std::ranges::count(seen, "update " + name_), 0) << "nothing is left to do";
  EXPECT_EQ(std::ranges::count(seen, "list " + name_), 3) << "pages of 25";
}

/// The token would go wherever a list says that it goes on.
TEST_F(AzurePlaceTest, FollowsAListToNoOtherPlace) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  for (const auto& next : {std::string("https://127.0.0.1:1/secrets/" + name_ + "/versions?x=1"),
                           azure().vault() + "/secrets/another/versions", std::string("/secrets/x")}) {
    azure().tell({{"next_link", next}});
    const auto refused = place->forget_older();
    ASSERT_FALSE(refused) << next;
    EXPECT_EQ(refused.error().reason, Reason::io_failed);
    EXPECT_NE(refused.error().what.find("another place"), std::string::npos) << refused.error().what;
  }
  azure().tell({{"next_link", azure().vault() + "/secrets/" + name_ + "/versions?api-version=7.4"}});
  const auto endless = place->forget_older();
  ASSERT_FALSE(endless);
  EXPECT_NE(endless.error().what.find("does not end"), std::string::npos) << endless.error().what;
}

TEST_F(AzurePlaceTest, SaysWhatIsTooLarge) {
  auto place = open();
  std::vector<keyring::State> states{keyring::State::active};
  states.insert(states.end(), 300, keyring::State::retiring);
  const auto held = hold("orders/prod", policy_of(jose::Alg::HS256), states);
  const auto text = place->render(held, Role::verifier, "JWT_");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().reason, Reason::bad_value);
  EXPECT_NE(text.error().what.find("25600"), std::string::npos) << text.error().what;
}

/// A writer that dies before or after each of its requests; the same call by another goes on from there.
TEST_F(AzurePlaceTest, ADeathAtAnyRequestIsMendedByTheSameCall) {
  const auto plain_name = name_;
  const int cases = every_death([&](const Death& death, bool& befell) {
    name_ = plain_name + death.word();
    auto place = open();
    if (!death.first) write(*place, ring("one"), marks(kFirstDigest));
    const auto over = standing(*place);
    azure().seen();
    azure().tell({{"fault", death.kind}, {"at", death.at}});
    const auto written = place->write(ring("two"), marks(kSecondDigest, 2), over);
    azure().tell({{"fault", "none"}});
    befell = !written || static_cast<int>(azure().seen().size()) >= death.at;
    if (!befell) return;
    if (death.ends_the_writer) {
      ASSERT_FALSE(written);
    } else {
      ASSERT_TRUE(written) << written.error().what;
    }
    auto next = open();
    const auto again = next->write(ring("two"), marks(kSecondDigest, 2), over);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(newest().value, text_of(ring("two")));
    EXPECT_EQ(tag(newest(), "jwtkeep-digest"), kSecondDigest);
    EXPECT_EQ(azure().show(name_).size(), death.first ? 1U : 2U) << "nothing is written twice";
  });
  std::printf("%d deaths\n", cases);
  EXPECT_GT(cases, 20);
}

/// One line that names the permission, for each that is used, by access policies and by roles.
TEST_F(AzurePlaceTest, NamesThePermissionThatIsMissing) {
  auto able = open();
  write(*able, ring("one"), marks(kFirstDigest));
  write(*able, ring("two"), marks(kSecondDigest));
  const auto over = standing(*able);
  const auto expect_denied = [&](const base::Result<void>& done, const std::string& permission) {
    ASSERT_FALSE(done) << permission;
    EXPECT_EQ(done.error().reason, Reason::permission) << done.error().what;
    EXPECT_NE(done.error().what.find("denies " + permission + " on " + name_), std::string::npos) << done.error().what;
    EXPECT_EQ(done.error().what.find('\n'), std::string::npos);
  };
  const auto three = marks("33333333333333333333333333333333");
  const auto role = [](const std::string& action) { return "Microsoft.KeyVault/vaults/secrets/" + action + "/action"; };
  for (const char* each : {"get", "set", "list"}) {
    expect_denied(open(azure().application(each))->write(ring("three"), three, over), std::string("secrets/") + each);
  }
  for (const char* each : {"getSecret", "setSecret", "readMetadata"}) {
    expect_denied(open(azure().application(each, true))->write(ring("three"), three, over), role(each));
  }
  expect_denied(open(azure().application("set"))->forget_older(), "secrets/set");
  expect_denied(open(azure().application("update", true))->forget_older(), role("update"));
  azure().tell({{"delete", name_}});
  expect_denied(open(azure().application("recover"))->write(ring("three"), three, std::nullopt), "secrets/recover");
  expect_denied(open(azure().application("recover", true))->write(ring("three"), three, std::nullopt), role("recover"));
}

/// docs/destinations-azure.md has the whole role and the whole access policy; NamesThePermissionThatIsMissing needs
/// each.
TEST_F(AzurePlaceTest, NeedsThePermissionsOfItsPageAndNoOthers) {
  const auto text = servers::content_of(servers::source_path("docs/destinations-azure.md"));
  const auto json = text.substr(text.find("```json\n") + 8);
  const auto role = base::parse_json(json.substr(0, json.find("```")));
  ASSERT_TRUE(role) << role.error().what;
  auto actions = Json::array();
  for (const auto& action : *role->find("DataActions")->items()) {
    const auto& whole = *action.string();
    const auto from = whole.find("/secrets/") + 9;
    actions.push(whole.substr(from, whole.rfind('/') - from));
  }
  auto policies = Json::array();
  const auto from = text.find("--secret-permissions ") + 21;
  std::istringstream words(text.substr(from, text.find('\n', from) - from));
  for (std::string word; words >> word;) policies.push(word);
  EXPECT_EQ(actions.items()->size(), 5U);
  EXPECT_EQ(policies.items()->size(), 4U);
  const auto plain_name = name_;
  for (const bool roles : {true, false}) {
    name_ = plain_name + (roles ? "-roles" : "-policies");
    auto place = open(azure().only(roles ? actions : policies, roles));
    write(*place, ring("one"), marks(kFirstDigest));
    ASSERT_TRUE(place->write(ring("one"), marks(kFirstDigest, 2), std::nullopt));
    EXPECT_TRUE(place->take_notes().empty());
    write(*place, ring("two"), marks(kSecondDigest));
    ASSERT_TRUE(place->forget_older());
    azure().tell({{"delete", name_}});
    EXPECT_FALSE(standing(*place));
    write(*place, ring("three"), marks("33333333333333333333333333333333"));
    EXPECT_EQ(newest().value, text_of(ring("three")));
  }
}

TEST_F(AzurePlaceTest, WritesWhereTagsAloneAreDeniedAndSaysSo) {
  auto place = open(azure().application("update", true));
  write(*place, ring("one"), marks(kFirstDigest));
  EXPECT_TRUE(place->take_notes().empty()) << "a new version brings its tags along";
  ASSERT_TRUE(place->write(ring("one"), marks(kFirstDigest, 2), std::nullopt));
  const auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("secrets/update/action"), std::string::npos) << notes[0];
}

TEST_F(AzurePlaceTest, SaysThatAFirewallIsInTheWay) {
  azure().tell({{"firewall", true}});
  const auto refused = open()->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::permission);
  EXPECT_NE(refused.error().what.find("ForbiddenByFirewall"), std::string::npos) << refused.error().what;
}

TEST_F(AzurePlaceTest, ComesAgainWhereItIsAskedTooOften) {
  auto place = open();
  azure().tell({{"throttle", 2}});
  write(*place, ring("one"), marks(kFirstDigest));
  azure().tell({{"throttle", 100}});
  const auto refused = place->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::busy);
}

TEST_F(AzurePlaceTest, SaysThatTheClientSecretIsWrongAndNotWhatItIs) {
  auto application = azure().application();
  application.secret = "a-wrong-secret-value";
  const auto wrong = open(application)->read();
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().reason, Reason::permission);
  EXPECT_NE(wrong.error().what.find("AADSTS7000215"), std::string::npos) << wrong.error().what;
  EXPECT_NE(wrong.error().what.find(application.client), std::string::npos) << wrong.error().what;
  EXPECT_EQ((wrong.error().what + wrong.error().hint).find("a-wrong-secret"), std::string::npos);
  EXPECT_NE(wrong.error().hint.find("value, not its id"), std::string::npos) << wrong.error().hint;
  application.client = "00000000-0000-0000-0000-000000000000";
  const auto unknown = open(application)->read();
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().what.find("AADSTS700016"), std::string::npos) << unknown.error().what;
}

TEST_F(AzurePlaceTest, GetsANewTokenWhereTheOldIsNotTakenAnyMore) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  azure().tell({{"revoke", true}});
  azure().seen();
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(std::ranges::count(azure().seen(), "token"), 1);
  // Continuous access evaluation: the vault asks for claims, of a token that was good and of a fresh one.
  azure().tell({{"claims", true}});
  EXPECT_TRUE(standing(*place));
  EXPECT_TRUE(standing(*open()));
}

/// A server that could choose the resource would get a token for something else.
TEST_F(AzurePlaceTest, FetchesNoTokenForAStranger) {
  const auto authorization = "Bearer authorization=\"" + azure().authority() + "/" + azure().tenant() + "\", ";
  for (const auto& [challenge, why] : std::map<std::string, std::string>{
           {authorization + "resource=\"https://graph.microsoft.com\"", "does not belong to"},
           {authorization + "scope=\"https://vault.azure.net/.default\"", "does not belong to"},
           {"Bearer authorization=\"https://evil.example/" + azure().tenant() + "\", resource=\"https://localhost\"",
            "nothing was sent to either"},
           {"Bearer authorization=\"" + azure().authority() +
                "/99999999-2222-3333-4444-555555555555\", resource=\"https://localhost\"",
            "belongs to the tenant"},
           {"Basic realm=\"x\"", "no Bearer token"}}) {
    azure().tell({{"challenge", challenge}});
    azure().seen();
    const auto refused = open()->read();
    ASSERT_FALSE(refused) << challenge;
    EXPECT_NE(refused.error().what.find(why), std::string::npos) << refused.error().what;
    EXPECT_EQ(std::ranges::count(azure().seen(), "token"), 0) << challenge;
  }
}

TEST_F(AzurePlaceTest, TakesATenantFromTheVaultWhereNoneIsSet) {
  auto made = azure().with(azure().able());
  made.variables.erase("AZURE_TENANT_ID");
  EXPECT_FALSE(standing(*must_open(azure().address(name_), made)));
}

TEST_F(AzurePlaceTest, TakesWorkloadAndManagedIdentities) {
  azure().set(name_, "there");
  const auto reads = [&](const MadeSurroundings& made) {
    const auto found = standing(*must_open(azure().address(name_), made));
    return found && text_of(found->text) == "there";
  };
  const auto federated = azure().federated("eyJ.of.kubernetes");
  MadeSurroundings made;
  made.variables = {{"AZURE_CLIENT_ID", federated.client},
                    {"AZURE_TENANT_ID", azure().tenant()},
                    {"AZURE_FEDERATED_TOKEN_FILE", "/var/run/token"}};
  made.files = {{"/var/run/token", "eyJ.of.kubernetes"}};
  EXPECT_TRUE(reads(made));
  made.files["/var/run/token"] = "eyJ.of.another";
  const auto refused = must_open(azure().address(name_), made)->read();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("AADSTS700213"), std::string::npos) << refused.error().what;
  EXPECT_EQ(refused.error().what.find("eyJ"), std::string::npos);

  MadeSurroundings instance;
  instance.variables = {{"AZURE_POD_IDENTITY_AUTHORITY_HOST", azure().identity() + "/"}};
  EXPECT_TRUE(reads(instance));
  instance.variables["AZURE_CLIENT_ID"] = azure().able().client;
  EXPECT_TRUE(reads(instance));
  instance.variables["AZURE_CLIENT_ID"] = "00000000-0000-0000-0000-000000000000";
  const auto nobody = must_open(azure().address(name_), instance)->read();
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().reason, Reason::permission) << nobody.error().what;

  MadeSurroundings app;
  app.variables = {{"IDENTITY_ENDPOINT", azure().identity() + "/msi/token"}, {"IDENTITY_HEADER", azure().header()}};
  EXPECT_TRUE(reads(app));
  app.variables["IDENTITY_HEADER"] = "another";
  EXPECT_FALSE(must_open(azure().address(name_), app)->read());
}

TEST_F(AzurePlaceTest, SaysWhereItLookedForCredentials) {
  MadeSurroundings nothing;
  nothing.variables = {{"AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1"}};
  const auto refused = must_open(azure().address(name_), nothing)->read();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("AZURE_CLIENT_SECRET"), std::string::npos) << refused.error().what;
}

TEST_F(AzurePlaceTest, NoLogHoldsASecret) {
  const std::string value = "a-secret-that-no-log-may-hold";
  const auto application = azure().application("update", true);
  auto place = open(application);
  write(*place, ring(value), marks(kFirstDigest));
  ASSERT_TRUE(place->write(ring(value), marks(kFirstDigest, 2), std::nullopt));
  const auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  for (const auto& text : {notes[0], azure().log()}) {
    EXPECT_FALSE(text.empty());
    EXPECT_EQ(text.find(value), std::string::npos);
    EXPECT_EQ(text.find(application.secret), std::string::npos);
    EXPECT_EQ(text.find("eyJ"), std::string::npos);
  }
}

}  // namespace
}  // namespace jwtkeep::destination
