#include "jwtkeep/access/access_token.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::access {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::size_t kIdChars = 12;
/// log2(62^43) is a little more than 256.
constexpr std::size_t kSecretChars = 43;
constexpr std::size_t kCheckChars = 6;
constexpr std::size_t kSecretAt = kAccessTokenPrefix.size() + kIdChars + 1;
constexpr std::size_t kCheckAt = kSecretAt + kSecretChars + 1;
static_assert(kCheckAt + kCheckChars == kAccessTokenChars);

/// Characters of the alphabet, each with the same chance: bytes that would give the first ones more are drawn again.
void fill_random(base::MutableByteView out) {
  constexpr std::size_t kFair = 256 - 256 % kAlphabet.size();
  std::size_t filled = 0;
  while (filled < out.size()) {
    auto drawn = crypto::random_secret(64);
    drawn.reveal([&](base::ByteView bytes) {
      for (const auto byte : bytes) {
        if (byte >= kFair || filled == out.size()) continue;
        out[filled++] = static_cast<std::uint8_t>(kAlphabet[byte % kAlphabet.size()]);
      }
    });
  }
}

/// Of all before it: SHA-256, as far as six characters hold it. A checksum, and no protection.
std::array<char, kCheckChars> check_of(base::ByteView text) {
  const auto digest = crypto::digest(crypto::Hash::sha256, text);
  std::array<char, kCheckChars> check{};
  for (std::size_t i = 0; i < check.size(); ++i) check[i] = kAlphabet[digest[i] % kAlphabet.size()];
  return check;
}

bool is_of_alphabet(base::ByteView text) noexcept {
  return std::ranges::all_of(
      text, [](std::uint8_t c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

NewAccessToken make_access_token() {
  NewAccessToken made{.id = {}, .text = base::SecretBytes(kAccessTokenChars), .digest = {}};
  made.text.fill([&](base::MutableByteView text) {
    std::ranges::copy(base::as_bytes(kAccessTokenPrefix), text.begin());
    fill_random(text.subspan(kAccessTokenPrefix.size(), kIdChars));
    text[kSecretAt - 1] = '_';
    fill_random(text.subspan(kSecretAt, kSecretChars));
    text[kCheckAt - 1] = '_';
    std::ranges::copy(check_of(text.first(kCheckAt - 1)), text.begin() + kCheckAt);
    made.id = base::as_text(text.subspan(kAccessTokenPrefix.size(), kIdChars));
    made.digest = crypto::digest(crypto::Hash::sha256, text.subspan(kSecretAt, kSecretChars));
  });
  return made;
}

base::Result<ShownAccessToken> read_access_token(base::ByteView text) {
  const bool shaped = text.size() == kAccessTokenChars && base::as_text(text).starts_with(kAccessTokenPrefix) &&
                      text[kSecretAt - 1] == '_' && text[kCheckAt - 1] == '_';
  if (!shaped) {
    return fail(Reason::malformed, "this is no access token of jwtkeep",
                "one begins with jka_ and has 67 characters; make one with: jwtkeep access add");
  }
  const auto id = text.subspan(kAccessTokenPrefix.size(), kIdChars);
  const auto check = check_of(text.first(kCheckAt - 1));
  if (!is_of_alphabet(id) || !std::ranges::equal(check, base::as_text(text.subspan(kCheckAt)))) {
    return fail(Reason::malformed, "the access token was not copied whole: its checksum is wrong",
                "copy it again from where it is kept");
  }
  return ShownAccessToken{.id = std::string(base::as_text(id)),
                          .digest = crypto::digest(crypto::Hash::sha256, text.subspan(kSecretAt, kSecretChars))};
}

}  // namespace jwtkeep::access
