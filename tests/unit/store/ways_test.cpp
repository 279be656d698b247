// What opens a store: adding and removing ways in, and what somebody with write access can do about them.
#include "jwtkeep/store/ways.hpp"

#include <algorithm>

#include "jwtkeep/store/copy.hpp"
#include "jwtkeep/store/identity.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "jwtkeep/store/slot.hpp"
#include "jwtkeep/store/trail_link.hpp"
#include "key_in_memory.hpp"
#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Reason;
using base::Result;

TrailEvent about_ways() { return {.at = kNow, .actor = "test", .action = "ways", .keyring = {}, .detail = {}}; }

class WaysTest : public OnBackend {
 protected:
  Store make(const Opener& with) {
    auto store = Store::create(rows_.opener(), with, kNow);
    EXPECT_TRUE(store) << store.error().what;
    return *std::move(store);
  }
  std::string opens(const Opener& with, const std::string& slot = {}) {
    const auto store = Store::open(rows_.opener(), with, slot);
    return store ? "opens by " + store->opened_by() : std::string(base::word(store.error().reason));
  }
  static std::string add(Store& store, const Opener& opener) {
    const auto sealed = store.seal_for(opener);
    EXPECT_TRUE(sealed) << sealed.error().what;
    std::string slot;
    const auto done = store.change([&](Change& change) -> Result<void> {
      JWTKEEP_CHECK(change.record(about_ways()));
      JWTKEEP_TRY(slot, change.add_way(*sealed, kNow));
      return {};
    });
    EXPECT_TRUE(done) << done.error().what;
    return slot;
  }
  static Result<bool> remove(Store& store, const std::string& slot, const std::string& kept) {
    bool removed = false;
    JWTKEEP_CHECK(store.change([&](Change& change) -> Result<void> {
      JWTKEEP_CHECK(change.record(about_ways()));
      JWTKEEP_TRY(removed, change.remove_way(slot, kept));
      return {};
    }));
    return removed;
  }
  void meddle(const std::function<Result<void>(Transaction&)>& work) { ASSERT_TRUE(rows_.opener()->write(work)); }
  std::string row(Space space, const std::string& key) {
    std::optional<std::string> found;
    EXPECT_TRUE(rows_.opener()->read([&](Transaction& t) -> Result<void> {
      JWTKEEP_TRY(found, t.get(space, key));
      return {};
    }));
    return found.value_or("");
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, WaysTest, kEveryBackend, backend_name);

TEST_P(WaysTest, ARemoteKeyOpensTheStoreItWasMadeWith) {
  auto key = std::make_shared<KeyInMemory>("vault-transit://transit/a");
  {
    auto store = make(Opener::remote(key));
    make_keyring(store);
  }
  EXPECT_EQ(opens(Opener::remote(key)), "opens by 1");
  EXPECT_EQ(opens(Opener::remote(key->at("vault-transit://elsewhere/b"))), "opens by 1") << "the same key, moved";
  const auto calls = key->calls;
  EXPECT_EQ(opens(Opener::remote(key->at("aws-kms://eu-central-1/a"))), "wrong_master_key");
  EXPECT_EQ(key->calls, calls) << "a KMS of another kind is not asked";
  EXPECT_EQ(opens(Opener::remote(std::make_shared<KeyInMemory>("vault-transit://transit/a"))), "wrong_master_key");
  EXPECT_EQ(opens(opener()), "wrong_passphrase");
  EXPECT_EQ(opens(*parse_key_file(make_key_file())), "wrong_key_file");
  const auto error = Store::open(rows_.opener(), opener()).error();
  EXPECT_NE(error.what.find("vault-transit://transit/a"), std::string::npos) << error.what;
  EXPECT_NE(error.hint.find("JWTKEEP_MASTER_KEY"), std::string::npos) << error.hint;
}

TEST_P(WaysTest, WhatTheKeysPlaceSaysIsPassedOn) {
  auto key = std::make_shared<KeyInMemory>("vault-transit://transit/a");
  make(Opener::remote(key));
  for (const auto reason : {Reason::io_failed, Reason::busy, Reason::permission, Reason::not_found}) {
    key->failure = base::Error{reason, "the place says so", ""};
    EXPECT_EQ(opens(Opener::remote(key)), base::word(reason));
  }
}

TEST_P(WaysTest, ASlotThatIsDeniedIsPassedOverForALaterOne) {
  const auto first = std::make_shared<KeyInMemory>("aws-kms://eu-central-1/a");
  const auto second = std::make_shared<KeyInMemory>("aws-kms://eu-central-1/b");
  auto store = make(Opener::remote(first));
  ASSERT_EQ(add(store, Opener::remote(second)), "2");
  const auto moved = second->at("aws-kms://eu-west-1/b");
  EXPECT_EQ(opens(Opener::remote(moved)), "opens by 2");
  moved->denies_first = true;  // as AWS does where the first slot's key is not this one's
  EXPECT_EQ(opens(Opener::remote(moved)), "opens by 2");
  moved->denies_first = true;
  EXPECT_EQ(opens(Opener::remote(moved), "1"), "permission") << "what there is to tell is told";
}

TEST_P(WaysTest, WhoMayWrapAndNotUnwrapMakesNoStore) {
  auto key = std::make_shared<KeyInMemory>("vault-transit://transit/a");
  key->deaf = true;
  EXPECT_EQ(Store::create(rows_.opener(), Opener::remote(key), kNow).error().reason, Reason::permission);
  EXPECT_EQ(peek_ways_in(*rows_.opener()).error().reason, Reason::no_store);
  auto store = make(opener());
  EXPECT_EQ(store.seal_for(Opener::remote(key)).error().reason, Reason::permission);
}

TEST_P(WaysTest, EachWayOpensTheSameStore) {
  auto first = *parse_key_file(make_key_file());
  auto store = make(first);
  const auto ring = make_keyring(store);
  auto key = std::make_shared<KeyInMemory>("pkcs11:object=a");
  EXPECT_EQ(add(store, opener()), "2");
  EXPECT_EQ(add(store, Opener::remote(key)), "3");
  EXPECT_EQ(opens(first), "opens by 1");
  EXPECT_EQ(opens(opener()), "opens by 2");
  EXPECT_EQ(opens(Opener::remote(key)), "opens by 3");
  EXPECT_EQ(opens(Opener::remote(key), "2"), "wrong_master_key") << "by this slot alone";
  EXPECT_EQ(*Store::open(rows_.opener(), Opener::remote(key))->keyring(ring.name), ring);

  const auto ways = *store.ways();
  ASSERT_EQ(ways.size(), 3U);
  EXPECT_EQ(ways[0].id, first.id());
  EXPECT_EQ(ways[1].kind, Opener::Kind::passphrase);
  EXPECT_EQ(ways[2].id, "pkcs11:object=a");
  EXPECT_EQ(ways[2].added_at, kNow);
  EXPECT_EQ(store.way_of(opener())->value().slot, "2");
  EXPECT_EQ(store.way_of(opener("another horse"))->has_value(), false);
  EXPECT_EQ(store.way_of(Opener::remote(key))->value().slot, "3");
  EXPECT_EQ(store.way_of(Opener::remote(key->at("pkcs11:object=b")))->has_value(), false) << "another address";
  EXPECT_EQ(peek_ways_in(*rows_.opener())->size(), 3U);
}

TEST_P(WaysTest, OneIsTakenAwayAndAnotherStays) {
  auto store = make(opener());
  const auto second = *parse_key_file(make_key_file());
  ASSERT_EQ(add(store, second), "2");
  EXPECT_EQ(remove(store, "1", "1").error().reason, Reason::bad_value) << "the last one stays";
  EXPECT_EQ(remove(store, "1", "9").error().reason, Reason::bad_value);
  EXPECT_EQ(opens(opener()), "opens by 1");
  EXPECT_EQ(*remove(store, "1", "2"), true);
  EXPECT_EQ(*remove(store, "1", "2"), false) << "another was faster";
  EXPECT_EQ(opens(opener()), "wrong_passphrase");
  EXPECT_EQ(opens(second), "opens by 2");
  EXPECT_EQ(add(store, opener()), "3") << "no number is given twice";
  EXPECT_TRUE(store.verify_trail());
}

TEST_P(WaysTest, NoMoreThanThirtyTwo) {
  auto store = make(opener());
  for (int i = 2; i <= 32; ++i) add(store, *parse_key_file(make_key_file()));
  const auto sealed = store.seal_for(*parse_key_file(make_key_file()));
  const auto done = store.change([&](Change& change) -> Result<void> {
    JWTKEEP_CHECK(change.record(about_ways()));
    JWTKEEP_CHECK(change.add_way(*sealed, kNow));
    return {};
  });
  EXPECT_EQ(done.error().reason, Reason::bad_value);
}

TEST_P(WaysTest, NothingIsDoneWithoutARecord) {
  auto store = make(opener());
  const auto sealed = store.seal_for(opener("second"));
  EXPECT_EQ(store
                .change([&](Change& change) -> Result<void> {
                  JWTKEEP_CHECK(change.add_way(*sealed, kNow));
                  return {};
                })
                .error()
                .reason,
            Reason::internal);
}

TEST_P(WaysTest, ASlotThatWasPutBackTakenOrExchangedShows) {
  auto store = make(opener());
  const auto first = row(Space::slots, "1");
  const auto old_list = row(Space::meta, std::string(kWaysRow));
  const auto second = *parse_key_file(make_key_file());
  add(store, second);
  const auto third = Opener::remote(std::make_shared<KeyInMemory>("pkcs11:object=a"));
  add(store, third);
  ASSERT_EQ(*remove(store, "1", "2"), true);
  const auto list = row(Space::meta, std::string(kWaysRow));
  const auto two = row(Space::slots, "2");
  const auto three = row(Space::slots, "3");
  const auto put = [&](Space space, const std::string& key, const std::string& value) {
    meddle([&](Transaction& t) { return value.empty() ? t.erase(space, key) : t.put(space, key, value); });
  };
  put(Space::slots, "1", first);
  EXPECT_EQ(opens(opener()), "tampered") << "a way that was taken away is put back";
  EXPECT_EQ(opens(second), "tampered");
  put(Space::meta, std::string(kWaysRow), old_list);
  EXPECT_EQ(opens(opener()), "tampered") << "with the list of before";
  put(Space::meta, std::string(kWaysRow), "");
  EXPECT_EQ(opens(opener()), "tampered") << "without a list";
  put(Space::meta, std::string(kWaysRow), list);
  put(Space::slots, "1", "");
  EXPECT_EQ(opens(second), "opens by 2");
  put(Space::slots, "3", "");
  EXPECT_EQ(opens(second), "tampered");
  // Another slot of the same opener, sealed for the same store, in the place of one.
  put(Space::slots, "3", store.seal_for(third)->row);
  EXPECT_EQ(opens(second), "tampered");
  put(Space::slots, "3", three);
  EXPECT_EQ(opens(third), "opens by 3");
  put(Space::slots, "2", three);
  put(Space::slots, "3", two);
  EXPECT_EQ(opens(second), "tampered");
}

TEST_P(WaysTest, AListThatWasTakenAwayOrPutBackWithItsSlotsShows) {
  auto store = make(opener());
  const auto first = row(Space::slots, "1");
  const auto old_list = row(Space::meta, std::string(kWaysRow));
  const auto second = *parse_key_file(make_key_file());
  add(store, second);
  const auto list = row(Space::meta, std::string(kWaysRow));
  const auto two = row(Space::slots, "2");
  const auto put = [&](Space space, const std::string& key, const std::string& value) {
    meddle([&](Transaction& t) { return value.empty() ? t.erase(space, key) : t.put(space, key, value); });
  };
  put(Space::slots, "2", "");
  put(Space::meta, std::string(kWaysRow), "");
  EXPECT_EQ(opens(opener()), "tampered") << "as if there had never been more than one";
  EXPECT_FALSE(store.verify_trail());
  put(Space::meta, std::string(kWaysRow), old_list);
  EXPECT_EQ(opens(opener()), "tampered") << "as it was before the second way";
  put(Space::meta, std::string(kWaysRow), list);
  put(Space::slots, "2", two);
  ASSERT_EQ(*remove(store, "1", "2"), true);
  put(Space::slots, "1", first);
  put(Space::slots, "2", "");
  put(Space::meta, std::string(kWaysRow), old_list);
  EXPECT_EQ(opens(opener()), "tampered") << "the old way in the place of the new one";
}

TEST_P(WaysTest, EveryBitOfARemoteSlotCounts) {
  const auto key = std::make_shared<KeyInMemory>("pkcs11:object=a");
  make(Opener::remote(key));
  const auto whole = row(Space::slots, "1");
  for (std::size_t i = 0; i < whole.size(); i += 3) {
    auto changed = whole;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    meddle([&](Transaction& t) { return t.put(Space::slots, "1", changed); });
    const auto outcome = opens(Opener::remote(key));
    EXPECT_TRUE(outcome == "tampered" || outcome == "wrong_master_key") << outcome << ": " << changed;
  }
}

TEST_P(WaysTest, AStoreFromBeforeThereWereListsOpensAndGetsOne) {
  auto store = make(opener());
  auto id = *peek_identity(row(Space::meta, "store"));
  const auto slot = open_slots(id, {{.key = "1", .value = row(Space::slots, "1")}}, opener());
  ASSERT_TRUE(slot);
  const auto keys = derive_keys(std::move(id), slot->master);
  meddle([&](Transaction& t) -> Result<void> {
    JWTKEEP_TRY(auto head, load_head(t, keys));
    head.ways.reset();
    JWTKEEP_CHECK(save_head(t, keys, head));
    return t.erase(Space::meta, kWaysRow);
  });
  EXPECT_EQ(opens(opener()), "opens by 1");
  EXPECT_EQ(store.ways()->front().added_at, std::nullopt);
  EXPECT_EQ(add(store, opener("second")), "2");
  EXPECT_NE(row(Space::meta, std::string(kWaysRow)), "");
  EXPECT_EQ(opens(opener("second")), "opens by 2");
}

TEST_P(WaysTest, AWayOfALaterKindIsPassedOver) {
  auto store = make(opener());
  const std::string later = R"({"kind":"quantum","sealed":"AA"})";
  const auto done = store.change([&](Change& change) -> Result<void> {
    JWTKEEP_CHECK(change.record(about_ways()));
    JWTKEEP_CHECK(change.add_way({.kind = Opener::Kind::key_file, .id = "later", .row = later}, kNow));
    return {};
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(opens(opener()), "opens by 1");
  EXPECT_EQ(store.ways()->size(), 1U);
}

TEST_P(WaysTest, ABackupAndACopyOpenByTheSameWays) {
  const auto key = std::make_shared<KeyInMemory>("aws-kms://eu-central-1/a");
  auto store = make(opener());
  add(store, Opener::remote(key));
  const auto backup = *store.backup(kNow);
  MemoryBackend restored;
  ASSERT_TRUE(restore(backup, restored));
  for (const auto* with : {"passphrase", "remote"}) {
    const auto way = std::string_view(with) == "remote" ? Opener::remote(key) : opener();
    EXPECT_TRUE(Store::open(std::make_unique<MemoryBackend>(restored.rows()), way)) << with;
  }
  MemoryBackend copied;
  ASSERT_TRUE(copy_rows(*rows_.opener(), copied));
  EXPECT_TRUE(Store::open(std::make_unique<MemoryBackend>(copied.rows()), Opener::remote(key)));
}

/// Two machines change what opens the store at the same time: whatever comes of it, both new ways open it.
TEST_P(WaysTest, TwoAtOnceLeaveBothNewWays) {
  make(opener());
  auto one = *Store::open(rows_.opener(), opener());
  auto other = *Store::open(rows_.opener(), opener());
  const auto first = *parse_key_file(make_key_file());
  const auto second = *parse_key_file(make_key_file());
  const auto a = add(one, first);
  const auto b = add(other, second);
  EXPECT_NE(a, b);
  EXPECT_EQ(*remove(one, "1", a), true);
  EXPECT_EQ(*remove(other, "1", b), false);
  EXPECT_EQ(opens(first), "opens by " + a);
  EXPECT_EQ(opens(second), "opens by " + b);
  EXPECT_EQ(opens(opener()), "wrong_passphrase");
}

}  // namespace
}  // namespace jwtkeep::store
