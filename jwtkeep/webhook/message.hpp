// One entry of the audit trail as a webhook gets it (Standard Webhooks, https://www.standardwebhooks.com).
#pragma once

#include <string>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/trail.hpp"

namespace jwtkeep::webhook {

struct Message {
  std::string id;    ///< `webhook-id`: the same each time the entry is sent
  std::string body;  ///< `{"type", "timestamp", "data"}`, the entry being the data; nothing in it is secret
};

Message message_of(const store::TrailEntry& entry);

/// `webhook-signature`: `v1,` and HMAC-SHA256 over id, time of sending and body, in base64. Whoever receives it refuses
/// one whose time is minutes away.
std::string signature_of(const Message& message, base::Instant now, const base::SecretBytes& key);
/// `webhook-timestamp`: seconds since 1970.
std::string timestamp_of(base::Instant now);

}  // namespace jwtkeep::webhook
