#include "jwtkeep/store/slot.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/aead.hpp"
#include "jwtkeep/crypto/kdf.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/fields.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;
using Kind = Opener::Kind;

/// A forged slot could otherwise make every opening take all memory before it is found to be forged.
constexpr std::uint64_t kMostMemoryBytes = std::uint64_t{1} << 30;
constexpr std::uint64_t kMostOperations = 64;
constexpr std::size_t kLongestAddress = 1024;

base::Bytes associated_data(std::string_view store_id, const SlotHead& head) {
  Fields fields;
  fields.add(std::string_view("jwtkeep-slot-1")).add(store_id);
  fields.add(static_cast<std::uint64_t>(head.kind)).add(std::string_view(head.id));
  if (head.kind == Kind::remote) {
    fields.add(base::ByteView(head.wrapped));
  } else {
    fields.add(base::ByteView(head.salt))
        .add(std::uint64_t{head.cost.operations})
        .add(std::uint64_t{head.cost.memory_bytes});
  }
  const auto view = fields.bytes();
  return {view.begin(), view.end()};
}

Result<SecretBytes> slot_key(std::string_view store_id, const SlotHead& head, const Opener& opener) {
  switch (head.kind) {
    case Kind::key_file: return crypto::derive(opener.secret(), "jwtkeep key file slot", crypto::kAeadKeyBytes);
    case Kind::passphrase:
      return crypto::from_passphrase(opener.secret(), head.salt,
                                     {.operations = head.cost.operations, .memory_bytes = head.cost.memory_bytes});
    case Kind::remote: break;
  }
  JWTKEEP_TRY(auto key, opener.wrapper()->unwrap(head.wrapped, store_id));
  if (key.size() == crypto::kAeadKeyBytes) return key;
  return fail(Reason::wrong_master_key, opener.id() + " unwraps something that jwtkeep has not wrapped",
              "give the address of the key that wrapped it: jwtkeep store openers lists them");
}

Result<SlotHead> read_passphrase_head(const RowReader& row) {
  SlotHead head{.kind = Kind::passphrase, .id = {}};
  JWTKEEP_TRY(head.salt, row.hex("salt", crypto::kSaltBytes));
  JWTKEEP_TRY(const auto operations, row.count("operations"));
  JWTKEEP_TRY(const auto memory_bytes, row.count("memory_bytes"));
  if (operations == 0 || operations > kMostOperations) return row.odd("operations");
  if (memory_bytes > kMostMemoryBytes) return row.odd("memory_bytes");
  head.cost = {.operations = static_cast<std::uint32_t>(operations),
               .memory_bytes = static_cast<std::size_t>(memory_bytes)};
  return head;
}

bool can_be_address(std::string_view text) {
  return !text.empty() && text.size() <= kLongestAddress && base::is_printable_ascii(base::as_bytes(text));
}

Result<SlotHead> read_remote_head(const RowReader& row) {
  SlotHead head{.kind = Kind::remote, .id = {}};
  JWTKEEP_TRY(head.id, row.text("address"));
  JWTKEEP_TRY(head.wrapped, row.base64url("wrapped"));
  if (!can_be_address(head.id)) return row.odd("address");
  if (head.wrapped.empty() || head.wrapped.size() > kMostWrappedBytes) return row.odd("wrapped");
  return head;
}

/// What stands in front of the first colon: which kind of place a remote key is in.
std::string_view scheme(std::string_view address) { return address.substr(0, address.find(':')); }

/// One key may be reached by several addresses, a KMS or an HSM of another kind cannot have wrapped it.
bool may_open(const Opener& opener, const SlotHead& head) {
  if (opener.kind() != head.kind) return false;
  switch (head.kind) {
    case Kind::key_file: return opener.id() == head.id;
    case Kind::passphrase: return true;
    case Kind::remote: return scheme(opener.id()) == scheme(head.id);
  }
  return false;
}

struct Slot {
  std::string key;
  RowReader row;
  SlotHead head;
};

/// The ids of all slots of a kind: `A or B`.
std::string ids(const std::vector<Slot>& slots, Kind kind) {
  std::string all;
  for (const auto& slot : slots) {
    if (slot.head.kind == kind) all += (all.empty() ? "" : " or ") + slot.head.id;
  }
  return all;
}

/// All that opens the store, in words.
std::string ways(const std::vector<Slot>& slots) {
  std::string all;
  const auto add = [&all](const std::string& way) { all += (all.empty() ? "" : ", or ") + way; };
  if (const auto files = ids(slots, Kind::key_file); !files.empty()) add("with a key file (id " + files + ")");
  const auto is_passphrase = [](const Slot& slot) { return slot.head.kind == Kind::passphrase; };
  if (std::ranges::any_of(slots, is_passphrase)) add("with a passphrase");
  if (const auto addresses = ids(slots, Kind::remote); !addresses.empty()) add("by " + addresses);
  return all.empty() ? "by nothing that this jwtkeep knows" : all;
}

