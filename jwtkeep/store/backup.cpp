#include "jwtkeep/store/backup.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/store/fields.hpp"
#include "jwtkeep/store/row_reader.hpp"
#include "jwtkeep/store/store_impl.hpp"

namespace jwtkeep::store {
namespace {

/// The rows as lines, and how many each space has.
struct Body {
  std::string lines;
  base::Json counts = base::Json::object();
};

Fields mac_message(const StoreKeys& keys, base::ByteView digest) {
  Fields fields;
  fields.add(std::string_view("jwtkeep-backup-1")).add(std::string_view(keys.id)).add(digest);
  return fields;
}

base::Result<void> append_space(Transaction& transaction, Space space, Body& body) {
  constexpr std::size_t kPage = 1000;
  std::uint64_t count = 0;
  std::string from;
  while (true) {
    JWTKEEP_TRY(const auto rows, transaction.range(space, from, "", kPage));
    for (const auto& row : rows) {
      if (space == Space::meta && row.key == kRestoredRow) continue;
      ++count;
      body.lines += "[\"" + std::string(word(space)) + "\"," + base::quote_json(row.key) + "," +
                    base::quote_json(row.value) + "]\n";
    }
    if (body.lines.size() > kMostBackupBytes) {
      return base::fail(base::Reason::too_large, "the backup would be larger than 1 GiB",
                        "copy the store's file while nothing writes to it");
    }
    if (rows.size() < kPage) break;
    from = rows.back().key + '\0';
  }
  body.counts.set(std::string(word(space)), count);
  return {};
}

}  // namespace

base::Bytes backup_mac(const StoreKeys& keys, base::ByteView digest) {
  return crypto::hmac(crypto::Hash::sha256, keys.backup, mac_message(keys, digest).bytes());
}

base::Result<void> check_restored(const StoreKeys& keys, std::string_view text) {
  constexpr std::size_t kDigestBytes = 32;
  JWTKEEP_TRY(const auto row, RowReader::parse("the backup that this store was restored from", text));
  JWTKEEP_TRY(const auto digest, row.hex("sha256", kDigestBytes));
  JWTKEEP_TRY(const auto mac, row.hex("mac", kDigestBytes));
  if (crypto::verify_hmac(crypto::Hash::sha256, keys.backup, mac_message(keys, digest).bytes(), mac)) return {};
  return tampered(row.place(), "it is not as jwtkeep wrote it");
}

base::Result<base::Bytes> Store::backup(base::Instant now) {
  JWTKEEP_TRY(const auto body, impl_->read<Body>([](Transaction& transaction) -> base::Result<Body> {
    Body all;
    for (const auto space : kSpaces) JWTKEEP_CHECK(append_space(transaction, space, all));
    return all;
  }));
  auto text = std::string(kBackupMagic) + "\n";
  text += base::write_json(
      base::Json::object({{"store", id()}, {"created_at", base::format_instant(now)}, {"rows", body.counts}}));
  text += "\n" + body.lines;
  const auto digest = crypto::digest(crypto::Hash::sha256, base::as_bytes(text));
  text += base::write_json(base::Json::object(
      {{"sha256", base::hex_encode(digest)}, {"mac", base::hex_encode(backup_mac(impl_->keys(), digest))}}));
  text += "\n";
  const auto view = base::as_bytes(text);
  return base::Bytes(view.begin(), view.end());
}

}  // namespace jwtkeep::store
