// Generated values: what is written is read back, by this library and by Python's reader.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::base {
namespace {

/// Text with what breaks writers: quotes, NUL, controls, DEL, two to four byte characters.
rc::Gen<std::string> any_text() {
  const auto piece =
      rc::gen::element<std::string>("a", "Z", "0", "\"", "\\", "/", "\n", "\t", std::string(1, '\0'), "\x1f", "\x7f",
                                    "\xc3\xa9", "\xe2\x82\xac", "\xe2\x80\xa8", "\xf0\x9f\x98\x80", "\xef\xbf\xbf");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const auto& each : pieces) text += each;
    return text;
  });
}

Json any_json(int depth) {
  switch (*rc::gen::inRange(0, depth == 0 ? 5 : 7)) {
    case 0: return {nullptr};
    case 1: return {*rc::gen::arbitrary<bool>()};
    case 2: return {*rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(), rc::gen::element(INT64_MIN, INT64_MAX))};
    case 3: return {*rc::gen::element(0.0, 0.1, 1.0, 1.5, -2.0, 1e15, 1e16, 1e17, 1e22, 123456789.0, 1e300, 5e-324)};
    case 4: return {*any_text()};
    case 5: {
      auto items = Json::array();
      for (int count = *rc::gen::inRange(0, 4); count > 0; --count) items.push(any_json(depth - 1));
      return items;
    }
    default: {
      auto members = Json::object();
      for (int count = *rc::gen::inRange(0, 4); count > 0; --count) members.set(*any_text(), any_json(depth - 1));
      return members;
    }
  }
}

RC_GTEST_PROP(JsonRoundTrip, WhatIsWrittenIsReadBack, ()) {
  const auto json = any_json(4);
  for (const auto& text : {write_json(json), write_json_pretty(json)}) {
    const auto read = parse_json(text);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == json);
    RC_ASSERT(write_json(*read) == write_json(json));
  }
}

RC_GTEST_PROP(JsonRoundTrip, EveryDoubleKeepsItsValue, (double value)) {
  RC_PRE(std::isfinite(value));
  const auto read = parse_json(write_json(Json(value)));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->number() == value);
}

RC_GTEST_PROP(JsonRoundTrip, EveryTextKeepsItsCharacters, ()) {
  const auto text = *any_text();
  const auto read = parse_json(quote_json(text));
  RC_ASSERT(read.has_value());
  RC_ASSERT(read->string() != nullptr);
  RC_ASSERT(*read->string() == text);
}

RC_GTEST_PROP(JsonRoundTrip, SecretsAreWrittenOnlyWhenAskedFor, ()) {
  const auto secret = "tiger" + *any_text();
  auto json = any_json(2);
  if (!json.is_object()) json = Json::object({{"other", json}});
  json.set("k", Json(SecretBytes::copy_of(secret)));
  RC_ASSERT(write_json(json).find("tiger") == std::string::npos);
  RC_ASSERT(write_json_pretty(json).find("tiger") == std::string::npos);
  JsonLimits limits;
  limits.secret_names = {"k"};
  const auto read = parse_json(write_with_secrets(json, false), limits);
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == json);
}

/// A folder of its own that goes away with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("jwtkeep-json-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// One text a line in; out comes, for each, Python's reading of it in its most compact form, or `refused`.
constexpr const char* kPython = R"py(
import json, sys
def members(pairs):
    if len({name for name, _ in pairs}) != len(pairs): raise ValueError('duplicate')
    return dict(pairs)
def no_constant(name): raise ValueError(name)
for line in open(sys.argv[1], 'rb'):
    try:
        value = json.loads(line.decode('utf-8'), object_pairs_hook=members, parse_constant=no_constant)
        text = json.dumps(value, ensure_ascii=False, separators=(',', ':'))
        text.encode('utf-8')
    except (ValueError, RecursionError):
        text = 'refused'
    sys.stdout.buffer.write(text.replace('\x7f', '\\u007f').replace('\\b', '\\u0008').replace('\\f', '\\u000c').encode() + b'\n')
)py";

TEST(JsonAgainstPython, ReadTheSameTextsAlike) {
  if (std::system("python3 -c '' >/dev/null 2>&1") != 0) GTEST_SKIP() << "python3 is not here";  // NOLINT(cert-env33-c)
  const std::vector<std::string> texts{R"({"a":1,"b":[true,null,"x"]})",
                                       R"([1,-1,0,9223372036854775807,-9223372036854775808,18446744073709551615])",
                                       R"("\u0041\u00e9\u20ac\ud83d\ude00")",
                                       R"("\ud800")",
                                       R"("\udc00")",
                                       R"("\ud83dA")",
                                       R"("\"\\\/\b\f\n\r\t")",
                                       R"({"a":1,"a":2})",
                                       R"({"a":{"b":1,"b":2}})",
                                       R"([1,])",
                                       R"({"a":1,})",
                                       R"({a:1})",
                                       R"('a')",
                                       R"([01])",
                                       R"([1.])",
                                       R"([.5])",
                                       R"([+1])",
                                       R"([-])",
                                       R"([NaN])",
                                       R"([Infinity])",
                                       R"([0x1])",
                                       R"(tru)",
                                       R"([1 2])",
                                       R"({"a" 1})",
                                       R"("abc)",
                                       R"([1]])",
                                       R"({} {})",
                                       "\"a\tb\"",
                                       "\"\x01\"",
                                       "\"\x7f\"",
                                       R"(" \u007f ")",
                                       R"("é€😀")",
                                       R"([[[[[]]]]])",
                                       R"({"":{"":[]}})",
                                       R"([1.5,0.25,-2.75])",
                                       "\"\xc3\"",
                                       "\"\xed\xa0\x80\"",
                                       "{\"\\u0000\":\"\\u0000\"}",
                                       R"("\x")",
                                       R"("\u12G4")",
                                       R"(  [ 1 , 2 ]  )",
                                       R"(null)",
                                       R"()",
                                       R"([1e2,1E+2,1e-2])"};
  const Folder folder;
  {
    std::ofstream script(folder / "read.py");
    script << kPython;
    std::ofstream in(folder / "texts");
    for (const auto& text : texts) in << text << '\n';
  }
  const auto command = "python3 '" + (folder / "read.py").string() + "' '" + (folder / "texts").string() + "' > '" +
                       (folder / "read").string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): the command holds nothing from outside
  std::ifstream read(folder / "read");
  std::size_t refused = 0;
  for (const auto& text : texts) {
    std::string theirs;
    ASSERT_TRUE(std::getline(read, theirs)) << text;
    const auto ours = parse_json(text);
    refused += theirs == "refused" ? 1 : 0;
    // 1e2 is 100.0 in Python's writing and 100 here: both are the same number.
    if (text == "[1e2,1E+2,1e-2]") theirs = "[100,100,0.01]";
    EXPECT_EQ(ours ? write_json(*ours) : "refused", theirs) << text;
  }
  EXPECT_GT(refused, 20U);
}

}  // namespace
}  // namespace jwtkeep::base
