// Where the token goes, what the answer means, what the good token is, and what the listener is asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/probe/acceptance.hpp"
#include "jwtkeep/probe/fetch_request.hpp"
#include "jwtkeep/probe/good_token.hpp"
#include "jwtkeep/probe/placement.hpp"

#include "sample.hpp"
#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::probe {
namespace {

using base::Reason;

std::string field_of(const http::Request& request, std::string_view name) {
  for (const auto& field : request.fields) {
    if (field.name == name) return text_of(field.value);
  }
  return "(none)";
}

RequestPlan plan_for(const char* url, const std::string& data = "") {
  return {.url = *http::Url::parse(url), .method = http::Method::post, .data = data};
}

http::Request request(std::string_view where, std::string_view text, const RequestPlan& plan,
                      const std::optional<std::string>& token = "a.b+c/d=") {
  const auto placement = parse_placement(where, text);
  EXPECT_TRUE(placement) << where;
  auto made = make_request(plan, *placement, token);
  EXPECT_TRUE(made) << where;
  return *std::move(made);
}

TEST(Placement, PutsTheTokenIntoHeadersAndCookies) {
  const auto plan = plan_for("http://localhost/a");
  EXPECT_EQ(field_of(request("header", "", plan), "Authorization"), "Bearer a.b+c/d=");
  EXPECT_EQ(field_of(request("header", "JWT {token}", plan), "Authorization"), "JWT a.b+c/d=");
  EXPECT_EQ(field_of(request("header:X-Token", "", plan), "X-Token"), "a.b+c/d=");
  EXPECT_EQ(field_of(request("cookie:session", "", plan), "Cookie"), "session=a.b+c/d=");
  EXPECT_EQ(field_of(request("header", "", plan, std::nullopt), "Authorization"), "(none)");
  EXPECT_TRUE(request("header", "", plan).redirect_is_answer);
}

TEST(Placement, EncodesItInQueriesAndForms) {
  EXPECT_EQ(request("query:t k", "", plan_for("http://localhost/a")).url.target(), "/a?t%20k=a.b%2Bc%2Fd%3D");
  EXPECT_EQ(request("query:t", "", plan_for("http://localhost/a?x=1")).url.target(), "/a?x=1&t=a.b%2Bc%2Fd%3D");
  const auto form = request("body:t", "", plan_for("http://localhost/a", "x=1"));
  EXPECT_EQ(text_of(form.body), "x=1&t=a.b%2Bc%2Fd%3D");
  EXPECT_EQ(field_of(form, "Content-Type"), "application/x-www-form-urlencoded");
}

TEST(Placement, FillsTemplatesOfBodies) {
  const auto json = request("body", R"({"jwt": "{token}"})", plan_for("http://localhost/a"), "a\"b\n");
  EXPECT_EQ(text_of(json.body), R"({"jwt": "a\"b\n"})");
  EXPECT_EQ(field_of(json, "Content-Type"), "application/json");
  EXPECT_EQ(text_of(request("body", "<t>{token}</t>", plan_for("http://localhost/a")).body), "<t>a.b+c/d=</t>");
  auto plan = plan_for("http://localhost/a");
  plan.fields.emplace_back("content-type", "text/xml");
  const auto own = request("body", "<t>{token}</t>", plan);
  EXPECT_EQ(field_of(own, "Content-Type"), "(none)");
}

TEST(Placement, WhatIsNoPlaceIsRefused) {
  for (const auto* where : {"", "head", "header:", "cookie", "query", "cookie:a b", "header:a:b", "Header"}) {
    EXPECT_EQ(parse_placement(where, "").error().reason, Reason::bad_value) << where;
  }
  EXPECT_EQ(parse_placement("header", "Bearer").error().reason, Reason::bad_value);
}

TEST(Placement, WhatCannotStandThereIsNotSent) {
  const auto plan = plan_for("http://localhost/a");
  EXPECT_EQ(make_request(plan, *parse_placement("header", ""), "a\nb").error().reason, Reason::bad_value);
  EXPECT_EQ(make_request(plan, *parse_placement("query:t", ""), std::string(3000, 'a')).error().reason,
            Reason::bad_value);
}

