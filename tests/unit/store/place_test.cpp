// The store's file: whose it is, who may use it, and what an interrupted making leaves behind.
#include <sys/stat.h>
#include <unistd.h>

#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Reason;
using base::Result;
using Mode = SqliteBackend::Mode;

constexpr uid_t kNobody = 65534;

std::string outcome(const std::string& path, Mode mode = Mode::existing) {
  const auto opened = SqliteBackend::open(path, mode);
  if (!opened) {
    EXPECT_FALSE(opened.error().hint.empty()) << opened.error().what;
  }
  return opened ? "opened" : std::string(base::word(opened.error().reason));
}

void finished_store(const std::string& path) {
  auto store = *Store::create(*SqliteBackend::open(path, Mode::create), opener(), kNow);
  make_keyring(store);
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  ASSERT_EQ(chmod(path.c_str(), 0600), 0);
}

/// What an interrupted `init` can leave: an empty file, or tables without a row.
class Unfinished : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam()) {
      ASSERT_TRUE(SqliteBackend::open(path_, Mode::create));
    } else {
      write_file(path_, "");
    }
  }
  Folder folder_;
  std::string path_ = folder_.file();
};
INSTANTIATE_TEST_SUITE_P(Stages, Unfinished, ::testing::Values(false, true),
                         [](const auto& stage) { return stage.param ? "tables" : "empty"; });

TEST_P(Unfinished, IsNoStoreYet) {
  auto backend = SqliteBackend::open(path_, Mode::existing);
  const auto error = backend ? Store::open(*std::move(backend), opener()).error() : backend.error();
  EXPECT_EQ(error.reason, Reason::no_store);
  EXPECT_NE(error.hint.find("jwtkeep init"), std::string::npos);
}

TEST_P(Unfinished, IsFinishedByTheNextMaking) {
  finished_store(path_);
  auto store = Store::open(*SqliteBackend::open(path_, Mode::existing), opener());
  ASSERT_TRUE(store);
  EXPECT_TRUE(store->keyring(name()));
  EXPECT_EQ(outcome(path_, Mode::create), "already_exists") << "now it is one";
}

TEST_P(Unfinished, TwoMakersDoNotHarmEachOther) {
  auto one = *SqliteBackend::open(path_, Mode::create);
  auto two = *SqliteBackend::open(path_, Mode::create);
  ASSERT_TRUE(Store::create(std::move(two), opener("the faster"), kNow));
  EXPECT_EQ(Store::create(std::move(one), opener("the slower"), kNow).error().reason, Reason::already_exists);
  EXPECT_TRUE(Store::open(*SqliteBackend::open(path_, Mode::existing), opener("the faster")));
}

TEST_P(Unfinished, WithLooseModeIsNotTakenUp) {
  chmod(path_.c_str(), 0644);
  EXPECT_EQ(outcome(path_, Mode::create), "already_exists");
}

TEST(Making, LeavesWhatIsNotAStoreAlone) {
  const Folder folder;
  for (const auto& text : {std::string("x"), std::string(5000, 'x'), "SQLite format 3" + std::string(200, '\0')}) {
    write_file(folder.file(), text);
    EXPECT_EQ(outcome(folder.file(), Mode::create), "already_exists");
    EXPECT_TRUE(content(folder.file()) == text) << "it was changed";
  }
  EXPECT_EQ(symlink("/nowhere", folder.file("link").c_str()), 0);
  EXPECT_EQ(outcome(folder.file("link"), Mode::create), "already_exists");
}

