#include "jwtkeep/crack/batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace jwtkeep::crack {
namespace {

std::string_view text(const Batch& batch, std::size_t i) { return base::as_text(batch[i]); }

TEST(BatchTest, HoldsCandidatesOfAnyLength) {
  Batch batch;
  EXPECT_TRUE(batch.empty());
  const std::string line(70'000, 'x');
  for (const std::string_view one : {std::string_view("secret"), std::string_view(), std::string_view("a\0b", 3),
                                     std::string_view(line), std::string_view("last")}) {
    batch.add(base::as_bytes(one));
  }
  ASSERT_EQ(batch.size(), 5U);
  EXPECT_EQ(text(batch, 0), "secret");
  EXPECT_EQ(text(batch, 1), "");
  EXPECT_EQ(text(batch, 2), std::string_view("a\0b", 3));
  EXPECT_EQ(text(batch, 3), line);
  EXPECT_EQ(text(batch, 4), "last");
  EXPECT_EQ(batch.longest(), line.size());
  batch.clear();
  EXPECT_TRUE(batch.empty());
  EXPECT_EQ(batch.longest(), 0U);
}

TEST(BatchTest, IsFullWithSoManyCandidates) {
  Batch batch;
  for (std::size_t i = 0; i < Batch::kCapacity; ++i) {
    ASSERT_FALSE(batch.full());
    EXPECT_EQ(batch.room(), Batch::kCapacity - i);
    batch.add({});
  }
  EXPECT_TRUE(batch.full());
  EXPECT_EQ(batch.room(), 0U);
}

TEST(BatchTest, IsFullWithSoManyBytes) {
  Batch batch;
  batch.add(base::Bytes(Batch::kEnoughBytes - 1));
  EXPECT_FALSE(batch.full());
  batch.add(base::Bytes(1));
  EXPECT_TRUE(batch.full());
}

TEST(BatchTest, IsWrittenInPlace) {
  Batch batch;
  batch.add(base::as_bytes("one"));
  std::ranges::copy(std::string_view("second"), batch.write(100));
  batch.wrote(3);
  std::ranges::copy(std::string_view("aabbcc"), batch.add_many(3, 2));
  ASSERT_EQ(batch.size(), 5U);
  EXPECT_EQ(text(batch, 1), "sec");
  EXPECT_EQ(text(batch, 2), "aa");
  EXPECT_EQ(text(batch, 4), "cc");
  batch.add(base::as_bytes("end"));
  EXPECT_EQ(text(batch, 5), "end");
}

}  // namespace
}  // namespace jwtkeep::crack
