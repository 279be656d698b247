#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

#include "jwtkeep/crack/candidates/lines.hpp"
#include "jwtkeep/crack/candidates/word_space.hpp"
#include "tests/unit/crack/drained.hpp"

namespace jwtkeep::crack {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::atomic<bool> kGoOn = false;

/// A folder that goes with the test.
class WordsTest : public testing::Test {
 protected:
  WordsTest() : folder_(std::filesystem::temp_directory_path() / ("jwtkeep-words-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~WordsTest() override { std::filesystem::remove_all(folder_); }
  WordsTest(const WordsTest&) = delete;
  WordsTest& operator=(const WordsTest&) = delete;

  std::string file(const std::string& name, const std::string& content) {
    const auto path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  std::string gzipped(const std::string& name, const std::string& content) {
    const auto plain = file(name, content);
    EXPECT_EQ(std::system(("gzip -kf '" + plain + "'").c_str()), 0);
    return plain + ".gz";
  }
  static std::vector<std::string> words_in(const std::string& path) {
    auto source = words_of_file(path, kGoOn);
    EXPECT_TRUE(source.has_value()) << (source ? "" : source.error().what);
    return drained(*word_space(*std::move(source), nullptr, {Encoding::raw}));
  }

  std::filesystem::path folder_;
};

std::vector<std::string> words_of(std::string_view text, std::vector<Encoding> encodings = {Encoding::raw}) {
  return drained(*word_space(words_of_text(text), nullptr, std::move(encodings)));
}

TEST_F(WordsTest, LinesAreTakenAsTheyAre) {
  const std::string text = "secret\r\nwith" + std::string(1, '\0') + "nul\n\xff\xfe bytes\n\n two \r\r\nlast";
  const std::vector<std::string> expected{"secret", std::string("with\0nul", 8), "\xff\xfe bytes", "", " two \r",
                                          "last"};
  EXPECT_EQ(words_of(text), expected);
  EXPECT_EQ(words_in(file("plain", text)), expected);
  EXPECT_EQ(words_in(gzipped("zipped", text)), expected);
}

TEST_F(WordsTest, HexWordsAreThoseOfHashcat) {
  EXPECT_THAT(words_of("$HEX[61003a]\n$HEX[]\n$HEX[6]\n$HEX[zz]\n$HEX[61\n$HEx[61]\n"),
              ElementsAre(std::string("a\0:", 3), "", "$HEX[6]", "$HEX[zz]", "$HEX[61", "$HEx[61]"));
  EXPECT_EQ(as_line(base::as_bytes("plain word")), "plain word");
  EXPECT_EQ(as_line(base::as_bytes("a:b")), "$HEX[613a62]");
  EXPECT_EQ(as_line(base::as_bytes("\xc3\xa9")), "$HEX[c3a9]");
  EXPECT_EQ(as_line(base::as_bytes("$HEX[61]")), "$HEX[244845585b36315d]");
}

TEST_F(WordsTest, ALineMayBeLongerThanABlock) {
  const std::string longest(10'000'000, 'x');
  const auto text = "first\n" + longest + "\nlast";
  const std::vector<std::string> expected{"first", longest, "last"};
  EXPECT_EQ(words_of(text), expected);
  EXPECT_EQ(words_in(file("long", text)), expected);
  EXPECT_EQ(words_in(gzipped("long2", text)), expected);
}

TEST_F(WordsTest, EndlessLinesAreRefused) {
  const auto path = file("endless", "word\n");
  std::filesystem::resize_file(path, kMostLineBytes + (std::size_t{1} << 20U));  // a hole: NUL bytes
  ASSERT_EQ(std::system(("gzip -1kf '" + path + "'").c_str()), 0);
  for (const auto& name : {path, path + ".gz"}) {
    auto source = words_of_file(name, kGoOn);
    ASSERT_TRUE(source.has_value());
    Block block;
    auto taken = (*source)->take(block);
    while (taken && *taken) taken = (*source)->take(block);
    ASSERT_FALSE(taken.has_value());
    EXPECT_THAT(taken.error().what, HasSubstr("a line of more than 64 MiB"));
  }
}

TEST_F(WordsTest, ABrokenGzipFileIsToldAfterItsWords) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "word" + std::to_string(i) + "\n";
  const auto path = gzipped("cut", text);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  auto source = words_of_file(path, kGoOn);
  ASSERT_TRUE(source.has_value());
  Block block;
  std::size_t bytes = 0;
  auto taken = (*source)->take(block);
  for (; taken && *taken; taken = (*source)->take(block)) bytes += block.text.size();
  ASSERT_FALSE(taken.has_value());
  EXPECT_GT(bytes, text.size() / 4);
  EXPECT_THAT(taken.error().what, HasSubstr("cut off"));
}

TEST_F(WordsTest, SeveralGzipMembersAreOneList) {
  const auto one = gzipped("one", "a\nb");
  const auto two = gzipped("two", "c\nd\n");
  ASSERT_EQ(std::system(("cat '" + one + "' '" + two + "' > '" + (folder_ / "both").string() + "'").c_str()), 0);
  EXPECT_THAT(words_in((folder_ / "both").string()), ElementsAre("a", "bc", "d"));
}

TEST_F(WordsTest, APipeIsReadToItsEndAndLeftWhenStopped) {
  const auto path = (folder_ / "pipe").string();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  {
    const std::jthread writer([&] { std::ofstream(path) << "one\ntwo"; });
    EXPECT_THAT(words_in(path), ElementsAre("one", "two"));
  }
  // A writer that writes nothing more.
  std::atomic<bool> stop = false;
  std::ofstream silent;
  const std::jthread opener([&] { silent.open(path); });
  auto source = words_of_file(path, stop);
  ASSERT_TRUE(source.has_value());
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    stop = true;
  });
  Block block;
  EXPECT_FALSE((*source)->take(block).value());
}

TEST_F(WordsTest, WhatCannotBeReadIsNamed) {
  const auto missing = words_of_file((folder_ / "missing").string(), kGoOn);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().reason, base::Reason::not_found);
  const auto folder = words_of_file(folder_.string(), kGoOn);
  ASSERT_FALSE(folder.has_value());
  EXPECT_THAT(folder.error().what, HasSubstr("is a folder"));
}

