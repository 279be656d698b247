#include "jwtkeep/store/store.hpp"

#include <sys/stat.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using base::Reason;
using base::Result;

class StoreTest : public OnBackend {
 protected:
  Store make() {
    auto store = Store::create(rows_.opener(), opener(), kNow);
    EXPECT_TRUE(store) << store.error().what;
    return *std::move(store);
  }
  Store reopen() {
    auto store = Store::open(rows_.opener(), opener());
    EXPECT_TRUE(store) << store.error().what;
    return *std::move(store);
  }
  /// Changes rows behind the store's back.
  void meddle(const std::function<Result<void>(Transaction&)>& work) { ASSERT_TRUE(rows_.opener()->write(work)); }
  Row only(Space space, std::string_view prefix) {
    std::vector<Row> found;
    EXPECT_TRUE(rows_.opener()->read([&](Transaction& t) -> Result<void> {
      JWTKEEP_TRY(found, t.range(space, prefix, "", 1));
      return {};
    }));
    return found.at(0);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, StoreTest, kEveryBackend, backend_name);

Result<void> take(Store& store, keyring::Keyring& ring, const keyring::Step& step, base::Instant now) {
  std::vector<keyring::KeyWithMaterial> fresh;
  if (step.kind == keyring::Step::Kind::publish) {
    JWTKEEP_TRY(auto key, keyring::make_key(ring.policy, store.fingerprint_key()));
    fresh.push_back(std::move(key));
  }
  JWTKEEP_TRY(auto next, keyring::apply(ring, step, now, fresh.empty() ? nullptr : &fresh.front().key));
  JWTKEEP_CHECK(store.change([&](Change& change) -> Result<void> {
    JWTKEEP_CHECK(change.record(event("rotate")));
    return change.save(next, std::move(fresh));
  }));
  ring = std::move(next);
  return {};
}

TEST_P(StoreTest, WholeLifeReadsBackAndDestroysItsMaterial) {
  auto store = make();
  auto ring = make_keyring(store);
  const auto first = ring.keys.front().kid;
  const auto secret = *store.material(ring, ring.keys.front());
  auto now = kNow;
  for (int i = 0; i < 40 && !ring.find(first)->destroyed_at; ++i) {
    const auto steps = keyring::plan(ring, ring.policy, {}, now);
    now = std::max(now, *keyring::next_due(steps));
    EXPECT_TRUE(store.due(now, 10)->at(0).name == ring.name);
    for (const auto& step : steps) {
      if (!step.due(now)) continue;
      const auto done = take(store, ring, step, now);
      ASSERT_TRUE(done) << done.error().what;
      break;
    }
    EXPECT_EQ(*reopen().keyring(ring.name), ring);
    if (ring.find(first)->destroyed_at) break;
    EXPECT_EQ(*store.material(ring, *ring.find(first)), secret) << "sealed again, the same";
  }
  ASSERT_TRUE(ring.find(first)->destroyed_at);
  EXPECT_EQ(store.material(ring, *ring.find(first)).error().reason, Reason::key_retired);
  EXPECT_TRUE(store.verify_trail());
  EXPECT_EQ(store.sharing(ring.find(first)->fingerprint)->size(), 1U);
}

TEST_P(StoreTest, OpensOnlyWithItsOwnOpener) {
  {
    auto store = make();
  }
  EXPECT_EQ(Store::open(rows_.opener(), opener("wrong")).error().reason, Reason::wrong_passphrase);
  auto foreign = *parse_key_file(make_key_file());
  EXPECT_EQ(Store::open(rows_.opener(), foreign).error().reason, Reason::wrong_key_file);
  EXPECT_EQ(Store::create(rows_.opener(), opener(), kNow).error().reason, Reason::already_exists);
  Rows others(GetParam());
  EXPECT_EQ(Store::open(others.opener(), opener()).error().reason, Reason::no_store);
  ASSERT_TRUE(Store::create(others.opener(), foreign, kNow));
  EXPECT_TRUE(Store::open(others.opener(), foreign));
  const auto error = Store::open(others.opener(), *parse_key_file(make_key_file())).error();
  EXPECT_EQ(error.reason, Reason::wrong_key_file);
  EXPECT_NE(error.what.find("needs id " + foreign.id()), std::string::npos) << error.what;
}

TEST_P(StoreTest, MeddledRowsAreRefusedAndNamed) {
  auto store = make();
  auto ring = make_keyring(store);
  make_keyring(store, name("other/prod"));
  const auto a = only(Space::keys, "orders/prod|");
  const auto b = only(Space::keys, "other/prod|");
  const auto manifest = only(Space::keyrings, "orders/prod");
  const auto refused = [&](std::string_view naming) {
    const auto loaded = store.keyring(ring.name);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().reason, Reason::tampered);
    EXPECT_NE(loaded.error().what.find(naming), std::string::npos) << loaded.error().what;
  };
  const auto put = [&](Space space, const std::string& key, const std::string& value) {
    meddle([&](Transaction& t) { return t.put(space, key, value); });
  };
  put(Space::keys, a.key, b.value);
  refused(ring.keys.front().kid);
  auto edited = a.value;
  edited.replace(edited.find("active"), 6, "retiring");
  put(Space::keys, a.key, edited);
  refused(ring.keys.front().kid);
  EXPECT_FALSE(store.material(ring, ring.keys.front()));
  meddle([&](Transaction& t) { return t.erase(Space::keys, a.key); });
  refused("missing");
  put(Space::keys, a.key, a.value);
  ASSERT_TRUE(store.keyring(ring.name));
  put(Space::keys, "orders/prod|extra", a.value);
  refused("added");
  meddle([&](Transaction& t) { return t.erase(Space::keys, "orders/prod|extra"); });
  auto policy = manifest.value;
  policy.replace(policy.find("\"standby\":true"), 14, "\"standby\":false");
  put(Space::keyrings, manifest.key, policy);
  refused("orders/prod");
  put(Space::keyrings, manifest.key, only(Space::keyrings, "other/prod").value);
  refused("orders/prod");
  put(Space::keyrings, manifest.key, manifest.value);
  ASSERT_TRUE(take(store, ring, keyring::plan(ring, ring.policy, {}, kNow).back(), kNow));
  put(Space::keyrings, manifest.key, manifest.value);
  refused("added");
}

