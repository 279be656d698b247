#include "jwtkeep/destination/env_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "running.hpp"

namespace jwtkeep::destination {
namespace {

constexpr std::string_view kPem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA/+==\n-----END PUBLIC KEY-----\n";
constexpr std::string_view kJwks = R"({"keys":[{"kty":"oct","k":"A-_z","kid":"a#b $c \"d\" e"}]})";
constexpr std::string_view kHard = "a 'b' \"c\" $d `e` \\f \\\\ #g !h *\n\ti=j%k;l&m|n<o>(p) ";

/// What every reader of dotenv files takes the same.
std::vector<Variable> dotenv_values() {
  return list(variable("PLAIN", "0123abcdef"), variable("EMPTY", ""), variable("JSON", kJwks), variable("PEM", kPem),
              variable("DOLLAR", "a$b $HOME #x"), variable("QUOTE", "it's"), variable("BACKSLASH", "a\\nb\\tc"),
              variable("SPACES", "  x  "), variable("TICKS", "`id` $(id)"),
              variable("LINES", "one\n\n two=2\nexport X=1"));
}

std::vector<Variable> copies(const std::vector<Variable>& from) {
  std::vector<Variable> all;
  for (const auto& one : from) all.push_back({one.name, one.value.clone(), one.secret});
  return all;
}

/// What a reader wrote: `NAME=hex` lines.
void expect_same(const std::string& out, const std::vector<Variable>& expected, std::string_view reader) {
  std::string wanted;
  for (const auto& one : expected) {
    wanted += one.name + "=" + base::hex_encode(base::as_bytes(text_of(one.value))) + "\n";
  }
  EXPECT_EQ(out, wanted) << "as read by " << reader;
}

bool has_module(const char* name) {
  return run({{"/usr/bin/python3", "-c", std::string("import ") + name}, environ}, {}).code == 0;
}

std::string text(const std::vector<Variable>& variables, EnvFormat format) {
  const auto made = env_text(variables, format, "orders-prod-jwt");
  EXPECT_TRUE(made) << (made ? "" : made.error().what);
  return made ? text_of(*made) : "";
}

constexpr const char* kShowInPython =
    "import os,sys\n"
    "def show(values):\n"
    "  for name, value in values.items():\n"
    "    os.write(int(os.environ['OUT']), f'{name}={value.encode().hex()}\\n'.encode())\n";

TEST(EnvText, ShellIsReadByTheRealShellAsItWas) {
  const auto values = list(variable("A_1", kHard), variable("EMPTY", ""), variable("_JSON", kJwks),
                           variable("PEM", kPem), variable("LATIN", "\xe9\xff"));
  const auto script = text(values, EnvFormat::shell) +
                      "/usr/bin/env -i OUT=$OUT A_1=\"$A_1\" EMPTY=\"$EMPTY\" _JSON=\"$_JSON\" PEM=\"$PEM\" "
                      "LATIN=\"$LATIN\" /usr/bin/python3 -c 'import os\n"
                      "for n in [\"A_1\",\"EMPTY\",\"_JSON\",\"PEM\",\"LATIN\"]:\n"
                      "  os.write(int(os.environ[\"OUT\"]), f\"{n}={os.environb[n.encode()].hex()}\\n\".encode())'";
  const auto ran = run(shell(script), {});
  EXPECT_EQ(ran.code, 0);
  expect_same(ran.out, values, "sh");
}

RC_GTEST_PROP(EnvText, ShellCarriesAnyBytesWithoutNul, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::map(
      rc::gen::inRange(1, 256), [](int value) { return static_cast<char>(static_cast<unsigned char>(value)); }));
  const auto made = env_text(list(variable("X", bytes)), EnvFormat::shell);
  RC_ASSERT(made.has_value());
  const auto ran = run(shell(text_of(*made) + "printf %s \"$X\" >&$OUT"), {});
  RC_ASSERT(ran.code == 0);
  RC_ASSERT(ran.out == bytes);
}

TEST(EnvText, DotenvIsReadAlikeByPython) {
  if (!has_module("dotenv")) GTEST_SKIP() << "python3-dotenv is not installed";
  const auto values = dotenv_values();
  auto given = copies(values);
  given.clear();
  given.push_back(variable("FILE", text(values, EnvFormat::dotenv)));
  // $HOME and the like are set, so that an expansion would show.
  const auto ran = run({{"/usr/bin/python3", "-c",
                         std::string(kShowInPython) +
                             "import io, dotenv\nshow(dotenv.dotenv_values(stream=io.StringIO(os.environ['FILE'])))"},
                        environ},
                       std::move(given));
  EXPECT_EQ(ran.code, 0);
  expect_same(ran.out, values, "python-dotenv");
}

TEST(EnvText, DotenvIsReadAlikeByNode) {
  const char* modules = std::getenv("JWTKEEP_NODE_MODULES");
  if (modules == nullptr) GTEST_SKIP() << "JWTKEEP_NODE_MODULES is not set (tools/install_node_peers.sh)";
  const auto values = dotenv_values();
  const auto ran = run({{"node", "-e",
                         "const v = require(process.env.JWTKEEP_NODE_MODULES + '/dotenv').parse(process.env.FILE);"
                         "for (const n in v) require('fs').writeSync(+process.env.OUT, n + '=' + "
                         "Buffer.from(v[n]).toString('hex') + '\\n')"},
                        environ},
                       list(variable("FILE", text(values, EnvFormat::dotenv))));
  EXPECT_EQ(ran.code, 0);
  expect_same(ran.out, values, "dotenv for Node");
}

TEST(EnvText, DotenvRefusesWhatReadersTakeDifferently) {
  for (const auto value :
       {"both ' and \"", "${HOME}", "two \\\\ backslashes", "ends in \\", "a\rb", "' and $x", "' and \\"}) {
    const auto made = env_text(list(variable("X", value)), EnvFormat::dotenv);
    ASSERT_FALSE(made) << value;
    EXPECT_EQ(made.error().reason, base::Reason::bad_value);
    EXPECT_NE(made.error().what.find('X'), std::string::npos);
    EXPECT_EQ(made.error().what.find("HOME"), std::string::npos) << "no value in an error";
  }
}

TEST(EnvText, JsonHoldsEveryTextAsItWas) {
  const auto json = base::parse_json(text(list(variable("A", kHard), variable("B", kJwks)), EnvFormat::json));
  ASSERT_TRUE(json);
  EXPECT_EQ(*json, base::Json::object({{"A", base::Json(kHard)}, {"B", base::Json(kJwks)}}));
}

TEST(EnvText, DockerIsRawAndRefusesLineBreaks) {
  EXPECT_EQ(text(list(variable("A", "x 'y' $z"), variable("B", kJwks)), EnvFormat::docker),
            "A=x 'y' $z\nB=" + std::string(kJwks) + "\n");
  for (const auto value : {kPem, std::string_view("a\r")}) {
    const auto made = env_text(list(variable("PEM", value)), EnvFormat::docker);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().hint.find("--format"), std::string::npos);
  }
  const auto long_line = env_text(list(variable("A", std::string(65536, 'x'))), EnvFormat::docker);
  ASSERT_FALSE(long_line);
  EXPECT_EQ(long_line.error().reason, base::Reason::too_large);
}

