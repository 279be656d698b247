// `crit` (RFC 7515 section 4.1.11): what its makers may not write, and what its readers have to refuse.
#include "jwtkeep/jose/crit.hpp"

#include <gtest/gtest.h>

#include "jws_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

const SigningKey& hs() { return sample_key(Alg::HS256); }

/// The verdict on a token with this header, where `tenant`, `exp` and `b64` are understood.
std::string verdict(std::string_view header) {
  auto policy = lenient_jws();
  policy.understood = {"tenant", "exp"};
  return reason_of(verify_payload(forge(hs(), header, "payload"), hs().verify_key(), policy));
}

TEST(Crit, Rfc7515Section4111ShapesThatTheRfcForbidsAreMalformed) {
  for (const auto* header : {
           R"({"alg":"HS256","crit":[]})",
           R"({"alg":"HS256","crit":null})",
           R"({"alg":"HS256","crit":true})",
           R"({"alg":"HS256","crit":{}})",
           R"({"alg":"HS256","crit":"tenant","tenant":1})",
           R"({"alg":"HS256","crit":[1],"1":1})",
           R"({"alg":"HS256","crit":[null]})",
           R"({"alg":"HS256","crit":[["tenant"]],"tenant":1})",
           R"({"alg":"HS256","crit":["tenant","tenant"],"tenant":1})",
           R"({"alg":"HS256","crit":["tenant","\u0074enant"],"tenant":1})",
           R"({"alg":"HS256","crit":["tenant"]})",
           R"({"alg":"HS256","crit":["tenant","exp"],"tenant":1})",
           R"({"alg":"HS256","crit":["tenant"],"Tenant":1})",
           R"({"alg":"HS256","crit":["b64"]})",
           R"({"alg":"HS256","crit":[""]})",
       }) {
    EXPECT_EQ(verdict(header), "malformed") << header;
  }
}

TEST(Crit, Rfc7515Section4111RegisteredNamesAreMalformed) {
  for (const auto* name : {"alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"}) {
    EXPECT_TRUE(is_registered_parameter(name));
    auto header = Json::object({{"alg", "HS256"}});
    if (header.find(name) == nullptr) header.set(name, "sample");
    header.set("crit", Json::array({name}));
    EXPECT_EQ(verdict(base::write_json(header)), "malformed") << name;
  }
}

TEST(Crit, ExtensionsThatAreNotUnderstoodAreRefused) {
  for (const auto* header : {
           R"({"alg":"HS256","crit":["unknown"],"unknown":1})",
           R"({"alg":"HS256","crit":["tenant","unknown"],"tenant":1,"unknown":1})",
           R"({"alg":"HS256","crit":["TENANT"],"TENANT":1})",
           R"({"alg":"HS256","crit":["tenant "],"tenant ":1})",
           R"({"alg":"HS256","crit":["tenant\u0000"],"tenant\u0000":1})",
           R"({"alg":"HS256","crit":["b64"],"b64":true})",
           R"({"alg":"HS256","crit":["b64"],"b64":false})",
           R"({"alg":"HS256","crit":["http://example.invalid/UNDEFINED"],"http://example.invalid/UNDEFINED":true})",
       }) {
    EXPECT_EQ(verdict(header), "crit_unsupported") << header;
  }
}

TEST(Crit, ExtensionsThatTheCallerUnderstandsAreTaken) {
  for (const auto* header : {
           R"({"alg":"HS256","crit":["tenant"],"tenant":"acme"})",
           R"({"alg":"HS256","crit":["exp","tenant"],"tenant":null,"exp":1})",
           R"({"alg":"HS256","tenant":"acme"})",
       }) {
    EXPECT_EQ(verdict(header), "none") << header;
    EXPECT_EQ(jws_refusal(forge(hs(), header, "payload"), hs().verify_key()),
              std::string(header).contains("crit") ? "crit_unsupported" : "none");
  }
}

TEST(Crit, OnlyTheProtectedHeaderMayHoldItAndWhatItNames) {
  auto policy = lenient_jws();
  policy.understood = {"tenant"};
  const auto asked = [&](std::string_view protected_header, std::string_view unprotected) {
    return reason_of(
        verify_payload(forge_flattened(hs(), protected_header, unprotected, "QQ"), hs().verify_key(), policy));
  };
  EXPECT_EQ(asked(R"({"alg":"HS256","crit":["tenant"],"tenant":1})", ""), "none");
  EXPECT_EQ(asked(R"({"alg":"HS256","tenant":1})", R"({"crit":["tenant"]})"), "malformed");
  EXPECT_EQ(asked(R"({"alg":"HS256","crit":["tenant"]})", R"({"tenant":1})"), "malformed");
  EXPECT_EQ(asked(R"({"alg":"HS256","crit":["tenant"],"tenant":1})", R"({"crit":["x"]})"), "duplicate_member");
  EXPECT_EQ(asked(R"({"alg":"HS256","crit":["tenant"],"tenant":1})", R"({"tenant":2})"), "duplicate_member");
}

TEST(Crit, APolicyCannotUnderstandWhatIsNoExtension) {
  const auto token = sign_compact(hs(), {}, {}).value();
  for (const auto* name : {"b64", "alg", "crit", "kid", "jwk"}) {
    auto policy = lenient_jws();
    policy.understood = {name};
    EXPECT_EQ(reason_of(verify_payload(token, hs().verify_key(), policy)), "bad_value") << name;
  }
}

TEST(Crit, ASignerNamesOnlyWhatItsReadersCanJudge) {
  const auto extras = Json::object({{"tenant", "acme"}, {"x", 1}});
  const auto made = [&](std::vector<std::string> crit) {
    return sign_compact(hs(), extras, base::as_bytes("payload"), {.crit = std::move(crit)});
  };
  for (const auto& crit : std::vector<std::vector<std::string>>{
           {"absent"}, {"tenant", "tenant"}, {"alg"}, {"kid"}, {"crit"}, {"b64"}, {""}, {"tenant", "absent"}}) {
    const auto token = made(crit);
    ASSERT_FALSE(token) << crit.front();
    EXPECT_EQ(token.error().reason, Reason::bad_value);
  }
  const auto token = made({"tenant"}).value();
  EXPECT_EQ(base::write_json(UnverifiedJws::parse(token)->signatures().front().header.json()),
            R"({"alg":"HS256","kid":"sample","crit":["tenant"],"tenant":"acme","x":1})");
  EXPECT_EQ(refusal(token, hs().verify_key()), "crit_unsupported");
}

TEST(Crit, ManyNamesAreJudgedInOnePass) {  // a quadratic look-up would take minutes here
  std::string names;
  for (int i = 0; i < 20'000; ++i) names += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
  auto policy = lenient_jws();
  policy.limits.size_bytes = std::size_t{1} << 20;
  const auto token = forge(hs(), R"({"alg":"HS256","crit":[)" + names + "]}", "");
  EXPECT_EQ(reason_of(verify_payload(token, hs().verify_key(), policy)), "malformed");
}

}  // namespace
}  // namespace jwtkeep::jose