TEST_P(StoreTest, SaveNeedsARecordAndALaterRevision) {
  auto store = make();
  const auto ring = make_keyring(store);
  auto next = ring;
  const auto save = [&](std::uint64_t revision, bool record) {
    next.revision = revision;
    return store.change([&](Change& change) -> Result<void> {
      if (record) JWTKEEP_CHECK(change.record(event("x")));
      return change.save(next);
    });
  };
  EXPECT_EQ(save(ring.revision + 1, false).error().reason, Reason::internal);
  EXPECT_EQ(save(ring.revision, true).error().reason, Reason::busy) << "somebody else has saved this one";
  EXPECT_EQ(save(ring.revision - 1, true).error().reason, Reason::busy);
  EXPECT_EQ(store.trail(0, 10)->size(), 1U) << "a refused change leaves no entry";
  EXPECT_TRUE(save(ring.revision + 3, true)) << "several steps in one save";
  EXPECT_EQ(store.keyring(ring.name)->revision, ring.revision + 3);
}

TEST_P(StoreTest, OnlyADestroyedKeyCanBeForgotten) {
  auto store = make();
  auto ring = make_keyring(store);
  ASSERT_TRUE(take(store, ring, keyring::plan(ring, ring.policy, {}, kNow).back(), kNow));
  const auto first = ring.keys.front();
  const auto save_without_first = [&] {
    auto next = ring;
    std::erase_if(next.keys, [&](const keyring::Key& key) { return key.kid == first.kid; });
    ++next.revision;
    return store.change([&](Change& change) -> Result<void> {
      JWTKEEP_CHECK(change.record(event("x")));
      return change.save(next);
    });
  };
  EXPECT_EQ(save_without_first().error().reason, Reason::internal);
  EXPECT_TRUE(store.material(ring, first)) << "nothing was lost";
  ring = *keyring::compromise(ring, first.kid, kNow);
  ring = *keyring::apply(ring, {.kind = keyring::Step::Kind::destroy, .kid = first.kid}, kNow);
  ASSERT_TRUE(store.change([&](Change& change) -> Result<void> {
    JWTKEEP_CHECK(change.record(event("destroy")));
    return change.save(ring);
  }));
  const auto done = save_without_first();
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(store.keyring(ring.name)->keys.size(), 1U);
  EXPECT_TRUE(store.sharing(first.fingerprint)->empty());
  EXPECT_EQ(store.material(ring, first).error().reason, Reason::key_unknown);
  EXPECT_TRUE(store.verify_trail());
}

