#include "jwtkeep/webhook/message.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/store/shown_entry.hpp"

namespace jwtkeep::webhook {
namespace {

constexpr std::size_t kIdBytes = 16;

}  // namespace

Message message_of(const store::TrailEntry& entry) {
  // The entry's place in its chain: nothing else has it, and everybody who may read the trail sees it.
  const auto id = base::hex_encode(base::ByteView(entry.hash).first(std::min(entry.hash.size(), kIdBytes)));
  return {.id = "msg_" + id,
          .body = base::write_json(base::Json::object({{"type", entry.event.action},
                                                       {"timestamp", base::format_instant(entry.event.at)},
                                                       {"data", store::shown_json(entry)}}))};
}

std::string timestamp_of(base::Instant now) {
  return std::to_string(std::chrono::floor<base::Seconds>(now).time_since_epoch().count());
}

std::string signature_of(const Message& message, base::Instant now, const base::SecretBytes& key) {
  const auto text = message.id + "." + timestamp_of(now) + "." + message.body;
  return "v1," + base::base64_encode(crypto::hmac(crypto::Hash::sha256, key, base::as_bytes(text)));
}

}  // namespace jwtkeep::webhook
