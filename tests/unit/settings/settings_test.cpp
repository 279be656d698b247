#include <gtest/gtest.h>

#include "jwtkeep/settings/schema.hpp"
#include "jwtkeep/settings/toml.hpp"

namespace jwtkeep::settings {
namespace {

using base::Json;
using base::Reason;

base::Result<Json> toml(std::string_view text) { return parse_toml(text, "serve.toml"); }

Schema schema() {
  return {.keys = {{"listen", Kind::list},
                   {"tls-cert", Kind::path},
                   {"threads", Kind::number},
                   {"no-rotate", Kind::flag},
                   {"public-url", Kind::text}},
          .tables = {{.name = "oidc", .keys = {{"issuer", Kind::text}, {"ca-file", Kind::path}}}}};
}

base::Result<Json> checked(std::string_view text) {
  auto json = toml(text);
  if (!json) return json;
  return check_file(*std::move(json), schema(), "serve.toml", "/etc/jwtkeep");
}

TEST(Toml, IsReadAsItsJson) {
  const auto json = toml("a = 'x'\nb = [1, 2]\nc = true\nd = 1.5\n[[t]]\ne = \"\\u00e4\"\n[[t]]\n[u.v]\nw = 0x10\n");
  ASSERT_TRUE(json) << json.error().what;
  EXPECT_EQ(*json,
            *base::parse_json(R"({"a":"x","b":[1,2],"c":true,"d":1.5,"t":[{"e":"\u00e4"},{}],"u":{"v":{"w":16}}})"));
  EXPECT_EQ(*toml(""), Json::object());
}

TEST(Toml, HasTextsInEveryScript) {
  const auto json = toml("# caf\u00e9 \u0451\na = '\u0451qn q0n'\n\"\u00e9\" = \"\u65e5\\u672c\"\n");
  ASSERT_TRUE(json) << json.error().what;
  EXPECT_EQ(*json->find("a"), Json("\u0451qn q0n"));
  EXPECT_EQ(*json->find("\u00e9"), Json("\u65e5\u672c"));
  for (const auto* text : {"a = \u0451", "x.y\u0451 z = 1", "a \u00a0= 1"}) EXPECT_FALSE(toml(text)) << text;
}

TEST(Toml, ThatIsNoneIsToldWithItsPlace) {
  const auto told = toml("a = 1\nb = x\n");
  EXPECT_EQ(told.error().reason, Reason::malformed);
  EXPECT_TRUE(told.error().what.starts_with("serve.toml, line 2, column ")) << told.error().what;
  for (const auto* text :
       {"a = 1\na = 2", "a", "[a]\n[a]", "[=", "[[=t]]", "a = 2020-01-01", "a = nan", "a = inf", "a = '\xff'"}) {
    EXPECT_FALSE(toml(text)) << text;
  }
  EXPECT_EQ(toml(std::string(70'000, ' ')).error().reason, Reason::too_large);
  EXPECT_FALSE(toml("a = " + std::string(10'000, '[')));
}

TEST(File, HasKeysOfTheirKinds) {
  const auto file = checked(
      "listen = ['a', 'b']\nthreads = 4\nno-rotate = true\ntls-cert = 'x.pem'\n"
      "[[oidc]]\nissuer = 'i'\nca-file = '/abs.pem'\n");
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(*file->find("tls-cert"), Json("/etc/jwtkeep/x.pem"));
  EXPECT_EQ(*file->find("oidc")->items()->front().find("ca-file"), Json("/abs.pem"));
  for (const auto* text : {"listen = 'a'", "listen = [1]", "listen = ['']", "threads = -1", "threads = 1.5",
                           "threads = '1'", "no-rotate = 1", "public-url = ''", "public-url = ['x']", "oidc = 'x'",
                           "[oidc]\nissuer='x'", "oidc = [1]", "[[oidc]]\nissuer = 1"}) {
    const auto wrong = checked(text);
    ASSERT_FALSE(wrong) << text;
    EXPECT_EQ(wrong.error().reason, Reason::bad_value) << text;
  }
}

TEST(File, WithAKeyThatIsNotKnownIsAskedWhetherAnotherWasMeant) {
  EXPECT_EQ(checked("tls_cert = 'x'").error().hint, "did you mean tls-cert?");
  EXPECT_EQ(checked("thread = 1").error().hint, "did you mean threads?");
  EXPECT_EQ(checked("[[oidc]]\nisuer = 'x'").error().hint, "did you mean issuer?");
  EXPECT_EQ(checked("public = 'x'").error().hint, "did you mean public-url?");
  EXPECT_EQ(checked("[[oicd]]").error().hint, "did you mean oidc?");
  EXPECT_EQ(checked("\"a\\u001bb\" = 1").error().what, "serve.toml: there is no key a?b");
}

TEST(Variable, IsNamedByItsKeyAndReadByItsKind) {
  EXPECT_EQ(variable_of("JWTKEEP_SERVE_", "tls-cert"), "JWTKEEP_SERVE_TLS_CERT");
  const auto value = [](Kind kind, std::string_view text) { return value_of_variable({"k", kind}, "V", text); };
  EXPECT_EQ(*value(Kind::list, "a, unix:/x"), Json(Json::array({"a", "unix:/x"})));
  EXPECT_EQ(*value(Kind::number, "12"), Json(12));
  EXPECT_EQ(*value(Kind::flag, "false"), Json(false));
  EXPECT_EQ(*value(Kind::path, "x"), Json("x"));
  EXPECT_FALSE(value(Kind::number, "-1"));
  EXPECT_FALSE(value(Kind::number, "x"));
  EXPECT_FALSE(value(Kind::flag, "yes"));
  EXPECT_FALSE(value(Kind::list, "a,,b"));
}

}  // namespace
}  // namespace jwtkeep::settings
