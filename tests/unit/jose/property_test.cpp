// What holds for every token: whatever claims are signed come back, and only to the right key.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

rc::Gen<std::string> any_text() { return rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127)); }

Json any_claims() {
  auto made = Json::object({{"exp", std::int64_t{1'800'001'800}}});
  const auto count = *rc::gen::inRange(0, 5);
  for (int i = 0; i < count; ++i) {
    const auto name = "x" + *any_text();
    switch (*rc::gen::inRange(0, 4)) {
      case 0: made.set(name, *rc::gen::arbitrary<std::int64_t>()); break;
      case 1: made.set(name, *any_text()); break;
      case 2: made.set(name, Json::array({*any_text(), nullptr, true})); break;
      default: made.set(name, Json::object({{"in", *any_text()}})); break;
    }
  }
  return made;
}

RC_GTEST_PROP(JwtProperty, SignedClaimsComeBackToTheirKeyAlone, ()) {
  const auto signed_claims = any_claims();
  const auto alg = *rc::gen::elementOf(std::vector<Alg>(std::begin(kEveryAlg), std::end(kEveryAlg)));
  const auto token = sign_jwt(sample_key(alg), signed_claims).value();
  const auto verified = verify(token, only(sample_key(alg).verify_key()), lenient_policy(), kNow);
  RC_ASSERT(verified);
  RC_ASSERT(verified->claims() == signed_claims);
  for (const auto other : kEveryAlg)
    RC_ASSERT((refusal(token, sample_key(other).verify_key()) == "none") == (other == alg));
}

RC_GTEST_PROP(JwtProperty, AReplacedCharacterIsRefused, ()) {
  const auto alg = *rc::gen::elementOf(std::vector<Alg>(std::begin(kEveryAlg), std::end(kEveryAlg)));
  auto token = sign_jwt(sample_key(alg), any_claims()).value();
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const auto character = *rc::gen::arbitrary<char>();
  RC_PRE(character != token[at]);
  token[at] = character;
  RC_ASSERT(refusal(token, sample_key(alg).verify_key()) != "none");
}

RC_GTEST_PROP(JwtProperty, ASignatureIsNotMovedToOtherClaims, ()) {
  const auto& key = sample_key(*rc::gen::elementOf(std::vector<Alg>(std::begin(kEveryAlg), std::end(kEveryAlg))));
  const auto one = sign_jwt(key, any_claims()).value(), two = sign_jwt(key, any_claims()).value();
  RC_PRE(one.substr(0, one.rfind('.')) != two.substr(0, two.rfind('.')));
  RC_ASSERT(refusal(one.substr(0, one.rfind('.')) + two.substr(two.rfind('.')), key.verify_key()) == "bad_signature");
}

}  // namespace
}  // namespace jwtkeep::jose
