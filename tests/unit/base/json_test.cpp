#include "jwtkeep/base/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::base {
namespace {

std::string written(std::string_view text) {
  const auto json = parse_json(text);
  return json ? write_json(*json) : "refused: " + json.error().what;
}

void expect_refused(std::string_view text, Reason reason) {
  const auto json = parse_json(text);
  ASSERT_FALSE(json) << text;
  EXPECT_EQ(word(json.error().reason), word(reason)) << text;
}

TEST(ParseJson, KeepsTheOrderAndTheValues) {
  EXPECT_EQ(written(R"( {"z" : 1, "a":[true,false,null, "x"] ,"m":{ } , "e":[ ]} )"),
            R"({"z":1,"a":[true,false,null,"x"],"m":{},"e":[]})");
  for (const char* scalar : {"null", "true", "false", "0", "-1", "1.5", "\"\"", "\"x\""}) {
    EXPECT_EQ(written(scalar), scalar);
  }
}

TEST(ParseJson, NumbersAtTheirLimits) {
  for (const char* exact : {"9223372036854775807", "-9223372036854775808", "9223372036854775808",
                            "18446744073709551615", "1e+300", "5e-324", "0.1"}) {
    EXPECT_EQ(written(exact), exact);
  }
  for (const char* refused : {"18446744073709551616", "-9223372036854775809", "1e400", "-1e400", "01", "+1", "1.", ".5",
                              "1e", "0x10", "NaN", "Infinity", "-", "1_000"}) {
    expect_refused(refused, Reason::malformed);
  }
  EXPECT_TRUE(std::isnan(Json("1").number()));
  EXPECT_EQ(parse_json("18446744073709551615")->number(), 18446744073709551615.0);
  EXPECT_EQ(Json(std::uint64_t{7}), Json(7));
  EXPECT_EQ(Json(1.0), Json(1));
  EXPECT_EQ(written("-0.0"), "0");
  EXPECT_EQ(written("-1e-400"), "0");
  EXPECT_EQ(Json(18446744073709549568.0), Json(std::uint64_t{18446744073709549568U}));
  EXPECT_NE(Json(1.5), Json(1));
  EXPECT_NE(Json(9007199254740993), Json(9007199254740992.0));  // 2^53 + 1 has no double
  EXPECT_NE(Json(0x1p63), Json(std::numeric_limits<std::int64_t>::max()));
  EXPECT_NE(Json(-1.0), Json(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_EQ(write_json(Json(std::numeric_limits<double>::infinity())), "null");
}

TEST(ParseJson, RefusesDuplicatesAtEveryDepth) {
  for (const char* text : {R"({"a":1,"a":1})", R"({"x":{"a":1,"a":2}})", R"([[{"b":{"a":1,"c":0,"a":2}}]])",
                           R"({"a":1,"\u0061":2})", R"({"":1,"":2})"}) {
    expect_refused(text, Reason::duplicate_member);
  }
  EXPECT_TRUE(parse_json(R"({"a":{"a":{"a":1}},"A":1})"));
  EXPECT_NE(parse_json(R"({"exp":1,"exp":2})").error().what.find("\"exp\""), std::string::npos);
  const auto hostile = parse_json(R"({"\u001b[2J":1,"\u001b[2J":2})");
  ASSERT_FALSE(hostile);
  EXPECT_EQ(hostile.error().what.find('\x1b'), std::string::npos);
}

TEST(ParseJson, RefusesDuplicatesAmongFewAndMany) {
  for (const int members : {2, 15, 16, 17, 18, 200}) {
    std::string text;
    for (int i = 0; i < members - 1; ++i) text += "\"m" + std::to_string(i) + "\":1,";
    for (const int again : {0, members / 2 - 1, members - 2}) {
      const auto other = "\"m" + std::to_string(again) + "\":1}";
      expect_refused("{" + text + other, Reason::duplicate_member);
    }
    const auto read = parse_json("{" + text + "\"last\":1}");
    ASSERT_TRUE(read) << members;
    EXPECT_EQ(read->members()->size(), static_cast<std::size_t>(members));
  }
}

// Short texts are read by one parser: none is read otherwise for what came before it.
TEST(ParseJson, ReadsEachTextAsIfItWereTheFirst) {
  const std::string long_text(5000, 'y');
  for (const std::size_t size : {std::size_t{2046}, std::size_t{2047}, std::size_t{3}}) {
    EXPECT_FALSE(parse_json(std::string(40, '[') + std::string(40, ']')));
    EXPECT_FALSE(parse_json("[[1]]", {.depth = 1}));
    EXPECT_FALSE(parse_json("\"\xff\""));
    EXPECT_FALSE(parse_json("[1,"));
    EXPECT_EQ(parse_json("\"" + std::string(size, 'x') + "\"").value(), Json(std::string(size, 'x')));
    EXPECT_EQ(parse_json("\"" + long_text + "\"").value(), Json(long_text));
    EXPECT_EQ(parse_json(R"({"a":[{"b":null}]})").value(),
              Json::object({{"a", Json::array({Json::object({{"b", nullptr}})})}}));
    EXPECT_EQ(parse_json("7").value(), Json(7));
    EXPECT_FALSE(parse_json(""));
  }
}

TEST(ParseJson, BoundsTheDepthExactly) {
  for (const std::size_t depth : {std::size_t{1}, std::size_t{5}, std::size_t{32}}) {
    JsonLimits limits;
    limits.depth = depth;
    const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
    EXPECT_TRUE(parse_json(nested(depth), limits)) << depth;
    const auto deeper = parse_json(nested(depth + 1), limits);
    ASSERT_FALSE(deeper) << depth;
    EXPECT_EQ(deeper.error().reason, Reason::malformed);
    const auto around_one = [](std::size_t levels) {
      return std::string(levels, '[') + "1" + std::string(levels, ']');
    };
    EXPECT_TRUE(parse_json(around_one(depth), limits)) << depth;
    EXPECT_FALSE(parse_json(around_one(depth + 1), limits)) << depth;
  }
  expect_refused(std::string(100000, '['), Reason::malformed);
  std::string objects;
  for (int i = 0; i < 33; ++i) objects += R"({"a":)";
  expect_refused(objects + "1" + std::string(33, '}'), Reason::malformed);
}

TEST(ParseJson, BoundsTheSizeExactly) {
  JsonLimits limits;
  limits.size_bytes = 8;
  EXPECT_TRUE(parse_json(R"("abcdef")", limits));
  const auto longer = parse_json(R"("abcdefg")", limits);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().reason, Reason::too_large);
}

TEST(ParseJson, RefusesWhatIsNotOneJsonText) {
  for (const char* text :
       {"",        " ",          "{",          "}",         "[",          "{\"a\"}", "{\"a\":}", "{a:1}",
        "{'a':1}", "[1,]",       "{\"a\":1,}", "[1 2]",     "{\"a\" 1}",  "\"",      "\"abc",    "tru",
        "nul",     "truex",      "{} {}",      "1 2",       "{}x",        "//c\n1",  "/**/1",    "\xef\xbb\xbf{}",
        "[1]]",    "{\"a\":1}}", "\"\\x\"",    "\"\\u12\"", "\"\\u12G4\""}) {
    expect_refused(text, Reason::malformed);
  }
  expect_refused(std::string_view("{}\0", 3), Reason::malformed);
  expect_refused(std::string_view("\0{}", 3), Reason::malformed);
}

TEST(ParseJson, RefusesControlCharactersAndBadUtf8) {
  for (int c = 0; c < 0x20; ++c) expect_refused(std::string("\"a") + static_cast<char>(c) + "\"", Reason::malformed);
  for (const char* bytes : {"\x80", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff"}) {
    expect_refused("\"" + std::string(bytes) + "\"", Reason::malformed);
    expect_refused("{\"" + std::string(bytes) + "\":1}", Reason::malformed);
  }
}

TEST(ParseJson, EscapesBecomeTheirCharacters) {
  const auto json = parse_json(R"("\"\\\/\b\f\n\r\t\u0000\u00e9\ud83d\ude00")");
  ASSERT_TRUE(json);
  EXPECT_EQ(*json->string(), std::string("\"\\/\b\f\n\r\t\0\xc3\xa9\xf0\x9f\x98\x80", 15));
}

TEST(ParseJson, RefusesLoneSurrogates) {
  // They have no UTF-8 form (RFC 3629 section 3): two readers would see two different names.
  for (const char* text : {R"("\ud800")", R"("\udbff x")", R"("\udc00")", R"("\udfff")", R"("\ud800\u0041")",
                           R"("\ud800\ud800")", R"("\udc00\ud800")", R"("a\ud83d")", R"({"\udc00":1})"}) {
    expect_refused(text, Reason::malformed);
  }
}

TEST(ParseJson, MessagesDoNotQuoteTheInput) {
  for (const char* text : {R"({"k":"hunter2hunter2)", R"(hunter2hunter2)", R"({"k":hunter2hunter2})",
                           "{\"k\":\"hunter2hunter2\x01\"}", R"(["hunter2hunter2" "x"])"}) {
    const auto json = parse_json(text);
    ASSERT_FALSE(json);
    EXPECT_EQ((json.error().what + json.error().hint).find("hunter2"), std::string::npos) << json.error().what;
  }
}

TEST(JsonSecrets, StandInGuardedMemoryAtAnyDepth) {
  JsonLimits limits;
  limits.secret_names = {"k", "d"};
  const auto json =
      parse_json(R"({"kty":"oct","k":"tiger\"\n","keys":[{"d":"lion"},{"d":["a1","b2"],"k":7}]})", limits);
  ASSERT_TRUE(json);
  const auto* key = json->find("k");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->string(), nullptr);
  ASSERT_NE(key->secret(), nullptr);
  EXPECT_EQ(text_of(*key->secret()), "tiger\"\n");
  EXPECT_EQ(json->find("kty")->secret(), nullptr);

  const auto shown = R"({"kty":"oct","k":"[secret]","keys":[{"d":"[secret]"},{"d":["[secret]","[secret]"],"k":7}]})";
  EXPECT_EQ(write_json(*json), shown);
  const auto pretty = write_json_pretty(*json);
  for (const char* word : {"tiger", "lion", "a1", "b2"}) EXPECT_EQ(pretty.find(word), std::string::npos) << word;
  EXPECT_EQ(text_of(write_with_secrets(*json, false)),
            R"({"kty":"oct","k":"tiger\"\n","keys":[{"d":"lion"},{"d":["a1","b2"],"k":7}]})");
  EXPECT_EQ(*parse_json(write_with_secrets(*json, true), limits), *json);
}

TEST(JsonSecrets, CompareByTheirBytes) {
  EXPECT_EQ(Json(SecretBytes::copy_of("a")), Json(SecretBytes::copy_of("a")));
  EXPECT_NE(Json(SecretBytes::copy_of("a")), Json(SecretBytes::copy_of("b")));
  EXPECT_NE(Json(SecretBytes::copy_of("a")), Json("a"));
  EXPECT_NE(Json("a"), Json(SecretBytes::copy_of("a")));
}

TEST(Json, MembersAreSetFoundAndErased) {
  Json json;
  json.set("a", 1).set("b", 2).set("a", 3);
  EXPECT_EQ(write_json(json), R"({"a":3,"b":2})");
  EXPECT_EQ(json.find("c"), nullptr);
  EXPECT_EQ(Json(1).find("a"), nullptr);
  EXPECT_TRUE(json.erase("a"));
  EXPECT_FALSE(json.erase("a"));
  Json list;
  list.push("x").push(nullptr);
  EXPECT_EQ(write_json(list), R"(["x",null])");
}

TEST(WriteJson, PrettyIsIndentedByTwo) {
  EXPECT_EQ(write_json_pretty(*parse_json(R"({"a":[1,{"b":2}],"c":{},"d":[]})")),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}");
}

TEST(WriteJson, EscapesWhatMustBeAndWhatATerminalWouldObey) {
  EXPECT_EQ(quote_json(std::string_view("\0\x1f\"\\\n\r\t/\x7f\xc3\xa9", 11)),
            "\"\\u0000\\u001f\\\"\\\\\\n\\r\\t/\\u007f\xc3\xa9\"");
  EXPECT_EQ(quote_json(""), "\"\"");
}

}  // namespace
}  // namespace jwtkeep::base
