#include "jwtkeep/crack/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <latch>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crack/potfile.hpp"
#include "jwtkeep/crack/saved_run.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace jwtkeep::crack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

// Published secrets, for tests: the first is the empty one, as in the real list.
constexpr std::string_view kKnown = "\nsecret\nchangeme\nc2VjcmV0IGtleQ==\n";

std::string token_of(std::string_view secret, std::string_view sub = "alice") {
  const auto input = base::base64url_encode(base::as_bytes(R"({"alg":"HS256"})")) + "." +
                     base::base64url_encode(base::as_bytes(R"({"sub":")" + std::string(sub) + R"("})"));
  const auto tag = crypto::hmac(crypto::Hash::sha256, base::SecretBytes::copy_of(secret), base::as_bytes(input));
  return input + "." + base::base64url_encode(tag);
}

Cracker cracker_of(const std::vector<std::string>& secrets) {
  std::vector<Target> targets;
  for (const auto& secret : secrets) targets.push_back(target_of(token_of(secret, "of " + secret)).value());
  return Cracker::create(targets).value();
}

/// What a run found, and how it ended.
struct Ran {
  std::vector<std::string> found;  ///< "target: secret, from"
  Outcome outcome;
};

Ran ran(const Attack& attack, const Cracker& cracker, RunOptions options = {}) {
  std::atomic<bool> stop = false;
  if (options.stop == nullptr) options.stop = &stop;
  const auto stages = make_stages(attack, kKnown, *options.stop);
  EXPECT_TRUE(stages.has_value()) << (stages ? "" : stages.error().what);
  Ran result;
  if (!stages) return result;
  options.found = [&](Found found) {
    found.secret.reveal([&](base::ByteView bytes) {
      result.found.push_back(std::to_string(found.target) + ": " + std::string(base::as_text(bytes)) + ", " +
                             (*stages)[found.stage].name);
    });
  };
  auto outcome = run(cracker, *stages, options);
  EXPECT_TRUE(outcome.has_value()) << (outcome ? "" : outcome.error().what);
  if (outcome) result.outcome = *std::move(outcome);
  return result;
}

std::string refusal(const Attack& attack) {
  const std::atomic<bool> stop = false;
  const auto stages = make_stages(attack, kKnown, stop);
  EXPECT_FALSE(stages.has_value());
  return stages ? "" : stages.error().what;
}

TEST(RunTest, TheKnownListComesFirstAndInEveryEncoding) {
  const auto one =
      ran({.known_only = true}, cracker_of({"changeme", "", "secret key", "nobody knows"}), {.threads = 2});
  EXPECT_THAT(one.found, UnorderedElementsAre("0: changeme, the known list", "1: , the known list",
                                              "2: secret key, the known list, decoded"));
  EXPECT_TRUE(one.outcome.exhausted);
  EXPECT_EQ(one.outcome.standing.candidates, 4U + 3U);  // "secret" is no base64, "changeme" and both others are
}

TEST(RunTest, EndsWhenAllTargetsHaveFallen) {
  const auto one = ran({.masks = {"?d?d?d?d?d?d?d?d?d"}}, cracker_of({"secret", "000012345"}), {.threads = 3});
  EXPECT_THAT(one.found,
              UnorderedElementsAre("0: secret, the known list", "1: 000012345, the mask ?d?d?d?d?d?d?d?d?d"));
  EXPECT_TRUE(one.outcome.exhausted);
  EXPECT_LT(one.outcome.standing.candidates, 20'000'000U);
}

/// One thread is given the secret, the other one an error, and the secret is tried once the error has been told.
class OneFails final : public Space {
 public:
  std::unique_ptr<Candidates> candidates() override { return std::make_unique<Half>(*this); }
  base::Result<void> seek(Position /*position*/) override { return {}; }
  [[nodiscard]] std::uint64_t size() const noexcept override { return 0; }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return 0; }

 private:
  class Half final : public Candidates {
   public:
    explicit Half(OneFails& space) : space_(space) {}
    base::Result<bool> take() override {
      if (!space_.taken_.exchange(true)) return true;
      space_.failed_.count_down();
      return base::fail(base::Reason::io_failed, "the list is cut off", "");
    }
    [[nodiscard]] Position begin() const noexcept override { return {}; }
    bool fill(Batch& batch) override {
      space_.failed_.wait();
      batch.add(base::as_bytes("secret"));
      return false;
    }

   private:
    OneFails& space_;
  };

  std::atomic<bool> taken_ = false;
  std::latch failed_{1};
};

TEST(RunTest, AListThatEndsBadlyBehindTheLastHitIsNoFailure) {
  for (const std::string secret : {"secret", "another"}) {
    std::vector<Stage> stages;
    stages.push_back({"halves", std::make_unique<OneFails>()});
    std::atomic<bool> stop = false;
    const auto outcome = run(cracker_of({secret}), stages, {.threads = 2, .stop = &stop});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->failed.has_value(), secret == "another");
    EXPECT_EQ(outcome->exhausted, secret == "secret");
  }
}

