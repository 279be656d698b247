// AWS Secrets Manager against two stand-ins that check signatures and permissions, and AWS's own client as another
// hand.
#include "jwtkeep/destination/aws/aws_place.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "aws_emulator.hpp"
#include "conformance.hpp"
#include "place_steps.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/source_path.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;
using base::Reason;
using base::SecretBytes;

MadeSurroundings with(const AwsKeys& keys) {
  MadeSurroundings made;
  made.variables = {{"AWS_ACCESS_KEY_ID", keys.id},
                    {"AWS_SECRET_ACCESS_KEY", keys.secret},
                    {"AWS_SESSION_TOKEN", keys.token},
                    {"AWS_EC2_METADATA_DISABLED", "true"}};
  return made;
}

std::unique_ptr<Place> open_place(AwsEmulator& aws, const std::string& name, const AwsKeys& keys) {
  return must_open("aws-sm://eu-central-1/" + name + "?endpoint=" + aws.endpoint(), with(keys));
}

Candidate candidate(const std::string& kind) {
  return {.name = kind,
          .open = [kind](const std::string& name) -> std::unique_ptr<Place> {
            auto& aws = AwsEmulator::get(kind);
            return open_place(aws, "conformance/" + name, aws.user());
          },
          .why_not = AwsEmulator::why_not(kind),
          .write_by_another_hand =
              [kind](const std::string& name, std::string_view text) {
                auto& aws = AwsEmulator::get(kind);
                const auto put = aws.other_hand(
                    "PutSecretValue", Json::object({{"SecretId", "conformance/" + name}, {"SecretString", text}}));
                if (put.find("is") != nullptr) {
                  // As AWS does, and moto does not after a stage was moved: the new version alone is current.
                  for (const auto& [version, stages] : aws.stages("conformance/" + name)) {
                    if (version == *put.find("is")->find("VersionId")->string() || !stages.contains("AWSCURRENT"))
                      continue;
                    aws.other_hand("UpdateSecretVersionStage", Json::object({{"SecretId", "conformance/" + name},
                                                                             {"VersionStage", "AWSCURRENT"},
                                                                             {"RemoveFromVersionId", version}}));
                  }
                  return true;
                }
                const auto made = aws.other_hand(
                    "CreateSecret", Json::object({{"Name", "conformance/" + name}, {"SecretString", text}}));
                return made.find("is") != nullptr;
              },
          .most_bytes = 65'536};
}

INSTANTIATE_TEST_SUITE_P(Aws, Conformance, testing::Values(candidate("moto"), candidate("ministack")),
                         [](const auto& each) { return each.param.name; });

class AwsPlaceTest : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (const auto why = AwsEmulator::why_not(GetParam()); !why.empty()) GTEST_SKIP() << why;
    aws().fault("none");
    aws().seen();
    // A name of its own for each test, with all characters that AWS takes.
    name_ = std::string("t/") + testing::UnitTest::GetInstance()->current_test_info()->name() + "_+=.@-";
    std::ranges::replace(name_, '/', '-');
  }
  static AwsEmulator& aws() { return AwsEmulator::get(GetParam()); }
  std::unique_ptr<Place> open(const AwsKeys& keys) { return open_place(aws(), name_, keys); }
  std::unique_ptr<Place> open() { return open(aws().user()); }

  /// The version that is AWSCURRENT, alone with that stage.
  std::string current() {
    std::string found;
    for (const auto& [version, stages] : aws().stages(name_)) {
      if (!stages.contains("AWSCURRENT")) continue;
      EXPECT_EQ(found, "") << "AWSCURRENT is on two versions";
      found = version;
    }
    return found;
  }
  std::set<std::string> all_stages() {
    std::set<std::string> found;
    for (const auto& [version, stages] : aws().stages(name_)) found.insert(stages.begin(), stages.end());
    return found;
  }
  std::string by_other_hand() {
    const auto got =
        aws().other_hand("GetSecretValue", Json::object({{"SecretId", name_}, {"VersionStage", "AWSCURRENT"}}));
    return got.find("is") == nullptr ? base::write_json(got) : *got.find("is")->find("SecretString")->string();
  }
  void expect_written(const SecretBytes& text, const char* version) {
    EXPECT_EQ(by_other_hand(), text_of(text));
    const auto stages = aws().stages(name_);
    ASSERT_TRUE(stages.contains(version));
    EXPECT_EQ(stages.at(version), std::set<std::string>{"AWSCURRENT"});
    EXPECT_FALSE(all_stages().contains("AWSPENDING"));
  }

  std::string name_;
};

