// What git's configuration says of its user.
#include "jwtkeep/strength/git_identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace jwtkeep::strength {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(GitIdentity, IsNameAndEmailOfTheUserSection) {
  EXPECT_THAT(
      git_identity("[core]\n\tname = no\n[user]\n\tname = Ada Lovelace\n\temail = ada@acme.example\n[alias]\nname = x"),
      ElementsAre("Ada Lovelace", "ada@acme.example"));
}

TEST(GitIdentity, TakesQuotesCommentsAndAnyCase) {
  EXPECT_THAT(git_identity("[USER]\r\nName=\"Ada # \\\"L\\\"\" ; work\r\n# email = no\n EMAIL = a@b.c # x"),
              ElementsAre("Ada # \"L\"", "a@b.c"));
}

TEST(GitIdentity, PassesOverWhatIsNotOne) {
  for (const char* config : {"", "name = x", "[user \"sub\"]\nname = x", "[user]\nname",
                             "[user]\nname =", "[user\nname = x", "[users]\nname = x", "[user]\nnames = x"}) {
    EXPECT_THAT(git_identity(config), IsEmpty()) << config;
  }
}

}  // namespace
}  // namespace jwtkeep::strength