TEST(EnvText, KubernetesManifestIsYamlWithTheExactBytes) {
  if (!has_module("yaml")) GTEST_SKIP() << "python3-yaml is not installed";
  const auto values = list(variable("A", kHard), variable("EMPTY", ""), variable("PEM", kPem));
  const auto manifest = env_text(values, EnvFormat::k8s, "123", "no");
  ASSERT_TRUE(manifest);
  const auto ran = run(
      {{"/usr/bin/python3", "-c",
        std::string(kShowInPython) + "import yaml, base64\nm = yaml.safe_load(os.environ['FILE'])\n"
                                     "assert (m['apiVersion'], m['kind'], m['type']) == ('v1', 'Secret', 'Opaque')\n"
                                     "assert m['metadata'] == {'name': '123', 'namespace': 'no'}, m['metadata']\n"
                                     "show({n: base64.b64decode(v).decode() for n, v in m['data'].items()})"},
       environ},
      list(variable("FILE", text_of(*manifest))));
  EXPECT_EQ(ran.code, 0);
  expect_same(ran.out, values, "yaml");
}

TEST(EnvText, KubernetesNamesFollowRfc1123) {
  const auto name = [](std::string_view text) { return k8s_name_for(*keyring::Name::parse(text)); };
  EXPECT_EQ(name("orders/prod"), "orders-prod-jwt");
  EXPECT_EQ(name("a.b_/prod./x"), "a-b--prod--x-jwt");
  for (const auto bad : {"", "Orders", "a_b", "-a", "a-", "a.b"}) {
    EXPECT_FALSE(env_text(list(variable("A", "x")), EnvFormat::k8s, bad)) << bad;
    // An empty namespace is none at all.
    EXPECT_EQ(env_text(list(variable("A", "x")), EnvFormat::k8s, "good", bad).has_value(), *bad == '\0') << bad;
  }
}

TEST(EnvText, NamesAndNulsAreRefusedInEveryFormat) {
  for (const auto format : {EnvFormat::dotenv, EnvFormat::shell, EnvFormat::json, EnvFormat::docker, EnvFormat::k8s}) {
    for (const auto name : {"", "1A", "A-B", "A B", "A=B", "A;id"}) {
      EXPECT_FALSE(env_text(list(variable(name, "x")), format, "n")) << name;
    }
    EXPECT_FALSE(env_text(list(variable("A", std::string_view("a\0b", 3))), format, "n"));
    EXPECT_EQ(env_format_from_word(word(format)), format);
  }
  EXPECT_FALSE(env_text(list(variable("A", "\xff")), EnvFormat::json));
  EXPECT_FALSE(env_text(list(variable("A", "\xff")), EnvFormat::dotenv));
  EXPECT_EQ(env_format_from_word("yaml"), std::nullopt);
}

}  // namespace
}  // namespace jwtkeep::destination
