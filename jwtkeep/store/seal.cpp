#include "jwtkeep/store/seal.hpp"

#include "jwtkeep/crypto/aead.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/store/fields.hpp"

namespace jwtkeep::store {
namespace {

constexpr std::string_view kDataKey = "jwtkeep-data-key-1";
constexpr std::string_view kMaterial = "jwtkeep-material-1";

Fields bound_to(std::string_view purpose, const StoreKeys& keys, const keyring::Name& name, const keyring::Key& key) {
  Fields fields;
  fields.add(purpose).add(std::string_view(keys.id)).add(std::string_view(name.text()));
  fields.add(std::string_view(key.kid)).add(jose::name(key.alg)).add(keyring::word(key.state)).add(key.epoch);
  return fields;
}

}  // namespace

Sealed seal_material(const StoreKeys& keys, const keyring::Name& name, const keyring::Key& key,
                     const base::SecretBytes& material) {
  const auto data_key = crypto::random_secret(crypto::kAeadKeyBytes);
  return {.data_key = crypto::seal(keys.wrapping, bound_to(kDataKey, keys, name, key).bytes(), data_key),
          .material = crypto::seal(data_key, bound_to(kMaterial, keys, name, key).bytes(), material)};
}

std::optional<base::SecretBytes> open_material(const StoreKeys& keys, const keyring::Name& name,
                                               const keyring::Key& key, const Sealed& sealed) {
  const auto data_key = crypto::open(keys.wrapping, bound_to(kDataKey, keys, name, key).bytes(), sealed.data_key);
  if (!data_key || data_key->size() != crypto::kAeadKeyBytes) return std::nullopt;
  return crypto::open(*data_key, bound_to(kMaterial, keys, name, key).bytes(), sealed.material);
}

}  // namespace jwtkeep::store
