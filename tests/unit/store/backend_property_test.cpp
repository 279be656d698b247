// Whatever is done to a backend in whatever order, it answers as the one in memory does.
#include <gtest/gtest.h>
// after GoogleTest, which it needs
#include <rapidcheck/gtest.h>

#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Result;

struct BackendStep {
  int kind = 0;  ///< put, put, erase, get, range, last
  std::string key;
  std::string until;
  std::size_t limit = 0;
};

/// Runs the steps in one transaction; what they gave, as text.
std::string answers(Transaction& t, const std::vector<BackendStep>& steps) {
  std::string out;
  const auto tell = [&](const auto& rows) {
    for (const auto& row : rows) out += row.key + "=" + row.value + ",";
    out += ";";
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& step = steps[i];
    switch (step.kind) {
      case 0:
      case 1: EXPECT_TRUE(t.put(Space::keys, step.key, std::to_string(i))); break;
      case 2: EXPECT_TRUE(t.erase(Space::keys, step.key)); break;
      case 3: out += t.get(Space::keys, step.key)->value_or("none") + ";"; break;
      case 4: tell(*t.range(Space::keys, step.key, step.until, step.limit)); break;
      default:
        if (const auto last = *t.last(Space::keys)) tell(std::vector<Row>{*last});
    }
  }
  return out;
}

rc::Gen<BackendStep> backend_step() {
  const auto key = rc::gen::container<std::string>(2, rc::gen::element('a', 'b', '\0', '\xff'));
  return rc::gen::build<BackendStep>(
      rc::gen::set(&BackendStep::kind, rc::gen::inRange(0, 6)), rc::gen::set(&BackendStep::key, key),
      rc::gen::set(&BackendStep::until, rc::gen::oneOf(key, rc::gen::just(std::string{}))),
      rc::gen::set(&BackendStep::limit, rc::gen::inRange<std::size_t>(0, 5)));
}

void compare(Kind kind) {
  Rows memory(Kind::memory);
  Rows other(kind);
  auto expected = memory.opener();
  auto found = other.opener();
  auto stranger = other.opener();
  auto expected_stranger = memory.opener();
  const bool held = rc::check("it answers as the one in memory does", [&] {
    const auto steps = *rc::gen::container<std::vector<BackendStep>>(backend_step());
    const bool keep = *rc::gen::arbitrary<bool>();
    const auto expected_rows = *rc::gen::container<std::vector<BackendStep>>(backend_step());
    const auto run = [&](Backend& backend) {
      std::string out;
      (void)backend.read([&](Transaction& t) -> Result<void> {
        std::vector<Expectation> expectations;
        for (const auto& one : expected_rows) expectations.push_back({Space::keys, one.key, one.until});
        t.expect(expectations);
        return {};
      });
      (void)backend.write([&](Transaction& t) -> Result<void> {
        out = answers(t, steps);
        if (!keep) return base::fail(base::Reason::bad_value, "rolled back");
        return {};
      });
      (void)backend.read([&](Transaction& t) -> Result<void> {
        const auto rows = *t.range(Space::keys, "", "", 1000);
        for (const auto& row : rows) out += row.key + "=" + row.value + ",";
        for (const auto& one : steps) {
          const auto some = *t.range(Space::keys, one.key, one.until, one.limit);
          for (const auto& row : some) out += row.key + ",";
          out += t.get(Space::keys, one.key)->value_or("none");
        }
        return {};
      });
      return out;
    };
    RC_ASSERT(run(*found) == run(*expected));
    // Another process changes something, and is seen.
    const auto changed = *backend_step();
    for (auto* writer : {stranger.get(), expected_stranger.get()}) {
      RC_ASSERT(writer->write([&](Transaction& t) { return t.put(Space::keys, changed.key, "strange"); }).has_value());
    }
    RC_ASSERT(run(*found) == run(*expected));
  });
  EXPECT_TRUE(held);
}

TEST(BackendProperty, SqliteIsAsMemory) { compare(Kind::sqlite); }

TEST(BackendProperty, PostgresIsAsMemory) {
  JWTKEEP_SKIP_WITHOUT_POSTGRES();
  compare(Kind::postgres);
}

}  // namespace
}  // namespace jwtkeep::store
