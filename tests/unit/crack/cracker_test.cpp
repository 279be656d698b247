// Every kernel that this machine can run, against libcrypto's HMAC and the RFCs' vectors.
#include "jwtkeep/crack/cracker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crack/kernel/kernel.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace jwtkeep::crack {
namespace {

using jose::Alg;

constexpr std::array kAlgs = {Alg::HS256, Alg::HS384, Alg::HS512};

Target target_under(Alg alg, base::ByteView key, std::string signing_input) {
  auto tag = crypto::hmac(jose::info(alg).hash, base::SecretBytes::copy_of(key), base::as_bytes(signing_input));
  return {alg, std::move(signing_input), std::move(tag)};
}

/// The same in every run. No zeros: a key and the same key with zeros behind it give the same tags (RFC 2104 section
/// 2).
base::Bytes some_bytes(std::size_t size, unsigned seed) {
  std::mt19937 engine(seed);
  base::Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(1 + engine() % 255);
  return bytes;
}

Batch batch_of(const std::vector<base::Bytes>& candidates) {
  Batch batch;
  for (const auto& candidate : candidates) batch.add(candidate);
  return batch;
}

class CrackerTest : public testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    for (const auto& one : kernel::implementations()) {
      if (one.name == GetParam() && !one.is_supported()) GTEST_SKIP() << "this machine cannot run " << one.name;
    }
  }

  static std::vector<Hit> run(std::span<const Target> targets, const Batch& batch) {
    auto cracker = Cracker::create_with(GetParam(), targets);
    EXPECT_EQ(cracker->kernel(), GetParam());
    std::vector<Hit> hits;
    cracker->run(batch, hits);
    return hits;
  }
};

// RFC 7515 appendix A.1.
TEST_P(CrackerTest, FindsTheKeyOfRfc7515) {
  const auto target = target_of(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
      "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  ASSERT_TRUE(target) << target.error().what;
  const auto key =
      base::base64url_decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  ASSERT_EQ(key->size(), 64U);
  EXPECT_EQ(run({&*target, 1}, batch_of({some_bytes(64, 1), *key})), (std::vector<Hit>{{1, 0}}));
}

struct Rfc4231 {
  std::string_view key, data;
  std::array<std::string_view, 3> tags;  ///< of SHA-256, SHA-384, SHA-512
};
// RFC 4231 sections 4.2 to 4.8 without 4.6, whose tag is cut; in hex.
const std::array kRfc4231 = {
    Rfc4231{"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
            "4869205468657265",
            {"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
             "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
             "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4"
             "be9d914eeb61f1702e696c203a126854"}},
    Rfc4231{"4a656665",
            "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            {"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
             "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
             "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd"
             "caeab1a34d4a6b4b636e070a38bce737"}},
    Rfc4231{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"
            "dddddddddddddddddddddddddddddddd",
            {"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
             "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27",
             "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807"
             "b946a337bee8942674278859e13292fb"}},
    // A key of 131 bytes, longer than every block.
    Rfc4231{"",
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669"
            "727374",
            {"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
             "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
             "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e52"
             "95e64f73f63f0aec8b915a985d786598"}},
};

TEST_P(CrackerTest, FindsTheKeysOfRfc4231) {
  for (const auto& vector : kRfc4231) {
    const auto key = vector.key.empty() ? base::Bytes(131, 0xaa) : *base::hex_decode(vector.key);
    const auto data = *base::hex_decode(vector.data);
    std::vector<Target> targets;
    for (std::size_t i = 0; i < 3; ++i) {
      targets.push_back({kAlgs[i], std::string(base::as_text(data)), *base::hex_decode(vector.tags[i])});
    }
    EXPECT_EQ(run(targets, batch_of({some_bytes(5, 1), key, {}})), (std::vector<Hit>{{1, 0}, {1, 1}, {1, 2}}))
        << vector.data;
  }
}

TEST_P(CrackerTest, FindsKeysOfEveryLength) {
  std::vector<base::Bytes> candidates;
  for (std::size_t size = 0; size <= 300; ++size) candidates.push_back(some_bytes(size, 7));
  const auto batch = batch_of(candidates);
  for (const auto alg : kAlgs) {
    std::vector<Target> targets;
    std::vector<Hit> expected;
    for (std::size_t size = 0; size <= 300; ++size) {
      targets.push_back(target_under(alg, candidates[size], "header.payload"));
      expected.push_back({size, size});
    }
    auto hits = run(targets, batch);
    std::ranges::sort(hits, {}, &Hit::target);
    EXPECT_EQ(hits, expected) << jose::name(alg);
  }
}

TEST_P(CrackerTest, FindsKeysOfOneLengthInEveryLane) {
  for (const auto alg : kAlgs) {
    for (const std::size_t size : {2U, 4U, 7U, 8U, 9U, 15U, 16U, 17U, 31U, 32U, 33U, 63U, 64U, 65U, 127U, 128U, 129U}) {
      std::vector<base::Bytes> candidates;
      std::vector<Target> targets;
      std::vector<Hit> expected;
      // Every number of idle lanes in the last group comes by.
      for (std::size_t i = 0; i < 33; ++i) {
        candidates.push_back(some_bytes(size, static_cast<unsigned>(i)));
        targets.push_back(target_under(alg, candidates.back(), "x"));
        expected.push_back({i, i});
        EXPECT_EQ(run({&targets.back(), 1}, batch_of(candidates)), (std::vector<Hit>{{i, 0}}))
            << jose::name(alg) << ' ' << size << ' ' << i;
      }
      auto hits = run(targets, batch_of(candidates));
      std::ranges::sort(hits, {}, &Hit::target);
      EXPECT_EQ(hits, expected) << jose::name(alg) << ' ' << size;
    }
  }
}

