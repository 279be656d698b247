#include "jwtkeep/kms/aws_kms.hpp"

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/kms/wrapped_text.hpp"

namespace jwtkeep::kms {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;
using destination::AwsAnswer;
using destination::RefusalKind;

Json context(std::string_view store_id) { return Json::object({{"jwtkeep-store", store_id}}); }

std::string_view after_last_slash(std::string_view text) { return text.substr(text.rfind('/') + 1); }

}  // namespace

Result<std::shared_ptr<store::KeyWrapper>> AwsKms::open(const destination::Address& address,
                                                        const destination::Surroundings& surroundings) {
  destination::Paces paces(0);
  JWTKEEP_TRY(auto server, destination::AwsServer::open(destination::kKms, address, surroundings, paces));
  return std::make_shared<AwsKms>(address, std::move(server));
}

std::unexpected<base::Error> AwsKms::not_mine() const {
  return fail(
      Reason::wrong_master_key,
      "the key " + key_ + " of AWS KMS did not wrap this store's master key, or the store's slot was changed",
      key_.starts_with("alias/") || key_.contains(":alias/")
          ? "where the alias points to another key by now, give the id of the one that did, then: jwtkeep store "
            "rekey --to " +
                address_
          : "give the address of the key that did: jwtkeep store openers lists them");
}

std::unexpected<base::Error> AwsKms::refused(const AwsAnswer& answer) const {
  const auto& refusal = *answer.refusal;
  if (refusal.kind == RefusalKind::bad_parameter) return not_mine();
  if (refusal.kind == RefusalKind::not_found) {
    return fail(Reason::not_found, answer.asked.server + " has no key " + key_ + " in this account and region",
                "look at the region and the key in the address; a key that was deleted opens nothing any more");
  }
  if (refusal.kind == RefusalKind::bad_request) {
    return fail(
        Reason::permission, "the key " + key_ + " cannot be used now, AWS KMS says (" + refusal.type + ")",
        "look at its state (aws kms describe-key): enable it, cancel its deletion; it has to be a symmetric one "
        "for encrypting and decrypting");
  }
  auto error = server_->error_of(answer);
  if (error.reason == Reason::destination_failed) error.reason = Reason::io_failed;
  return std::unexpected(std::move(error));
}

/// Where the address names the key itself, not an alias: the answer says which key it was. A multi-Region key has one
/// id in all of its regions.
bool AwsKms::is_my_key(std::string_view arn) const {
  if (key_.starts_with("alias/") || key_.contains(":alias/")) return true;
  return after_last_slash(arn) == after_last_slash(key_);
}

Result<base::Bytes> AwsKms::wrap(const SecretBytes& secret, std::string_view store_id) {
  JWTKEEP_TRY(const auto answer, server_->call("Encrypt", key_,
                                               Json::object({{"KeyId", key_},
                                                             {"Plaintext", Json(base::base64_encode_secret(secret))},
                                                             {"EncryptionContext", context(store_id)}})));
  if (answer.refusal) return refused(answer);
  auto ciphertext = read_kms_ciphertext(answer.body);
  if (ciphertext) return *std::move(ciphertext);
  return fail(Reason::io_failed, answer.asked.server + " does not answer Encrypt as AWS KMS does",
              "look whether the endpoint is one, and whether a proxy stands in front of it");
}

Result<SecretBytes> AwsKms::unwrap(base::ByteView wrapped, std::string_view store_id) {
  JWTKEEP_TRY(const auto answer, server_->call("Decrypt", key_,
                                               Json::object({{"KeyId", key_},
                                                             {"CiphertextBlob", base::base64_encode(wrapped)},
                                                             {"EncryptionContext", context(store_id)}})));
  if (answer.refusal) return refused(answer);
  auto plaintext = read_kms_plaintext(answer.body);
  if (!plaintext) {
    return fail(Reason::io_failed, answer.asked.server + " does not answer Decrypt as AWS KMS does",
                "look whether the endpoint is one, and whether a proxy stands in front of it");
  }
  if (!is_my_key(plaintext->key_arn)) return not_mine();
  return std::move(plaintext->secret);
}

}  // namespace jwtkeep::kms