TEST_P(AwsPlaceTest, WritesAsAwsOwnRotationDoes) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto first = current();
  const bool keeps_tokens = GetParam() == "moto";  // ministack gives ids of its own to first versions
  EXPECT_TRUE(!keeps_tokens || first == kFirstDigest) << first;
  write(*place, ring("two"), marks(kSecondDigest, 2));
  expect_written(ring("two"), kSecondDigest);
  EXPECT_EQ(aws().stages(name_).at(first), std::set<std::string>{"AWSPREVIOUS"});
  EXPECT_TRUE(place->take_notes().empty());
}

TEST_P(AwsPlaceTest, MarksWhoseItIsByTags) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest, 7));
  write(*place, ring("two"), marks(kSecondDigest, 8));
  const auto described = base::write_json(aws().other_hand("DescribeSecret", Json::object({{"SecretId", name_}})));
  for (const char* tag : {R"("Key":"managed-by","Value":"jwtkeep")", R"("Key":"jwtkeep-keyring","Value":"orders/prod")",
                          R"("Key":"jwtkeep-revision","Value":"8")"}) {
    EXPECT_NE(described.find(tag), std::string::npos) << described;
  }
}

TEST_P(AwsPlaceTest, WritesNothingWhereTheContentStandsThere) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto before = aws().stages(name_);
  aws().seen();
  write(*place, ring("one"), marks(kFirstDigest));
  EXPECT_EQ(aws().stages(name_), before);
  EXPECT_EQ(aws().seen(), R"(["GetSecretValue","DescribeSecret","GetSecretValue"])");
}

/// What was rolled back: the version of that content is there already, as AWSPREVIOUS.
TEST_P(AwsPlaceTest, ContentThatStoodThereBeforeIsMadeCurrentAgain) {
  auto place = open();
  write(*place, ring("zero"), marks("00000000000000000000000000000000"));
  write(*place, ring("one"), marks(kFirstDigest));
  write(*place, ring("two"), marks(kSecondDigest));
  write(*place, ring("one"), marks(kFirstDigest, 3));
  expect_written(ring("one"), kFirstDigest);
}

/// A writer that dies before or after each of its requests; the same call by another goes on from there.
TEST_P(AwsPlaceTest, ADeathAtAnyRequestIsMendedByTheSameCall) {
  const auto plain_name = name_;
  const int cases = every_death([&](const Death& death, bool& befell) {
    name_ = plain_name + death.word();
    auto place = open();
    if (!death.first) write(*place, ring("one"), marks(kFirstDigest));
    const auto over = standing(*place);
    const auto text = ring("two");
    const auto wanted = marks(kSecondDigest, 2);
    aws().seen();
    aws().fault(death.kind, death.at);
    const auto written = place->write(text, wanted, over);
    aws().fault("none");
    const auto requests = std::ranges::count(aws().seen(), ',') + 1;
    befell = !written || requests >= death.at;
    if (!befell) return;
    if (death.ends_the_writer) {
      ASSERT_FALSE(written);
    } else {
      ASSERT_TRUE(written) << written.error().what;
    }
    auto next = open();
    const auto again = next->write(text, wanted, over);
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(by_other_hand(), text_of(text));
    EXPECT_FALSE(all_stages().contains("AWSPENDING"));
    EXPECT_TRUE(death.first || current() == kSecondDigest);
    // And the next content finds nothing in its way.
    write(*next, ring("three"), marks("33333333333333333333333333333333", 3));
    expect_written(ring("three"), "33333333333333333333333333333333");
  });
  std::printf("%d deaths\n", cases);
  EXPECT_GT(cases, 30);
}

