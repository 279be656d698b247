#include "bench/many_keyrings.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "jwtkeep/keyring/life.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "jwtkeep/store/sqlite/sqlite_backend.hpp"

namespace jwtkeep::bench {
namespace {

constexpr std::size_t kBatch = 1000;

/// A benchmark without its store measures nothing: say why, and end.
template <class T>
T must(base::Result<T> result) {
  if (!result) {
    (void)std::fprintf(stderr, "bench: %s\n", result.error().what.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

base::Result<void> add_keyring(store::Change& change, const base::SecretBytes& fingerprint_key, std::size_t number,
                               base::Instant at) {
  const auto name = must(keyring::Name::parse("service-" + std::to_string(number) + "/prod"));
  const keyring::Policy policy;
  std::vector<keyring::KeyWithMaterial> fresh;
  fresh.push_back(must(keyring::make_key(policy, fingerprint_key)));
  fresh.push_back(must(keyring::make_key(policy, fingerprint_key)));
  auto ring = keyring::begin(name, policy, fresh[0].key, at);
  keyring::Step publish;
  publish.kind = keyring::Step::Kind::publish;
  ring = must(keyring::apply(ring, publish, at, &fresh[1].key));
  for (auto& made : fresh) made.key = *ring.find(made.key.kid);
  JWTKEEP_CHECK(change.record({.at = at, .actor = "bench", .action = "keyring.create", .keyring = name, .detail = {}}));
  return change.save(ring, std::move(fresh));
}

}  // namespace

ManyKeyrings::ManyKeyrings(std::size_t count, base::Instant at) {
  std::string pattern = (std::filesystem::temp_directory_path() / "jwtkeep-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::exit(1);
  folder_ = pattern;
  const auto key_text = store::make_key_file();
  const int file = open(key_path().c_str(), O_WRONLY | O_CREAT | O_EXCL, 0600);
  key_text.reveal([&](base::ByteView bytes) {
    if (write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) std::exit(1);
  });
  ::close(file);
  opener_ = must(store::parse_key_file(key_text));
  auto backend = must(store::SqliteBackend::open(store_path(), store::SqliteBackend::Mode::create));
  store_ = must(store::Store::create(std::move(backend), *opener_, at));
  for (std::size_t from = 0; from < count; from += kBatch) {
    must(store_->change([&](store::Change& change) -> base::Result<void> {
      for (std::size_t i = from; i < std::min(count, from + kBatch); ++i) {
        JWTKEEP_CHECK(add_keyring(change, store_->fingerprint_key(), i, at));
      }
      return {};
    }));
  }
}

ManyKeyrings::~ManyKeyrings() {
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace jwtkeep::bench
