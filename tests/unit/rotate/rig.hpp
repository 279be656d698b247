// A store in memory with keyrings whose places are files, and a clock that stands where a test sets it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "jwtkeep/rotate/add_place.hpp"
#include "jwtkeep/rotate/everywhere.hpp"
#include "jwtkeep/rotate/look.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/unit/rotate/made_store.hpp"

namespace jwtkeep::rotate {

inline constexpr base::Instant kBegin{std::chrono::seconds{1'800'000'000}};

class RotateRig : public testing::Test {
 protected:
  void SetUp() override {
    auto backend = std::make_unique<store::MemoryBackend>();
    backend_ = backend.get();
    auto made = memory_store(kBegin, std::move(backend));
    ASSERT_TRUE(made) << made.error().what;
    store_ = *std::move(made);
    folder_ = std::make_unique<servers::ScratchFolder>();
    opener_ = make_opener();
  }

  static std::unique_ptr<destination::Opener> make_opener() {
    return std::make_unique<destination::Opener>(destination::Surroundings::of_process(),
                                                 std::make_shared<destination::Paces>(0));
  }

  [[nodiscard]] Pusher pusher() {
    return {.store = *store_, .actor = "test", .clock = [this] { return now_; }};
  }

  /// P 10 min, Q 5 min, T 15 min, S 30 s, a key signs for 30 days: the defaults.
  void add(std::string_view text, const keyring::Policy& policy = {}) {
    const auto saved = add_keyring(*store_, name(text), policy, now_);
    ASSERT_TRUE(saved) << saved.error().what;
  }

  [[nodiscard]] std::string file(const std::string& leaf) const { return (folder_->path() / leaf).string(); }
  [[nodiscard]] static std::string content(const std::string& path) { return servers::content_of(path); }
  static void overwrite(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::trunc) << text;
  }

  void join(std::string_view keyring, const std::string& path, bool replace = false) {
    const auto address = destination::Address::parse("dotenv:" + path, "/");
    ASSERT_TRUE(address);
    const auto report = add_place(pusher(), *opener_, name(keyring), {.address = *address, .replace = replace});
    ASSERT_TRUE(report) << report.error().what;
  }

  PushReport must_push(std::string_view keyring) {
    auto report = push(pusher(), *opener_, name(keyring));
    EXPECT_TRUE(report) << report.error().what;
    return report ? *std::move(report) : PushReport{.name = name(keyring), .revision = 0, .places = {}};
  }
  EverywhereReport must_rotate(const Request& request) {
    auto report = rotate_everywhere(pusher(), request, *opener_);
    EXPECT_TRUE(report) << report.error().what;
    return *std::move(report);
  }
  DueEverywhereReport must_rotate_due() {
    auto report = rotate_due_everywhere(pusher(), {.threads = 4, .opener = make_opener});
    EXPECT_TRUE(report) << report.error().what;
    return *std::move(report);
  }
  std::vector<PlaceStatus> must_look(std::string_view keyring) {
    auto found = look(*store_, *opener_, name(keyring));
    EXPECT_TRUE(found) << found.error().what;
    return *std::move(found);
  }

  keyring::Keyring ring(std::string_view text) { return *store_->keyring(name(text)); }
  store::Destination destination(std::string_view keyring, std::size_t index = 0) {
    return store_->destinations(name(keyring))->at(index);
  }
  std::size_t count_actions(std::string_view keyring, std::string_view action) {
    std::size_t count = 0;
    const auto entries = store_->trail(0, 1000, name(keyring));
    for (const auto& entry : *entries) count += entry.event.action == action ? 1 : 0;
    return count;
  }

  /// Somebody writes a row past the store.
  void put_row(store::Space space, std::string_view key, std::string_view value) {
    ASSERT_TRUE(backend_->write([&](store::Transaction& t) { return t.put(space, key, value); }));
  }

  /// Somebody writes something else into the keyring's row.
  void tamper_with(std::string_view keyring) { put_row(store::Space::keyrings, keyring, "{}"); }

  /// Somebody writes other characters into the seals of the keyring's keys.
  void break_seals(std::string_view keyring) {
    const auto prefix = std::string(keyring) + "|";
    ASSERT_TRUE(backend_->write([&](store::Transaction& t) -> base::Result<void> {
      JWTKEEP_TRY(const auto rows, t.range(store::Space::keys, prefix, prefix + "~", 100));
      for (auto [key, value] : rows) {
        auto& letter = value[value.find(R"("sealed":")") + 12];
        letter = letter == 'A' ? 'B' : 'A';
        JWTKEEP_CHECK(t.put(store::Space::keys, key, value));
      }
      return {};
    }));
  }

  base::Instant now_ = kBegin;
  std::unique_ptr<store::Store> store_;
  store::Backend* backend_ = nullptr;  ///< the store's own, for who meddles with its rows
  std::unique_ptr<servers::ScratchFolder> folder_;
  std::unique_ptr<destination::Opener> opener_;
};

}  // namespace jwtkeep::rotate
