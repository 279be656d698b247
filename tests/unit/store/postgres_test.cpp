// What is PostgreSQL's own: its address, its migrations, broken connections, and being told of changes.
#include "jwtkeep/store/postgres/postgres_backend.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "jwtkeep/store/copy.hpp"
#include "jwtkeep/store/postgres/migrations.hpp"
#include "rig.hpp"

namespace jwtkeep::store {
namespace {

using namespace std::chrono_literals;
using base::Reason;
using base::Result;
using Mode = PostgresBackend::Mode;

std::string why_not(std::string_view text) {
  const auto url = PostgresUrl::parse(text);
  return url ? "taken" : url.error().what + "; " + url.error().hint;
}

TEST(PostgresUrl, ReadsWhatItWrites) {
  const auto url =
      *PostgresUrl::parse("postgresql://kee%20per@DB.Example.com:5433/my%2fkeys?schema=team_a&sslrootcert=/a b");
  EXPECT_EQ(url.user(), "kee per");
  EXPECT_EQ(url.host(), "db.example.com");
  EXPECT_EQ(url.port(), 5433);
  EXPECT_EQ(url.database(), "my/keys");
  EXPECT_EQ(url.schema(), "team_a");
  EXPECT_EQ(url.text(), "postgres://kee%20per@db.example.com:5433/my%2fkeys?schema=team_a&sslrootcert=/a%20b");
  EXPECT_EQ(url.shown(), "postgres://kee%20per@db.example.com:5433/my%2fkeys?schema=team_a");
  EXPECT_EQ(url.stem(), "my%2fkeys.team_a");
  EXPECT_EQ(PostgresUrl::parse("postgres:///keys")->host(), "/var/run/postgresql");
  EXPECT_EQ(PostgresUrl::parse("postgres:///keys?host=/run/pg")->shown(), "postgres:///keys?host=/run/pg");
}

TEST(PostgresUrl, AServerElsewhereHasToProveItsName) {
  const auto mode = [](std::string_view text) { return PostgresUrl::parse(text)->sslmode(); };
  EXPECT_EQ(mode("postgres://db.example.com/keys"), "verify-full");
  EXPECT_EQ(mode("postgres://10.0.0.1/keys"), "verify-full");
  EXPECT_EQ(mode("postgres://[2001:db8::1]/keys"), "verify-full");
  EXPECT_EQ(mode("postgres://localhost.example.com/keys"), "verify-full");
  EXPECT_EQ(mode("postgres://127.0.0.1.example.com/keys"), "verify-full");
  EXPECT_EQ(mode("postgres://db/keys?sslmode=verify-ca"), "verify-ca");
  EXPECT_EQ(mode("postgres://db/keys?sslmode=require"), "require");
  for (const auto* here : {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", ""}) {
    EXPECT_EQ(mode(std::string("postgres://") + here + "/keys"), "prefer") << here;
    EXPECT_EQ(mode(std::string("postgres://") + here + "/keys?sslmode=disable"), "disable") << here;
  }
  for (const auto* plain : {"disable", "allow", "prefer"}) {
    EXPECT_THAT(why_not(std::string("postgres://db/keys?sslmode=") + plain), testing::HasSubstr("plain text"));
  }
}

TEST(PostgresUrl, NoMessageRepeatsAPassword) {
  const std::string secret = "hunter2tooLong";
  for (const auto& text :
       {"postgres://u:" + secret + "@h/d", "postgres://u:" + secret + "/x@h/d", "postgres://u:" + secret + "?x@h/d",
        "postgres://u:" + secret + "#@h/d", "postgres://u:a@" + secret + "@h/d", "postgres://u@h/d?password=" + secret,
        "postgres://u@h:" + secret + "/d", "postgres://u@h/d?schema=" + secret, "postgres://u@h/d?sslmode=" + secret,
        "postgres://u@h/d?" + secret + "=1", "postgres://u@h/" + secret + "/x"}) {
    const auto said = why_not(text);
    EXPECT_NE(said, "taken") << text;
    EXPECT_EQ(said.find(secret), std::string::npos) << said;
  }
  EXPECT_THAT(why_not("postgres://u:p@h/d"), testing::HasSubstr(".pgpass"));
}

TEST(PostgresUrl, RefusesWhatTwoReadersMayTakeDifferently) {
  for (const auto* text : {"postgres://h",
                           "postgres://h/",
                           "postgres://h/a/b",
                           "postgres://h:0/d",
                           "postgres://h:65536/d",
                           "postgres://h:/d",
                           "postgres://h,g/d",
                           "postgres://@h/d",
                           "postgres://h/%00",
                           "postgres://h/%zz",
                           "postgres://h/d%0a",
                           "postgres://[::1/d",
                           "postgres://[x]/d",
                           "postgres://h/d?schema=Public",
                           "postgres://h/d?schema=pg_x",
                           "postgres://h/d?schema=a%22b",
                           "postgres://h/d?schema=a&schema=b",
                           "postgres://h/d?options=-c",
                           "postgres://h/d?host=/x",
                           "postgres://h/d?sslmode",
                           "mysql://h/d"}) {
    EXPECT_NE(why_not(text), "taken") << text;
  }
}

class Postgres : public ::testing::Test {
 protected:
  void SetUp() override { JWTKEEP_SKIP_WITHOUT_POSTGRES(); }
  static PostgresServer& server() { return *PostgresServer::shared(); }
  [[nodiscard]] PostgresUrl url() const { return server().url(schema_); }
  [[nodiscard]] std::unique_ptr<Backend> open(Mode mode = Mode::existing) const {
    auto backend = PostgresBackend::open(url(), mode);
    EXPECT_TRUE(backend) << backend.error().what;
    return *std::move(backend);
  }
  [[nodiscard]] std::string outcome(Mode mode = Mode::existing) const {
    const auto opened = PostgresBackend::open(url(), mode);
    if (!opened) {
      EXPECT_FALSE(opened.error().hint.empty()) << opened.error().what;
    }
    return opened ? "opened" : std::string(base::word(opened.error().reason));
  }
  std::string schema_ = PostgresServer::fresh_schema();
};

Result<void> put(Transaction& t) { return t.put(Space::keys, "a", "1"); }

TEST_F(Postgres, WhatIsThereDecidesWhatIsMade) {
  EXPECT_EQ(outcome(), "no_store");
  EXPECT_EQ(outcome(Mode::create), "opened");
  EXPECT_EQ(outcome(Mode::create), "opened") << "tables without a row are an unfinished store";
  ASSERT_TRUE(open()->write(put));
  EXPECT_EQ(outcome(Mode::create), "already_exists");
  EXPECT_EQ(outcome(), "opened");
  server().sql("GRANT USAGE ON SCHEMA " + schema_ + " TO PUBLIC");
  EXPECT_EQ(outcome(), "permission");
}

TEST_F(Postgres, AForeignSchemaIsLeftAlone) {
  server().sql("CREATE SCHEMA " + schema_ + " AUTHORIZATION keeper; CREATE TABLE " + schema_ + ".theirs (x int)");
  EXPECT_EQ(outcome(Mode::create), "already_exists");
  EXPECT_EQ(outcome(), "tampered");
}

TEST_F(Postgres, OlderTablesAreBroughtUpToDateAndNewerOnesRefused) {
  for (std::int64_t old = 0; old < newest_schema(); ++old) {
    schema_ = PostgresServer::fresh_schema();
    auto connection = PostgresConnection::open(url());
    ASSERT_TRUE(connection) << connection.error().what;
    ASSERT_TRUE(migrate_schema(**connection, url(), old));
    EXPECT_EQ(outcome(), "opened") << old;
    EXPECT_TRUE(open()->write(put)) << old;
  }
  server().sql("INSERT INTO " + schema_ + ".migrations (number) VALUES (99)");
  EXPECT_EQ(outcome(), "newer_format");
  EXPECT_EQ(outcome(Mode::create), "newer_format");
}

TEST_F(Postgres, ManyMayMakeItAtOnce) {
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(outcome(Mode::create), "opened"); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(open()->write(put));
}

TEST_F(Postgres, CommitsAreDurableWhateverTheServerSays) {
  server().sql("ALTER ROLE keeper SET synchronous_commit = off; ALTER ROLE keeper SET search_path = public");
  auto connection = PostgresConnection::open(url());
  server().sql("ALTER ROLE keeper RESET ALL");
  ASSERT_TRUE(connection);
  EXPECT_STREQ((*connection)->run("SHOW synchronous_commit")->front()[0].c_str(), "on");
  EXPECT_STREQ((*connection)->run("SHOW search_path")->front()[0].c_str(), "pg_catalog");
  for (const auto* timeout : {"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"}) {
    EXPECT_STRNE((*connection)->run(std::string("SHOW ") + timeout)->front()[0].c_str(), "0") << timeout;
  }
}

TEST_F(Postgres, ALostConnectionFailsOneTransactionAndNoMore) {
  auto backend = open(Mode::create);
  const auto end_all = [] {
    server().sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'keeper'");
  };
  ASSERT_TRUE(backend->write(put));
  end_all();
  ASSERT_TRUE(backend->write(put)) << "between two transactions nothing is lost";
  const auto done = backend->write([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.put(Space::keys, "b", "2"));
    end_all();
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::io_failed);
  EXPECT_THAT(done.error().hint, testing::HasSubstr("run the same command again"));
  ASSERT_TRUE(backend->read([](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::keys, "a"), "1");
    EXPECT_EQ(*t.get(Space::keys, "b"), std::nullopt);
    return {};
  }));
}

TEST_F(Postgres, AnErrorThatTheWorkSwallowedIsNotCommitted) {
  auto backend = open(Mode::create);
  const auto done = backend->write([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.put(Space::keys, "a", "1"));
    server().sql("DROP TABLE " + schema_ + ".mentions");
    (void)t.last(Space::mentions);
    return {};
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::tampered);
  ASSERT_TRUE(backend->read([](Transaction& t) -> Result<void> {
    EXPECT_EQ(*t.get(Space::keys, "a"), std::nullopt);
    return {};
  }));
}

TEST_F(Postgres, EveryReaderIsToldWithinASecond) {
  auto backend = open(Mode::create);
  auto other = open();
  auto changes = *backend->changes();
  EXPECT_FALSE(*changes->wait(0ms));
  const auto before = *backend->generation();
  std::thread writer([&] { EXPECT_TRUE(other->write(put)); });
  EXPECT_TRUE(*changes->wait(1000ms));
  writer.join();
  EXPECT_NE(*backend->generation(), before);
  // Another store in the same database is none of its business.
  auto elsewhere = *PostgresBackend::open(server().url(PostgresServer::fresh_schema()), Mode::create);
  ASSERT_TRUE(elsewhere->write(put));
  EXPECT_FALSE(*changes->wait(50ms));
  // Nor does it end the wait for its own.
  std::thread later([&] {
    EXPECT_TRUE(elsewhere->write(put));
    EXPECT_TRUE(other->write(put));
  });
  EXPECT_TRUE(*changes->wait(1000ms));
  later.join();
  // While the connection was gone nothing could be heard, so there may have been something.
  server().sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'keeper'");
  EXPECT_TRUE(*changes->wait(1000ms));
}

TEST_F(Postgres, WithoutItsLockNothingIsWritten) {
  auto backend = open(Mode::create);
  ASSERT_TRUE(backend->write(put));
  EXPECT_TRUE(backend->check_container());
  server().sql("DELETE FROM " + schema_ + ".state");
  const auto done = backend->write(put);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::tampered);
}