TEST_P(StoreTest, SharingNamesEveryKeyringWithTheSecret) {
  auto store = make();
  const auto alone = make_keyring(store, name("alone/prod"));
  const auto one = make_keyring(store, name("a/prod"));
  auto same = one;
  same.name = name("a/staging");
  std::vector<keyring::KeyWithMaterial> with;
  with.push_back({same.keys.front(), *store.material(one, one.keys.front())});
  ASSERT_TRUE(store.change([&](Change& change) -> Result<void> {
    JWTKEEP_CHECK(change.record(event("import", same.name)));
    return change.save(same, std::move(with));
  }));
  EXPECT_EQ(*store.sharing(one.keys.front().fingerprint), (std::vector{one.name, same.name}));
  EXPECT_EQ(*store.sharing(alone.keys.front().fingerprint), std::vector{alone.name});
  EXPECT_TRUE(store.sharing(base::Bytes(16, 0))->empty());
}

TEST_P(StoreTest, RowsOfOneKeyringCannotBeSwapped) {
  auto store = make();
  auto ring = make_keyring(store);
  ASSERT_TRUE(take(store, ring, keyring::plan(ring, ring.policy, {}, kNow).back(), kNow));
  ASSERT_EQ(ring.keys.size(), 2U);
  const auto row = [&](std::size_t i) { return ring.name.text() + "|" + ring.keys[i].kid; };
  const auto a = only(Space::keys, row(0)).value;
  const auto b = only(Space::keys, row(1)).value;
  meddle([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.put(Space::keys, row(0), b));
    return t.put(Space::keys, row(1), a);
  });
  EXPECT_EQ(store.keyring(ring.name).error().reason, Reason::tampered);
  EXPECT_EQ(store.material(ring, ring.keys[0]).error().reason, Reason::tampered);
  // Under its own name, with the other's seals: what the pending key's row would need to sign at once.
  const auto sealed_of = [](const std::string& text) { return text.substr(text.find("\"data_key\"")); };
  const auto mixed = a.substr(0, a.find("\"data_key\"")) + sealed_of(b);
  meddle([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.put(Space::keys, row(0), mixed));
    return t.put(Space::keys, row(1), b);
  });
  EXPECT_EQ(store.keyring(ring.name).error().reason, Reason::tampered);
  EXPECT_EQ(store.material(ring, ring.keys[0]).error().reason, Reason::tampered);
  EXPECT_TRUE(store.material(ring, ring.keys[1]));
}

TEST_P(StoreTest, TrailAndHeadCutTogetherAreFound) {
  auto store = make();
  const auto head_row = [&] { return only(Space::meta, "head").value; };
  const auto key = [](int n) { return std::string(19, '0') + std::to_string(n); };
  auto ring = make_keyring(store);
  const auto old_head = head_row();
  ASSERT_TRUE(take(store, ring, keyring::plan(ring, ring.policy, {}, kNow).back(), kNow));
  const auto newer_head = head_row();
  ASSERT_TRUE(store.change([&](Change& change) { return change.record(event("token.signed")); }));
  const auto noted = *store.trail_head();
  // The newest entry and the head, put back to before it: the chain itself is whole, only a noted head tells.
  meddle([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.erase(Space::trail, key(3)));
    JWTKEEP_CHECK(t.erase(Space::mentions, ring.name.text() + "|" + key(3)));
    return t.put(Space::meta, "head", newer_head);
  });
  EXPECT_TRUE(store.verify_trail());
  EXPECT_EQ(store.verify_trail(noted).error().reason, Reason::chain_broken);
  // One more, and it is the entry that recorded the keyring's last change.
  meddle([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.erase(Space::trail, key(2)));
    JWTKEEP_CHECK(t.erase(Space::mentions, ring.name.text() + "|" + key(2)));
    return t.put(Space::meta, "head", old_head);
  });
  const auto cut = store.verify_trail();
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().reason, Reason::chain_broken);
  EXPECT_NE(cut.error().what.find("cut together"), std::string::npos) << cut.error().what;
  // Growing again over the cut does not hide it.
  ASSERT_TRUE(store.change([&](Change& change) { return change.record(event("forged")); }));
  EXPECT_EQ(store.verify_trail().error().reason, Reason::chain_broken);
}

