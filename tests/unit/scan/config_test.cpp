// What configuration's readers say of a value: its name, its place, what it is. That they find it in each format, the
// rules' examples show (rules/config-*.toml).
#include <gtest/gtest.h>

#include <string>

#include "jwtkeep/scan/config/default_in.hpp"
#include "jwtkeep/scan/config/name_path.hpp"
#include "jwtkeep/scan/config/placed_text.hpp"
#include "jwtkeep/scan/config/readers.hpp"
#include "tests/unit/scan/read_by.hpp"

namespace jwtkeep::scan {
namespace {

using test::read_by;
using test::values_of;
using Values = std::vector<std::string>;

/// The one value that stands in the text.
Candidate only(std::string_view path, std::string_view text) {
  auto found = read_by(extract_from_config, path, text);
  EXPECT_EQ(found.size(), 1U) << text;
  return found.empty() ? Candidate{} : std::move(found.front());
}

TEST(NamePathTest, KeepsTheLastNames) {
  NamePath path;
  EXPECT_EQ(path.text(), "");
  for (const char* name : {"a", "b", "c", "d", "jwt", "secret"}) path.push(name, std::string_view(name) == "jwt");
  EXPECT_EQ(path.text(), "b.c.d.jwt.secret");
  EXPECT_EQ(path.last(), "secret");
  EXPECT_EQ(path.above(1), "jwt");
  EXPECT_EQ(path.above(9), "");
  EXPECT_TRUE(path.has_trigger());
  path.pop_to(4);
  EXPECT_EQ(path.text(), "a.b.c.d");
  EXPECT_FALSE(path.has_trigger());
  path.push(std::string(500, 'x'), false);  // no name
  EXPECT_EQ(path.last(), "");
  path.pop_to(0);
  EXPECT_EQ(path.text(), "");
}

TEST(PlacedTextTest, KnowsWhereEachCharacterStands) {
  const std::string_view text = R"(..a\u0062c\n"d..)";
  const PlacedText placed(text, {2, text.size() - 2}, Escapes::backslash);
  EXPECT_EQ(placed.view(), "abc\n\"d");
  EXPECT_EQ(placed.place({0, 1}), (Span{2, 3}));
  EXPECT_EQ(placed.place({2, 3}), (Span{9, 10}));
  EXPECT_EQ(placed.place({5, 6}), (Span{13, 14}));
  EXPECT_EQ(placed.inner(9), 2U);
  EXPECT_EQ(PlacedText("it''s", {0, 5}, Escapes::doubled_single).view(), "it's");
  EXPECT_EQ(PlacedText(R"(a\"b\c\$)", {0, 8}, Escapes::shell).view(), R"(a"b\c$)");
  EXPECT_EQ(PlacedText("&lt;&#65;&#x42;&amp;&x", {0, 22}, Escapes::xml).view(), "<AB&&x");
  EXPECT_EQ(PlacedText("  a\n    b\n\n  c\n", {0, 15}, Escapes::block).view(), "a\n  b\n\nc\n");
  EXPECT_EQ(PlacedText(R"(\ud83d\u20ac\U0001f511)", {6, 22}, Escapes::backslash).view(),
            "\xe2\x82\xac\xf0\x9f\x94\x91");
  EXPECT_EQ(PlacedText(R"(\u12)", {0, 4}, Escapes::backslash).view(), "u12");
}

TEST(DefaultInTest, FindsTheValueAndItsName) {
  const auto of = [](std::string_view value) {
    const auto found = default_in(value);
    return found ? std::string(found->name.of(value)) + "=" + std::string(found->value.of(value)) : std::string();
  };
  EXPECT_EQ(of("${X:-a b}"), "X=a b");
  EXPECT_EQ(of("${X-a}"), "X=a");
  EXPECT_EQ(of("${jwt.secret:a:b}"), "jwt.secret=a:b");
  EXPECT_EQ(of("${A:${B:c}}"), "A=c");
  EXPECT_EQ(of("pre${X:=\"a\"}"), "X=a");
  EXPECT_EQ(of("${oc.env:X,a}"), "X=a");
  EXPECT_EQ(of("{{ .Values.jwt.secret | default \"a\" | quote }}"), ".Values.jwt.secret=a");
  EXPECT_EQ(of("<%= ENV['SECRET'] || 'a' %>"), "SECRET=a");
  EXPECT_EQ(of("{{ \"a\" | b64enc }}"), "=a");
  EXPECT_EQ(of("env(\"SECRET\", \"a\")"), "SECRET=a");
  for (const char* none :
       {"${X}", "${X:}", "${X:?missing}", "${X:+a}", "{{ .Values.a }}", "plain", "${X:-", "$X", ""}) {
    EXPECT_EQ(of(none), "") << none;
  }
}

TEST(ConfigTest, TellsNamesWithWhatTheyStandIn) {
  const auto yaml = only("a.yml", "spring:\n  security:\n    jwt:\n      secret: heron71\n");
  EXPECT_EQ(yaml.name, "spring.security.jwt.secret");
  EXPECT_EQ(yaml.rule, "config-jwt-secret");
  EXPECT_EQ(yaml.kind, Kind::config);
  EXPECT_EQ(yaml.certainty, Certainty::named);
  EXPECT_FALSE(yaml.quoted);
  const auto pair = only("a.json", R"({"env": [{"value": "heron71", "name": "JWT_SECRET"}]})");
  EXPECT_EQ(pair.name, "env.JWT_SECRET");
  EXPECT_TRUE(pair.quoted);
  const auto hinted = only("a.yml", "# for jwt\nauth:\n  secret: heron71\n");
  EXPECT_EQ(hinted.name, "auth.secret");
}

TEST(ConfigTest, PlacesWhatIsEscapedOrWithin) {
  const std::string_view package = R"({"scripts": {"a": "X=1 JWT_SECRET=\"heron 71\" node ."}})";
  const auto script = only("package.json", package);
  EXPECT_EQ(script.value, "heron 71");
  EXPECT_EQ(script.span.of(package), "heron 71");
  const std::string_view map = "kind: ConfigMap\ndata:\n  a.properties: |\n    x=1\n    jwt.secret=heron71\n  b: c\n";
  const auto block = only("cm.yaml", map);
  EXPECT_EQ(block.span.of(map), "heron71");
  const std::string_view json = R"({"a": "{\"jwt\":{\"secret\":\"her\\u006fn\"}}"})";
  EXPECT_EQ(only("a.json", json).value, "heron");
}