/// The same states, made by AWS's own client.
TEST_P(AwsPlaceTest, GoesOnFromEveryStateThatACrashLeaves) {
  auto place = open();
  write(*place, ring("zero"), marks(kFirstDigest));
  const auto over = standing(*place);
  const auto put = [&](Json stages) {
    return aws().other_hand("PutSecretValue", Json::object({{"SecretId", name_},
                                                            {"ClientRequestToken", kSecondDigest},
                                                            {"SecretString", text_of(ring("two"))},
                                                            {"VersionStages", std::move(stages)}}));
  };
  ASSERT_NE(put(Json::array({"AWSPENDING"})).find("is"), nullptr);
  ASSERT_TRUE(place->write(ring("two"), marks(kSecondDigest), over)) << "pending was written";
  expect_written(ring("two"), kSecondDigest);
  ASSERT_NE(put(Json::array({"AWSCURRENT", "AWSPENDING"})).find("is"), nullptr);
  ASSERT_TRUE(place->write(ring("two"), marks(kSecondDigest), over)) << "moved, and AWSPENDING still there";
  expect_written(ring("two"), kSecondDigest);
}

TEST_P(AwsPlaceTest, TakesAwspendingFromARotationThatWasLeft) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const std::string theirs = "aaaaaaaabbbbbbbbccccccccdddddddd";
  ASSERT_NE(aws()
                .other_hand("PutSecretValue", Json::object({{"SecretId", name_},
                                                            {"ClientRequestToken", theirs},
                                                            {"SecretString", "theirs"},
                                                            {"VersionStages", Json::array({"AWSPENDING"})}}))
                .find("is"),
            nullptr);
  write(*place, ring("two"), marks(kSecondDigest));
  expect_written(ring("two"), kSecondDigest);
  const auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find(theirs), std::string::npos) << notes[0];
}

TEST_P(AwsPlaceTest, RestoresWhatIsScheduledForDeletion) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto over = standing(*place);
  aws().other_hand("DeleteSecret", Json::object({{"SecretId", name_}, {"RecoveryWindowInDays", 7}}));
  EXPECT_FALSE(standing(*place)) << "it counts as nothing";
  EXPECT_TRUE(place->forget_older());
  const auto refused = place->write(ring("two"), marks(kSecondDigest), over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::busy);
  write(*place, ring("two"), marks(kSecondDigest));
  expect_written(ring("two"), kSecondDigest);
  EXPECT_EQ(place->take_notes().size(), 1U);
}

TEST_P(AwsPlaceTest, SeesThatTheNewestVersionWasLost) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto first = current();
  write(*place, ring("two"), marks(kSecondDigest));
  const auto over = standing(*place);
  // Somebody rolls back.
  aws().other_hand("UpdateSecretVersionStage", Json::object({{"SecretId", name_},
                                                             {"VersionStage", "AWSCURRENT"},
                                                             {"MoveToVersionId", first},
                                                             {"RemoveFromVersionId", kSecondDigest}}));
  const auto found = standing(*place);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->text, ring("one"));
  EXPECT_EQ(place->write(ring("three"), marks("33333333333333333333333333333333"), over).error().reason, Reason::busy);
  ASSERT_TRUE(place->write(ring("two"), marks(kSecondDigest), found));
  expect_written(ring("two"), kSecondDigest);
}

/// Between our look and our move: AWS itself compares.
TEST_P(AwsPlaceTest, LosesARaceWithoutOverwriting) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  const auto over = standing(*place);
  ASSERT_TRUE(over);
  auto late = open();
  // The late writer's requests up to its move, then the other's whole write, then the move.
  aws().fault("dead", 5);
  ASSERT_FALSE(late->write(ring("late"), marks("33333333333333333333333333333333"), over));
  aws().fault("none");
  write(*place, ring("two"), marks(kSecondDigest));
  const auto moved = aws().other_hand("UpdateSecretVersionStage",
                                      Json::object({{"SecretId", name_},
                                                    {"VersionStage", "AWSCURRENT"},
                                                    {"MoveToVersionId", "33333333333333333333333333333333"},
                                                    {"RemoveFromVersionId", over->version}}));
  EXPECT_NE(moved.find("refused"), nullptr) << "what we build on";
  const auto refused = late->write(ring("late"), marks("33333333333333333333333333333333"), over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::busy);
  EXPECT_EQ(by_other_hand(), text_of(ring("two")));
}

