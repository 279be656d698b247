// What is done with secrets, run on poisoned ones under valgrind (run.py): any branch or address that depends on a
// secret byte makes memcheck report an error. `--control NAME` does on purpose what must be reported.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/content_encryption.hpp"
#include "jwtkeep/crypto/hmac_key.hpp"
#include "jwtkeep/crypto/hmac_lanes.hpp"
#include "jwtkeep/crypto/key_wrap.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "poison.hpp"

namespace jwtkeep::constant_time {
namespace {

using base::Bytes;
using base::ByteView;
using base::SecretBytes;
using crypto::ContentCipher;
using crypto::Hash;

/// Ends the program when a result is wrong: a case that does not do its work proves nothing.
void expect(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "wrong result: %s\n", what);
  std::exit(EXIT_FAILURE);
}

SecretBytes counting(std::size_t size) {
  SecretBytes secret(size);
  secret.fill([](base::MutableByteView bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7 + 1);
  });
  return secret;
}

SecretBytes poisoned(std::size_t size) {
  auto secret = counting(size);
  poison(secret);
  return secret;
}

void compare_secrets() {
  const auto a = poisoned(48);
  auto b = counting(48);
  poison(b);
  expect(publish_value(a == b), "equal secrets");
  for (const std::size_t at : {std::size_t{0}, std::size_t{23}, std::size_t{47}}) {
    auto c = counting(48);
    c.fill([&](base::MutableByteView bytes) { bytes[at] ^= 1; });
    poison(c);
    expect(!publish_value(a == c), "unequal secrets");
  }
}

void verify_hmac() {
  const auto message = base::as_bytes("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9");
  for (const auto hash : {Hash::sha256, Hash::sha384, Hash::sha512}) {
    for (const std::size_t key_bytes : {std::size_t{64}, std::size_t{200}}) {  // 200: longer than a block, hashed first
      const auto key = poisoned(key_bytes);
      auto tag = crypto::hmac(hash, key, message);
      publish(tag);  // the attacker holds the token
      expect(publish_value(crypto::verify_hmac(hash, key, message, tag)), "the right tag");
      for (const std::size_t at : {std::size_t{0}, tag.size() / 2, tag.size() - 1}) {
        tag[at] ^= 1;
        expect(!publish_value(crypto::verify_hmac(hash, key, message, tag)), "a wrong tag");
        tag[at] ^= 1;
      }
    }
  }
}

void verify_prepared_hmac() {
  const auto message = base::as_bytes("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9");
  for (const auto hash : {Hash::sha256, Hash::sha384, Hash::sha512}) {
    const crypto::HmacKey key(hash, poisoned(64));
    Bytes tag(key.tag_size_bytes());
    key.tag(message, tag);
    publish(tag);
    expect(publish_value(key.verify(message, tag)), "the right tag");
    tag.back() ^= 1;
    expect(!publish_value(key.verify(message, tag)), "a wrong tag");
  }
}

/// With the kernels that valgrind's processor has.
void verify_hmac_in_lanes() {
  const crypto::HmacKey key(Hash::sha256, poisoned(64));
  const auto message = base::as_bytes("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9");
  Bytes tag(key.tag_size_bytes());
  key.tag(message, tag);
  publish(tag);
  Bytes wrong = tag;
  wrong.front() ^= 1;
  for (const auto* kernel : {"portable", "avx2"}) {
    std::vector<crypto::HmacCheck> checks(20, {&key, message, tag});
    checks[7].tag = wrong;
    const bool ran = crypto::verify_hmac_sha256_with(kernel, checks);
    expect(ran || std::string_view(kernel) != "portable", "a kernel");
    for (std::size_t i = 0; ran && i < checks.size(); ++i) {
      expect(publish_value(checks[i].holds) == (i != 7), "a tag among many");
    }
  }
}

void verify_tokens() {
  for (const auto alg : {jose::Alg::HS256, jose::Alg::HS384, jose::Alg::HS512}) {
    const auto signer = jose::SigningKey::make("k", alg, poisoned(64)).value();
    auto text = jose::sign_jwt(signer, base::Json::object({{"sub", "alice"}})).value();
    publish(base::as_bytes(text));
    const auto key = jose::VerifyKey::make("k", alg, poisoned(64)).value();
    expect(verify_signature(jose::UnverifiedToken::parse(text).value(), key).has_value(), "a token");
    auto& changed = text[text.size() - 6];
    changed = changed == 'A' ? 'B' : 'A';
    expect(!verify_signature(jose::UnverifiedToken::parse(text).value(), key), "a changed token");
  }
}

