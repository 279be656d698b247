#include "jwtkeep/store/slot.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/aead.hpp"
#include "jwtkeep/crypto/kdf.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/fields.hpp"
#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

/// A forged slot could otherwise make every opening take all memory before it is found to be forged.
constexpr std::uint64_t kMostMemoryBytes = std::uint64_t{1} << 30;
constexpr std::uint64_t kMostOperations = 64;

/// What a slot says of itself in the clear; bound into its seal.
struct SlotHead {
  Opener::Kind kind;
  std::string key_file_id;
  base::Bytes salt;
  PassphraseCost cost;
};

base::Bytes associated_data(std::string_view store_id, const SlotHead& head) {
  Fields fields;
  fields.add(std::string_view("jwtkeep-slot-1")).add(store_id);
  fields.add(std::uint64_t{head.kind == Opener::Kind::key_file ? 0U : 1U}).add(std::string_view(head.key_file_id));
  fields.add(base::ByteView(head.salt))
      .add(std::uint64_t{head.cost.operations})
      .add(std::uint64_t{head.cost.memory_bytes});
  const auto view = fields.bytes();
  return {view.begin(), view.end()};
}

base::Result<base::SecretBytes> slot_key(const SlotHead& head, const Opener& opener) {
  if (head.kind == Opener::Kind::key_file) {
    return crypto::derive(opener.secret(), "jwtkeep key file slot", crypto::kAeadKeyBytes);
  }
  return crypto::from_passphrase(opener.secret(), head.salt,
                                 {.operations = head.cost.operations, .memory_bytes = head.cost.memory_bytes});
}

base::Result<SlotHead> read_passphrase_head(const RowReader& row) {
  SlotHead head{.kind = Opener::Kind::passphrase, .key_file_id = {}, .salt = {}, .cost = {}};
  JWTKEEP_TRY(head.salt, row.hex("salt", crypto::kSaltBytes));
  JWTKEEP_TRY(const auto operations, row.count("operations"));
  JWTKEEP_TRY(const auto memory_bytes, row.count("memory_bytes"));
  if (operations == 0 || operations > kMostOperations) return row.odd("operations");
  if (memory_bytes > kMostMemoryBytes) return row.odd("memory_bytes");
  head.cost = {.operations = static_cast<std::uint32_t>(operations),
               .memory_bytes = static_cast<std::size_t>(memory_bytes)};
  return head;
}

base::Result<SlotHead> read_head(const RowReader& row) {
  JWTKEEP_TRY(const auto kind, row.text("kind"));
  if (kind == "passphrase") return read_passphrase_head(row);
  if (kind != "key_file") {
    return fail(Reason::newer_format, row.place() + " is of a kind that this jwtkeep does not know",
                "use the jwtkeep that made the store, or a newer one");
  }
  JWTKEEP_TRY(auto id, row.text("id"));
  return SlotHead{.kind = Opener::Kind::key_file, .key_file_id = tellable(id), .salt = {}, .cost = {}};
}

std::unexpected<base::Error> none_opens(const Opener& opener, const std::string& needed_ids) {
  if (opener.kind() == Opener::Kind::key_file) {
    if (needed_ids.empty()) {
      return fail(Reason::wrong_key_file, "this store opens with a passphrase, not with a key file",
                  "set JWTKEEP_PASSPHRASE, or type the passphrase when asked");
    }
    return fail(Reason::wrong_key_file,
                "this key file (id " + opener.id() + ") does not open this store, which needs id " + needed_ids,
                "give the key file that was made with this store: --key-file or JWTKEEP_KEYFILE");
  }
  if (!needed_ids.empty()) {
    return fail(Reason::wrong_passphrase, "this store opens with a key file (id " + needed_ids + "), not a passphrase",
                "give it: --key-file or JWTKEEP_KEYFILE");
  }
  return fail(Reason::wrong_passphrase, "the passphrase does not open this store",
              "check for a different keyboard layout, or spaces at its ends");
}

}  // namespace

base::Result<std::string> seal_slot(std::string_view store_id, const base::SecretBytes& master, const Opener& opener) {
  SlotHead head{
      .kind = opener.kind(), .key_file_id = opener.id(), .salt = {}, .cost = {.operations = 0, .memory_bytes = 0}};
  auto json = base::Json::object();
  if (head.kind == Opener::Kind::passphrase) {
    if (opener.secret().empty()) return fail(Reason::bad_value, "the passphrase is empty", "give one that is not");
    head.salt = crypto::random_bytes(crypto::kSaltBytes);
    head.cost = opener.cost();
    if (head.cost.operations == 0 || head.cost.operations > kMostOperations ||
        head.cost.memory_bytes > kMostMemoryBytes) {
      return fail(Reason::bad_value, "the cost of the passphrase is out of range",
                  "give 1 to 64 passes, at most 1 GiB");
    }
    json.set("kind", "passphrase").set("salt", base::hex_encode(head.salt));
    json.set("operations", std::uint64_t{head.cost.operations})
        .set("memory_bytes", std::uint64_t{head.cost.memory_bytes});
  } else {
    json.set("kind", "key_file").set("id", head.key_file_id);
  }
  JWTKEEP_TRY(const auto key, slot_key(head, opener));
  json.set("sealed", base::base64url_encode(crypto::seal(key, associated_data(store_id, head), master)));
  return base::write_json(json);
}

base::Result<base::SecretBytes> open_slots(std::string_view store_id, const std::vector<Row>& slots,
                                           const Opener& opener) {
  std::string needed_ids;
  for (const auto& slot : slots) {
    JWTKEEP_TRY(const auto row, RowReader::parse("the store's slot " + tellable(slot.key), slot.value));
    JWTKEEP_TRY(auto head, read_head(row));
    if (head.kind == Opener::Kind::passphrase) {
      if (opener.kind() != head.kind) continue;
    } else {
      needed_ids += (needed_ids.empty() ? "" : " or ") + head.key_file_id;
      if (opener.kind() != head.kind || opener.id() != head.key_file_id) continue;
      head.cost = {.operations = 0, .memory_bytes = 0};
    }
    JWTKEEP_TRY(const auto sealed, row.base64url("sealed"));
    JWTKEEP_TRY(const auto key, slot_key(head, opener));
    auto master = crypto::open(key, associated_data(store_id, head), sealed);
    if (master && master->size() == kMasterKeyBytes) return *std::move(master);
    // The id of a key file is bound to its key, so only a changed slot gets here; a passphrase may just be wrong.
    if (head.kind == Opener::Kind::key_file) return tampered(row.place(), "its key file does not open it");
  }
  return none_opens(opener, needed_ids);
}

}  // namespace jwtkeep::store