/// How the ways that there are can be given.
std::string how(const std::vector<Slot>& slots) {
  std::string all;
  const auto add = [&all](std::string_view way) { all.append(all.empty() ? "" : "; ").append(way); };
  if (!ids(slots, Kind::key_file).empty()) add("give the key file: --key-file or JWTKEEP_KEYFILE");
  const auto is_passphrase = [](const Slot& slot) { return slot.head.kind == Kind::passphrase; };
  if (std::ranges::any_of(slots, is_passphrase)) add("set JWTKEEP_PASSPHRASE, or type the passphrase when asked");
  if (!ids(slots, Kind::remote).empty()) {
    add("where that address is yours, give it: --master-key or JWTKEEP_MASTER_KEY");
  }
  return all.empty() ? "use the jwtkeep that made the store, or a newer one" : all;
}

std::unexpected<base::Error> none_opens(const Opener& opener, const std::vector<Slot>& slots) {
  const bool of_its_kind =
      std::ranges::any_of(slots, [&](const Slot& slot) { return slot.head.kind == opener.kind(); });
  switch (opener.kind()) {
    case Kind::key_file:
      if (!of_its_kind) {
        return fail(Reason::wrong_key_file, "this store opens " + ways(slots) + ", not with a key file", how(slots));
      }
      return fail(Reason::wrong_key_file,
                  "this key file (id " + opener.id() + ") does not open this store, which needs id " +
                      ids(slots, Kind::key_file),
                  "give a key file that was made for this store: --key-file or JWTKEEP_KEYFILE");
    case Kind::passphrase:
      if (!of_its_kind) {
        return fail(Reason::wrong_passphrase, "this store opens " + ways(slots) + ", not with a passphrase",
                    how(slots));
      }
      return fail(Reason::wrong_passphrase, "the passphrase does not open this store",
                  "check for a different keyboard layout, or spaces at its ends");
    case Kind::remote: break;
  }
  return fail(Reason::wrong_master_key, "this store opens " + ways(slots) + ", not by " + opener.id(), how(slots));
}

Result<std::vector<Slot>> read_slots(const std::vector<Row>& rows) {
  std::vector<Slot> slots;
  for (const auto& each : rows) {
    JWTKEEP_TRY(auto row, RowReader::parse("the store's slot " + tellable(each.key), each.value));
    auto head = read_slot_head(row);
    if (!head && head.error().reason == Reason::newer_format) continue;
    if (!head) return std::unexpected(head.error());
    slots.push_back({.key = each.key, .row = std::move(row), .head = *std::move(head)});
  }
  return slots;
}

/// The master key; an error of reason `wrong_...` where the slot is not this opener's.
Result<SecretBytes> open_slot(std::string_view store_id, const Slot& slot, const Opener& opener) {
  JWTKEEP_TRY(const auto sealed, slot.row.base64url("sealed"));
  JWTKEEP_TRY(const auto key, slot_key(store_id, slot.head, opener));
  auto master = crypto::open(key, associated_data(store_id, slot.head), sealed);
  if (master && master->size() == kMasterKeyBytes) return *std::move(master);
  // A key file's id is bound to its key, and a remote key knows what it wrapped: only a changed slot gets here. A
  // passphrase may just be wrong.
  if (slot.head.kind == Kind::passphrase) return fail(Reason::wrong_passphrase, "");
  return tampered(slot.row.place(), slot.head.kind == Kind::key_file ? "its key file does not open it"
                                                                     : "its remote key does not open it");
}

bool is_wrong_opener(Reason reason) { return reason == Reason::wrong_passphrase || reason == Reason::wrong_master_key; }

Result<void> check_cost(const PassphraseCost& cost) {
  if (cost.operations > 0 && cost.operations <= kMostOperations && cost.memory_bytes <= kMostMemoryBytes) return {};
  return fail(Reason::bad_value, "the cost of the passphrase is out of range", "give 1 to 64 passes, at most 1 GiB");
}

struct Sealing {
  SlotHead head;
  SecretBytes key;
};

