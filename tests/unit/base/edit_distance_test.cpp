#include "jwtkeep/base/edit_distance.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

namespace jwtkeep::base {
namespace {

TEST(EditDistance, CountsInsertionsRemovalsAndReplacements) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("spring", "spring"), 0U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("sprnig", "spring"), 2U) << "two letters that changed places";
}

RC_GTEST_PROP(EditDistance, IsADistance, (const std::string& a, const std::string& b, const std::string& c)) {
  const auto apart = edit_distance(a, b);
  RC_ASSERT((apart == 0) == (a == b));
  RC_ASSERT(apart == edit_distance(b, a));
  RC_ASSERT(apart <= std::max(a.size(), b.size()));
  RC_ASSERT(edit_distance(a, c) <= apart + edit_distance(b, c));
}

}  // namespace
}  // namespace jwtkeep::base