void encode_secrets() {
  for (std::size_t size = 30; size < 36; ++size) {
    const auto secret = poisoned(size);
    const auto hex = base::hex_encode_secret(secret);
    const auto url = base::base64url_encode_secret(secret);
    const auto standard = base::base64_encode_secret(secret);
    for (const auto* text : {&hex, &url, &standard}) publish(*text);
    const auto same = [&](const SecretBytes& text, const auto& encode) {
      return text.reveal([&](ByteView bytes) {
        auto plain = counting(size);
        return plain.reveal([&](ByteView known) { return base::as_text(bytes) == encode(known); });
      });
    };
    expect(same(hex, base::hex_encode), "hex");
    expect(same(url, base::base64url_encode), "base64url");
    expect(same(standard, base::base64_encode), "base64");
  }
}

void decode_secrets() {
  for (std::size_t size = 30; size < 36; ++size) {
    const auto plain = counting(size);
    const auto check = [&](SecretBytes text, auto decode) {
      poison(text);
      const auto decoded = text.reveal(decode);
      expect(publish_value(decoded.has_value()), "a text that is well-formed");
      publish(*decoded);
      expect(*decoded == plain, "what was encoded");
    };
    check(base::hex_encode_secret(plain), base::hex_decode_secret);
    check(base::base64url_encode_secret(plain), base::base64url_decode_secret);
    check(base::base64_encode_secret(plain), base::base64_decode_secret);
  }
}

void unwrap_keys() {
  for (const std::size_t size : {std::size_t{16}, std::size_t{24}, std::size_t{32}}) {
    const auto wrapping = poisoned(size);
    auto wrapped = crypto::wrap_key(wrapping, poisoned(32));
    publish(wrapped);
    const auto key = crypto::unwrap_key(wrapping, wrapped);
    expect(publish_value(key.has_value()), "the wrapped key");
    publish(*key);
    expect(*key == counting(32), "the key that was wrapped");
    for (const std::size_t at : {std::size_t{0}, wrapped.size() - 1}) {
      wrapped[at] ^= 1;
      expect(!publish_value(crypto::unwrap_key(wrapping, wrapped).has_value()), "a changed wrapped key");
      wrapped[at] ^= 1;
    }
  }
}

/// Only the half of the key that authenticates is poisoned: that the text is decrypted at all is known from its tag,
/// and its length, which the padding says, from the ciphertext.
SecretBytes mac_half_poisoned(std::size_t size) {
  auto key = counting(size);
  key.reveal([&](ByteView bytes) { poison(bytes.first(size / 2)); });
  return key;
}

void compare_content_tags() {
  const auto associated_data = base::as_bytes("eyJhbGciOiJkaXIifQ");
  for (const auto cipher : {ContentCipher::aes_128_cbc_hmac_sha256, ContentCipher::aes_192_cbc_hmac_sha384,
                            ContentCipher::aes_256_cbc_hmac_sha512}) {
    const auto key = mac_half_poisoned(crypto::key_size_bytes(cipher));
    const auto text = SecretBytes::copy_of(std::string_view("a text of some length"));
    const Bytes iv(crypto::iv_size_bytes(cipher), 7);
    auto content = crypto::encrypt_content_with_iv(cipher, key, iv, associated_data, text);
    publish(content.tag);
    const auto opened = crypto::decrypt_content(cipher, key, associated_data, content);
    expect(opened && *opened == text, "the right tag of a content");
    for (const std::size_t at : {std::size_t{0}, content.tag.size() - 1}) {
      content.tag[at] ^= 1;
      expect(!crypto::decrypt_content(cipher, key, associated_data, content), "a wrong tag of a content");
      content.tag[at] ^= 1;
    }
  }
}

