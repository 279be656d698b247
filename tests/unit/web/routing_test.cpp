// Targets, routes, addresses, answers: what is decided without a socket.
#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/web/listen.hpp"
#include "jwtkeep/web/problem.hpp"
#include "jwtkeep/web/router.hpp"
#include "jwtkeep/web/status.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::web {
namespace {

std::string decoded(std::string_view text) {
  const auto target = Target::parse(text);
  if (!target) return "refused";
  std::string path;
  for (std::size_t i = 0; i < target->segment_count(); ++i) path += "[" + std::string(target->segment(i)) + "]";
  return path;
}

TEST(Target, IsDecodedOnce) {
  EXPECT_EQ(decoded("/"), "");
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("/a/b"), "[a][b]");
  EXPECT_EQ(decoded("/a%20b/%C3%A9/%2525"), "[a b][\xc3\xa9][%25]");
  EXPECT_EQ(decoded("/a+b;c=d,@:!$&'()*~._-"), "[a+b;c=d,@:!$&'()*~._-]");
  EXPECT_EQ(decoded("/..."), "[...]");
}

TEST(Target, RefusesWhatTwoReadersReadDifferently) {
  for (const char* text :
       {"/..",        "/a/../b", "/./a",   "/%2e%2e/a", "/.%2E", "//",           "//a",     "/a//b",
        "/a%2fb",     "/a%2Fb",  "/a%5cb", "/a\\b",     "/a%00", "/%0a",         "/a%7f",   "/%C2%80",
        "/%",         "/%1",     "/%zz",   "/%1g",      "/a%",   "/%FF",         "/%C0%AF", "/%ED%A0%80",
        "/a b",       "/a\tb",   "/a#b",   "/\xc3\xa9", "/a\"",  "/a<b",         "/a|b",    "a",
        "/?a=%0d%0a", "/?a=%00", "/?%zz",  "/?a=%FF",   "/?a#b", "/?a=\xc3\xa9", "/?a b",   "http://h/"}) {
    EXPECT_EQ(decoded(text), "refused") << text;
  }
  EXPECT_EQ(decoded(std::string_view("/a\0b", 4)), "refused");
}

TEST(Target, HasBounds) {
  std::string path;
  for (std::size_t i = 0; i < Target::kMostSegments; ++i) path += "/a";
  EXPECT_TRUE(Target::parse(path));
  EXPECT_FALSE(Target::parse(path + "/a"));
  std::string query = "/?";
  for (std::size_t i = 0; i < Target::kMostParameters; ++i) query += "a=b&";
  EXPECT_TRUE(Target::parse(query));
  EXPECT_FALSE(Target::parse(query + "a=b"));
}

TEST(Target, KnowsItsParameters) {
  const auto target = Target::parse("/x?a=1&b=&c&d=x+y%2Bz%26&a=2&&e=f=g/?");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->parameter("a"), "1");
  EXPECT_EQ(target->parameter("b"), "");
  EXPECT_EQ(target->parameter("c"), "");
  EXPECT_EQ(target->parameter("d"), "x y+z&");
  EXPECT_EQ(target->parameter("e"), "f=g/?");
  EXPECT_EQ(target->parameter("z"), std::nullopt);
  ASSERT_EQ(target->parameter_count(), 6U);
  EXPECT_EQ(target->parameter(4).name, "a");
  EXPECT_EQ(target->parameter(4).value, "2");
}

TEST(Target, MayBeReadAgain) {
  Target target;
  ASSERT_TRUE(target.read("/a/b/?x=y"));
  EXPECT_TRUE(target.trailing_slash());
  ASSERT_TRUE(target.read("/c"));
  EXPECT_FALSE(target.trailing_slash());
  EXPECT_EQ(target.segment_count(), 1U);
  EXPECT_EQ(target.segment(0), "c");
  EXPECT_EQ(target.parameter_count(), 0U);
}

