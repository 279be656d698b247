#include "jwtkeep/kms/wrapped_text.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/store/key_wrapper.hpp"

namespace jwtkeep::kms {
namespace {

using base::Bytes;
using base::ByteView;
using base::Json;
using base::SecretBytes;

const SecretBytes* data_member(const Json& body, std::string_view name) {
  const auto* data = body.find("data");
  const auto* member = data != nullptr ? data->find(name) : nullptr;
  return member != nullptr ? member->secret() : nullptr;
}

std::optional<SecretBytes> decoded(const SecretBytes* text) {
  if (text == nullptr) return std::nullopt;
  return text->reveal([](ByteView bytes) { return base::base64_decode_secret(bytes); });
}

}  // namespace

bool is_transit_ciphertext(ByteView wrapped) {
  auto text = base::as_text(wrapped);
  constexpr std::string_view kStart = "vault:v";
  if (text.size() > store::kMostWrappedBytes || !text.starts_with(kStart)) return false;
  text.remove_prefix(kStart.size());
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  if (digits == 0 || digits > 9 || digits == text.size() || text[digits] != ':') return false;
  const auto blob = base::base64_decode(text.substr(digits + 1));
  return blob && !blob->empty();
}

std::optional<Bytes> read_transit_ciphertext(const Json& body) {
  const auto* text = data_member(body, "ciphertext");
  if (text == nullptr) return std::nullopt;
  return text->reveal([](ByteView bytes) -> std::optional<Bytes> {
    if (!is_transit_ciphertext(bytes)) return std::nullopt;
    return Bytes(bytes.begin(), bytes.end());
  });
}

std::optional<SecretBytes> read_transit_plaintext(const Json& body) { return decoded(data_member(body, "plaintext")); }

std::optional<Bytes> read_kms_ciphertext(const SecretBytes& answer) {
  const auto json = base::parse_json(answer);
  const auto* blob = json ? json->find("CiphertextBlob") : nullptr;
  if (blob == nullptr || blob->string() == nullptr) return std::nullopt;
  auto bytes = base::base64_decode(*blob->string());
  if (!bytes || bytes->empty() || bytes->size() > store::kMostWrappedBytes) return std::nullopt;
  return bytes;
}

std::optional<KmsPlaintext> read_kms_plaintext(const SecretBytes& answer) {
  base::JsonLimits limits;
  limits.secret_names = {"Plaintext"};
  const auto json = base::parse_json(answer, limits);
  const auto* plaintext = json ? json->find("Plaintext") : nullptr;
  auto secret = decoded(plaintext != nullptr ? plaintext->secret() : nullptr);
  if (!secret) return std::nullopt;
  KmsPlaintext read{.secret = *std::move(secret), .key_arn = {}};
  constexpr std::size_t kLongestArn = 2048;
  const auto* key = json->find("KeyId");
  if (key != nullptr && key->string() != nullptr && key->string()->size() <= kLongestArn) read.key_arn = *key->string();
  return read;
}

}  // namespace jwtkeep::kms