TEST_P(CrackerTest, TakesSigningInputsOfEveryLength) {
  const auto key = some_bytes(9, 1);
  const auto batch = batch_of({some_bytes(9, 2), key, some_bytes(9, 3)});
  std::vector<Target> targets;
  std::vector<Hit> expected;
  for (const auto alg : kAlgs) {
    for (std::size_t size = 0; size <= 300; ++size) {
      const auto input = some_bytes(size, static_cast<unsigned>(size));
      expected.push_back({1, targets.size()});
      targets.push_back(target_under(alg, key, std::string(base::as_text(input))));
    }
    expected.push_back({1, targets.size()});
    targets.push_back(target_under(alg, key, std::string(100'000, 'a')));
  }
  EXPECT_EQ(run(targets, batch), expected);
}

TEST_P(CrackerTest, TellsNothingWhereOneBitOfTheTagIsWrong) {
  const auto key = some_bytes(10, 1);
  std::vector<Target> targets;
  for (const auto alg : kAlgs) {
    const auto right = target_under(alg, key, "header.payload");
    for (std::size_t bit = 0; bit < right.tag.size() * 8; ++bit) {
      targets.push_back(right);
      targets.back().tag[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    }
  }
  EXPECT_TRUE(run(targets, batch_of({key})).empty());
}

TEST_P(CrackerTest, DroppedTargetsAreNotTried) {
  const auto key = some_bytes(10, 1);
  const std::array targets = {target_under(Alg::HS256, key, "a.b"), target_under(Alg::HS512, key, "c.d"),
                              target_under(Alg::HS256, key, "e.f")};
  auto cracker = *Cracker::create_with(GetParam(), targets);
  const auto copy = cracker;
  cracker.drop(0);
  cracker.drop(0);
  EXPECT_EQ(cracker.left(), 2U);
  std::vector<Hit> hits;
  cracker.run(batch_of({key}), hits);
  EXPECT_EQ(hits, (std::vector<Hit>{{0, 2}, {0, 1}}));
  cracker.drop(1);
  cracker.drop(2);
  cracker.run(batch_of({key}), hits);
  EXPECT_EQ(hits.size(), 2U);
  EXPECT_EQ(copy.left(), 3U);
}

// A line of a word list can be anything, and is tried as it is.
TEST_P(CrackerTest, TakesLongCandidates) {
  const base::Bytes megabytes(10'000'000, 'x');
  const auto target = target_under(Alg::HS384, megabytes, "a.b");
  Batch batch;
  batch.add(some_bytes(3, 1));
  batch.add(megabytes);
  EXPECT_TRUE(batch.full());
  EXPECT_EQ(run({&target, 1}, batch), (std::vector<Hit>{{1, 0}}));
}

TEST_P(CrackerTest, AnEmptyBatchHasNoHit) {
  const auto target = target_under(Alg::HS256, {}, "a.b");
  EXPECT_TRUE(run({&target, 1}, Batch{}).empty());
}

INSTANTIATE_TEST_SUITE_P(Kernel, CrackerTest, testing::ValuesIn([] {
                           std::vector<std::string_view> names;
                           for (const auto& one : kernel::implementations()) names.push_back(one.name);
                           return names;
                         }()),
                         [](const auto& name) { return std::string(name.param); });

TEST(CrackerChoiceTest, TakesTheFirstThatTheMachineCanRun) {
  const auto target = target_under(Alg::HS256, {}, "a.b");
  const auto cracker = Cracker::create({&target, 1});
  const auto all = kernel::implementations();
  EXPECT_EQ(cracker->kernel(), std::ranges::find_if(all, [](const auto& one) { return one.is_supported(); })->name);
  EXPECT_EQ(all.back().name, "portable");
}

TEST(CrackerChoiceTest, NamesTheKernelsThereAre) {
  const auto target = target_under(Alg::HS256, {}, "a.b");
  const auto cracker = Cracker::create_with("altivec", {&target, 1});
  ASSERT_FALSE(cracker);
  EXPECT_EQ(cracker.error().reason, base::Reason::bad_value);
  EXPECT_NE(cracker.error().hint.find("portable"), std::string::npos);
}

TEST(CrackerChoiceTest, RefusesWhatCannotBeTried) {
  EXPECT_EQ(Cracker::create({}).error().reason, base::Reason::bad_value);
  auto target = target_under(Alg::HS256, {}, "a.b");
  target.tag.pop_back();
  EXPECT_EQ(Cracker::create({&target, 1}).error().reason, base::Reason::bad_value);
  target = target_under(Alg::HS256, {}, "a.b");
  target.alg = Alg::RS256;
  EXPECT_EQ(Cracker::create({&target, 1}).error().reason, base::Reason::bad_value);
}

}  // namespace
}  // namespace jwtkeep::crack
