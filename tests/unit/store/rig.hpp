// Stores to test on: each backend, with a way for a second opener to the same rows.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/keyring/life.hpp"
#include "jwtkeep/store/memory/memory_backend.hpp"
#include "jwtkeep/store/sqlite/sqlite_backend.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::store {

inline constexpr PassphraseCost kCheap{.operations = 1, .memory_bytes = 8192};
inline const base::Instant kNow{std::chrono::seconds{1'800'000'000}};

inline Opener opener(std::string_view passphrase = "correct horse") {
  return Opener::passphrase(base::SecretBytes::copy_of(passphrase), kCheap);
}

inline keyring::Name name(std::string_view text = "orders/prod") { return *keyring::Name::parse(text); }

/// A folder of its own, gone at the end.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "jwtkeep-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string file(const std::string& leaf = "store") const { return (path_ / leaf).string(); }

 private:
  std::filesystem::path path_;
};

inline std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Gives openers of the same rows.
class Rows {
 public:
  explicit Rows(bool sqlite) : sqlite_(sqlite) {}
  std::unique_ptr<Backend> opener() {
    if (!sqlite_) return std::make_unique<MemoryBackend>(memory_);
    const bool there = std::filesystem::exists(folder_.file());
    auto backend =
        SqliteBackend::open(folder_.file(), there ? SqliteBackend::Mode::existing : SqliteBackend::Mode::create);
    EXPECT_TRUE(backend) << backend.error().what;
    return *std::move(backend);
  }
  [[nodiscard]] const Folder& folder() const { return folder_; }

 private:
  bool sqlite_;
  Folder folder_;
  std::shared_ptr<MemoryRows> memory_ = MemoryBackend().rows();
};

class OnBackend : public ::testing::TestWithParam<bool> {
 protected:
  Rows rows_{GetParam()};
};

inline TrailEvent event(std::string action, const keyring::Name& about = name()) {
  return {.at = kNow, .actor = "test", .action = std::move(action), .keyring = about, .detail = {}};
}

/// Makes a keyring with its first key; gives the keyring as it was saved.
inline keyring::Keyring make_keyring(Store& store, const keyring::Name& called = name()) {
  auto fresh = keyring::make_key({}, store.fingerprint_key());
  EXPECT_TRUE(fresh);
  auto ring = keyring::begin(called, {}, fresh->key, kNow);
  std::vector<keyring::KeyWithMaterial> with;
  with.push_back(*std::move(fresh));
  auto done = store.change([&](Change& change) -> base::Result<void> {
    JWTKEEP_CHECK(change.record(event("new", called)));
    return change.save(ring, std::move(with));
  });
  EXPECT_TRUE(done) << done.error().what;
  return ring;
}

}  // namespace jwtkeep::store
