// A sequence of calls of jwtkeep.h, by a caller who gives any texts, sizes, numbers and handles, keeps what it made in
// a few places, and frees what it no longer needs in any order. Nothing crashes, reads past a text or leaks
// (AddressSanitizer looks on); a call either gives what it is for or an error with its reason, its text and what to do;
// and what a result said is gone when the next token is refused.
//
// Each call is a byte that chooses it and what its arguments are read from.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "check.hpp"
#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/capi/handles.hpp"
#include "jwtkeep/keyring/life.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/store/memory/memory_backend.hpp"

namespace base = jwtkeep::base;
namespace capi = jwtkeep::capi;
namespace keyring = jwtkeep::keyring;
namespace store = jwtkeep::store;

using jwtkeep::fuzz::check;

namespace {

constexpr std::size_t kPlaces = 3;
constexpr int kMostCalls = 64;
/// Of those whose cost the texts choose: PBES2's iterations, and a long secret's judgement.
constexpr int kMostDearCalls = 4;

constexpr const char* kWords[] = {"",
                                  "HS256",
                                  "HS512",
                                  "ES256",
                                  "EdDSA",
                                  "none",
                                  "dir",
                                  "A256GCM",
                                  "A256KW",
                                  "ECDH-ES",
                                  "pem",
                                  "jwk",
                                  "hex",
                                  "JWT",
                                  "at",
                                  "iss",
                                  "sub",
                                  "aud",
                                  "exp",
                                  "orders",
                                  "orders/prod",
                                  "orders/key",
                                  "kid",
                                  "eyJhbGciOiJIUzI1NiJ9.e30.",
                                  "a.b.c",
                                  "{}",
                                  R"({"keys":[]})",
                                  R"({"sub":"alice","aud":["orders"],"n":7,"exp":4102444800})",
                                  "thirty-two bytes, of which nothing depends",
                                  R"({"kty":"oct","k":"dGhpcnR5LXR3byBieXRlcywgb2Ygd2hpY2ggbm90aGluZw"})"};
/// Below a file there is no store to open, and nobody's own is touched.
constexpr const char* kNoStore = "/dev/null/store";

/// A store with a keyring that has a secret and one that has a key pair.
std::shared_ptr<capi::OpenStore> make_store() {
  const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  auto made = store::Store::create(std::make_unique<store::MemoryBackend>(),
                                   store::Opener::passphrase(base::SecretBytes::copy_of("correct horse"),
                                                             {.operations = 1, .memory_bytes = 8192}),
                                   now)
                  .value();
  for (const auto& [called, alg] :
       {std::pair{"orders/prod", jwtkeep::jose::Alg::HS256}, {"orders/key", jwtkeep::jose::Alg::EdDSA}}) {
    keyring::Policy policy;
    policy.alg = alg;
    auto first = keyring::make_key(policy, made.fingerprint_key()).value();
    const auto name = keyring::Name::parse(called).value();
    auto ring = keyring::begin(name, policy, first.key, now);
    first.key = ring.keys.front();
    std::vector<keyring::KeyWithMaterial> fresh;
    fresh.push_back(std::move(first));
    check(made.change([&](store::Change& change) -> base::Result<void> {
                JWTKEEP_CHECK(change.record(
                    {.at = now, .actor = "fuzz", .action = "keyring.create", .keyring = name, .detail = {}}));
                return change.save(ring, std::move(fresh));
              })
              .has_value());
  }
  return std::make_shared<capi::OpenStore>(std::move(made), ::getpid());
}

/// A private key in PEM, whose making would cost too much within a call.
const std::string& rsa_pem() {
  static const std::string pem = [] {
    jwtkeep_secret* secret = nullptr;
    check(jwtkeep_generate("RS256", 2048, nullptr, &secret, nullptr) == nullptr);
    std::size_t size = 0;
    const auto* data = static_cast<const char*>(jwtkeep_secret_data(secret, &size));
    std::string text(data, size);
    jwtkeep_secret_free(secret);
    return text;
  }();
  return pem;
}

/// Something to free, in one of a few places.
template <class Handle, void (*kFree)(Handle*)>
class Places {
 public:
  Places() = default;
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;
  ~Places() {
    for (auto* one : held_) kFree(one);
  }
  Handle* at(std::uint8_t which) { return held_[which % kPlaces]; }
  void put(std::uint8_t which, Handle* one) {
    kFree(held_[which % kPlaces]);
    held_[which % kPlaces] = one;
  }

 private:
  Handle* held_[kPlaces] = {};
};

/// A text in memory of its own, so that a byte read past it is seen, and so is one that is read after the call.
struct Text {
  std::vector<char> bytes;
  const char* data = nullptr;
  std::size_t size = 0;