TEST(Acceptance, ReadsStatuses) {
  EXPECT_EQ(*parse_statuses("200-299,304"), (std::vector<StatusRange>{{200, 299}, {304, 304}}));
  for (const auto* text : {"", "20", "2000", "200-", "-200", "299-200", "200,", "200 ", "099", "600", "+20", "2e2"}) {
    EXPECT_EQ(parse_statuses(text).error().reason, Reason::bad_value) << text;
  }
}

TEST(Acceptance, NeedsAllThatIsSaid) {
  const Acceptance acceptance{.statuses = {{200, 200}}, .accept_text = "hello", .refuse_text = "error"};
  EXPECT_TRUE(acceptance.accepts({.status = 200, .text = "well hello"}));
  EXPECT_FALSE(acceptance.accepts({.status = 201, .text = "well hello"}));
  EXPECT_FALSE(acceptance.accepts({.status = 200, .text = "well"}));
  EXPECT_FALSE(acceptance.accepts({.status = 200, .text = "hello error"}));
}

TEST(GoodToken, IsTakenApart) {
  const auto& token = material(KeyOf::ec).good;
  EXPECT_EQ(token.alg, "ES256");
  EXPECT_EQ(token.kid, "key-1");
  EXPECT_EQ(token.signature.size(), 64U);
  EXPECT_EQ(*token.claims.find("sub")->string(), "alice");
  EXPECT_EQ(std::string(token.signing_input()) + "." + base::base64url_encode(token.signature), token.text);
}

TEST(GoodToken, OfAnEncryptedOneTheClaimsAreOurs) {
  // RFC 7516 appendix A.1.
  const auto token = read_good_token(
      "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGe."
      "48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji.XFBoMYUZodetZdvTiFvSkQ",
      kNow);
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_TRUE(token->encrypted);
  EXPECT_EQ(token->alg, "RSA-OAEP");
  EXPECT_EQ(*token->claims.find("sub")->string(), "jwtkeep-probe");
  for (const auto& forgery : forgeries()) EXPECT_NO_FATAL_FAILURE(forgery.make({.good = *token, .now = kNow}));
}

TEST(GoodToken, WhatIsNoneIsRefused) {
  const auto reason = [](std::string_view text) {
    const auto token = read_good_token(text, kNow);
    return token ? Reason::internal : token.error().reason;
  };
  for (const auto* text : {"", "a", "a.b", "a.b.c.d", "..", "e30.e30.AAAA", "W10.e30.AAAA", "eyJhbGciOjF9.e30.AAAA",
                           "eyJhbGciOiJIUzI1NiJ9.e30.AAA=", "eyJhbGciOiJIUzI1NiJ9.e3.AAAA"}) {
    EXPECT_EQ(reason(text), Reason::malformed) << text;
  }
  EXPECT_EQ(reason("eyJhbGciOiJIUzI1NiJ9.e30."), Reason::alg_not_allowed);
  EXPECT_EQ(reason(std::string(70'000, 'a')), Reason::too_large);
}

TEST(FetchRequest, GivesThePathOfAGet) {
  EXPECT_EQ(fetched_path("GET /jwks.json HTTP/1.1\r\nHost: a\r\n\r\n"), "/jwks.json");
  EXPECT_EQ(fetched_path("HEAD /a?b=c HTTP/1.0\n\n"), "/a");
  EXPECT_EQ(fetched_path("GET http://127.0.0.1:1/a/b?c HTTP/1.1\r\n\r\n"), "/a/b");
  for (const auto* head : {"", "GET", "GET ", "GET /a", "GET /a HTTP/2", "POST /a HTTP/1.1\r\n", "GET a HTTP/1.1\r\n",
                           "GET http://host HTTP/1.1\r\n", "GET  HTTP/1.1\r\n"}) {
    EXPECT_EQ(fetched_path(head), std::nullopt) << head;
  }
  EXPECT_FALSE(is_whole_head("GET /a HTTP/1.1\r\nHost: a\r\n"));
  EXPECT_TRUE(is_whole_head("GET /a HTTP/1.1\n\n"));
}

}  // namespace
}  // namespace jwtkeep::probe
