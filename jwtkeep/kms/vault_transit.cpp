#include "jwtkeep/kms/vault_transit.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/opener.hpp"
#include "jwtkeep/kms/wrapped_text.hpp"

namespace jwtkeep::kms {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;
using destination::VaultAnswer;
using destination::VaultCall;
using destination::VaultVerdict;

/// The store's identity, for the key's seal.
std::string binding(std::string_view store_id) {
  const auto text = "jwtkeep-store:" + std::string(store_id);
  return base::base64_encode(base::as_bytes(text));
}

VaultCall call(const std::string& mount, std::string_view operation, const std::string& key, const Json& body) {
  return {.method = http::Method::post,
          .path = fmt::format("{}/{}/{}", mount, operation, key),
          .needs = "\"update\"",
          .body = base::write_with_secrets(body, false),
          .body_is_secret = true};
}

}  // namespace

Result<std::shared_ptr<store::KeyWrapper>> VaultTransit::open(const destination::Address& address,
                                                              const destination::Surroundings& surroundings) {
  JWTKEEP_TRY(auto settings, destination::vault_settings(address, surroundings));
  JWTKEEP_TRY(auto server, destination::VaultServer::open(std::move(settings), surroundings, nullptr));
  return std::make_shared<VaultTransit>(address, std::move(server));
}

/// Before something is wrapped: a token that may create keys would otherwise make one of a mistyped name, unseen. Who
/// may not read the key goes on without.
Result<void> VaultTransit::check_key() {
  const VaultCall look{.path = fmt::format("{}/keys/{}", mount_, key_), .needs = "\"read\""};
  JWTKEEP_TRY(const auto answer, server_->ask(look));
  if (answer.verdict != VaultVerdict::never) return {};
  return fail(Reason::not_found, fmt::format("{} has no key {} at {}", server_->settings().shown(), key_, mount_),
              fmt::format("make it: `vault write -f {}/keys/{}`, or look at the address", mount_, key_));
}

std::unexpected<base::Error> VaultTransit::refused(const VaultAnswer& answer, const VaultCall& asked) const {
  const auto server = server_->settings().shown();
  const auto& words = answer.words;
  const auto has = [&words](std::string_view part) { return words.contains(part); };
  if (answer.verdict == VaultVerdict::no_mount) {
    return fail(
        Reason::io_failed, fmt::format("nothing is mounted at {} at {}", mount_, server),
        "look at the address and the namespace, or mount it: `vault secrets enable -path=" + mount_ + " transit`");
  }
  if (answer.verdict == VaultVerdict::refused || answer.verdict == VaultVerdict::unclear) {
    if (has("message authentication failed") || has("invalid ciphertext") || has("could not decode")) {
      return fail(Reason::wrong_master_key,
                  fmt::format("the key {} at {} did not wrap this store's master key, or the store's slot was changed",
                              key_, server),
                  "give the address of the key that did: jwtkeep store openers lists them");
    }
    if (has("version is disallowed") || has("too old")) {
      return fail(Reason::permission,
                  fmt::format("{} no longer opens what older versions of the key {} have wrapped: its "
                              "min_decryption_version was raised",
                              server, key_),
                  fmt::format("lower it (`vault write {}/keys/{}/config min_decryption_version=1`), let `jwtkeep "
                              "store rekey` open the store another way and then by this key again, and raise it",
                              mount_, key_));
    }
    if (has("key not found")) {
      return fail(Reason::not_found, fmt::format("{} has no key {} at {}", server, key_, mount_),
                  "where it was deleted, what it has wrapped is lost: open the store by another way");
    }
    if (has("associated data") || has("associated_data")) {
      return fail(Reason::bad_value,
                  fmt::format("the key {} at {} is of a type that cannot be bound to a store", key_, server),
                  "take one of type aes256-gcm96 (the default) or chacha20-poly1305");
    }
  }
  auto error = server_->explain(answer, asked);
  if (error.reason == Reason::destination_failed) error.reason = Reason::io_failed;
  if (answer.verdict == VaultVerdict::denied) error.hint = "add that to the policy: docs/master-keys.md has one whole";
  return std::unexpected(std::move(error));
}

Result<base::Bytes> VaultTransit::wrap(const SecretBytes& secret, std::string_view store_id) {
  JWTKEEP_CHECK(check_key());
  const auto bound = binding(store_id);
  const auto asked = call(
      mount_, "encrypt", key_,
      Json::object(
          {{"plaintext", Json(base::base64_encode_secret(secret))}, {"associated_data", bound}, {"context", bound}}));
  JWTKEEP_TRY(const auto answer, server_->ask(asked));
  if (answer.verdict != VaultVerdict::done) return refused(answer, asked);
  auto ciphertext = read_transit_ciphertext(answer.body);
  if (!ciphertext) return refused({.verdict = VaultVerdict::senseless, .status = answer.status}, asked);
  return *std::move(ciphertext);
}

Result<SecretBytes> VaultTransit::unwrap(base::ByteView wrapped, std::string_view store_id) {
  if (!is_transit_ciphertext(wrapped)) {
    return fail(Reason::wrong_master_key, "the store's slot for " + address_ + " holds nothing that transit has made",
                "the slot was changed: open the store by another way, or restore a backup");
  }
  const auto bound = binding(store_id);
  const auto asked =
      call(mount_, "decrypt", key_,
           Json::object({{"ciphertext", base::as_text(wrapped)}, {"associated_data", bound}, {"context", bound}}));
  JWTKEEP_TRY(const auto answer, server_->ask(asked));
  if (answer.verdict != VaultVerdict::done) return refused(answer, asked);
  auto plaintext = read_transit_plaintext(answer.body);
  if (!plaintext) return refused({.verdict = VaultVerdict::senseless, .status = answer.status}, asked);
  return *std::move(plaintext);
}

}  // namespace jwtkeep::kms