TEST_P(AwsPlaceTest, ReadsWhatOthersWrite) {
  const auto put = [&](Json parameters) {
    parameters.set("SecretId", name_);
    ASSERT_NE(aws().other_hand("UpdateSecret", std::move(parameters)).find("is"), nullptr);
  };
  aws().other_hand("CreateSecret", Json::object({{"Name", name_}, {"SecretString", "a password, and no JSON"}}));
  auto place = open();
  EXPECT_EQ(text_of(standing(*place)->text), "a password, and no JSON");
  put(Json::object({{"SecretString", "{ \"b\": \"2\", \"a\": {\"d\": \"\\u00e4\", \"c\": 1} }"}}));
  EXPECT_EQ(text_of(standing(*place)->text), "{\"a\":{\"c\":1,\"d\":\"\xc3\xa4\"},\"b\":\"2\"}");
  put(Json::object({{"SecretString", "{\"a\":1,\"a\":2}"}}));
  EXPECT_EQ(text_of(standing(*place)->text), "{\"a\":1,\"a\":2}");
  if (GetParam() != "moto") return;  // ministack's UpdateSecret takes no binary
  put(Json::object({{"SecretBinary", "AAH/"}}));
  EXPECT_EQ(text_of(standing(*place)->text), std::string("\0\1\xff", 3));
}

TEST_P(AwsPlaceTest, ForgetsEveryStageOfOlderVersions) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest));
  write(*place, ring("two"), marks(kSecondDigest));
  const auto custom = [&](const char* version) {
    return aws().other_hand("PutSecretValue",
                            Json::object({{"SecretId", name_},
                                          {"ClientRequestToken", version},
                                          {"SecretString", "old"},
                                          {"VersionStages", Json::array({"jwtkeep-prev-1", "AWSPENDING"})}}));
  };
  ASSERT_NE(custom("44444444444444444444444444444444").find("is"), nullptr);
  ASSERT_GE(aws().stages(name_).size(), 3U);
  const auto forgotten = place->forget_older();
  ASSERT_TRUE(forgotten) << forgotten.error().what;
  // moto lists versions without a stage as well.
  std::map<std::string, std::set<std::string>> left;
  for (const auto& [version, stages] : aws().stages(name_)) {
    if (!stages.empty()) left[version] = stages;
  }
  EXPECT_EQ(left, (std::map<std::string, std::set<std::string>>{{kSecondDigest, {"AWSCURRENT"}}}));
}

/// One line that names the permission, for each that is used.
TEST_P(AwsPlaceTest, NamesThePermissionThatIsMissing) {
  auto able = open();
  write(*able, ring("one"), marks(kFirstDigest));
  write(*able, ring("two"), marks(kSecondDigest));
  const auto over = standing(*able);
  const std::string existing = name_;
  const auto expect_denied = [&](const base::Result<void>& done, const std::string& action) {
    ASSERT_FALSE(done) << action;
    EXPECT_EQ(done.error().reason, Reason::permission) << done.error().what;
    EXPECT_NE(done.error().what.find("secretsmanager:" + action + " on " + name_), std::string::npos)
        << done.error().what;
    EXPECT_EQ(done.error().what.find('\n'), std::string::npos);
  };
  const auto three = marks("33333333333333333333333333333333");
  for (const char* action : {"DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"}) {
    expect_denied(open(aws().user_without(action))->write(ring("three"), three, over), action);
  }
  const auto unread = open(aws().user_without("GetSecretValue"))->read();
  expect_denied(unread ? base::Result<void>() : std::unexpected(unread.error()), "GetSecretValue");
  expect_denied(open(aws().user_without("DescribeSecret"))->forget_older(), "DescribeSecret");
  expect_denied(open(aws().user_without("UpdateSecretVersionStage"))->forget_older(), "UpdateSecretVersionStage");
  aws().other_hand("DeleteSecret", Json::object({{"SecretId", name_}, {"RecoveryWindowInDays", 7}}));
  expect_denied(open(aws().user_without("RestoreSecret"))->write(ring("three"), three, std::nullopt), "RestoreSecret");
  name_ = existing + "-new";
  expect_denied(open(aws().user_without("CreateSecret"))->write(ring("three"), three, std::nullopt), "CreateSecret");
}