/// Whatever a segment holds, encoded it comes back as itself or is refused.
RC_GTEST_PROP(Target, EncodedSegmentsComeBack, ()) {
  const auto segment = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7f)));
  std::string path = "/";
  for (const char c : segment) {
    static constexpr std::string_view kDigits = "0123456789abcdef";
    path += {'%', kDigits[static_cast<unsigned char>(c) / 16U], kDigits[static_cast<unsigned char>(c) % 16U]};
  }
  const auto target = Target::parse(path);
  const bool refused = segment == "." || segment == ".." || segment.find_first_of("/\\") != std::string::npos;
  RC_ASSERT(target.has_value() != refused);
  if (!refused) RC_ASSERT(target->segment(0) == segment);
}

class Routes : public testing::Test {
 protected:
  void SetUp() override {
    add("GET", "/", 0);
    add("GET", "/k/{service}/{environment}/jwks.json", 1);
    add("GET", "/k/{service}/{environment}/{use}/jwks.json", 2);
    add("GET", "/v1/keyrings", 3);
    add("POST", "/v1/keyrings", 4);
    add("GET", "/v1/keyrings/{keyring...}", 5);
    add("POST", "/v1/keyrings/{keyring...}/rotate", 6);
    add("DELETE", "/v1/keyrings/{keyring...}/keys/{kid}", 7);
    add("GET", "/v1/keyrings/special/prod", 8);
  }
  void add(std::string_view method, std::string_view pattern, std::size_t route) {
    const auto added = router_.add(method, pattern, route);
    ASSERT_TRUE(added) << added.error().what;
  }
  Routed find(std::string_view method, std::string_view path) {
    EXPECT_TRUE(target_.read(path)) << path;
    return router_.find(method, target_);
  }

  Router router_;
  Target target_;
};

TEST_F(Routes, AreFound) {
  EXPECT_EQ(find("GET", "/").route, 0U);
  auto routed = find("GET", "/k/orders/prod/jwks.json");
  EXPECT_EQ(routed.route, 1U);
  EXPECT_EQ(routed.parameters["service"], "orders");
  EXPECT_EQ(routed.parameters["environment"], "prod");
  EXPECT_EQ(routed.parameters["use"], "");
  EXPECT_EQ(find("GET", "/k/orders/prod/refresh/jwks.json").route, 2U);
  routed = find("POST", "/v1/keyrings/orders/prod/rotate");
  EXPECT_EQ(routed.route, 6U);
  EXPECT_EQ(routed.parameters["keyring"], "orders/prod");
  routed = find("DELETE", "/v1/keyrings/orders/prod/refresh/keys/k%201");
  EXPECT_EQ(routed.route, 7U);
  EXPECT_EQ(routed.parameters["keyring"], "orders/prod/refresh");
  EXPECT_EQ(routed.parameters["kid"], "k 1");
  EXPECT_EQ(find("HEAD", "/v1/keyrings").route, 3U);
  EXPECT_EQ(find("POST", "/v1/keyrings?x=y").route, 4U);
}

TEST_F(Routes, TheNarrowerWins) {
  EXPECT_EQ(find("GET", "/v1/keyrings/special/prod").route, 8U);
  EXPECT_EQ(find("GET", "/v1/keyrings/orders/prod").route, 5U);
  // For a method that the narrower does not have, the wider one is there.
  EXPECT_EQ(find("GET", "/v1/keyrings/orders/prod/rotate").route, 5U);
}