TEST_F(WordsTest, EncodingsAreTriedInTheirOrder) {
  // echo -n secret | base64; xxd -p
  EXPECT_THAT(words_of("c2VjcmV0\n", {Encoding::raw, Encoding::base64}), ElementsAre("c2VjcmV0", "secret"));
  EXPECT_THAT(words_of("736563726574\n", {Encoding::hex}), ElementsAre("secret"));
  EXPECT_THAT(words_of("YQ==\nYQ\nYR\n-_8\n+/8=\nY\nno!\n\n", {Encoding::base64}),
              ElementsAre("a", "a", "a", "\xfb\xff", "\xfb\xff"));
  EXPECT_THAT(words_of("zz\n616\n\n", {Encoding::hex}), ElementsAre());
  EXPECT_THAT(parse_encodings("hex,raw,hex").value(), ElementsAre(Encoding::hex, Encoding::raw));
  EXPECT_FALSE(parse_encodings("raw,").has_value());
  EXPECT_FALSE(parse_encodings("rot13").has_value());
}

TEST_F(WordsTest, RulesComeForEachWordAndMayRejectIt) {
  const auto rules = std::make_shared<const std::vector<Rule>>(parse_rules("u\n<2$1\n", "r").value());
  EXPECT_THAT(drained(*word_space(words_of_text("abc\nde\n"), rules, {Encoding::raw})),
              ElementsAre("ABC", "DE", "de1"));
}

/// Whatever the lines and the blocks, and from wherever a block begins, nothing is missed.
RC_GTEST_FIXTURE_PROP(WordsTest, EveryLineIsInExactlyOneBlock, ()) {
  const auto letters = rc::gen::container<std::string>(rc::gen::element('a', 'b', '\r', '\0'));
  const auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::scale(0.3, letters));
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  if (*rc::gen::arbitrary<bool>() && !text.empty()) text.pop_back();
  const auto expected = words_of(text);
  const auto block_bytes = *rc::gen::inRange<std::size_t>(1, 20);
  const auto path = file("some", text);
  const std::array<std::string, 2> kinds{path, gzipped("some", text)};
  for (const auto& name : kinds) {
    std::vector<std::string> found;
    std::vector<std::pair<std::uint64_t, std::size_t>> begins;
    const auto read = [&](std::uint64_t from, std::vector<std::string>& into, bool note) {
      auto source = words_of_file(name, kGoOn).value();
      source->set_block_bytes(block_bytes);
      RC_ASSERT(source->seek(from).has_value());
      Block block;
      base::ByteView word;
      while (source->take(block).value()) {
        if (note) begins.emplace_back(block.begin, into.size());
        Lines in_block(block.text);
        while (in_block.next(word)) into.emplace_back(base::as_text(word));
      }
    };
    read(0, found, true);
    RC_ASSERT(found == expected);
    for (const auto& [begin, before] : begins) {
      std::vector<std::string> rest;
      read(begin, rest, false);
      RC_ASSERT(rest ==
                std::vector<std::string>(expected.begin() + static_cast<std::ptrdiff_t>(before), expected.end()));
    }
  }
}

}  // namespace
}  // namespace jwtkeep::crack
