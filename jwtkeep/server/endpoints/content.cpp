// Encrypting and decrypting.
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/encrypted_claims.hpp"
#include "jwtkeep/keyring/content_key.hpp"
#include "jwtkeep/server/body.hpp"
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/server/entering.hpp"
#include "jwtkeep/server/token_verdict.hpp"
#include "jwtkeep/server/wanted_claims.hpp"

namespace jwtkeep::server::endpoints {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;

struct Wanted {
  std::string_view type;
  SecretBytes content;
  Json claims;  ///< null for bytes
};

Result<Wanted> read_wanted(const ServedRing& ring, const Call& call) {
  std::vector<std::string_view> members(kClaimMembers.begin(), kClaimMembers.end());
  members.emplace_back("payload");
  JWTKEEP_TRY(const auto body, json_body(call.incoming, members, {"payload"}));
  const auto* payload = body.find("payload");
  if (payload == nullptr) {
    JWTKEEP_TRY(auto claims, wanted_claims(body, ring.ring().policy, call.now));
    auto text = SecretBytes::copy_of(base::write_json(claims));
    return Wanted{.type = "JWT", .content = std::move(text), .claims = std::move(claims)};
  }
  if (body.members()->size() != 1) {
    return fail(Reason::bad_value, "a \"payload\" is encrypted as it is: it has no claims", "leave one of them out");
  }
  auto bytes = payload->secret() == nullptr ? std::nullopt : payload->secret()->reveal(base::base64url_decode_secret);
  if (!bytes)
    return fail(Reason::bad_value, "\"payload\" has to be base64url without padding",
                "base64url is RFC 4648 section 5: - and _, no =, no line break");
  return Wanted{.type = keyring::kBytesType, .content = *std::move(bytes), .claims = {}};
}

Result<Json> encrypt_now(Service& service, const ServedRing& ring, const Call& call) {
  JWTKEEP_TRY(const auto wanted, read_wanted(ring, call));
  JWTKEEP_TRY(const auto* active, keyring::signer(ring.ring()));
  JWTKEEP_TRY(const auto key, ring.content_key(service.store(), *active));
  JWTKEEP_TRY(const auto token, jose::encrypt_compact(key.encryption_key(), keyring::kContentEnc,
                                                      Json::object({{"typ", wanted.type}}), wanted.content));
  auto json = Json::object({{"token", token},
                            {"kid", key.kid()},
                            {"alg", jose::name(key.alg())},
                            {"enc", jose::name(keyring::kContentEnc)}});
  if (!wanted.claims.is_null()) {
    json.set("expires_at", static_cast<std::int64_t>(wanted.claims.find("exp")->number()));
  }
  return json;
}

Result<Json> decrypt_now(Service& service, const ServedRing& ring, const std::string& token, base::Instant now) {
  const auto lookup = [&](const jose::JweHeader& header) -> Result<jose::DecryptionKey> {
    JWTKEEP_TRY(const auto* key, keyring::verifier(ring.ring(), header.kid(), now));
    return ring.content_key(service.store(), *key);
  };
  JWTKEEP_TRY(auto opened, jose::decrypt(token, lookup, keyring::content_policy(kMostBodyBytes)));
  auto json = Json::object(
      {{"valid", true}, {"kid", opened.kid()}, {"alg", jose::name(opened.alg())}, {"enc", jose::name(opened.enc())}});
  if (keyring::holds_bytes(opened)) return json.set("payload", base::base64url_encode_secret(opened.plaintext()));
  JWTKEEP_TRY(const auto demands, ring.work().verify_policy());
  JWTKEEP_TRY(auto claims, jose::encrypted_claims(opened, demands, now));
  return json.set("claims", std::move(claims));
}

/// With the keyring as it is in memory; once more with what stands in the store where a key has moved on meanwhile.
template <class Work>
Result<Json> with_ring(Service& service, const Entered& entered, Work work) {
  auto done = work(*entered.ring);
  if (done || done.error().reason != Reason::tampered) return done;
  JWTKEEP_CHECK(service.catch_up());
  JWTKEEP_TRY(const auto ring, service.rings().find(entered.ring->ring().name.text()));
  return work(*ring);
}

}  // namespace

web::Answer encrypt(Service& service, const Call& call) {
  auto entered = enter(service, call, access::Verb::encrypt, 1);
  if (!entered) return std::move(entered).error();
  return answer_of(
      with_ring(service, *entered, [&](const ServedRing& ring) { return encrypt_now(service, ring, call); }));
}

web::Answer decrypt(Service& service, const Call& call) {
  auto entered = enter(service, call, access::Verb::decrypt, 1);
  if (!entered) return std::move(entered).error();
  const auto token = token_member(call.incoming);
  if (!token) return failure(token.error());
  const auto opened = with_ring(service, *entered,
                                [&](const ServedRing& ring) { return decrypt_now(service, ring, *token, call.now); });
  if (opened) return secret_document(*opened);
  if (!is_of_token(opened.error())) return failure(opened.error());
  std::string text;
  append_refusal(text, opened.error());
  return document(std::move(text));
}

}  // namespace jwtkeep::server::endpoints