TEST_F(Routes, UnknownPathsAndMethodsAreTold) {
  for (const char* path :
       {"/x", "/k/orders/prod", "/v1/keyrings/", "/k/orders/prod/jwks.json/", "/V1/keyrings", "/k"}) {
    EXPECT_EQ(find("GET", path).kind, Routed::Kind::no_path) << path;
  }
  auto routed = find("PUT", "/v1/keyrings");
  EXPECT_EQ(routed.kind, Routed::Kind::no_method);
  EXPECT_EQ(routed.allow, "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(answer_unrouted(routed).status(), 405);
  EXPECT_NE(answer_unrouted(routed).lines().find("Allow: GET, HEAD, POST, OPTIONS\r\n"), std::string_view::npos);
  routed = find("DELETE", "/v1/keyrings/orders/prod/rotate");
  EXPECT_EQ(routed.allow, "POST, GET, HEAD, OPTIONS");
  routed = find("OPTIONS", "/v1/keyrings");
  EXPECT_EQ(routed.kind, Routed::Kind::options);
  EXPECT_EQ(answer_unrouted(routed).status(), 204);
  EXPECT_EQ(find("OPTIONS", "/x").kind, Routed::Kind::no_path);
  EXPECT_EQ(answer_unrouted(find("GET", "/x")).status(), 404);
  EXPECT_EQ(find("get", "/").kind, Routed::Kind::no_method);
}

TEST_F(Routes, PatternsAreChecked) {
  for (const char* pattern : {"", "x", "/x/", "//", "/{", "/{}", "/{a}b", "/a{b}", "/{a b}", "/{...}", "/{a...}/{b...}",
                              "/{a}/{b}/{c}/{d}/{e}", "/a b", "/..", "/{a}/../b"}) {
    EXPECT_FALSE(router_.add("GET", pattern, 9)) << pattern;
  }
  EXPECT_EQ(router_.add("GET", "/v1/keyrings", 9).error().reason, base::Reason::already_exists);
  EXPECT_FALSE(router_.add("PUT", "/k/{other}/{environment}/jwks.json", 9)) << "the same shape with another name";
}

/// In whatever order patterns are added, the same one is found.
RC_GTEST_PROP(Router, OrderDoesNotMatter, ()) {
  const std::vector<std::string> patterns{"/a/b",      "/a/{x}",    "/{x}/b",  "/{x}/{y}",
                                          "/a/{x...}", "/{x...}/b", "/{x...}", "/a/b/{x...}"};
  const auto piece = rc::gen::element<std::string>("/a", "/b", "/c");
  const auto count = *rc::gen::inRange<std::size_t>(1, 6);
  const auto pieces = *rc::gen::container<std::vector<std::string>>(count, piece);
  std::string path;
  for (const auto& each : pieces) path += each;
  std::vector<std::size_t> order{0, 1, 2, 3, 4, 5, 6, 7};
  Router straight;
  for (const auto at : order) RC_ASSERT(straight.add("GET", patterns[at], at).has_value());
  Router shuffled;
  const auto turns = *rc::gen::container<std::vector<std::size_t>>(20, rc::gen::inRange<std::size_t>(0, 8));
  for (std::size_t i = 0; i < turns.size(); ++i) std::swap(order[i % 8], order[turns[i]]);
  for (const auto at : order) RC_ASSERT(shuffled.add("GET", patterns[at], at).has_value());
  const auto target = Target::parse(path);
  RC_ASSERT(target.has_value());
  RC_ASSERT(straight.find("GET", *target).route == shuffled.find("GET", *target).route);
}

TEST(Listen, IsParsed) {
  struct Case {
    const char* text;
    const char* again;
    bool loopback;
  };
  for (const auto& [text, again, loopback] :
       {Case{"127.0.0.1:8377", "127.0.0.1:8377", true}, Case{"[::1]:80", "[::1]:80", true},
        Case{":0", "127.0.0.1:0", true}, Case{"localhost:1", "127.0.0.1:1", true},
        Case{"127.9.9.9:65535", "127.9.9.9:65535", true}, Case{"0.0.0.0:80", "0.0.0.0:80", false},
        Case{"*:80", "*:80", false}, Case{"[::]:80", "[::]:80", false}, Case{"192.0.2.1:443", "192.0.2.1:443", false},
        Case{"[2001:DB8::1]:443", "[2001:db8::1]:443", false},
        Case{"[::ffff:127.0.0.1]:1", "[::ffff:127.0.0.1]:1", true}}) {
    const auto listen = Listen::parse(text, false);
    ASSERT_TRUE(listen) << text;
    EXPECT_EQ(listen->text(), again);
    EXPECT_EQ(listen->is_loopback(), loopback) << text;
    EXPECT_EQ(listen->is_local(), loopback) << text;
    EXPECT_FALSE(listen->tls());
  }
  const auto socket = Listen::parse("unix:/run/x.sock", true);
  ASSERT_TRUE(socket);
  EXPECT_TRUE(socket->is_unix());
  EXPECT_TRUE(socket->is_local());
  EXPECT_FALSE(socket->is_loopback());
  EXPECT_TRUE(socket->tls());
  EXPECT_EQ(socket->path(), "/run/x.sock");
  for (const char* text : {"", "8377", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1",
                           "127.0.0.1: 1", "example.org:80", "::1:80", "[127.0.0.1]:80", "[::1]", "[]:80",
                           "[localhost]:80", "127.1:80", "unix:", "unix:x", "unix:/a\nb", "http://127.0.0.1:80"}) {
    EXPECT_FALSE(Listen::parse(text, false)) << text;
  }
  EXPECT_FALSE(Listen::parse("unix:/" + std::string(107, 'a'), false));
  EXPECT_TRUE(Listen::parse("unix:/" + std::string(106, 'a'), false));
}

TEST(Answer, CannotBeSplit) {
  EXPECT_EQ(Answer().with("A", "b").with("C", "d\te").lines(), "A: b\r\nC: d\te\r\n");
  EXPECT_FALSE(Answer().with("Set-Cookie", "x=\xc3\xa9").is_spoilt());
  for (const auto value : {std::string_view("a\r\nX: y"), std::string_view("a\nb"), std::string_view("a\rb"),
                           std::string_view("a\0b", 3), std::string_view("\x7f")}) {
    EXPECT_TRUE(Answer().with("A", value).is_spoilt());
  }
  for (const char* name :
       {"", "A B", "A:", "A\r\n", "Content-Length", "connection", "TRANSFER-ENCODING", "Date", "Keep-Alive"}) {
    EXPECT_TRUE(Answer().with(name, "1").is_spoilt()) << name;
  }
}

TEST(Problem, IsADocument) {
  const auto answer = problem(409, "already_exists", "Conflict", "it is \"there\"", "take another name");
  EXPECT_EQ(answer.status(), 409);
  EXPECT_EQ(answer.lines(), "Content-Type: application/problem+json\r\nCache-Control: no-store\r\n");
  const auto document = answer.reveal_body([](base::ByteView body) { return base::parse_json(base::as_text(body)); });
  ASSERT_TRUE(document);
  EXPECT_EQ(*document, base::Json::object({{"title", "Conflict"},
                                           {"status", 409},
                                           {"reason", "already_exists"},
                                           {"detail", "it is \"there\""},
                                           {"hint", "take another name"}}));
  const auto brief = problem(404, {.reason = base::Reason::not_found, .what = "", .hint = ""});
  EXPECT_EQ(brief.reveal_body([](base::ByteView body) { return std::string(base::as_text(body)); }),
            R"({"title":"Not Found","status":404,"reason":"not_found","hint":)" +
                base::quote_json(base::meaning(base::Reason::not_found).mend) + "}")
      << "what its reason says to do, where the error says nothing";
}

TEST(Status, HasAPhrase) {
  EXPECT_EQ(phrase(200), "OK");
  EXPECT_EQ(phrase(418), "Client Error");
  EXPECT_EQ(phrase(599), "Server Error");
  EXPECT_TRUE(is_bodiless(204));
  EXPECT_FALSE(is_bodiless(200));
}

}  // namespace
}  // namespace jwtkeep::web
