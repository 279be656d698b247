// What stands in JWT_SECRET, taken by other people's libraries as they take it.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>

#include "holding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "running.hpp"

namespace jwtkeep::destination {
namespace {

using jose::Alg;
using keyring::Form;
using keyring::State;

base::Instant now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

jose::VerifyPolicy any_claims(Alg alg) {
  return *jose::VerifyPolicy::Builder()
              .algs({alg})
              .issuer("https://id.example.org")
              .allow_any_audience()
              .allow_any_type()
              .allow_any_lifetime()
              .build();
}

struct Case {
  Alg alg;
  Form form;
};

/// Signs for the peer, lets it verify that and sign in turn, and verifies its token.
void speak_with(std::vector<std::string> peer, const Case& chosen) {
  SCOPED_TRACE(std::string(jose::name(chosen.alg)) + " " + std::string(keyring::word(chosen.form)));
  const auto held = hold("orders/prod", policy_of(chosen.alg, chosen.form), {State::active});
  const auto signing = keyring::signing_key(held.keys[0].key, held.keys[0].material);
  ASSERT_TRUE(signing) << signing.error().what;
  const auto at = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
  const auto token = jose::sign_jwt(
      *signing, base::Json::object({{"sub", "ours"}, {"iat", std::int64_t{at}}, {"exp", std::int64_t{at + 600}}}));
  ASSERT_TRUE(token) << token.error().what;

  auto environment = variables(held, Role::signer);
  ASSERT_TRUE(environment) << environment.error().what;
  environment->push_back(variable("TOKEN", *token, false));
  const auto ran = run({std::move(peer), environ}, std::move(*environment));
  ASSERT_EQ(ran.code, 0) << "the peer refused our token or failed";

  const auto lookup = [&](const jose::UnverifiedToken&) {
    return base::Result<jose::VerifyKey>(signing->verify_key());
  };
  const auto verified = jose::verify(ran.out, lookup, any_claims(chosen.alg), now());
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(*verified->claims().find("sub")->string(), "theirs");
  EXPECT_EQ(verified->kid(), held.keyring.keys[0].kid);
}

constexpr Case kSymmetric[] = {
    {Alg::HS256, Form::text}, {Alg::HS256, Form::bytes}, {Alg::HS384, Form::text}, {Alg::HS512, Form::bytes}};
constexpr Case kAsymmetric[] = {{Alg::RS256, Form::text}, {Alg::ES256, Form::text}};

TEST(Peers, PyJwtTakesTheSecretAsItIs) {
  if (run({{"/usr/bin/python3", "-c", "import jwt"}, environ}, {}).code != 0) {
    GTEST_SKIP() << "python3-jwt is not installed";
  }
  const std::string script =
      "import os, jwt, base64, time\n"
      "e = os.environ\n"
      "key = e['JWT_SECRET']\n"
      "if e.get('JWT_FORM') == 'bytes': key = base64.urlsafe_b64decode(key + '=' * (-len(key) % 4))\n"
      "claims = jwt.decode(e['TOKEN'], e.get('JWT_PUBLIC_KEY', key), algorithms=[e['JWT_ALG']])\n"
      "assert claims['sub'] == 'ours'\n"
      "now = int(time.time())\n"
      "theirs = {'sub': 'theirs', 'iss': 'https://id.example.org', 'iat': now, 'exp': now + 600}\n"
      "token = jwt.encode(theirs, key, algorithm=e['JWT_ALG'], headers={'kid': e['JWT_KID']})\n"
      "os.write(int(e['OUT']), token.encode())\n";
  for (const auto& chosen : kSymmetric) speak_with({"/usr/bin/python3", "-c", script}, chosen);
  for (const auto& chosen : kAsymmetric) speak_with({"/usr/bin/python3", "-c", script}, chosen);
  speak_with({"/usr/bin/python3", "-c", script}, {Alg::EdDSA, Form::text});
}

TEST(Peers, PyJwtReadsTheKeySet) {
  if (run({{"/usr/bin/python3", "-c", "import jwt"}, environ}, {}).code != 0) {
    GTEST_SKIP() << "python3-jwt is not installed";
  }
  // Verified with the key set alone, as a verifier does that knows no other variable.
  const std::string script =
      "import os, jwt, json, time\n"
      "e = os.environ\n"
      "kid = jwt.get_unverified_header(e['TOKEN'])['kid']\n"
      "jwk = [k for k in json.loads(e['JWT_JWKS'])['keys'] if k['kid'] == kid][0]\n"
      "key = jwt.PyJWK(jwk).key\n"
      "assert jwt.decode(e['TOKEN'], key, algorithms=[jwk['alg']])['sub'] == 'ours'\n"
      "now = int(time.time())\n"
      "theirs = {'sub': 'theirs', 'iss': 'https://id.example.org', 'iat': now, 'exp': now + 600}\n"
      "signer = key if jwk['kty'] == 'oct' else e['JWT_SECRET']\n"
      "os.write(int(e['OUT']), jwt.encode(theirs, signer, jwk['alg'], headers={'kid': kid}).encode())\n";
  for (const auto& chosen : kSymmetric) speak_with({"/usr/bin/python3", "-c", script}, chosen);
  for (const auto& chosen : kAsymmetric) speak_with({"/usr/bin/python3", "-c", script}, chosen);
}

TEST(Peers, JsonwebtokenForNodeTakesTheSecretAsItIs) {
  if (std::getenv("JWTKEEP_NODE_MODULES") == nullptr) {
    GTEST_SKIP() << "JWTKEEP_NODE_MODULES is not set (tools/install_node_peers.sh)";
  }
  const std::string script =
      "const jwt = require(process.env.JWTKEEP_NODE_MODULES + '/jsonwebtoken'), e = process.env;"
      "const key = e.JWT_FORM === 'bytes' ? Buffer.from(e.JWT_SECRET, 'base64url') : e.JWT_SECRET;"
      "const claims = jwt.verify(e.TOKEN, e.JWT_PUBLIC_KEY || key, {algorithms: [e.JWT_ALG]});"
      "if (claims.sub !== 'ours') process.exit(3);"
      "const token = jwt.sign({sub: 'theirs'}, key, {algorithm: e.JWT_ALG, keyid: e.JWT_KID, expiresIn: 600,"
      " issuer: 'https://id.example.org'});"
      "require('fs').writeSync(+e.OUT, token);";
  for (const auto& chosen : kSymmetric) speak_with({"node", "-e", script}, chosen);
  for (const auto& chosen : kAsymmetric) speak_with({"node", "-e", script}, chosen);
}

}  // namespace
}  // namespace jwtkeep::destination
