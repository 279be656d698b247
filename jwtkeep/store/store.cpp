#include "jwtkeep/store/store.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/change_impl.hpp"
#include "jwtkeep/store/document.hpp"
#include "jwtkeep/store/row_reader.hpp"
#include "jwtkeep/store/store_impl.hpp"
#include "jwtkeep/store/trail_read.hpp"

namespace jwtkeep::store {

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::string& Store::id() const { return impl_->keys().id; }
std::string Store::place() const { return impl_->backend().place(); }
const base::SecretBytes& Store::fingerprint_key() const { return impl_->keys().fingerprint; }
const base::SecretBytes& Store::session_key() const { return impl_->keys().session; }
base::Result<std::uint64_t> Store::generation() { return impl_->backend().generation(); }
base::Result<std::unique_ptr<Changes>> Store::changes() { return impl_->backend().changes(); }

base::Result<keyring::Keyring> Store::keyring(const keyring::Name& name) {
  JWTKEEP_TRY(auto loaded, impl_->read<Loaded>([&](Transaction& transaction) {
    return load_keyring(transaction, impl_->keys(), name);
  }));
  return std::move(loaded.keyring);
}

base::Result<base::SecretBytes> Store::material(const keyring::Keyring& keyring, const keyring::Key& key) {
  return impl_->read<base::SecretBytes>(
      [&](Transaction& transaction) { return load_material(transaction, impl_->keys(), keyring.name, key); });
}

base::Result<std::vector<keyring::Name>> Store::names(std::string_view prefix, std::string_view after,
                                                      std::size_t limit) {
  const auto behind = after.empty() ? std::string{} : std::string(after) + '\0';
  const auto from = std::max(behind, std::string(prefix));
  const auto until = prefix.empty() ? std::string{} : after_prefix(std::string(prefix));
  if (!until.empty() && from >= until) return std::vector<keyring::Name>{};
  return impl_->read<std::vector<keyring::Name>>(
      [&](Transaction& transaction) -> base::Result<std::vector<keyring::Name>> {
        JWTKEEP_TRY(const auto rows, transaction.range(Space::keyrings, from, until, limit));
        std::vector<keyring::Name> names;
        for (const auto& row : rows) {
          auto name = keyring::Name::parse(row.key);
          if (!name) return tampered("the list of keyrings", "a row has a name that no keyring can have");
          names.push_back(*std::move(name));
        }
        expect_keyrings(transaction, names);
        return names;
      });
}

base::Result<std::vector<Destination>> Store::destinations(const keyring::Name& name) {
  return impl_->read<std::vector<Destination>>([&](Transaction& transaction) -> base::Result<std::vector<Destination>> {
    JWTKEEP_TRY(const auto loaded, load_keyring(transaction, impl_->keys(), name));
    return load_destinations(transaction, name, loaded.manifest);
  });
}

base::Result<void> Store::read(const std::function<base::Result<void>(Reading&)>& work) {
  return impl_->backend().read([&](Transaction& transaction) {
    Reading reading(transaction, impl_->keys());
    return work(reading);
  });
}

base::Result<std::optional<base::Json>> Store::document(std::string_view name) {
  return impl_->read<std::optional<base::Json>>(
      [&](Transaction& transaction) -> base::Result<std::optional<base::Json>> {
        JWTKEEP_TRY(const auto head, load_head(transaction, impl_->keys()));
        return load_document(transaction, impl_->keys(), head, name);
      });
}

base::Result<std::vector<DueKeyring>> Store::due(base::Instant now, std::size_t limit, std::string_view after) {
  return impl_->read<std::vector<DueKeyring>>(
      [&](Transaction& transaction) { return due_page(transaction, now, limit, after); });
}

base::Result<std::vector<keyring::Name>> Store::sharing(base::ByteView fingerprint) {
  constexpr std::size_t kPage = 1000;
  const auto prefix = base::hex_encode(fingerprint) + "|";
  std::vector<keyring::Name> names;
  auto from = prefix;
  while (true) {
    JWTKEEP_TRY(const auto rows, impl_->read<std::vector<Row>>([&](Transaction& transaction) {
      return transaction.range(Space::fingerprints, from, after_prefix(prefix), kPage);
    }));
    for (const auto& row : rows) {
      const auto rest = std::string_view(row.key).substr(prefix.size());
      auto name = keyring::Name::parse(rest.substr(0, rest.find('|')));
      if (!name) return tampered("the list of fingerprints", "a row has a name that no keyring can have");
      if (names.empty() || names.back() != *name) names.push_back(*std::move(name));
    }
    if (rows.size() < kPage) return names;
    from = rows.back().key + '\0';
  }
}

base::Result<void> Store::change(const std::function<base::Result<void>(Change&)>& work) {
  return impl_->backend().write([&](Transaction& transaction) -> base::Result<void> {
    Change::Impl change_impl(transaction, impl_->keys());
    Change change(change_impl);
    JWTKEEP_CHECK(work(change));
    return change_impl.finish();
  });
}

base::Result<std::vector<TrailEntry>> Store::trail(std::uint64_t after, std::size_t limit,
                                                   const std::optional<keyring::Name>& name) {
  return impl_->read<std::vector<TrailEntry>>([&](Transaction& transaction) {
    return name ? read_mentions(transaction, impl_->keys(), *name, after, limit)
                : read_trail(transaction, impl_->keys(), after, limit);
  });
}

base::Result<TrailHead> Store::verify_trail(const std::optional<TrailHead>& expected) {
  // First, for of a damaged file the rows tell something else each time.
  JWTKEEP_CHECK(impl_->backend().check_container());
  return impl_->read<TrailHead>(
      [&](Transaction& transaction) { return check_trail(transaction, impl_->keys(), expected); });
}

base::Result<TrailHead> Store::trail_head() {
  JWTKEEP_TRY(auto head,
              impl_->read<Head>([&](Transaction& transaction) { return load_head(transaction, impl_->keys()); }));
  return std::move(head.trail);
}

}  // namespace jwtkeep::store