  void set(std::string_view text) {
    bytes.assign(text.begin(), text.end());
    data = bytes.data();
    size = bytes.size();
  }
};

/// A string that ends in a zero byte, or none.
struct Name {
  std::unique_ptr<std::string> text;
  [[nodiscard]] const char* get() const { return text == nullptr ? nullptr : text->c_str(); }
};

struct Names {
  std::vector<Name> names;
  std::vector<const char*> pointers;
  const char* const* data = nullptr;
  std::size_t count = 0;
};

class Caller {
 public:
  Caller(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {
    static const auto opened = make_store();
    stores_.put(0, new jwtkeep_store{opened});
  }

  void run() {
    for (int calls = 0; at_ != end_ && calls < kMostCalls; ++calls) call(byte());
  }

 private:
  std::uint8_t byte() { return at_ == end_ ? std::uint8_t{0} : *at_++; }

  std::string raw() {
    const std::size_t size = std::min<std::size_t>(byte(), static_cast<std::size_t>(end_ - at_));
    std::string text(reinterpret_cast<const char*>(at_), size);
    at_ += size;
    return text;
  }

  std::int64_t number() {
    constexpr std::int64_t kNumbers[] = {
        0, 1, -1, 60, 86400, 86401, 900, INT64_MAX, INT64_MIN, 1'800'000'000'000'000, 253402300800'000'000};
    return kNumbers[byte() % std::size(kNumbers)];
  }

  Text text() {
    Text text;
    switch (byte() % 8) {
      case 0: break;
      case 1: text.size = byte(); break;
      case 2: text.set(raw()); break;
      case 3: text.set(kWords[byte() % std::size(kWords)]); break;
      case 4: {
        std::size_t size = 0;
        const char* data = jwtkeep_text_data(texts_.at(byte()), &size);
        text.set({data, size});
        break;
      }
      case 5: {
        std::size_t size = 0;
        const auto* data = static_cast<const char*>(jwtkeep_secret_data(secrets_.at(byte()), &size));
        text.set(data == nullptr ? std::string_view{} : std::string_view(data, size));
        break;
      }
      case 6: text.set(rsa_pem()); break;
      default:
        text.set(raw());
        text.size = SIZE_MAX - byte();
        if (text.data == nullptr) text.data = "";
    }
    return text;
  }

  Name name() {
    switch (byte() % 3) {
      case 0: return {};
      case 1: return {std::make_unique<std::string>(raw())};
      default: return {std::make_unique<std::string>(kWords[byte() % std::size(kWords)])};
    }
  }

  Names names() {
    Names list;
    const auto kind = byte();
    if (kind % 8 == 7) {
      list.count = kind;  // without a list
      return list;
    }
    for (int i = 0; i < kind % 8 % 4; ++i) list.names.push_back(name());
    for (const auto& one : list.names) list.pointers.push_back(one.get());
    list.data = list.pointers.data();
    list.count = list.pointers.size();
    return list;
  }

  /// What a call came to: it gave `made` or an error.
  static bool ended(jwtkeep_error* error) {
    if (error == nullptr) return true;
    check(jwtkeep_error_reason(error) > 0);
    for (const char* said : {jwtkeep_error_word(error), jwtkeep_error_text(error), jwtkeep_error_hint(error)}) {
      check(*said != '\0' && base::is_utf8(base::as_bytes(std::string_view(said))));
      for (const char* at = said; *at != '\0'; ++at) check(static_cast<unsigned char>(*at) >= 0x20 && *at != 0x7f);
    }
    jwtkeep_error_free(error);
    return false;
  }

  template <class Handle, void (*kFree)(Handle*)>
  void keep(jwtkeep_error* error, Handle* made, Places<Handle, kFree>& places) {
    check(ended(error) == (made != nullptr));
    if (made != nullptr) places.put(byte(), made);
  }

  void keys_from(std::uint8_t kind) {
    const auto given = text();
    jwtkeep_keys* made = nullptr;
    jwtkeep_error* error = nullptr;
    switch (kind) {
      case 0: {
        const auto form = static_cast<int>(number());
        error = jwtkeep_keys_from_secret(given.data, given.size, form, name().get(), &made);
        break;
      }
      case 1: error = jwtkeep_keys_from_jwk(given.data, given.size, &made); break;
      case 2: error = jwtkeep_keys_from_jwks(given.data, given.size, &made); break;
      default: error = jwtkeep_keys_from_pem(given.data, given.size, name().get(), &made);
    }
    check(made == nullptr || jwtkeep_keys_count(made) > 0);
    keep(error, made, keys_);
  }

  void make_verifier() {
    const auto algs = names();
    const auto issuers = names();
    const auto audiences = names();
    const auto required = names();
    const auto subject = name();
    const auto type = name();
    jwtkeep_expectations wanted = JWTKEEP_EXPECTATIONS;
    wanted.algs = algs.data;
    wanted.algs_count = algs.count;
    wanted.issuers = issuers.data;
    wanted.issuers_count = issuers.count;
    wanted.audiences = audiences.data;
    wanted.audiences_count = audiences.count;
    wanted.required = required.data;
    wanted.required_count = required.count;
    wanted.subject = subject.get();
    wanted.type = type.get();
    wanted.leeway_s = number();
    wanted.max_lifetime_s = number();
    wanted.remembered = byte() % 4 == 0 ? byte() : 0;
    wanted.max_token_bytes = byte() % 4 == 0 ? static_cast<std::size_t>(number()) : 0;
    wanted.flags = byte();
    if (byte() == 255) wanted.struct_size = byte();
    jwtkeep_verifier* made = nullptr;
    auto* error = jwtkeep_verifier_new(keys_.at(byte()), &wanted, &made);
    keep(error, made, verifiers_);
  }

  void look_into(jwtkeep_result* result, bool holds) {
    std::size_t size = 0;
    const char* claims = jwtkeep_result_claims(result, &size);
    check((claims != nullptr) == holds);
    const std::string copy(claims == nullptr ? "" : claims, size);  // every byte is read
    check((jwtkeep_result_header(result, &size) != nullptr) == holds);
    check((jwtkeep_result_kid(result) != nullptr) == holds && (jwtkeep_result_alg(result) != nullptr) == holds);
    const auto claim = name();
    const auto value = name();
    std::int64_t number = 0;
    const char* said = jwtkeep_result_text(result, claim.get(), &size);
    check(said == nullptr || holds);
    const bool is_integer = jwtkeep_result_integer(result, claim.get(), &number) == 1;
    check(!(is_integer && (said != nullptr || !holds)));
    check(jwtkeep_result_holds(result, claim.get(), value.get()) == 0 || holds);
  }

  void verify(bool by_keyring) {
    const auto which = byte();
    auto* result = results_.at(byte());
    bool verified = false;
    {
      const auto token = text();
      const auto now = number();
      auto* error = by_keyring ? jwtkeep_keyring_verify(rings_.at(which), token.data, token.size, now, result)
                               : jwtkeep_verify(verifiers_.at(which), token.data, token.size, now, result);
      verified = ended(error);
    }
    // The token's own memory is gone, and the verifier may be too.
    if (which % 2 == 1 && !by_keyring) verifiers_.put(which, nullptr);
    if (which % 2 == 1 && by_keyring) rings_.put(which, nullptr);
    look_into(result, verified);
  }

  void generate() {
    const auto alg = name();
    if (alg.get() != nullptr && (alg.text->starts_with("RS") || alg.text->starts_with("PS"))) return;  // see rsa_pem
    const auto bits = static_cast<int>(number());
    const auto format = name();
    jwtkeep_secret* secret = nullptr;
    jwtkeep_text* half = nullptr;
    const bool with_half = byte() % 2 == 0;
    auto* error = jwtkeep_generate(alg.get(), bits, format.get(), &secret, with_half ? &half : nullptr);
    check(error == nullptr || half == nullptr);
    if (half != nullptr) texts_.put(byte(), half);
    keep(error, secret, secrets_);
  }

  void open_store() {
    const auto key_file = name();
    const auto master_key = name();
    const auto passphrase = text();
    jwtkeep_store_options options = JWTKEEP_STORE_OPTIONS;
    options.store = kNoStore;
    options.key_file = key_file.get();
    options.master_key = master_key.get();
    options.passphrase = passphrase.data;
    options.passphrase_size = passphrase.size;
    if (byte() == 255) options.struct_size = byte();
    jwtkeep_store* made = nullptr;
    check(!ended(jwtkeep_store_open(&options, &made)) && made == nullptr);
  }

  void decrypt() {
    const auto encs = names();
    const auto token = text();
    jwtkeep_secret* content = nullptr;
    jwtkeep_text* header = nullptr;
    const bool with_header = byte() % 2 == 0;
    auto* error = jwtkeep_decrypt(keys_.at(byte()), encs.data, encs.count, token.data, token.size, &content,
                                  with_header ? &header : nullptr);
    check(error == nullptr || header == nullptr);
    if (header != nullptr) texts_.put(byte(), header);
    keep(error, content, secrets_);
  }

  void judge() {
    const auto secret = text();
    const auto alg = name();
    const auto context = names();
    int strong = -1;
    jwtkeep_text* json = nullptr;
    auto* error = jwtkeep_judge(secret.data, secret.size, alg.get(), context.data, context.count, &strong, &json);
    check((error == nullptr) == (strong == 0 || strong == 1));
    keep(error, json, texts_);
  }

  /// What gives a text.
  template <class Call>
  void to_text(Call&& call) {
    jwtkeep_text* made = nullptr;
    auto* error = call(&made);
    keep(error, made, texts_);
  }

  void call(std::uint8_t which) {
    const bool dear = which % 24 == 10 || which % 24 == 11 || which % 24 == 12;
    if (dear && ++dear_calls_ > kMostDearCalls) return;
    switch (which % 24) {
      case 0:
      case 1:
      case 2:
      case 3: return keys_from(which % 24);
      case 4: return to_text([&](jwtkeep_text** made) { return jwtkeep_keys_public_jwks(keys_.at(byte()), made); });
      case 5: return make_verifier();
      case 6: return results_.put(byte(), jwtkeep_result_new());
      case 7: return verify(false);
      case 8: {
        const auto alg = name();
        const auto kid = name();
        const auto type = name();
        jwtkeep_signer* made = nullptr;
        auto* error = jwtkeep_signer_new(keys_.at(byte()), alg.get(), kid.get(), type.get(), &made);
        return keep(error, made, signers_);
      }
      case 9: {
        const auto claims = text();
        return to_text(
            [&](jwtkeep_text** made) { return jwtkeep_sign(signers_.at(byte()), claims.data, claims.size, made); });
      }
      case 10: {
        const auto alg = name();
        const auto enc = name();
        const auto content = text();
        return to_text([&](jwtkeep_text** made) {
          return jwtkeep_encrypt(keys_.at(byte()), alg.get(), enc.get(), content.data, content.size, made);
        });
      }
      case 11: return decrypt();
      case 12: return judge();
      case 13: return generate();
      case 14: {
        const auto token = text();
        return to_text([&](jwtkeep_text** made) { return jwtkeep_inspect(token.data, token.size, made); });
      }
      case 15: return open_store();
      case 16: {
        const auto prefix = name();
        const auto after = name();
        const auto limit = static_cast<std::size_t>(number());
        return to_text([&](jwtkeep_text** made) {
          return jwtkeep_store_keyrings(stores_.at(byte()), prefix.get(), after.get(), limit, made);
        });
      }
      case 17: {
        const auto called = name();
        jwtkeep_keyring* made = nullptr;
        auto* error = jwtkeep_store_keyring(stores_.at(byte()), called.get(), &made);
        return keep(error, made, rings_);
      }
      case 18: {
        const auto age = number();
        ended(jwtkeep_keyring_max_age(rings_.at(byte()), age));
        return;
      }
      case 19: return verify(true);
      case 20: {
        const auto claims = text();
        const auto life = number();
        const auto now = number();
        return to_text([&](jwtkeep_text** made) {
          return jwtkeep_keyring_sign(rings_.at(byte()), claims.data, claims.size, life, now, made);
        });
      }
      case 21:
        return to_text([&](jwtkeep_text** made) { return jwtkeep_keyring_public_jwks(rings_.at(byte()), made); });
      case 22: return to_text([&](jwtkeep_text** made) { return jwtkeep_keyring_describe(rings_.at(byte()), made); });
      default: return free_one(byte());
    }
  }

  void free_one(std::uint8_t which) {
    const auto place = byte();
    switch (which % 8) {
      case 0: return keys_.put(place, nullptr);
      case 1: return verifiers_.put(place, nullptr);
      case 2: return results_.put(place, nullptr);
      case 3: return signers_.put(place, nullptr);
      case 4: return texts_.put(place, nullptr);
      case 5: return secrets_.put(place, nullptr);
      case 6: return rings_.put(place, nullptr);
      default: return stores_.put(place, nullptr);  // keyrings hold what they need of it
    }
  }

  const std::uint8_t* at_;
  const std::uint8_t* end_;
  int dear_calls_ = 0;
  Places<jwtkeep_keys, jwtkeep_keys_free> keys_;
  Places<jwtkeep_verifier, jwtkeep_verifier_free> verifiers_;
  Places<jwtkeep_result, jwtkeep_result_free> results_;
  Places<jwtkeep_signer, jwtkeep_signer_free> signers_;
  Places<jwtkeep_text, jwtkeep_text_free> texts_;
  Places<jwtkeep_secret, jwtkeep_secret_free> secrets_;
  Places<jwtkeep_keyring, jwtkeep_keyring_free> rings_;
  Places<jwtkeep_store, jwtkeep_store_free> stores_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Caller(data, size).run();
  return 0;
}
