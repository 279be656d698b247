// What read_common_object takes, parse_json takes with the same values; what it leaves is wrong or uncommon.
#include "jwtkeep/base/json_nodes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/kernel/json/kernels.hpp"

namespace jwtkeep::base {
namespace {

class JsonReader : public testing::TestWithParam<json::Implementation> {
 protected:
  void SetUp() override {
    if (!GetParam().is_supported()) GTEST_SKIP() << "this processor has no " << GetParam().name;
  }

  /// The value, or nothing where the text is left to parse_json; fails where the two differ.
  static std::optional<Json> read(std::string_view text) {
    if (text.size() > kCommonBytes) return std::nullopt;
    std::vector<char> padded(text.size() + kJsonPaddingBytes, ' ');
    std::ranges::copy(text, padded.begin());
    std::vector<JsonNode> nodes(64);
    const auto count = GetParam().read(padded.data(), text.size(), nodes);
    if (count == 0) return std::nullopt;
    auto value = JsonView(padded.data(), nodes.data(), 0).to_json();
    const auto expected = parse_json(text);
    EXPECT_TRUE(expected) << text;
    if (expected) {
      EXPECT_EQ(value, *expected) << text;
      EXPECT_EQ(write_json(value), write_json(*expected)) << text;
    }
    return value;
  }
};

TEST_P(JsonReader, TheCommonShapeIsTaken) {
  for (const std::string_view text :
       {R"({})", R"( { } )", R"({"a":1})", R"({ "a" : 1 , "b" : "x" })", R"({"":""})", R"({"a":[],"b":{}})",
        R"({"a":[1,"x",true,false,null,[],{}],"b":{"a":{"a":"a"}},"c":0})", R"({"exp":1767229200,"nbf":17672292001})",
        R"({"n":-1,"m":123456789012345678,"z":0,"k":-999999999999999999})",
        R"({"n":12345678,"m":1234567,"l":123456789})", "{\"name\":\"J\xc3\xb6rg \xf0\x9f\x94\x91\"}",
        R"({"aud":["a","b"],"realm_access":{"roles":["x","y"]}})",
        R"({"del":")"
        "\x7f"
        R"("})"}) {
    EXPECT_TRUE(read(text)) << text;
  }
}

TEST_P(JsonReader, TheRestIsLeft) {
  for (const std::string_view text : {"",
                                      " ",
                                      "{",
                                      "}",
                                      "{}{}",
                                      "{} x",
                                      "[]",
                                      "1",
                                      "\"x\"",
                                      "null",
                                      R"({"a":1,})",
                                      R"({,"a":1})",
                                      R"({"a"})",
                                      R"({"a":})",
                                      R"({"a":1 "b":2})",
                                      R"({"a":1;"b":2})",
                                      R"({a:1})",
                                      R"({"a":01})",
                                      R"({"a":-})",
                                      R"({"a":-0})",
                                      R"({"a":1.5})",
                                      R"({"a":1e3})",
                                      R"({"a":+1})",
                                      R"({"a":1234567890123456789})",
                                      R"({"a":tru})",
                                      R"({"a":nul})",
                                      R"({"a":"\n"})",
                                      R"({"a":"\u0041"})",
                                      R"({"a":"x})",
                                      R"({"a":"x"")",
                                      R"({"a":[1,]})",
                                      R"({"a":[1})",
                                      R"({"a":{"b":1})",
                                      R"({"a":1]})",
                                      R"({"a":[1}})",
                                      "{\"a\":\"\x01\"}",
                                      "{\"a\":\"\xff\"}",
                                      "{\"a\":\"\xc0\xaf\"}",
                                      "{\"a\":\"\xed\xa0\x80\"}",
                                      "\xef\xbb\xbf{}",
                                      "{\n}",
                                      "{\t}",
                                      "{\"a\":1\0}",
                                      R"({"a":12345678x})",
                                      R"("{})",
                                      R"({"a":1}")",
                                      R"({"a":truefalse})"}) {
    EXPECT_FALSE(read(text)) << text;
  }
}