/// Each thread is given one of two secrets, and tries it together with the other one; then there is no end of others.
class OneEach final : public Space {
 public:
  explicit OneEach(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}
  std::unique_ptr<Candidates> candidates() override { return std::make_unique<Piece>(*this, secrets_[count_++]); }
  base::Result<void> seek(Position /*position*/) override { return {}; }
  [[nodiscard]] std::uint64_t size() const noexcept override { return 0; }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return 0; }

 private:
  class Piece final : public Candidates {
   public:
    Piece(OneEach& space, const std::string& secret) : space_(space), secret_(secret) {}
    base::Result<bool> take() override {
      if (!over_) space_.begun_.arrive_and_wait();
      return !std::exchange(over_, true);
    }
    [[nodiscard]] Position begin() const noexcept override { return {}; }
    bool fill(Batch& batch) override {
      batch.add(base::as_bytes(secret_));
      return true;
    }

   private:
    OneEach& space_;
    const std::string& secret_;
    bool over_ = false;
  };

  std::vector<std::string> secrets_;
  std::atomic<std::size_t> count_ = 0;
  std::latch begun_{2};
};

TEST(RunTest, EndsWhenTwoThreadsFindTheLastTwoAtOnce) {
  for (int round = 0; round < 200; ++round) {
    std::vector<Stage> stages;
    stages.push_back({"one each", std::make_unique<OneEach>(std::vector<std::string>{"first", "second"})});
    std::atomic<bool> stop = false;
    const auto outcome = run(cracker_of({"first", "second"}), stages, {.threads = 2, .stop = &stop});
    ASSERT_TRUE(outcome.has_value());
    EXPECT_TRUE(outcome->exhausted);
  }
}

TEST(RunTest, AStoppedRunGoesOnWithoutAGap) {
  // 4,569,760 candidates in five pieces; the secret is in the last.
  const Attack attack{.known = false, .masks = {"?d?l?l?l?l"}};
  const auto cracker = cracker_of({"9zzzy"});
  std::atomic<bool> stop = false;
  const auto first =
      ran(attack, cracker,
          {.threads = 2, .stop = &stop, .every = std::chrono::milliseconds{1}, .tick = [&](const Standing& standing) {
             stop = stop || standing.position.outer > 0;
           }});
  EXPECT_FALSE(first.outcome.exhausted);
  EXPECT_TRUE(first.found.empty());
  EXPECT_GT(first.outcome.standing.position.outer, 0U);
  EXPECT_LE(first.outcome.standing.position.outer, first.outcome.standing.candidates);
  const auto second = ran(attack, cracker, {.from = first.outcome.standing});
  EXPECT_THAT(second.found, ElementsAre("0: 9zzzy, the mask ?d?l?l?l?l"));
  EXPECT_EQ(second.outcome.standing.candidates, 4'569'760U - first.outcome.standing.position.outer);
}

TEST(RunTest, WhatIsKnownAlreadyIsNotTried) {
  const auto one = ran({}, cracker_of({"secret"}), {.known = {0}});
  EXPECT_TRUE(one.outcome.exhausted);
  EXPECT_EQ(one.outcome.standing.candidates, 0U);
  std::atomic<bool> stop = false;
  const auto stages = make_stages({}, kKnown, stop).value();
  EXPECT_FALSE(run(cracker_of({"secret"}), stages, {.from = {.stage = 1000}, .stop = &stop}).has_value());
}

TEST(RunTest, IncrementTriesShorterMasksFirst) {
  const Attack attack{.known = false, .masks = {"?d?l??x"}, .increment = true, .increment_from = 2, .increment_to = 9};
  std::atomic<bool> stop = false;
  const auto stages = make_stages(attack, kKnown, stop).value();
  ASSERT_EQ(stages.size(), 3U);
  EXPECT_EQ(stages[0].name, "the mask ?d?l");
  EXPECT_EQ(stages[2].name, "the mask ?d?l??x");
}

TEST(RunTest, WhatDoesNotGoTogetherIsRefused) {
  EXPECT_THAT(refusal({.known_only = true, .masks = {"?d"}}), HasSubstr("only the known list"));
  EXPECT_THAT(refusal({.mask_behind = "?d"}), HasSubstr("no word list"));
  EXPECT_THAT(refusal({.wordlists = {"-"}, .rules = {"x"}, .mask_behind = "?d"}), HasSubstr("rules and masks"));
  EXPECT_THAT(refusal({.wordlists = {"-"}, .mask_before = "?d", .mask_behind = "?d"}), HasSubstr("too many"));
  EXPECT_THAT(refusal({.increment = true}), HasSubstr("no mask"));
  EXPECT_THAT(refusal({.masks = {"?d"}, .increment = true, .increment_from = 3}), HasSubstr("none of 3 or more"));
  EXPECT_THAT(refusal({.wordlists = {"-", "-"}}), HasSubstr("twice"));
  EXPECT_THAT(refusal({.encodings = "rot13"}), HasSubstr("rot13"));
}

