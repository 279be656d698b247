#include "jwtkeep/destination/dotenv_text.hpp"

#include <gtest/gtest.h>
// after GoogleTest, which it needs
#include <rapidcheck/gtest.h>

#include "jwtkeep/destination/env_text.hpp"
#include "tests/unit/destination/holding.hpp"

namespace jwtkeep::destination {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

base::Result<Pairs> read(std::string_view text) {
  JWTKEEP_TRY(const auto variables, read_dotenv(base::SecretBytes::copy_of(text)));
  Pairs pairs;
  for (const auto& variable : variables) {
    pairs.emplace_back(variable.name,
                       variable.value.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); }));
  }
  return pairs;
}

Pairs good(std::string_view text) {
  const auto pairs = read(text);
  EXPECT_TRUE(pairs) << text << ": " << (pairs ? "" : pairs.error().what);
  return pairs.value_or(Pairs{});
}

TEST(DotenvText, WhatPeopleWrite) {
  EXPECT_EQ(good("A=1\nB = two words \n\n# note\nexport C='x y'\r\nD=\"a\\nb\\\"c\\\\\"\n"),
            (Pairs{{"A", "1"}, {"B", "two words"}, {"C", "x y"}, {"D", "a\nb\"c\\"}}));
  EXPECT_EQ(good("A=abc#def # note\nB=#nothing\nC='# kept' # note\nD=\nE"
                 "=`back ' tick`"),
            (Pairs{{"A", "abc#def"}, {"B", ""}, {"C", "# kept"}, {"D", ""}, {"E", "back ' tick"}}));
  EXPECT_EQ(good("K='-----BEGIN\nline\n-----END'\nL=2"), (Pairs{{"K", "-----BEGIN\nline\n-----END"}, {"L", "2"}}));
  EXPECT_EQ(good("A=1\nA=2"), (Pairs{{"A", "2"}})) << "the last counts";
  EXPECT_EQ(good("\xef\xbb\xbf"
                 "A=1"),
            (Pairs{{"A", "1"}}));
  EXPECT_EQ(good("exported=1\nA=a=b=c"), (Pairs{{"exported", "1"}, {"A", "a=b=c"}}));
  EXPECT_EQ(good(""), Pairs{});
}

TEST(DotenvText, WhatIsNoneNamesTheLineAndNothingElse) {
  const std::vector<std::pair<std::string, std::string>> bad{{"A=1\nhunter2", "line 2"},
                                                             {"=hunter2", "line 1"},
                                                             {"A=1\n\nB='hunter2", "line 3"},
                                                             {"A=\"hunter2", "line 1"},
                                                             {"A=\"hunter2\\", "line 1"},
                                                             {"A='a\nb' hunter2\n", "line 2"},
                                                             {"1A=hunter2", "line 1"},
                                                             {"A: hunter2", "line 1"},
                                                             {"A hunter2", "line 1"},
                                                             {"export", "line 1"},
                                                             {std::string("A\0B=1", 5), "line 1"}};
  for (const auto& [text, where] : bad) {
    const auto pairs = read(text);
    ASSERT_FALSE(pairs) << text;
    EXPECT_NE(pairs.error().what.find(where), std::string::npos) << text << ": " << pairs.error().what;
    EXPECT_EQ(pairs.error().what.find("hunter2"), std::string::npos) << text;
  }
}

TEST(DotenvText, WhatIsWrittenIsReadBack) {
  for (const auto alg : {jose::Alg::HS256, jose::Alg::ES256, jose::Alg::RS256}) {
    const auto held = hold("orders/prod", policy_of(alg), {keyring::State::active, keyring::State::pending});
    const auto all = variables(held, Role::signer);
    ASSERT_TRUE(all);
    const auto text = env_text(*all, EnvFormat::dotenv);
    ASSERT_TRUE(text) << text.error().what;
    const auto back = read_dotenv(*text);
    ASSERT_TRUE(back) << back.error().what;
    ASSERT_EQ(back->size(), all->size());
    for (const auto& variable : *all) EXPECT_EQ(find(*back, variable.name)->value, variable.value) << variable.name;
  }
}

RC_GTEST_PROP(DotenvText, AnyValueThatCanBeWrittenIsReadBack, ()) {
  // What may mean something to a reader, more often than chance has it; a dotenv file holds no NUL and UTF-8 alone.
  const auto value = *rc::gen::container<std::string>(rc::gen::oneOf(
      rc::gen::element('\'', '"', '\\', '#', ' ', '\n', '\t', '=', '`', '$', '{'), rc::gen::inRange<char>(1, 127)));
  std::vector<Variable> one;
  one.push_back({"A", base::SecretBytes::copy_of(value), true});
  const auto text = env_text(one, EnvFormat::dotenv);
  if (!text) {
    RC_TAG("cannot be written");
    return;
  }
  const auto back = read_dotenv(*text);
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->size() == 1U);
  RC_ASSERT(back->front().value == one.front().value);
}

}  // namespace
}  // namespace jwtkeep::destination
