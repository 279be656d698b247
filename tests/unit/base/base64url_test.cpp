// Every way to encode and decode base64url against the strict decoder on libsodium, which is the older one.
#include "jwtkeep/base/base64url.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/kernel/base64url/kernels.hpp"

namespace jwtkeep::base {
namespace {

using base64url::Implementation;

class Base64UrlKernel : public testing::TestWithParam<Implementation> {
 protected:
  void SetUp() override {
    if (!GetParam().is_supported()) GTEST_SKIP() << "this processor has no " << GetParam().name;
  }

  /// Compares the verdict and the bytes. The target is as long as the bytes and no longer, for AddressSanitizer.
  static void compare(std::string_view text) {
    const std::string exact(text);
    const auto expected = base64url_decode(exact);
    Bytes found(base64url_bytes_size(exact.size()));
    const bool taken = GetParam().decode(exact, found.data());
    ASSERT_EQ(taken, expected.has_value()) << testing::PrintToString(exact);
    if (taken) {
      ASSERT_EQ(found, *expected) << testing::PrintToString(exact);
    }
  }
};

TEST_P(Base64UrlKernel, ShortTextsExhaustively) {
  compare("");
  std::string text(1, '\0');
  for (int a = 0; a < 256; ++a) {
    text[0] = static_cast<char>(a);
    compare(text);
  }
  text.resize(2);
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      text[0] = static_cast<char>(a);
      text[1] = static_cast<char>(b);
      compare(text);
    }
  }
}

TEST_P(Base64UrlKernel, ThreeCharactersOfTheAlphabetAndItsNeighbours) {
  const std::string characters = std::string(base64url::kAlphabet) + "+/=.,:@[`{^ \n" + '\0' + '\x80' + '\xc1';
  for (const char a : characters) {
    for (const char b : characters) {
      for (const char c : characters) compare(std::string{a, b, c});
    }
  }
}

TEST_P(Base64UrlKernel, EveryByteAtEveryPlaceOfALongText) {
  for (const std::size_t size : {4U, 43U, 44U, 64U, 65U, 130U}) {
    const std::string text(size, 'Q');
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        auto changed = text;
        changed[at] = static_cast<char>(byte);
        compare(changed);
      }
    }
  }
}

TEST_P(Base64UrlKernel, EveryLengthBothWays) {
  std::mt19937 random(1);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same bytes in every run
  for (std::size_t size = 0; size < 600; ++size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const auto expected = base64url_encode(bytes);
    std::string text(base64url_text_size(size), '?');
    GetParam().encode(bytes, text.data());
    ASSERT_EQ(text, expected);
    compare(text);
    Bytes back(base64url_bytes_size(text.size()));
    ASSERT_TRUE(GetParam().decode(text, back.data()));
    ASSERT_EQ(back, bytes);
  }
}

// RFC 4648 section 10, without padding.
TEST_P(Base64UrlKernel, Rfc4648) {
  const std::pair<std::string_view, std::string_view> samples[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : samples) {
    std::string written(base64url_text_size(bytes.size()), '?');
    GetParam().encode(as_bytes(bytes), written.data());
    EXPECT_EQ(written, text);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Base64UrlKernel, testing::ValuesIn(base64url::implementations()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Base64Url, TheChosenOneIsStrict) {
  Bytes target(2);
  EXPECT_TRUE(base64url_decode_to("_-8", target));
  EXPECT_EQ(target, (Bytes{0xff, 0xef}));
  EXPECT_FALSE(base64url_decode_to("_-9", target)) << "trailing bits (RFC 4648 section 3.5)";
  EXPECT_FALSE(base64url_decode_to("/+8", target));
}

TEST(Base64UrlDeathTest, ATargetThatIsTooShortEndsTheProgram) {
  Bytes target(1);
  EXPECT_DEATH(static_cast<void>(base64url_decode_to("_-8", target)), "");
}

}  // namespace
}  // namespace jwtkeep::base