TEST(RunTest, TheUsualGuessesAreMasksAndRules) {
  std::atomic<bool> stop = false;
  const auto stages = make_stages({}, kKnown, stop);
  ASSERT_TRUE(stages.has_value()) << stages.error().what;
  EXPECT_GT(stages->size(), 10U);
  const auto one = ran({}, cracker_of({"Changeme123", "x9"}), {.threads = 2});
  EXPECT_THAT(one.found,
              UnorderedElementsAre(HasSubstr("0: Changeme123, the known list under"), "1: x9, the mask ?a?a"));
}

SavedRun saved_run() {
  return {.attack = {.wordlists = {"/w/a.txt", "-"},
                     .rules = {"/r"},
                     .masks = {"?d?1"},
                     .charsets = {"?l\"x", "", "", ""},
                     .increment = true,
                     .increment_to = 7,
                     .encodings = "raw,hex"},
          .targets = {target_digest("a.b.c"), target_digest("d.e.f")},
          .fallen = {true, false},
          .inputs = {{"/w/a.txt", 12, 1'700'000'000'000'000'000, "ab"}},
          .known = "cd",
          .standing = {.stage = 2, .position = {(std::uint64_t{1} << 63U) - 1, 9}, .candidates = 123},
          .seconds = 1.5};
}

TEST(SavedRunTest, IsReadAsItWasWritten) {
  const auto run = saved_run();
  const auto read = parse_saved_run(write_saved_run(run));
  ASSERT_TRUE(read.has_value()) << read.error().what;
  EXPECT_EQ(*read, run);
}

TEST(SavedRunTest, WhatIsNoneIsRefused) {
  EXPECT_THAT(parse_saved_run("").error().what, HasSubstr("no session"));
  EXPECT_THAT(parse_saved_run("{}").error().what, HasSubstr("no session"));
  const auto text = write_saved_run(saved_run());
  const auto with = [&](std::string_view from, std::string_view to) {
    auto changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return parse_saved_run(changed);
  };
  EXPECT_EQ(with(R"("format": 1)", R"("format": 2)").error().reason, base::Reason::newer_format);
  EXPECT_THAT(with(R"("stage": 2)", R"("stage": -2)").error().what, HasSubstr("\"stage\""));
  EXPECT_THAT(with(R"("stage": 2)", R"("stag": 2)").error().what, HasSubstr("has no \"stage\""));
  EXPECT_THAT(with("[\n    true,", "[").error().what, HasSubstr("number"));
}

TEST(SavedRunTest, GoesOnWithTheSameAlone) {
  const auto run = saved_run();
  EXPECT_TRUE(check_goes_on(run, run.targets, run.inputs, run.known).has_value());
  EXPECT_THAT(check_goes_on(run, {run.targets[1], run.targets[0]}, run.inputs, run.known).error().what,
              HasSubstr("other tokens"));
  auto inputs = run.inputs;
  inputs[0].modified += 1;
  EXPECT_THAT(check_goes_on(run, run.targets, inputs, run.known).error().what, HasSubstr("/w/a.txt has changed"));
  EXPECT_THAT(check_goes_on(run, run.targets, run.inputs, "x").error().what, HasSubstr("another list"));
}

TEST(SavedRunTest, FilesAreKnownByTheirEnds) {
  const auto path = (std::filesystem::temp_directory_path() / "jwtkeep-input-test").string();
  std::ofstream(path) << std::string(300'000, 'x');
  const auto first = look_at(path).value();
  EXPECT_EQ(first.size, 300'000U);
  EXPECT_EQ(look_at(path).value(), first);
  std::ofstream(path) << std::string(299'999, 'x') + "y";
  EXPECT_NE(look_at(path).value().digest, first.digest);
  std::filesystem::remove(path);
  EXPECT_EQ(look_at(path).error().reason, base::Reason::not_found);
}

TEST(PotfileTest, HoldsWhatHashcatWouldRead) {
  const auto line = [](std::string_view secret) {
    return potfile_line("a.b.c", base::SecretBytes::copy_of(secret)).reveal([](base::ByteView bytes) {
      return std::string(base::as_text(bytes));
    });
  };
  EXPECT_EQ(line("secret"), "a.b.c:secret\n");
  EXPECT_EQ(line("a:b"), "a.b.c:$HEX[613a62]\n");
  EXPECT_EQ(line("\xff\n"), "a.b.c:$HEX[ff0a]\n");
  const std::vector<std::string> tokens{"a.b.c", "d.e.f"};
  EXPECT_EQ(words_of_potfile("x.y.z:no\na.b.c:secret\nnonsense\n\nd.e.f:$HEX[613a62]", tokens),
            "secret\n$HEX[613a62]\n");
}

}  // namespace
}  // namespace jwtkeep::crack
