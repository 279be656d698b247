// Stores to test on: each backend, with a way for a second opener to the same rows.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/keyring/life.hpp"
#include "jwtkeep/store/memory/memory_backend.hpp"
#include "jwtkeep/store/postgres/postgres_backend.hpp"
#include "jwtkeep/store/sqlite/sqlite_backend.hpp"
#include "jwtkeep/store/store.hpp"
#include "postgres_server.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"

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
  [[nodiscard]] std::string file(const std::string& leaf = "store") const { return (folder_.path() / leaf).string(); }

 private:
  servers::ScratchFolder folder_{"store"};
};

inline std::string content(const std::string& path) { return servers::content_of(path); }

enum class Kind : std::uint8_t { memory, sqlite, postgres };

inline std::string word(Kind kind) {
  switch (kind) {
    case Kind::memory: return "memory";
    case Kind::sqlite: return "sqlite";
    case Kind::postgres: return "postgres";
  }
  return "";
}

/// Gives openers of the same rows.
class Rows {
 public:
  explicit Rows(Kind kind) : kind_(kind) {}
  std::unique_ptr<Backend> opener() {
    switch (kind_) {
      case Kind::memory: return std::make_unique<MemoryBackend>(memory_);
      case Kind::sqlite: {
        const bool there = std::filesystem::exists(folder_.file());
        return must(
            SqliteBackend::open(folder_.file(), there ? SqliteBackend::Mode::existing : SqliteBackend::Mode::create));
      }
      case Kind::postgres: {
        const auto mode = made_ ? PostgresBackend::Mode::existing : PostgresBackend::Mode::create;
        made_ = true;
        return must(PostgresBackend::open(PostgresServer::shared()->url(schema_), mode));
      }
    }
    return nullptr;
  }
  [[nodiscard]] const Folder& folder() const { return folder_; }
  [[nodiscard]] const std::string& schema() const { return schema_; }

 private:
  static std::unique_ptr<Backend> must(base::Result<std::unique_ptr<Backend>> backend) {
    EXPECT_TRUE(backend) << backend.error().what;
    return *std::move(backend);
  }

  Kind kind_;
  Folder folder_;
  std::shared_ptr<MemoryRows> memory_ = MemoryBackend().rows();
  std::string schema_ = PostgresServer::fresh_schema();
  bool made_ = false;
};

/// A suite that runs on every backend: INSTANTIATE_TEST_SUITE_P(Backends, SUITE, kEveryBackend, backend_name).
class OnBackend : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    if (GetParam() == Kind::postgres) JWTKEEP_SKIP_WITHOUT_POSTGRES();
  }
  Rows rows_{GetParam()};
};
inline const auto kEveryBackend = ::testing::Values(Kind::memory, Kind::sqlite, Kind::postgres);
inline std::string backend_name(const ::testing::TestParamInfo<Kind>& kind) { return word(kind.param); }

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
