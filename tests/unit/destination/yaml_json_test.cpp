#include "jwtkeep/destination/yaml_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "jwtkeep/destination/yaml_veil.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;

std::string plain(const SecretBytes& text) {
  return text.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

std::string read(std::string_view text) {
  const auto value = parse_yaml(SecretBytes::copy_of(text), "FILE");
  return value ? plain(base::write_with_secrets(*value, false)) : std::string(word(value.error().reason));
}

TEST(YamlJson, ReadsWhatKubernetesToolsWrite) {
  EXPECT_EQ(
      read("a: 1\nb:\n- x\n- {c: 'it''s', d: \"\\u00e9\\n\"}\ne: |\n  one\n  two\nf: >-\n  one\n  two\ng:\n"),
      "{\"a\":\"1\",\"b\":[\"x\",{\"c\":\"it's\",\"d\":\"\xc3\xa9\\n\"}],\"e\":\"one\\ntwo\\n\",\"f\":\"one two\","
      "\"g\":null}");
  EXPECT_EQ(read("[true, False, ~, null, 'true', yes, 0x1f, \"\"]"),
            R"([true,false,null,null,"true","yes","0x1f",""])");
  EXPECT_EQ(read("%YAML 1.1\n---\n# nothing\n{\"a\": [1, 2]}\n...\n"), R"({"a":["1","2"]})");
}

TEST(YamlJson, RefusesWhatTwoReadersMayTakeDifferently) {
  for (const char* bad : {"", "# nothing\n", "a: &x 1\nb: *x\n", "a: !!str 1\n", "a: !x {}\n", "{a: 1}\n---\n{b: 1}\n",
                          "<<: {a: 1}\n", "{[a]: 1}", "{a: 1", "a:\n\t- b", "\xff",
                          "\xee\x80\x80"
                          "a"}) {
    EXPECT_EQ(read(bad), "malformed") << bad;
  }
  EXPECT_EQ(read("{a: 1, \"\\x61\": 2}"), "duplicate_member");
  EXPECT_EQ(read(std::string(40, '[') + std::string(40, ']')), "too_large");
  EXPECT_EQ(read("[" + std::string(50'000, ',') + "]"), "malformed");
  std::string many = "[";
  for (int i = 0; i < 30'000; ++i) many += "a,";
  EXPECT_EQ(read(many + "]"), "too_large");
  EXPECT_EQ(read(std::string((1 << 20) + 1, ' ')), "too_large");
}

constexpr std::string_view kLong = "abcdefghij-ABCDEFGHIJ_0123456789+/=.";

TEST(YamlJson, LongRunsStandAsTheyWere) {
  const std::string run(kLong);
  EXPECT_EQ(read("a: " + run + "\n" + run + ": 'x " + run + " y'\nb: \"\\n" + run + "\\x41" + run + "\"\nc: |\n  " +
                 run + "\n  " + run + "\n# " + run + "\nd: [" + run + ", -" + run + "]\n"),
            "{\"a\":\"" + run + "\",\"" + run + "\":\"x " + run + " y\",\"b\":\"\\n" + run + "A" + run + "\",\"c\":\"" +
                run + "\\n" + run + "\\n\",\"d\":[\"" + run + "\",\"-" + run + "\"]}");
  // What names a run by an escape gets none.
  EXPECT_EQ(read("a: \"\\uE0000\\uE001\"\nb: " + run + "\n"), "malformed");
  EXPECT_EQ(read("a: " + run + "\nb: \"\\uE0000\\uE001\"\n"), "malformed");
  EXPECT_EQ(read("a: \"\\uE000\"\n"), "malformed");
}

TEST(YamlVeil, LeavesNothingLongInTheText) {
  const auto veil = YamlVeil::over(SecretBytes::copy_of("token: " + std::string(kLong) + "\n"));
  ASSERT_TRUE(veil);
  EXPECT_EQ(plain(veil->text()),
            "token: \xee\x80\x80"
            "0\xee\x80\x81\n");
}

RC_GTEST_PROP(YamlVeil, LiftsEveryTextBackToWhatItWas, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>(std::string(kLong), "\\x41", "\\", " ", "-", "aaaa", "'", "\n", "\\n", "\xc3\xa9"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  auto veil = YamlVeil::over(SecretBytes::copy_of(text));
  RC_ASSERT(veil.has_value());
  const auto lifted = veil->lifted(plain(veil->text()));
  RC_ASSERT(lifted.has_value());
  RC_ASSERT(plain(*lifted) == text);
}

}  // namespace
}  // namespace jwtkeep::destination
