#include "jwtkeep/keyring/verifier.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace jwtkeep::keyring {
namespace {

using base::Seconds;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Verifiers, TheCachesAreThoseOfTheRealClients) {
  const std::array<std::pair<const char*, Seconds>, 12> known{{{"node-jwks-rsa", minutes{10}},
                                                               {"java-jwks-rsa", hours{10}},
                                                               {"jose", minutes{10}},
                                                               {"pyjwkclient", minutes{5}},
                                                               {"nimbus", minutes{5}},
                                                               {"spring", minutes{5}},
                                                               {"microsoft-identitymodel", hours{12}},
                                                               {"kong", hours{1}},
                                                               {"aws-api-gateway", hours{1}},
                                                               {"envoy", minutes{10}},
                                                               {"istio", minutes{20}},
                                                               {"jwtkeep", seconds{0}}}};
  for (const auto& [name, cache_age] : known) {
    const auto* verifier = find_verifier(name);
    ASSERT_NE(verifier, nullptr) << name;
    EXPECT_EQ(verifier->cache_age, cache_age) << name;
    EXPECT_EQ(verifier->bound, Verifier::Bound::age) << name;
    EXPECT_FALSE(verifier->source.empty()) << name;
  }
  EXPECT_EQ(find_verifier("jose")->cooldown, seconds{30});
  EXPECT_EQ(find_verifier("go-oidc")->bound, Verifier::Bound::never);
  EXPECT_EQ(find_verifier("hasura")->bound, Verifier::Bound::header);
}

TEST(Verifiers, NamesAreDifferentAndFoundAgain) {
  std::set<std::string_view> names;
  for (const auto& verifier : known_verifiers()) {
    EXPECT_TRUE(names.insert(verifier.name).second) << verifier.name;
    EXPECT_EQ(find_verifier(verifier.name), &verifier);
    EXPECT_FALSE(word(verifier.bound).empty());
    EXPECT_FALSE(word(verifier.unknown_kid).empty());
    EXPECT_FALSE(word(verifier.cache_control).empty());
    EXPECT_FALSE(word(verifier.sure).empty());
  }
  EXPECT_EQ(find_verifier(""), nullptr);
  EXPECT_EQ(find_verifier("Spring"), nullptr);
}

TEST(Verifiers, ALongerCooldownIsWhatDelaysANewKey) {
  EXPECT_EQ(learns_within(*find_verifier("jose")), minutes{10});
  Verifier verifier = *find_verifier("jose");
  verifier.cooldown = hours{1};
  EXPECT_EQ(learns_within(verifier), hours{1});
}

TEST(Verifiers, AMistypedNameFindsWhatWasMeant) {
  const auto names = [](std::initializer_list<const char*> list) {
    return std::vector<std::string>(list.begin(), list.end());
  };
  EXPECT_EQ(near_verifiers("node-jwks-rs"), names({"node-jwks-rsa"}));
  EXPECT_EQ(near_verifiers("Node_JWKS_RSA"), names({"node-jwks-rsa"}));
  EXPECT_EQ(near_verifiers("sprnig"), names({"spring"}));
  EXPECT_EQ(near_verifiers("jwks-rsa", 2), names({"node-jwks-rsa", "java-jwks-rsa"}));
  EXPECT_EQ(near_verifiers("identitymodel"), names({"microsoft-identitymodel"}));
  EXPECT_EQ(near_verifiers("asp.net core"), names({"microsoft-identitymodel"})) << "by what it is";
  EXPECT_TRUE(near_verifiers("").empty());
  EXPECT_TRUE(near_verifiers("qqqqqq").empty());
  EXPECT_TRUE(near_verifiers(std::string(1'000'000, 'q')).empty()) << "and at once";
}

TEST(Verifiers, ACacheIsToldByWhatEndsIt) {
  EXPECT_EQ(describe_cache(*find_verifier("spring")), "5m");
  EXPECT_EQ(describe_cache(*find_verifier("jwtkeep")), "none");
  EXPECT_EQ(describe_cache(*find_verifier("go-oidc")), "never ends");
  EXPECT_EQ(describe_cache(*find_verifier("libjwt")), "max-age");
  EXPECT_EQ(describe_cache(*find_verifier("confluent-cloud")), "1d or max-age");
}

}  // namespace
}  // namespace jwtkeep::keyring