TEST(ConfigTest, DecodesSecretsOfKubernetesAlone) {
  const auto secret = only("s.yaml", "data:\n  jwt-secret: aGVyb243MQ==\nkind: Secret\n");
  EXPECT_EQ(secret.rule, "kubernetes-secret");
  EXPECT_EQ(secret.value, "aGVyb243MQ==");
  EXPECT_EQ(secret.decoded->view(), "heron71");
  EXPECT_FALSE(only("s.yaml", "kind: Secret\nstringData:\n  jwt-secret: aGVyb243MQ==\n").decoded.has_value());
  EXPECT_FALSE(only("c.yaml", "kind: ConfigMap\ndata:\n  jwt-secret: aGVyb243MQ==\n").decoded.has_value());
}

TEST(ConfigTest, SaysWhatADefaultIs) {
  const auto found = read_by(extract_from_config, "a.yml", "jwt:\n  secret: ${JWT_SECRET:heron71}\n");
  ASSERT_FALSE(found.empty());
  const auto value = std::ranges::find(found, Kind::default_value, &Candidate::kind);
  ASSERT_NE(value, found.end());
  EXPECT_EQ(value->rule, "config-default");
  EXPECT_EQ(value->value, "heron71");
}

TEST(ConfigTest, LeavesNamesThatOnlySpeakOfSecrets) {
  for (const auto& [path, text] : std::vector<std::pair<std::string, std::string>>{
           {"a.yml", "jwt:\n  secretName: heron71\n  expires: 15m\n  issuer: weir\n"},
           {"a.yml", "env:\n  - name: JWT_SECRET\n    valueFrom:\n      secretKeyRef: { name: a, key: jwt-secret }\n"},
           {"a.env", "AWS_SECRET=heron71\nJWT_PUBLIC_KEY=heron71\n# the jwt secret: is read from the vault\n"},
           {"a.tf", "variable \"jwt_secret\" {\n  description = \"jwt secret\"\n  type = string\n}\n"},
           {"a.xml", "<a><jwtSecretFile>x</jwtSecretFile></a>"},
           {"a.sh", "if [ \"$JWT_SECRET\" = \"\" ]; then exit 1; fi\n"}}) {
    EXPECT_EQ(values_of(read_by(extract_from_config, path, text)), Values{}) << text;
  }
}

TEST(ConfigTest, ReadsWhatIsCutOffAnywhere) {
  for (const char* path : {"a.yml", "a.json", "a.toml", "a.env", "a.ini", "a.properties", "a.xml", "a.tf", "a.sh",
                           "a.sql", "a.md", "Dockerfile", "Makefile", "nginx.conf", "a.ipynb", "a.http", "a.txt"}) {
    const std::string text =
        "jwt:\n - {secret: 'a', \"k\": \"${JWT_SECRET:-b}\"}\n [jwt] = \"\"\"x\n<a jwt=\"<![CDATA[\"source\": "
        "[\"\\n\",\n"
        "a: |\n  JWT_SECRET=x <<EOF\n\\ `jwt_secret='x\\\n```sh\n$(jwt ${jwt (\n";
    for (std::size_t size = 0; size <= text.size(); ++size) {
      for (const auto& found : read_by(extract_from_config, path, std::string_view(text).substr(0, size))) {
        EXPECT_LE(found.span.end, size);
      }
      read_by(extract_from_config, path, std::string_view(text).substr(size));
    }
  }
}

TEST(GuessedLanguageTest, GoesByTheFirstLineThatSays) {
  EXPECT_EQ(guessed_language("\n{\"a\": 1}"), Language::json);
  EXPECT_EQ(guessed_language("<a/>"), Language::xml);
  EXPECT_EQ(guessed_language("# x\nA=b\n"), Language::env);
  EXPECT_EQ(guessed_language("a.b=c\n"), Language::properties);
  EXPECT_EQ(guessed_language("a:\n  b: c\n"), Language::yaml);
  EXPECT_EQ(guessed_language("export A=b\n"), Language::shell);
  EXPECT_EQ(guessed_language("npm ci\nA=b npm test\n"), Language::shell);
}

}  // namespace
}  // namespace jwtkeep::scan
