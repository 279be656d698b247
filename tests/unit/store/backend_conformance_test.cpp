#include <thread>

#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Reason;
using base::Result;

class Conformance : public OnBackend {};
INSTANTIATE_TEST_SUITE_P(Backends, Conformance, kEveryBackend, backend_name);

std::string joined(const std::vector<Row>& rows) {
  std::string text;
  for (const auto& row : rows) text += row.key + "=" + row.value + ";";
  return text;
}

TEST_P(Conformance, KeepsWhatIsPutInOrderWithBounds) {
  auto backend = rows_.opener();
  const std::string binary("b\0\xff", 3);
  const std::string big(300'000, 'x');
  ASSERT_TRUE(backend->write([&](Transaction& t) -> Result<void> {
    for (const auto* key : {"c", "a", "d"}) JWTKEEP_CHECK(t.put(Space::keys, key, std::string("v") + key));
    JWTKEEP_CHECK(t.put(Space::keys, binary, ""));
    JWTKEEP_CHECK(t.put(Space::meta, "big", big));
    JWTKEEP_CHECK(t.put(Space::keys, "a", "again"));
    JWTKEEP_CHECK(t.erase(Space::keys, "never there"));
    return t.erase(Space::keys, "d");
  }));
  ASSERT_TRUE(rows_.opener()->read([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::keys, "a"), "again");
    EXPECT_EQ(*t.get(Space::keys, binary), "");
    EXPECT_EQ(*t.get(Space::keys, "d"), std::nullopt);
    EXPECT_EQ(*t.get(Space::meta, "a"), std::nullopt);
    EXPECT_EQ(**t.get(Space::meta, "big"), big);
    EXPECT_EQ(joined(*t.range(Space::keys, "", "", 10)), "a=again;" + binary + "=;c=vc;");
    EXPECT_EQ(joined(*t.range(Space::keys, "b", "c", 10)), binary + "=;");
    EXPECT_EQ(joined(*t.range(Space::keys, "a", "", 1)), "a=again;");
    EXPECT_EQ((*t.last(Space::keys))->key, "c");
    EXPECT_FALSE(*t.last(Space::trail));
    return {};
  }));
}

TEST_P(Conformance, AnErrorLeavesNothingBehind) {
  auto backend = rows_.opener();
  const auto done = backend->write([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.put(Space::keys, "a", "1"));
    return base::fail(Reason::bad_value, "no");
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::bad_value);
  ASSERT_TRUE(backend->read([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::keys, "a"), std::nullopt);
    EXPECT_EQ(t.put(Space::keys, "a", "1").error().reason, Reason::internal);
    EXPECT_EQ(t.erase(Space::keys, "a").error().reason, Reason::internal);
    EXPECT_EQ(backend->write([](Transaction&) -> Result<void> { return {}; }).error().reason, Reason::internal);
    return {};
  }));
}

TEST_P(Conformance, AReaderSeesOneMoment) {
  if (GetParam() == Kind::memory) GTEST_SKIP() << "in memory a writer waits for the reader";
  auto backend = rows_.opener();
  auto other = rows_.opener();
  ASSERT_TRUE(backend->read([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::keys, "a"), std::nullopt);
    EXPECT_TRUE(other->write([](Transaction& w) { return w.put(Space::keys, "a", "1"); }));
    EXPECT_EQ(*t.get(Space::keys, "a"), std::nullopt);
    return {};
  }));
  ASSERT_TRUE(backend->read([&](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::keys, "a"), "1");
    return {};
  }));
}

TEST_P(Conformance, GenerationShowsOwnAndOthersCommits) {
  auto backend = rows_.opener();
  auto other = rows_.opener();
  const auto write = [](Transaction& t) { return t.put(Space::keys, "a", "1"); };
  const auto first = *backend->generation();
  EXPECT_EQ(*backend->generation(), first);
  ASSERT_TRUE(backend->write(write));
  const auto second = *backend->generation();
  EXPECT_NE(second, first);
  ASSERT_TRUE(other->write(write));
  EXPECT_NE(*backend->generation(), second);
}

TEST_P(Conformance, WritersTakeTurns) {
  {
    (void)rows_.opener();
  }
  const auto count = [&] {
    auto backend = rows_.opener();
    for (int i = 0; i < 50; ++i) {
      const auto done = backend->write([](Transaction& t) -> Result<void> {
        JWTKEEP_TRY(const auto value, t.get(Space::meta, "n"));
        return t.put(Space::meta, "n", std::to_string((value ? std::stoi(*value) : 0) + 1));
      });
      EXPECT_TRUE(done) << done.error().what;
    }
  };
  std::thread one(count);
  std::thread two(count);
  one.join();
  two.join();
  ASSERT_TRUE(rows_.opener()->read([](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::meta, "n"), "100");
    return {};
  }));
}

}  // namespace
}  // namespace jwtkeep::store
