// What is done with texts and places: no extractor is in it.
#include <gtest/gtest.h>

#include <string>

#include "jwtkeep/scan/allow_mark.hpp"
#include "jwtkeep/scan/automaton/automaton.hpp"
#include "jwtkeep/scan/automaton/words.hpp"
#include "jwtkeep/scan/choose.hpp"
#include "jwtkeep/scan/decoded_text.hpp"
#include "jwtkeep/scan/language.hpp"
#include "jwtkeep/scan/line_counter.hpp"
#include "jwtkeep/scan/mask.hpp"
#include "jwtkeep/scan/parts.hpp"
#include "jwtkeep/scan/setting.hpp"

namespace jwtkeep::scan {
namespace {

using namespace std::string_view_literals;

TEST(AutomatonTest, FindsEachWordWhereverItStands) {
  const auto automaton = Automaton::create().value();
  std::vector<Trigger> triggers;
  for (const auto& word : kTriggerWords) {
    for (const std::size_t before : {0U, 1U, 63U, 1000U}) {
      const auto text = std::string(before, '.') + std::string(word.text) + "...";
      automaton.find(text, triggers);
      EXPECT_NE(std::ranges::find(triggers, Trigger{word.sign, before}), triggers.end())
          << word.text << " at " << before;
    }
  }
  automaton.find("JWT_Secret", triggers);
  EXPECT_EQ(triggers, (std::vector<Trigger>{{Sign::library, 0}, {Sign::name, 4}}));
  automaton.find("assigning tokenSigning signing AES256 algES256 ES256", triggers);  // amidst a word some are none
  EXPECT_EQ(triggers,
            (std::vector<Trigger>{{Sign::name, 15}, {Sign::name, 23}, {Sign::library, 41}, {Sign::library, 47}}));
  automaton.find("EYJ mii KTY", triggers);  // those of one case alone
  EXPECT_TRUE(triggers.empty());
  automaton.find("", triggers);
  EXPECT_TRUE(triggers.empty());
}

TEST(DecodedTextTest, ReadsUtf16OfBothOrders) {
  Characters buffer;
  EXPECT_EQ(text_of(base::as_bytes("\xff\xfej\0w\0\xac\x20="sv), buffer), "jw\xe2\x82\xac");
  EXPECT_EQ(text_of(base::as_bytes("\xfe\xff\0j\xd8\x3d\xdd\x11"sv), buffer), "j\xf0\x9f\x94\x91");
  EXPECT_EQ(text_of(base::as_bytes("\xff\xfe\x3d\xd8"sv), buffer), "\xef\xbf\xbd");  // half of a pair
  EXPECT_EQ(text_of(base::as_bytes("J\0W\0T\0_\0K\0E\0Y\0=\0a\0"sv), buffer), "JWT_KEY=a");
  EXPECT_EQ(text_of(base::as_bytes("\xef\xbb\xbfjwt"sv), buffer), "jwt");
  EXPECT_EQ(text_of(base::as_bytes("j\xffwt"sv), buffer), "j\xffwt");
}

TEST(DecodedTextTest, TellsBinariesByTheirNuls) {
  EXPECT_TRUE(
      is_binary(base::as_bytes("\x7f"
                               "ELF\0\1\2\3 some text that goes on"sv)));
  EXPECT_FALSE(is_binary(base::as_bytes("\xff\xfej\0w\0t\0"sv)));
  EXPECT_FALSE(is_binary(base::as_bytes("text"sv)));
  EXPECT_FALSE(is_binary({}));
}

TEST(PartsTest, CoverEachTriggerOnceAndDoNotOverlap) {
  std::string text;
  while (text.size() < 3 * kWholeBytes) text += "a line of no interest at all\n";
  std::vector<Trigger> triggers;
  for (const std::size_t at : {5UL, 40'000UL, 41'000UL, 700'000UL, 1'400'000UL, text.size() - 3}) {
    triggers.push_back({Sign::name, at});
  }
  std::vector<Part> parts;
  split_into_parts(text, triggers, Reach::whole, parts);
  std::size_t counted = 0;
  std::size_t end = 0;
  for (const auto& part : parts) {
    EXPECT_GE(part.span.begin, end);
    end = part.span.end;
    EXPECT_TRUE(part.span.begin == 0 || text[part.span.begin - 1] == '\n');
    counted += part.signs.size();
    for (const auto& sign : part.signs) {
      EXPECT_GE(sign.offset, part.span.begin);
      EXPECT_LT(sign.offset, part.span.end);
    }
  }
  EXPECT_EQ(counted, triggers.size());
  EXPECT_EQ(parts.size(), 5U);  // the second and the third one are near
  EXPECT_LE(end, text.size());
}

TEST(PartsTest, AreSmallWhereOnlyNamesCount) {
  std::string text;
  while (text.size() < 100'000) text += "a line of no interest at all\n";
  const std::vector<Trigger> triggers{{Sign::name, 50'000}, {Sign::name, 51'000}, {Sign::pem, 80'000}};
  std::vector<Part> parts;
  split_into_parts(text, triggers, Reach::near, parts);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_LT(parts[0].span.size(), 5'000U);
  EXPECT_EQ(parts[0].signs.size(), 2U);
  EXPECT_GT(parts[1].span.size(), 20'000U);  // a key may be long
}

TEST(PartsTest, OfOneLongLineAreBounded) {
  const std::string text(20 * kWholeBytes, 'a');
  std::vector<Trigger> triggers;
  for (std::size_t at = 0; at < text.size(); at += 100) triggers.push_back({Sign::token, at});
  std::vector<Part> parts;
  split_into_parts(text, triggers, Reach::whole, parts);
  std::size_t counted = 0;
  for (const auto& part : parts) {
    EXPECT_LE(part.span.size(), 2 * kWholeBytes);
    counted += part.signs.size();
    for (const auto& sign : part.signs) EXPECT_TRUE(part.span.begin <= sign.offset && sign.offset < part.span.end);
  }
  EXPECT_EQ(counted, triggers.size());
}

Candidate candidate(Kind kind, Certainty certainty, std::size_t begin, std::size_t end) {
  Candidate one;
  one.kind = kind;
  one.certainty = certainty;
  one.span = {begin, end};
  return one;
}

TEST(ChooseTest, KeepsWhatSaysMost) {
  Candidates all;
  all.push_back(candidate(Kind::config, Certainty::named, 10, 200));
  all.push_back(candidate(Kind::token, Certainty::sink, 20, 120));
  all.push_back(candidate(Kind::assignment, Certainty::hinted, 300, 310));
  all.push_back(candidate(Kind::call, Certainty::sink, 300, 310));
  all.push_back(candidate(Kind::assignment, Certainty::named, 310, 320));
  all.push_back(candidate(Kind::pem, Certainty::sink, 400, 500));
  all.push_back(candidate(Kind::der, Certainty::sink, 420, 480));
  choose(all);
  std::string kept;
  for (const auto& one : all) kept += std::string(word(one.kind)) + std::to_string(one.span.begin) + " ";
  EXPECT_EQ(kept, "token20 call300 assignment310 pem400 ");
}

TEST(MaskTest, ShowsTwoCharactersAtMost) {
  EXPECT_EQ(masked(""), "********");
  EXPECT_EQ(masked("secret"), "********");
  EXPECT_EQ(masked("changeme"), "c********e");
  EXPECT_EQ(masked("0123456789abcdef"), "01********ef");
  EXPECT_EQ(masked("\x1b[31mabcdefghijk"), "********");
}

TEST(MaskTest, MasksEverySecretOfTheLine) {
  const std::string text =
      "a\n\tconst a = 'supersecretvalue', b = 'supersecretvalue', c = 'other-secret'; \x1b[2J\xff\nz";
  const auto first = text.find("supersecretvalue");
  const auto other = text.find("other-secret");
  const std::vector<Span> secrets{{first, first + 16}, {other, other + 12}};
  const auto line = masked_line(text, secrets[1], secrets, false);
  EXPECT_EQ(line.text, "const a = 'su********ue', b = '********', c = 'o********t'; \xef\xbf\xbd[2J\xef\xbf\xbd");
  EXPECT_EQ(line.text.substr(line.mask_begin, line.mask_end - line.mask_begin), "o********t");
  EXPECT_NE(masked_line(text, secrets[1], secrets, true).text.find("'other-secret'"), std::string::npos);
}

TEST(MaskTest, CutsLongLinesAndLongSecrets) {
  const std::string text = std::string(100'000, 'x') + "=" + std::string(5000, 's') + "\n" + std::string(70, 't') + ";";
  const std::vector<Span> secrets{{100'001, 105'072}};
  const auto line = masked_line(text, secrets[0], secrets, false);
  EXPECT_LT(line.text.size(), 300U);
  EXPECT_EQ(line.text.find("sss"), std::string::npos);
  EXPECT_TRUE(line.text.starts_with("...xxx")) << line.text;
}

TEST(LineCounterTest, CountsOnwards) {
  LineCounter counter("ab\ncd\n\nef", 1);
  EXPECT_EQ(counter.at(1), (Position{1, 2}));
  EXPECT_EQ(counter.at(3), (Position{2, 1}));
  EXPECT_EQ(counter.at(3), (Position{2, 1}));
  EXPECT_EQ(counter.at(8), (Position{4, 2}));
}

std::optional<std::string> allowed(std::string_view text) {
  const auto at = text.find("s3cret");
  const auto mark = allow_mark(text, {at, at + 6});
  return mark ? std::optional(mark->reason) : std::nullopt;
}

TEST(AllowMarkTest, StandsOnTheLineOrAloneAboveIt) {
  EXPECT_EQ(allowed("k = 's3cret' # jwtkeep:allow a sample of the docs\n"), "a sample of the docs");
  EXPECT_EQ(allowed("k = 's3cret' /* jwtkeep:allow: in tests */ ;"), "in tests");
  EXPECT_EQ(allowed("// jwtkeep:allow - rotated long ago\r\nk = 's3cret'"), "rotated long ago");
  EXPECT_EQ(allowed("<!-- jwtkeep:allow sample -->\n<k>s3cret</k>"), "sample");
  EXPECT_EQ(allowed("k = 's3cret' // jwtkeep:allow"), "");
  EXPECT_EQ(allowed("k = 's3cret' // jwtkeep:allow !!"), "");
  EXPECT_EQ(allowed("a = 1 // jwtkeep:allow this line\nk = 's3cret'"), std::nullopt);
  EXPECT_EQ(allowed("// jwtkeep:allow too far\n\nk = 's3cret'"), std::nullopt);
  EXPECT_EQ(allowed("k = 's3cret' // jwtkeep:allowance"), std::nullopt);
  EXPECT_EQ(allowed("k = 's3cret'\n// jwtkeep:allow below"), std::nullopt);
}

TEST(SettingTest, IsReadFromThePath) {
  const auto setting = [](std::string_view path) { return word(setting_of(path)); };
  EXPECT_EQ(setting("src/auth/jwt.ts"), "source");
  EXPECT_EQ(setting("src/auth/jwt.spec.ts"), "test");
  EXPECT_EQ(setting("tests/helpers.py"), "test");
  EXPECT_EQ(setting("auth_test.go"), "test");
  EXPECT_EQ(setting("docs/api.md"), "documentation");
  EXPECT_EQ(setting("README"), "documentation");
  EXPECT_EQ(setting(".env.example"), "example");
  EXPECT_EQ(setting("examples/app.js"), "example");
  EXPECT_EQ(setting("src/main/java/com/example/App.java"), "source");
  EXPECT_EQ(setting("config/production.yaml"), "production");
  EXPECT_EQ(setting("overlays/prod/secret.yaml"), "production");
  EXPECT_EQ(setting("src/product/latest.js"), "source");
}

TEST(LanguageTest, IsReadFromNameOrFirstLine) {
  const auto language = [](std::string_view path, std::string_view text = {}) { return word(language_of(path, text)); };
  EXPECT_EQ(language("a/b.TSX"), "typescript");
  EXPECT_EQ(language(".env.production"), "env");
  EXPECT_EQ(language("api/.env"), "env");
  EXPECT_EQ(language("environment.ts"), "typescript");
  EXPECT_EQ(language("config.yml.example"), "yaml");
  EXPECT_EQ(language("Dockerfile"), "dockerfile");
  EXPECT_EQ(language("docker/Dockerfile.prod"), "dockerfile");
  EXPECT_EQ(language("a.jar!app.properties"), "properties");
  EXPECT_EQ(language("bin/start", "#!/usr/bin/env node\n"), "javascript");
  EXPECT_EQ(language("run", "#!/bin/bash\n"), "shell");
  EXPECT_EQ(language("state", "  {\"a\": 1}"), "json");
  EXPECT_EQ(language("etc/nginx/site.conf"), "nginx");
  EXPECT_EQ(language("noname", "text"), "unknown");
}

}  // namespace
}  // namespace jwtkeep::scan
