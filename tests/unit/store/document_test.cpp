// What is of the whole store: kept, and changed by nobody else unseen.
#include "jwtkeep/store/document.hpp"

#include "jwtkeep/store/copy.hpp"
#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Json;
using base::Reason;
using base::Result;

class DocumentTest : public OnBackend {
 protected:
  void SetUp() override {
    OnBackend::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    auto made = Store::create(rows_.opener(), opener(), kNow);
    ASSERT_TRUE(made) << made.error().what;
    store_.emplace(*std::move(made));
  }

  Result<void> save(std::string_view document, const Json& json, bool recorded = true) {
    return store_->change([&](Change& change) -> Result<void> {
      if (recorded)
        JWTKEEP_CHECK(
            change.record({.at = kNow, .actor = "test", .action = "access.add", .keyring = {}, .detail = {}}));
      return change.save_document(document, json);
    });
  }
  std::optional<std::string> row(const std::string& key) {
    std::optional<std::string> found;
    EXPECT_TRUE(rows_.opener()->read([&](Transaction& transaction) -> Result<void> {
      JWTKEEP_TRY(found, transaction.get(Space::meta, key));
      return {};
    }));
    return found;
  }
  void put(const std::string& key, const std::string& text) {
    EXPECT_TRUE(rows_.opener()->write([&](Transaction& t) { return t.put(Space::meta, key, text); }));
  }
  std::string reads() {
    const auto found = store_->document("access");
    if (!found) return std::string(base::word(found.error().reason));
    return *found ? base::write_json(**found) : "nothing";
  }

  std::optional<Store> store_;
};
INSTANTIATE_TEST_SUITE_P(Backends, DocumentTest, kEveryBackend, backend_name);

TEST_P(DocumentTest, IsNothingUntilItIsSavedAndThenTheNewest) {
  EXPECT_EQ(reads(), "nothing");
  ASSERT_TRUE(save("access", Json::object({{"n", 1}})));
  ASSERT_TRUE(save("access", Json::object({{"n", 2}})));
  EXPECT_EQ(reads(), R"({"n":2})");
  auto again = Store::open(rows_.opener(), opener());
  ASSERT_TRUE(again);
  EXPECT_EQ(**again->document("access"), Json::object({{"n", 2}}));
  EXPECT_TRUE(store_->verify_trail());
}

TEST_P(DocumentTest, ChangesWithARecordOnly) {
  EXPECT_EQ(save("access", Json::object(), false).error().reason, Reason::internal);
  for (const auto* bad : {"", "Access", "a b", "a:b"})
    EXPECT_EQ(save(bad, {}).error().reason, Reason::bad_value) << bad;
  EXPECT_EQ(save("access", std::string(std::size_t{1} << 20, 'x')).error().reason, Reason::bad_value);
  EXPECT_EQ(reads(), "nothing");
}

TEST_P(DocumentTest, WhoeverWritesItsRowIsFoundOut) {
  ASSERT_TRUE(save("access", Json::object({{"n", 1}})));
  const auto old = row(document_row("access"));
  ASSERT_TRUE(old);
  ASSERT_TRUE(save("access", Json::object({{"n", 2}})));
  const auto now = row(document_row("access"));
  put(document_row("access"), *old);
  EXPECT_EQ(reads(), "tampered") << "an older one, put back: somebody who was revoked would be let in again";
  EXPECT_EQ(store_->verify_trail().error().reason, Reason::tampered);
  auto edited = *now;
  edited[edited.find('2')] = '3';
  put(document_row("access"), edited);
  EXPECT_EQ(reads(), "tampered");
  ASSERT_TRUE(rows_.opener()->write([](Transaction& t) { return t.erase(Space::meta, document_row("access")); }));
  EXPECT_EQ(reads(), "tampered") << "taken away";
  put(document_row("access"), *now);
  EXPECT_EQ(reads(), R"({"n":2})");
  put(document_row("other"), *now);
  EXPECT_EQ(store_->document("other").error().reason, Reason::tampered) << "added by somebody else";
  EXPECT_EQ(store_->verify_trail().error().reason, Reason::tampered);
}

TEST_P(DocumentTest, IsInABackupAndInACopy) {
  ASSERT_TRUE(save("access", Json::object({{"n", 1}})));
  MemoryBackend restored;
  ASSERT_TRUE(restore(*store_->backup(kNow), restored));
  auto back = Store::open(std::make_unique<MemoryBackend>(restored.rows()), opener());
  ASSERT_TRUE(back) << back.error().what;
  EXPECT_EQ(**back->document("access"), Json::object({{"n", 1}}));
  MemoryBackend copied;
  ASSERT_TRUE(copy_rows(*rows_.opener(), copied));
  auto copy = Store::open(std::make_unique<MemoryBackend>(copied.rows()), opener());
  ASSERT_TRUE(copy);
  EXPECT_TRUE(copy->verify_trail());
  EXPECT_EQ(**copy->document("access"), Json::object({{"n", 1}}));
}

}  // namespace
}  // namespace jwtkeep::store
