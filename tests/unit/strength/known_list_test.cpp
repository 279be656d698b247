// The list that `crack` tries first and the judge knows.
#include "jwtkeep/strength/known_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <unordered_set>

namespace jwtkeep::strength {
namespace {

std::vector<std::string_view> lines() {
  std::vector<std::string_view> found;
  std::string_view rest = known_list();
  while (!rest.empty()) {
    found.push_back(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(found.back().size() + 1);
  }
  return found;
}

TEST(KnownList, HoldsThePublicListAndTheDefaultsOnce) {
  ASSERT_TRUE(known_list().ends_with('\n'));
  const auto all = lines();
  EXPECT_GT(all.size(), 103'782U);
  EXPECT_EQ(std::unordered_set<std::string_view>(all.begin(), all.end()).size(), all.size());
}

TEST(KnownList, BeginsWithTheDefaultsOfProducts) {
  const auto all = lines();
  EXPECT_EQ(all[0], "");
  EXPECT_EQ(all[1], "secret");
  for (const std::string_view text :
       {"your-256-bit-secret", "SecretKey012345678901234567890123456789012345678901234567890123456789",
        "\002\001thisismyscretkey\001\002\\e\\y\\y\\h"}) {
    EXPECT_LT(std::ranges::find(all, text) - all.begin(), 100) << text;
  }
  // The last of the public list.
  EXPECT_TRUE(all.back().ends_with("5ecadabaa602891be2be66ed123a7b26876d4daddf")) << all.back();
}

TEST(KnownList, HoldsNoCarriageReturns) { EXPECT_EQ(known_list().find('\r'), std::string_view::npos); }

}  // namespace
}  // namespace jwtkeep::strength