TEST(Making, SetsItsModeWhateverTheUmask) {
  const Folder folder;
  const auto before = umask(0777);
  finished_store(folder.file());
  umask(before);
  struct stat status{};
  ASSERT_EQ(stat(folder.file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST(Opening, FindsEveryTruncationByAPage) {
  const Folder folder;
  finished_store(folder.file());
  const auto whole = content(folder.file());
  ASSERT_GT(whole.size(), 20000U);
  for (std::size_t size = 0; size + 4096 <= whole.size(); size += 1024) {
    write_file(folder.file("cut"), whole.substr(0, size));
    const auto use = [&]() -> Result<void> {
      JWTKEEP_TRY(auto backend, SqliteBackend::open(folder.file("cut"), Mode::existing));
      JWTKEEP_TRY(auto store, Store::open(std::move(backend), opener()));
      JWTKEEP_TRY(const auto ring, store.keyring(name()));
      JWTKEEP_CHECK(store.material(ring, ring.keys.front()));
      JWTKEEP_CHECK(store.verify_trail());
      JWTKEEP_CHECK(store.backup(kNow));  // reads every table
      return {};
    };
    const auto used = use();
    ASSERT_FALSE(used) << size;
    EXPECT_EQ(used.error().reason, size == 0 ? Reason::no_store : Reason::tampered) << size << used.error().what;
    EXPECT_FALSE(used.error().hint.empty());
  }
}

/// What `log verify` says of a file with this content.
Result<TrailHead> verified(const std::string& path, const std::string& text) {
  write_file(path, text);
  JWTKEEP_TRY(auto backend, SqliteBackend::open(path, Mode::existing));
  JWTKEEP_TRY(auto store, Store::open(std::move(backend), opener()));
  return store.verify_trail();
}

void expect_damaged(const Result<TrailHead>& verified) {
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().reason, Reason::tampered) << verified.error().what;
  EXPECT_NE(verified.error().hint.find("restore"), std::string::npos) << verified.error().what;
}

// SQLite reads what is missing of a last page as zeros. As the store grows, each table's pages come to be the last one.
TEST(Verifying, FindsALastPageThatWasCutOrZeroed) {
  const Folder folder;
  for (int keyrings = 1; keyrings <= 40; ++keyrings) {
    std::filesystem::remove(folder.file());
    {
      auto store = *Store::create(*SqliteBackend::open(folder.file(), Mode::create), opener(), kNow);
      for (int i = 0; i < keyrings; ++i) make_keyring(store, name("orders/env" + std::to_string(i)));
      ASSERT_TRUE(store.verify_trail());
    }
    auto whole = content(folder.file());
    for (const std::size_t missing : {1U, 40U, 300U, 1000U, 2500U, 4000U, 4095U}) {
      SCOPED_TRACE(std::to_string(keyrings) + " keyrings, " + std::to_string(missing) + " bytes missing");
      expect_damaged(verified(folder.file("cut"), whole.substr(0, whole.size() - missing)));
    }
    SCOPED_TRACE(std::to_string(keyrings) + " keyrings, half of the last page zeroed");
    expect_damaged(verified(folder.file("cut"), whole.replace(whole.size() - 2048, 2048, 2048, '\0')));
  }
}

/// Root is refused nothing: for a while this process is somebody else.
class AsNobody {
 public:
  AsNobody() {
    if (geteuid() == 0) {
      EXPECT_EQ(seteuid(kNobody), 0);
    }
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() { EXPECT_EQ(seteuid(getuid()), 0); }
};

void give_to_nobody(const std::string& path) {
  if (geteuid() == 0) {
    ASSERT_EQ(chown(path.c_str(), kNobody, kNobody), 0);
  }
}

TEST(Opening, AReadOnlyFileIsReadAndNotWritten) {
  const Folder folder;
  finished_store(folder.file());
  ASSERT_EQ(chmod(folder.file().c_str(), 0400), 0);
  give_to_nobody(folder.file());
  give_to_nobody(folder.file(""));
  const AsNobody other;
  auto store = Store::open(*SqliteBackend::open(folder.file(), Mode::existing), opener());
  ASSERT_TRUE(store) << store.error().what;
  EXPECT_TRUE(store->keyring(name()));
  const auto done = store->change([](Change& change) { return change.record(event("x")); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::permission) << done.error().what;
  EXPECT_FALSE(done.error().hint.empty());
}

TEST(Opening, ASymbolicLinkOfSomebodyElseIsNotFollowed) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a link to somebody else";
  const Folder folder;
  finished_store(folder.file());
  ASSERT_EQ(symlink(folder.file().c_str(), folder.file("link").c_str()), 0);
  EXPECT_EQ(outcome(folder.file("link")), "opened");
  ASSERT_EQ(lchown(folder.file("link").c_str(), kNobody, kNobody), 0);
  EXPECT_EQ(outcome(folder.file("link")), "permission");
}

TEST(Opening, AFileOfSomebodyElseIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file to somebody else";
  const Folder folder;
  finished_store(folder.file());
  ASSERT_EQ(chmod(folder.file("").c_str(), 0755), 0);
  {
    const AsNobody other;
    EXPECT_EQ(outcome(folder.file()), "permission") << "root's";
  }
  give_to_nobody(folder.file());
  EXPECT_EQ(outcome(folder.file()), "opened") << "root may use anybody's";
}

}  // namespace
}  // namespace jwtkeep::store