TEST_P(StoreTest, AChangedTrailIsFoundAndNamed) {
  auto store = make();
  make_keyring(store);
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(store.change([&](Change& change) { return change.record(event("e" + std::to_string(i))); }));
  }
  const auto head = *store.verify_trail();
  EXPECT_EQ(head.count, 6U);
  EXPECT_EQ(*parse_head(format_head(head)), head);
  EXPECT_EQ(*store.trail_head(), head);
  EXPECT_EQ(store.trail(2, 2, name())->at(0).sequence, 3U);
  const auto backup = *store.backup(kNow);
  const auto broken_at = [&](const std::string& entry, const std::function<Result<void>(Transaction&)>& work) {
    Rows copy(Kind::memory);
    ASSERT_TRUE(restore(backup, *copy.opener()));
    ASSERT_TRUE(copy.opener()->write(work));
    auto opened = Store::open(copy.opener(), opener());
    const auto verified = opened->verify_trail();
    ASSERT_FALSE(verified) << entry;
    EXPECT_EQ(verified.error().reason, Reason::chain_broken);
    EXPECT_NE(verified.error().what.find(entry), std::string::npos) << verified.error().what;
  };
  const auto key = [](int n) { return std::string(19, '0') + std::to_string(n); };
  broken_at("entry 3: it, or the one before it, was edited", [&](Transaction& t) -> Result<void> {
    JWTKEEP_TRY(auto row, t.get(Space::trail, key(3)));
    row->replace(row->find("e1"), 2, "ex");
    return t.put(Space::trail, key(3), *row);
  });
  broken_at("entry 4: it was dropped", [&](Transaction& t) { return t.erase(Space::trail, key(4)); });
  broken_at("entry 6: it was dropped", [&](Transaction& t) { return t.erase(Space::trail, key(6)); });
  broken_at("entry 2: entry 3 stands in its place", [&](Transaction& t) -> Result<void> {
    JWTKEEP_TRY(const auto two, t.get(Space::trail, key(2)));
    JWTKEEP_TRY(const auto three, t.get(Space::trail, key(3)));
    JWTKEEP_CHECK(t.put(Space::trail, key(2), *three));
    return t.put(Space::trail, key(3), *two);
  });
  broken_at("keyrings", [&](Transaction& t) { return t.erase(Space::keyrings, "orders/prod"); });
  auto noted = head;
  noted.count = 4;
  EXPECT_FALSE(store.verify_trail(noted));
  noted = head;
  ++noted.count;
  EXPECT_FALSE(store.verify_trail(noted));
  EXPECT_TRUE(store.verify_trail(head));
}

TEST_P(StoreTest, DestinationsAreKeptAndAuthenticated) {
  auto store = make();
  const auto ring = make_keyring(store);
  const Destination file{.id = "dotenv:/x",
                         .kind = "dotenv",
                         .details = "x",
                         .lease_until = {},
                         .confirmed = {{.revision = 1, .at = kNow}}};
  ASSERT_TRUE(store.change([&](Change& change) { return change.save_destination(ring.name, file); }));
  EXPECT_EQ(store.destinations(ring.name)->at(0), file);
  const auto row = only(Space::destinations, "orders");
  meddle([&](Transaction& t) { return t.erase(Space::destinations, row.key); });
  EXPECT_EQ(store.destinations(ring.name).error().reason, Reason::tampered);
  meddle([&](Transaction& t) { return t.put(Space::destinations, row.key, row.value); });
  ASSERT_TRUE(store.change([&](Change& change) { return change.remove_destination(ring.name, file.id); }));
  EXPECT_TRUE(store.destinations(ring.name)->empty());
}

TEST_P(StoreTest, BackupRestoresEqualAndNoByteMayDiffer) {
  auto store = make();
  const auto ring = make_keyring(store);
  const auto backup = *store.backup(kNow);
  Rows other(GetParam());
  const auto done = restore(backup, *other.opener());
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(restore(backup, *other.opener()).error().reason, Reason::already_exists);
  auto again = *Store::open(other.opener(), opener());
  EXPECT_EQ(*again.keyring(ring.name), ring);
  EXPECT_EQ(*again.material(ring, ring.keys[0]), *store.material(ring, ring.keys[0]));
  EXPECT_EQ(*again.backup(kNow), backup);
  for (std::size_t at = 0; at < backup.size(); at += 7) {
    auto changed = backup;
    changed[at] ^= 1U;
    MemoryBackend into;
    // The MAC in the last line is only checked by who has the key.
    if (restore(changed, into)) {
      EXPECT_GT(at, backup.size() - 72);
      auto rows = MemoryBackend().rows();
      MemoryBackend target(rows);
      ASSERT_TRUE(restore(changed, target));
      EXPECT_EQ(Store::open(std::make_unique<MemoryBackend>(rows), opener()).error().reason, Reason::tampered);
    }
    MemoryBackend cut;
    EXPECT_FALSE(restore(base::ByteView(backup).first(at), cut));
  }
}

