#include "jwtkeep/store/authentic.hpp"

#include <array>

#include "jwtkeep/base/base64url.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/store/fields.hpp"

namespace jwtkeep::store {
namespace {

constexpr std::string_view kBefore = ",\"mac\":\"";
constexpr std::string_view kAfter = "\"}";
constexpr std::size_t kMacCharacters = 43;  // 32 bytes of unpadded base64url

Fields message(const Binding& binding, std::string_view body) {
  Fields fields;
  fields.add(binding.purpose).add(binding.store_id).add(binding.row).add(body);
  return fields;
}

}  // namespace

std::string authenticate(const base::SecretBytes& key, const Binding& binding, const base::Json& object) {
  auto text = base::write_json(object);
  text.pop_back();  // the closing brace
  const auto mac = crypto::hmac(crypto::Hash::sha256, key, message(binding, text).bytes());
  text.append(kBefore).append(base::base64url_encode(mac)).append(kAfter);
  return text;
}

base::Result<RowReader> read_authentic(const base::SecretBytes& key, const Binding& binding, std::string place,
                                       std::string_view text) {
  constexpr auto kSuffix = kBefore.size() + kMacCharacters + kAfter.size();
  if (text.size() <= kSuffix) return tampered(place, "its row is cut short");
  const auto body = text.substr(0, text.size() - kSuffix);
  const auto suffix = text.substr(body.size());
  std::array<std::uint8_t, base::base64url_bytes_size(kMacCharacters)> mac{};
  if (!base::base64url_decode_to(suffix.substr(kBefore.size(), kMacCharacters), mac) || !suffix.starts_with(kBefore) ||
      !suffix.ends_with(kAfter) ||
      !crypto::verify_hmac(crypto::Hash::sha256, key, message(binding, body).bytes(), mac)) {
    return tampered(place, "its row was changed: its MAC does not hold");
  }
  return RowReader::parse(std::move(place), text);
}

}  // namespace jwtkeep::store