void open_gcm_contents() {
  const auto associated_data = base::as_bytes("eyJhbGciOiJkaXIifQ");
  for (const auto cipher : {ContentCipher::aes_128_gcm, ContentCipher::aes_192_gcm, ContentCipher::aes_256_gcm}) {
    const auto key = poisoned(crypto::key_size_bytes(cipher));
    const Bytes iv(crypto::iv_size_bytes(cipher), 7);
    auto content = crypto::encrypt_content_with_iv(cipher, key, iv, associated_data, poisoned(100));
    publish(content.ciphertext);
    publish(content.tag);
    const auto opened = crypto::decrypt_content(cipher, key, associated_data, content);
    expect(publish_value(opened.has_value()), "the right tag of a GCM content");
    publish(*opened);
    expect(*opened == counting(100), "what was encrypted");
    content.tag.front() ^= 1;
    expect(!publish_value(crypto::decrypt_content(cipher, key, associated_data, content).has_value()), "a wrong tag");
  }
}

/// What the store keeps of an access token is poisoned, and what is shown is the attacker's own.
void compare_access_tokens() {
  const auto made = access::make_access_token();
  auto digest = made.digest;
  poison(digest);
  access::AccessList list;
  const auto added = list.add({.name = "ci", .shows = access::ByToken{.id = made.id, .digest = std::move(digest)}});
  expect(added.has_value(), "somebody with access");
  auto shown = made.text.reveal([](ByteView text) { return access::read_access_token(text); }).value();
  expect(list.by_token(shown, {}).has_value(), "the right access token");
  for (const std::size_t at : {std::size_t{0}, shown.digest.size() - 1}) {
    shown.digest[at] ^= 1;
    expect(!list.by_token(shown, {}), "a wrong access token");
    shown.digest[at] ^= 1;
  }
}

// The controls: each does what the cases above must never do.

void branch_on_a_secret() {
  const auto secret = poisoned(32);
  int odd = 0;
  secret.reveal([&](ByteView bytes) {
    for (const auto byte : bytes) {
      if ((byte & 1U) != 0) std::printf("%d\n", ++odd);
    }
  });
}

void index_by_a_secret() {
  static unsigned table[256];
  for (unsigned i = 0; i < 256; ++i) table[i] = i * i;
  unsigned sum = 0;
  poisoned(32).reveal([&](ByteView bytes) {
    for (const auto byte : bytes) sum += table[byte];
  });
  std::printf("%u\n", publish_value(sum));
}

void compare_tags_byte_by_byte() {
  const auto key = poisoned(32);
  const auto tag = crypto::hmac(Hash::sha256, key, base::as_bytes("message"));
  const Bytes forged(tag.size(), 1);
  std::printf("%d\n", base::same_bytes(tag, forged) ? 1 : 0);
}

struct Named {
  std::string_view name;
  void (*work)();
};

constexpr Named kCases[] = {{"secrets are compared", compare_secrets},
                            {"an HMAC is verified", verify_hmac},
                            {"an HMAC is verified by a prepared key", verify_prepared_hmac},
                            {"HMACs are verified side by side", verify_hmac_in_lanes},
                            {"tokens are verified", verify_tokens},
                            {"secrets are encoded", encode_secrets},
                            {"secrets are decoded", decode_secrets},
                            {"keys are unwrapped", unwrap_keys},
                            {"tags of contents are compared", compare_content_tags},
                            {"contents in GCM are opened", open_gcm_contents},
                            {"access tokens are compared", compare_access_tokens}};
constexpr Named kControls[] = {
    {"branch", branch_on_a_secret}, {"index", index_by_a_secret}, {"compare", compare_tags_byte_by_byte}};

int control(std::string_view name) {
  for (const auto& each : kControls) {
    if (each.name == name) {
      each.work();
      return EXIT_SUCCESS;
    }
  }
  return EXIT_FAILURE;
}

int run() {
  for (const auto& [name, work] : kCases) {
    const auto before = VALGRIND_COUNT_ERRORS;
    work();
    const auto found = VALGRIND_COUNT_ERRORS - before;
    std::printf("%s: %u places depend on a secret\n", name.data(), static_cast<unsigned>(found));
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace jwtkeep::constant_time

int main(int count, char** arguments) {
  using namespace jwtkeep;
  if (RUNNING_ON_VALGRIND == 0) {
    std::fputs("this program proves something under valgrind alone: see tests/constant_time/run.py\n", stderr);
    return EXIT_FAILURE;
  }
  if (count == 3 && std::string_view(arguments[1]) == "--control") return constant_time::control(arguments[2]);
  return constant_time::run();
}