/// docs/destinations-aws.md has the whole policy, and nothing that could be left out of it.
TEST_P(AwsPlaceTest, NeedsThePermissionsOfItsPageAndNoOthers) {
  auto text = servers::content_of(servers::source_path("docs/destinations-aws.md"));
  text = text.substr(text.find("```json\n") + 8);
  auto policy = base::parse_json(text.substr(0, text.find("```")));
  ASSERT_TRUE(policy) << policy.error().what;
  auto allowed = policy->find("Statement")->items()->front();
  EXPECT_EQ(allowed.find("Action")->items()->size(), 7U) << "NamesThePermissionThatIsMissing needs each of them";
  allowed.set("Resource", "*");
  policy->set("Statement", Json::array({allowed}));
  const auto keys = aws().user_with(*policy);
  auto place = open(keys);
  write(*place, ring("one"), marks(kFirstDigest));
  write(*place, ring("two"), marks(kSecondDigest));
  ASSERT_TRUE(place->forget_older());
  aws().other_hand("DeleteSecret", Json::object({{"SecretId", name_}, {"RecoveryWindowInDays", 7}}));
  EXPECT_FALSE(standing(*place));
  write(*place, ring("three"), marks("33333333333333333333333333333333"));
  expect_written(ring("three"), "33333333333333333333333333333333");
  EXPECT_EQ(place->take_notes().size(), 1U) << "restored, and nothing denied";
}

TEST_P(AwsPlaceTest, WritesWhereTagsAloneAreDeniedAndSaysSo) {
  auto place = open(aws().user_without("TagResource"));
  write(*place, ring("one"), marks(kFirstDigest));
  auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("secretsmanager:TagResource"), std::string::npos) << notes[0];
  write(*place, ring("two"), marks(kSecondDigest));
  EXPECT_EQ(place->take_notes().size(), 1U);
  EXPECT_EQ(by_other_hand(), text_of(ring("two")));
}

TEST_P(AwsPlaceTest, SaysWhichCredentialsAreWrong) {
  auto keys = aws().user_without("");
  keys.secret = std::string(keys.secret.rbegin(), keys.secret.rend());
  const auto wrong = open(keys)->read();
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().reason, Reason::permission);
  EXPECT_NE(wrong.error().what.find(keys.id.substr(keys.id.size() - 4)), std::string::npos) << wrong.error().what;
  EXPECT_NE(wrong.error().what.find("AWS_ACCESS_KEY_ID"), std::string::npos) << wrong.error().what;
  EXPECT_EQ(wrong.error().what.find(keys.secret), std::string::npos);
  EXPECT_NE(wrong.error().hint.find("secret access key"), std::string::npos) << wrong.error().hint;
  const auto unknown = open({"AKIAUNKNOWNUNKNOWN00", keys.secret})->read();
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, Reason::permission);
  EXPECT_NE(unknown.error().hint.find("unknown"), std::string::npos) << unknown.error().hint;
}

TEST_P(AwsPlaceTest, TakesTemporaryKeys) {
  auto place = open(aws().temporary_keys());
  write(*place, ring("one"), marks(kFirstDigest));
  EXPECT_EQ(by_other_hand(), text_of(ring("one")));
}

TEST_P(AwsPlaceTest, NoLogHoldsASecret) {
  const std::string value = "a-secret-that-no-log-may-hold";
  auto keys = aws().user_without("TagResource");
  auto place = open(keys);
  write(*place, ring(value), marks(kFirstDigest));
  for (const auto& note : place->take_notes()) {
    EXPECT_EQ(note.find(value), std::string::npos);
    EXPECT_EQ(note.find(keys.secret), std::string::npos);
  }
  const auto log = aws().log();
  EXPECT_FALSE(log.empty());
  EXPECT_EQ(log.find(value), std::string::npos);
  EXPECT_EQ(log.find(keys.secret), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Aws, AwsPlaceTest, testing::Values("moto", "ministack"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace jwtkeep::destination