TEST_F(Postgres, CopiesBothWaysAndLosesNothing) {
  Rows sqlite(Kind::sqlite);
  Rows postgres(Kind::postgres);
  Rows back(Kind::sqlite);
  auto from = sqlite.opener();
  EXPECT_EQ(copy_rows(*from, *postgres.opener()).error().reason, Reason::no_store);
  {
    auto store = *Store::create(sqlite.opener(), opener(), kNow);
    make_keyring(store);
    make_keyring(store, name("other/prod"));
  }
  const std::string odd("b\0\xff|", 4);
  ASSERT_TRUE(from->write([&](Transaction& t) -> Result<void> {
    JWTKEEP_CHECK(t.put(Space::destinations, odd, std::string(700'000, 'x') + odd));
    for (int i = 0; i < 2500; ++i) JWTKEEP_CHECK(t.put(Space::mentions, "m" + std::to_string(i), ""));
    return {};
  }));
  const auto generation = *from->generation();
  const auto there = copy_rows(*from, *postgres.opener());
  ASSERT_TRUE(there) << there.error().what;
  EXPECT_EQ(*from->generation(), generation) << "the source is not written to";
  EXPECT_EQ(copy_rows(*from, *postgres.opener()).error().reason, Reason::already_exists);
  const auto again = copy_rows(*postgres.opener(), *back.opener());
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_EQ(*again, *there);
  EXPECT_EQ(*tally(*back.opener()), *tally(*from));
  EXPECT_TRUE(Store::open(postgres.opener(), opener())->keyring(name("other/prod")));
}

}  // namespace
}  // namespace jwtkeep::store
