#include "jwtkeep/jose/signer.hpp"

#include <array>
#include <cstring>

#include "jwtkeep/base/base64url.hpp"
#include "jwtkeep/base/json_nodes.hpp"
#include "jwtkeep/crypto/signature.hpp"
#include "jwtkeep/jose/jws.hpp"

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostTagBytes = 64;
/// More values than this in one token's claims are not the common shape.
constexpr std::size_t kMostNodes = 128;

/// Whether `buffer`'s first `size` bytes are an object that a strict reader takes.
base::Result<void> check_object(base::MutableByteView buffer, std::size_t size) {
  std::array<base::JsonNode, kMostNodes> nodes;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled as needed
  if (base::read_common_object(buffer, size, nodes) != 0) return {};
  JWTKEEP_TRY(const auto claims, base::parse_json(base::as_text(buffer.first(size))));
  if (!claims.is_object()) return fail(Reason::bad_value, "the claims are not a JSON object");
  return {};
}

base::MutableByteView bytes_of(std::string& text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

/// A string of this length whose first `kept` characters stay and whose others mean nothing yet.
void resize(std::string& text, std::size_t size) {
  text.resize_and_overwrite(size, [size](char*, std::size_t) { return size; });
}

}  // namespace

Signer::Signer(SigningKey key, std::string header) : key_(std::move(key)), header_(std::move(header)) {
  if (const auto* secret = key_.secret()) {
    hmac_.emplace(crypto::HmacKey(info(key_.alg()).hash, *secret).for_messages_with(base::as_bytes(header_)));
  }
}

base::Result<Signer> Signer::make(SigningKey key, std::string_view typ) {
  auto extras = base::Json::object();
  if (!typ.empty()) extras.set("typ", typ);
  // The header is what `sign_compact` writes: the text of a token of nothing, up to its first dot.
  JWTKEEP_TRY(auto token, sign_compact(key, extras, {}));
  token.resize(token.find('.') + 1);
  return Signer(std::move(key), std::move(token));
}

base::Result<void> Signer::sign(const base::Json& claims, std::string& token) const {
  if (!claims.is_object()) return fail(Reason::bad_value, "the claims are not a JSON object");
  token.clear();
  const auto written = base::append_json(claims, token);
  if (written.holds_secret) {
    return fail(Reason::bad_value, "the claims hold a secret: a token is readable by anybody");
  }
  if (!written.is_ascii && !base::is_utf8(base::as_bytes(token))) {
    return fail(Reason::bad_value, "the claims are not valid UTF-8");
  }
  return finish(token);
}

base::Result<void> Signer::sign_text(std::string_view claims, std::string& token) const {
  resize(token, claims.size() + base::kJsonPaddingBytes);
  if (!claims.empty()) std::memcpy(token.data(), claims.data(), claims.size());
  JWTKEEP_CHECK(check_object(bytes_of(token), claims.size()));
  token.resize(claims.size());
  return finish(token);
}

// The claims stand at the front of the string that will be the token. They are moved behind the end that it will have,
// and encoded from there: one string is enough.
base::Result<void> Signer::finish(std::string& token) const {
  const auto claims_size = token.size();
  const auto input_size = header_.size() + base::base64url_text_size(claims_size);
  const auto room = input_size + 1 + base::base64url_text_size(kMostTagBytes);
  resize(token, room + claims_size);
  std::memcpy(token.data() + room, token.data(), claims_size);
  std::memcpy(token.data(), header_.data(), header_.size());
  base::base64url_encode_to(bytes_of(token).subspan(room), token.data() + header_.size());
  token[input_size] = '.';
  const auto input = base::as_bytes(std::string_view(token).substr(0, input_size));

  if (hmac_) {
    std::array<std::uint8_t, kMostTagBytes> space;  // NOLINT(cppcoreguidelines-pro-type-member-init): written by `tag`
    const auto tag = base::MutableByteView(space).first(hmac_->tag_size_bytes());
    hmac_->tag(input, tag);
    base::base64url_encode_to(tag, token.data() + input_size + 1);
    token.resize(input_size + 1 + base::base64url_text_size(tag.size()));
    return {};
  }
  JWTKEEP_TRY(const auto signature,
              crypto::sign(*key_.private_key(), *scheme_for(key_.alg(), key_.private_key()->kind()), input));
  resize(token, input_size + 1 + base::base64url_text_size(signature.size()));
  base::base64url_encode_to(signature, token.data() + input_size + 1);
  return {};
}

}  // namespace jwtkeep::jose