TEST(SqliteStore, FileShowsNoSecretAndForgetsWhatIsDestroyed) {
  Folder folder;
  const auto path = folder.file();
  auto store = *Store::create(*SqliteBackend::open(path, SqliteBackend::Mode::create), opener(), kNow);
  auto ring = make_keyring(store);
  const auto secret = store.material(ring, ring.keys[0])->reveal([](base::ByteView bytes) {
    return base::Bytes(bytes.begin(), bytes.end());
  });
  const auto all = [&] { return content(path) + content(path + "-wal"); };
  for (const auto& form : {std::string(base::as_text(secret)), base::hex_encode(secret), base::base64_encode(secret),
                           base::base64url_encode(secret)}) {
    EXPECT_EQ(all().find(form), std::string::npos);
  }
  struct stat info{};
  for (const auto* suffix : {"", "-wal", "-shm"}) {
    ASSERT_EQ(::stat((path + suffix).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
  }
  const auto backup = std::string(base::as_text(*store.backup(kNow)));
  const auto from = backup.find("sealed\\\":\\\"", backup.find("[\"keys\"")) + 11;
  const auto sealed = backup.substr(from, backup.find('\\', from) - from);
  ASSERT_GT(sealed.size(), 60U);
  ASSERT_NE(all().find(sealed.substr(0, 40)), std::string::npos) << "the check must be able to see it";
  auto next = *keyring::compromise(ring, ring.keys[0].kid, kNow);
  next = *keyring::apply(next, {.kind = keyring::Step::Kind::destroy, .kid = ring.keys[0].kid}, kNow);
  next.revision = 2;
  ASSERT_TRUE(store.change([&](Change& change) -> Result<void> {
    JWTKEEP_CHECK(change.record(event("destroy")));
    return change.save(next);
  }));
  EXPECT_EQ(all().find(sealed.substr(0, 40)), std::string::npos);
}

TEST(SqliteStore, BadPlacesAreToldApart) {
  Folder folder;
  const auto open = [](const std::string& path) {
    auto opened = SqliteBackend::open(path, SqliteBackend::Mode::existing);
    return opened ? std::string("opened") : std::string(base::word(opened.error().reason));
  };
  EXPECT_EQ(open(folder.file("none")), "no_store");
  EXPECT_EQ(open(folder.file("")), "io_failed");
  std::ofstream(folder.file("text")) << std::string(5000, 'x');
  ::chmod(folder.file("text").c_str(), 0600);
  EXPECT_EQ(open(folder.file("text")), "tampered");
  EXPECT_EQ(SqliteBackend::open(folder.file("a/b"), SqliteBackend::Mode::create).error().reason, Reason::io_failed);
  {
    (void)Store::create(*SqliteBackend::open(folder.file(), SqliteBackend::Mode::create), opener(), kNow);
  }
  EXPECT_EQ(open(folder.file()), "opened");
  ::chmod(folder.file().c_str(), 0640);
  const auto error = SqliteBackend::open(folder.file(), SqliteBackend::Mode::existing).error();
  EXPECT_EQ(error.reason, Reason::permission);
  EXPECT_NE(error.hint.find("chmod 600 " + folder.file()), std::string::npos);
}

TEST(KeyFile, RoundTripsAndRefusesChanges) {
  const auto text = make_key_file();
  ASSERT_TRUE(parse_key_file(text));
  auto plain = text.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
  for (const auto at : {plain.find("id: ") + 5, plain.find("key-1 ") + 10, plain.find("key-1") + 4}) {
    auto changed = plain;
    changed[at] = changed[at] == '2' ? '3' : '2';
    EXPECT_FALSE(parse_key_file(base::SecretBytes::copy_of(changed)));
  }
  EXPECT_FALSE(parse_key_file(base::SecretBytes::copy_of(std::string_view(plain).substr(0, plain.size() - 3))));
  EXPECT_FALSE(parse_key_file({}));
}

}  // namespace
}  // namespace jwtkeep::store