Result<Sealing> begin_remote(std::string_view store_id, const Opener& opener) {
  if (!can_be_address(opener.id()))
    return fail(Reason::bad_value, "the master key's address is too long, or odd",
                "write vault-transit://MOUNT/KEY, aws-kms://REGION/KEY or pkcs11:token=LABEL;object=LABEL");
  Sealing sealing{.head = {.kind = Kind::remote, .id = opener.id()},
                  .key = crypto::random_secret(crypto::kAeadKeyBytes)};
  auto& wrapper = *opener.wrapper();
  JWTKEEP_TRY(sealing.head.wrapped, wrapper.wrap(sealing.key, store_id));
  if (sealing.head.wrapped.empty() || sealing.head.wrapped.size() > kMostWrappedBytes) {
    return fail(Reason::io_failed, opener.id() + " gives more than can be kept, or nothing");
  }
  JWTKEEP_TRY(const auto back, wrapper.unwrap(sealing.head.wrapped, store_id));
  if (!(back == sealing.key)) {
    return fail(Reason::io_failed, opener.id() + " does not give back what was wrapped with it",
                "nothing was written; look at the key, and at what stands between");
  }
  return sealing;
}

Result<Sealing> begin_sealing(std::string_view store_id, const Opener& opener) {
  if (opener.kind() == Kind::remote) return begin_remote(store_id, opener);
  Sealing sealing{.head = {.kind = opener.kind(), .id = opener.id()}, .key = {}};
  if (opener.kind() == Kind::passphrase) {
    if (opener.secret().empty()) return fail(Reason::bad_value, "the passphrase is empty", "give one that is not");
    JWTKEEP_CHECK(check_cost(opener.cost()));
    sealing.head.salt = crypto::random_bytes(crypto::kSaltBytes);
    sealing.head.cost = opener.cost();
  }
  JWTKEEP_TRY(sealing.key, slot_key(store_id, sealing.head, opener));
  return sealing;
}

}  // namespace

Result<SlotHead> read_slot_head(const RowReader& row) {
  JWTKEEP_TRY(const auto kind, row.text("kind"));
  if (kind == "passphrase") return read_passphrase_head(row);
  if (kind == "remote") return read_remote_head(row);
  if (kind != "key_file") {
    return fail(Reason::newer_format, row.place() + " is of a kind that this jwtkeep does not know",
                "use the jwtkeep that made the store, or a newer one");
  }
  JWTKEEP_TRY(const auto id, row.text("id"));
  return SlotHead{.kind = Kind::key_file, .id = tellable(id)};
}

Result<std::string> seal_slot(std::string_view store_id, const SecretBytes& master, const Opener& opener) {
  JWTKEEP_TRY(const auto sealing, begin_sealing(store_id, opener));
  const auto& head = sealing.head;
  auto json = base::Json::object({{"kind", std::string(word(head.kind))}});
  switch (head.kind) {
    case Kind::key_file: json.set("id", head.id); break;
    case Kind::passphrase:
      json.set("salt", base::hex_encode(head.salt));
      json.set("operations", std::uint64_t{head.cost.operations})
          .set("memory_bytes", std::uint64_t{head.cost.memory_bytes});
      break;
    case Kind::remote: json.set("address", head.id).set("wrapped", base::base64url_encode(head.wrapped)); break;
  }
  json.set("sealed", base::base64url_encode(crypto::seal(sealing.key, associated_data(store_id, head), master)));
  return base::write_json(json);
}

Result<OpenedSlot> open_slots(std::string_view store_id, const std::vector<Row>& rows, const Opener& opener) {
  JWTKEEP_TRY(auto slots, read_slots(rows));
  std::vector<const Slot*> tried;
  for (const auto& slot : slots) {
    if (may_open(opener, slot.head)) tried.push_back(&slot);
  }
  std::ranges::partition(tried, [&](const Slot* slot) { return slot->head.id == opener.id(); });
  std::optional<base::Error> telling;  // says more than that no slot is this opener's
  for (const auto* slot : tried) {
    auto master = open_slot(store_id, *slot, opener);
    if (master) return OpenedSlot{.slot = slot->key, .master = *std::move(master)};
    const auto reason = master.error().reason;
    const bool is_remote = slot->head.kind == Kind::remote;
    const bool is_its_own = is_remote && slot->head.id == opener.id();
    // Another key's slot may be denied to this one, or its key be gone, while a later slot is this opener's.
    const bool may_be_anothers =
        is_remote && !is_its_own && (reason == Reason::permission || reason == Reason::not_found);
    if (!is_wrong_opener(reason) && !may_be_anothers) return std::unexpected(std::move(master).error());
    if ((is_its_own || may_be_anothers) && !telling) telling = std::move(master).error();
  }
  if (telling) return std::unexpected(*std::move(telling));
  return none_opens(opener, slots);
}

}  // namespace jwtkeep::store
