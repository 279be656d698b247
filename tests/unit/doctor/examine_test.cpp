#include "jwtkeep/doctor/examine.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "jwtkeep/doctor/graph.hpp"
#include "tests/unit/rotate/rig.hpp"

namespace jwtkeep::doctor {
namespace {

using namespace std::chrono_literals;
using rotate::name;

class Doctor : public rotate::RotateRig {
 protected:
  Report must_examine(Options options = {}) {
    options.opener = make_opener;
    auto report = examine(*store_, options, now_);
    EXPECT_TRUE(report) << report.error().what;
    return *std::move(report);
  }

  /// A keyring with this secret, as `import` makes one.
  void adopt(std::string_view text, std::string_view secret) {
    keyring::Policy policy;
    auto key = keyring::adopt_key(policy.alg, base::SecretBytes::copy_of(secret), "", false, store_->fingerprint_key());
    ASSERT_TRUE(key) << key.error().what;
    const auto saved = rotate::add_keyring(*store_, name(text), policy, *std::move(key), now_, "keyring.import");
    ASSERT_TRUE(saved) << saved.error().what;
  }

  static std::vector<std::string> told(const Report& report) {
    std::vector<std::string> lines;
    for (const auto& finding : report.findings) {
      lines.push_back(finding.keyring + " " + std::string(word(finding.rule)) +
                      (finding.destination.empty() ? "" : " at a destination"));
    }
    return lines;
  }
};

using Lines = std::vector<std::string>;

constexpr std::string_view kStrong = "7912f5eeedc8a9b1367868ed0c728c6b879484194c5861d0dd4aac12c808a288";
constexpr std::string_view kOther = "73bd1b7bf1f2cf4265d6386fc6a5e6b3c011470d247a2087164076a58e404d9d";

TEST_F(Doctor, AHealthyStoreHasNoFinding) {
  add("orders/prod");
  add("billing/prod");
  join("orders/prod", file(".env"));
  const auto report = must_examine();
  EXPECT_EQ(told(report), Lines{});
  EXPECT_EQ(report.keyrings, 2U);
  EXPECT_EQ(report.destinations, 1U);
  EXPECT_TRUE(report.sharing.empty());
}

TEST_F(Doctor, EachKindOfSharingHasItsOwnWord) {
  adopt("orders/prod", kStrong);
  adopt("orders/dev", kStrong);
  adopt("orders/prod/refresh", kStrong);
  adopt("billing/prod", kStrong);
  adopt("mail/prod-eu", kOther);
  adopt("mail/prod-us", kOther);
  auto lines = told(must_examine());
  std::erase_if(lines, [](const auto& line) { return line.ends_with("weak"); });
  EXPECT_TRUE(std::ranges::count(lines, "orders/prod development_value") == 1);
  EXPECT_TRUE(std::ranges::count(lines, "billing/prod development_value") == 1);
  EXPECT_TRUE(std::ranges::count(lines, "billing/prod shared_services") == 2);
  EXPECT_TRUE(std::ranges::count(lines, "orders/prod shared_purposes") == 1);
  EXPECT_TRUE(std::ranges::count(lines, "mail/prod-eu shared_environments") == 1);
  EXPECT_EQ(lines.size(), 7U) << "one for each pair";
}

TEST_F(Doctor, AWeakSecretIsToldUntilNothingIsVerifiedWithIt) {
  adopt("orders/prod", "acme-orders-2024-production-secret");
  EXPECT_EQ(told(must_examine()), Lines{"orders/prod weak"});
  const auto kid = ring("orders/prod").active()->kid;
  must_rotate({.name = name("orders/prod"), .actor = "test", .compromised = kid});
  EXPECT_EQ(told(must_examine()), Lines{});
}

TEST_F(Doctor, AStepThatNobodyTakesIsOverdue) {
  add("orders/prod");
  must_rotate({.name = name("orders/prod"), .actor = "test"});
  now_ += 30 * 24h + 30min;
  EXPECT_EQ(told(must_examine()), Lines{}) << "cron may be a little late";
  now_ += 1h;
  EXPECT_EQ(told(must_examine()), Lines{"orders/prod overdue"});
}

TEST_F(Doctor, APlaceThatIsBehindChangedOrDownIsTold) {
  add("a/prod");
  add("b/prod");
  add("c/prod");
  std::filesystem::create_directory(file("srv"));
  join("a/prod", file("a.env"));
  join("b/prod", file("b.env"));
  join("c/prod", file("srv/c.env"));
  ASSERT_TRUE(rotate::rotate(*store_, {.name = name("a/prod"), .actor = "test", .by_hand = true}, now_));
  overwrite(file("b.env"), "JWT_SECRET=" + std::string(kStrong) + "\n");
  std::filesystem::remove_all(file("srv"));
  std::filesystem::create_directories(file("srv/c.env"));
  const auto report = must_examine();
  EXPECT_EQ(told(report), (Lines{"b/prod drift at a destination", "a/prod stale at a destination",
                                 "c/prod unreachable at a destination"}));
  EXPECT_EQ(must_examine({.destinations = false}).findings.size(), 0U);
}

TEST_F(Doctor, WhatAnotherHandWroteIsJudgedAndCompared) {
  adopt("orders/dev", kStrong);
  add("orders/prod");
  add("mail/prod");
  join("orders/prod", file("a.env"));
  join("mail/prod", file("b.env"));
  overwrite(file("a.env"), "JWT_SECRET=" + std::string(kStrong) + "\nJWT_ISSUER=https://id.example\n");
  overwrite(file("b.env"), "JWT_SECRET=supersecret\nJWT_ISSUER=https://id.example\n");
  const auto report = must_examine();
  EXPECT_EQ(told(report), (Lines{"mail/prod weak at a destination", "orders/prod development_value at a destination",
                                 "mail/prod drift at a destination", "orders/prod drift at a destination"}));
  ASSERT_EQ(report.sharing.size(), 1U);
  const auto drawn = draw_sharing(report.sharing, false);
  EXPECT_EQ(drawn, "orders/dev --- dotenv:" + file("a.env") + " (of orders/prod)\n");
  for (const auto& finding : report.findings) {
    EXPECT_EQ((finding.what + finding.mend).find(kStrong), std::string::npos);
    EXPECT_EQ((finding.what + finding.mend).find("supersecret"), std::string::npos);
  }
}

TEST_F(Doctor, OnlyWhatWasAskedForIsToldButAllIsCompared) {
  adopt("orders/prod", kStrong);
  adopt("billing/prod", kStrong);
  adopt("mail/prod", "acme-orders-2024-production-secret");
  const auto report = must_examine({.prefix = "billing/"});
  EXPECT_EQ(told(report), Lines{"billing/prod shared_services"});
  EXPECT_EQ(report.sharing.size(), 1U);
}

TEST_F(Doctor, AKeyringThatWasTamperedWithIsToldAndTheOthersToo) {
  add("a/prod");
  add("b/prod");
  adopt("c/prod", "changemechangemechangemechangeme");
  tamper_with("a/prod");
  break_seals("b/prod");
  const auto report = must_examine();
  EXPECT_EQ(told(report), (Lines{"a/prod tampered", "b/prod tampered", "c/prod weak"}));
}

TEST(Graph, HasOneTreeForEachGroup) {
  const auto holder = [](std::string_view text) {
    return Holder{.keyring = *keyring::Name::parse(text), .destination = {}, .kid = "k"};
  };
  const std::vector<Group> groups{{{holder("a/dev"), holder("b/dev")}},
                                  {{holder("c/prod"), holder("d/prod"), holder("e/prod"), holder("f/prod")}}};
  EXPECT_EQ(draw_sharing(groups, true),
            "a/dev ─── b/dev\n"
            "c/prod ─┬─ d/prod\n"
            "        ├─ e/prod\n"
            "        └─ f/prod\n");
  EXPECT_EQ(base::write_json(sharing_json({groups.front()})), R"({"nodes":["a/dev","b/dev"],"edges":[[0,1]]})");
}

TEST(Sharing, TellsNothingOfTheKeyringThatIsNotForTheReader) {
  const auto holder = [](std::string_view text) {
    return Holder{.keyring = *keyring::Name::parse(text), .destination = {}, .kid = "k"};
  };
  const Visible visible = [](const keyring::Name& name) { return name.text() == "web/prod"; };
  const auto alone = [&](std::string_view other) {
    const std::vector<Group> groups{Group{.holders = {holder(other), holder("web/prod")}}};
    return findings(groups, visible);
  };
  const auto told = alone("mail/prod");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().keyring, "web/prod");
  EXPECT_TRUE(is_sharing(told.front().rule));
  for (const auto* other : {"web/dev", "mail/dev", "web/eu", "web/prod/refresh"}) {
    EXPECT_EQ(alone(other), told) << other;
  }
}

TEST(Sharing, CountsForWhoeverTakesTheSecretStill) {
  const auto holder = [](std::string_view text, bool verifies) {
    return Holder{.keyring = *keyring::Name::parse(text), .destination = {}, .kid = "k", .verifies = verifies};
  };
  const auto shared = [&](bool prod, bool staging) {
    return groups({{.fingerprint = {1}, .holder = holder("orders/prod", prod)},
                   {.fingerprint = {1}, .holder = holder("orders/staging", staging)}});
  };
  EXPECT_TRUE(shared(false, false).empty());
  const auto told = [](const std::vector<Group>& groups) { return findings(groups).at(0); };
  EXPECT_EQ(told(shared(true, false)).keyring, "orders/prod");
  EXPECT_EQ(told(shared(true, false)).rule, Rule::development_value) << "staging had it, and may have shown it to many";
  EXPECT_EQ(told(shared(false, true)).keyring, "orders/staging");
  EXPECT_EQ(told(shared(false, true)).rule, Rule::shared_environments) << "production refuses it";
  const Visible prod_alone = [](const keyring::Name& name) { return name.text() == "orders/prod"; };
  EXPECT_TRUE(findings(shared(false, true), prod_alone).empty());
  EXPECT_EQ(findings(shared(true, false), prod_alone).size(), 1U);
}

TEST(Sharing, DoesNotAskForARotationThatHasHappened) {
  const auto holder = [](std::string_view text, bool replaced) {
    return Holder{
        .keyring = *keyring::Name::parse(text), .destination = {}, .kid = "k", .verifies = true, .replaced = replaced};
  };
  const auto mend = [&](bool replaced) {
    return findings(groups({{.fingerprint = {1}, .holder = holder("orders/prod", replaced)},
                            {.fingerprint = {1}, .holder = holder("orders/staging", true)}}),
                    {})
        .at(0)
        .mend;
  };
  EXPECT_THAT(mend(false),
              ::testing::EndsWith("give it a secret of its own: jwtkeep rotate orders/prod --compromised k"));
  EXPECT_THAT(mend(true), ::testing::StartsWith("another key signs already, wait for the last tokens under this one"));
}

TEST(Environments, AreKnownByTheirFirstWord) {
  EXPECT_TRUE(is_production("prod"));
  EXPECT_TRUE(is_production("prod-eu"));
  EXPECT_FALSE(is_production("product"));
  EXPECT_TRUE(is_development("staging_2"));
  EXPECT_FALSE(is_development("developer-tools"));
  EXPECT_FALSE(is_development("eu"));
}

}  // namespace
}  // namespace jwtkeep::doctor