TEST_P(JsonReader, DuplicatesAreLeftAtAnyDepth) {
  EXPECT_FALSE(read(R"({"a":1,"a":2})"));
  EXPECT_FALSE(read(R"({"sub":1,"b":{},"sub":2})"));
  EXPECT_FALSE(read(R"({"":1,"":2})"));
  EXPECT_FALSE(read(R"({"a":{"b":{"cc":1,"dd":2,"cc":3}}})"));
  EXPECT_FALSE(read(R"({"a":[{"b":1,"b":1}]})"));
  EXPECT_FALSE(read(R"({"abcdefghijk":1,"abcdefghijl":2,"abcdefghijk":3})"));
  EXPECT_FALSE(read("{\"long" + std::string(200, 'x') + "\":1,\"a\":2,\"long" + std::string(200, 'x') + "\":1}"));
  EXPECT_FALSE(read(R"({"ab" :1,"ab":2})"));
  EXPECT_FALSE(read(R"({"x":{"a":1},"y":{"a":1},"x":0})"));
  // The same name in different objects is no duplicate.
  EXPECT_TRUE(read(R"({"a":{"a":{"a":1}},"b":{"a":2}})"));
}

TEST_P(JsonReader, EveryPairOfNamesIsToldApart) {
  std::vector<std::string> names = {"",    "a",     "b",      "aa",   "ab",        "ba",       "aaa",
                                    "aab", "aud",   "sub",    "iss",  "exp",       "nbf",      "iat",
                                    "jti", "scope", "scopes", "scop", "client_id", "client_ip"};
  for (const auto& one : names) {
    for (const auto& two : names) {
      const auto text = "{\"" + one + "\":1,\"" + two + "\":2}";
      EXPECT_EQ(read(text).has_value(), one != two) << text;
    }
  }
}

TEST_P(JsonReader, BlocksOf64BytesBeginAnywhere) {
  for (std::size_t shift = 0; shift < 200; ++shift) {
    const auto text = R"({"p":")" + std::string(shift, 'x') + R"(","aud":["a","b"],"exp":1767229200})";
    const auto value = read(text);
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(value->find("aud")->items()->size(), 2U);
    EXPECT_FALSE(read(text.substr(0, text.size() - 1)));
    EXPECT_FALSE(read(R"({"p":")" + std::string(shift, 'x') + R"(\","aud":1})")) << shift;
  }
}

TEST_P(JsonReader, ATextOfQuotesAndManyStrings) {
  std::string text = "{\"a\":[";
  for (int i = 0; i < 50; ++i) text += "\"\",";
  text += "\"\"]}";
  EXPECT_TRUE(read(text));
  EXPECT_FALSE(read(std::string(300, '"')));
  EXPECT_FALSE(read("{" + std::string(300, '"')));
}

TEST_P(JsonReader, DepthAndNumberOfNodesAreBounded) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(read(nested(kCommonDepth)));
  EXPECT_FALSE(read(nested(kCommonDepth + 5)));
  std::string many = "{\"a\":[0";
  for (int i = 0; i < 61; ++i) many += ",1";
  EXPECT_TRUE(read(many + "]}"));
  EXPECT_FALSE(read(many + ",1]}")) << "64 nodes, of which the object and the array are two";
}

TEST_P(JsonReader, EveryByteAtEveryPlace) {
  const std::string text = R"({"iss":"x","n":[1,-2],"t":true})";
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      auto changed = text;
      changed[at] = static_cast<char>(byte);
      read(changed);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, JsonReader, testing::ValuesIn(json::implementations()),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(JsonNodes, BoundsOfTheBuffer) {
  std::string text = R"({"a":1})";
  const auto size = text.size();
  text.resize(size + kJsonPaddingBytes - 1);
  std::array<JsonNode, 8> nodes{};
  EXPECT_EQ(read_common_object({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, size, nodes), 0U);
  text.resize(size + kJsonPaddingBytes, '"');
  EXPECT_EQ(read_common_object({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, size, nodes), 2U);
  EXPECT_EQ(read_common_object({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, size, {}), 0U);
}

TEST(JsonNodes, ViewsTellKinds) {
  std::string text = R"({"s":"x","n":5,"b":true,"z":null,"a":["p","q"]})";
  const auto size = text.size();
  text.resize(size + kJsonPaddingBytes);
  std::array<JsonNode, 16> nodes{};
  ASSERT_NE(read_common_object({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, size, nodes), 0U);
  const JsonView root(text.data(), nodes.data(), 0);
  EXPECT_EQ(root.find("s")->string(), "x");
  EXPECT_FALSE(root.find("s")->integer());
  EXPECT_EQ(root.find("n")->integer(), 5);
  EXPECT_FALSE(root.find("n")->boolean());
  EXPECT_EQ(root.find("b")->boolean(), true);
  EXPECT_EQ(root.find("z")->kind(), JsonNode::Kind::null);
  EXPECT_FALSE(root.find("nothing"));
  std::string joined;
  root.find("a")->for_each([&](const JsonView& item) { joined += *item.string(); });
  EXPECT_EQ(joined, "pq");
}

}  // namespace
}  // namespace jwtkeep::base
