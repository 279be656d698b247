#include "jwtkeep/store/key_row.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {

std::string key_place(const keyring::Name& name, std::string_view kid) {
  return "the key " + tellable(kid) + " of " + name.text();
}

std::string row_key(const keyring::Name& name, std::string_view inner) {
  return name.text() + "|" + std::string(inner);
}

std::string write_key_row(const KeyRow& row) {
  auto json = keyring::to_json(row.key);
  if (row.sealed) {
    json.set("data_key", base::base64url_encode(row.sealed->data_key));
    json.set("sealed", base::base64url_encode(row.sealed->material));
  }
  return base::write_json(json);
}

base::Result<KeyRow> read_key_row(std::string place, std::string_view text) {
  JWTKEEP_TRY(const auto reader, RowReader::parse(std::move(place), text));
  auto key = keyring::key_from_json(reader.json());
  if (!key) return tampered(reader.place(), key.error().what);
  KeyRow row{.key = *std::move(key), .sealed = {}};
  if (reader.has("sealed") != reader.has("data_key") || reader.has("sealed") == row.key.destroyed_at.has_value()) {
    return reader.odd("sealed");
  }
  if (reader.has("sealed")) {
    JWTKEEP_TRY(auto data_key, reader.base64url("data_key"));
    JWTKEEP_TRY(auto material, reader.base64url("sealed"));
    row.sealed = Sealed{.data_key = std::move(data_key), .material = std::move(material)};
  }
  return row;
}

std::string row_digest(std::string_view text) {
  return base::base64url_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(text)));
}

}  // namespace jwtkeep::store
