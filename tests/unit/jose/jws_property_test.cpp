// What holds for every payload and every form: it comes back to its key, and no changed token is taken.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "jws_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

JwsPolicy policy() {
  auto taken = lenient_jws();
  taken.allow_unencoded = true;
  return taken;
}

Alg any_alg() { return *rc::gen::elementOf(std::vector<Alg>(std::begin(kEveryAlg), std::end(kEveryAlg))); }

/// Bytes, or text that even the unencoded compact form can hold.
std::string any_payload(bool printable) {
  if (!printable) return *rc::gen::arbitrary<std::string>();
  return *rc::gen::container<std::string>(rc::gen::distinctFrom(rc::gen::inRange<char>(0x20, 0x7f), '.'));
}

struct Made {
  std::string token;
  std::string payload;
  SignOptions options;
};

Made any_token(const SigningKey& key) {
  Made made;
  made.options.detached = *rc::gen::arbitrary<bool>();
  made.options.unencoded = *rc::gen::arbitrary<bool>();
  // The JSON form would hold more than printable text, but no bytes that are not UTF-8.
  made.payload = any_payload(made.options.unencoded && !made.options.detached);
  const auto payload = base::as_bytes(made.payload);
  const auto extras = Json::object({{"x", *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127))}});
  switch (*rc::gen::inRange(0, 3)) {
    case 0: made.token = sign_compact(key, extras, payload, made.options).value(); break;
    case 1: made.token = sign_flattened({key, extras, Json::object({{"y", 1}})}, payload, made.options).value(); break;
    default: {
      const std::vector<JwsJsonSigner> signers{{key, extras}};
      made.token = sign_general(signers, payload, made.options).value();
    }
  }
  return made;
}

base::Result<VerifiedPayload> verified(const Made& made, const VerifyKey& key) {
  if (made.options.detached) return verify_detached(made.token, base::as_bytes(made.payload), key, policy());
  return verify_payload(made.token, key, policy());
}

RC_GTEST_PROP(JwsProperty, APayloadComesBackToItsKeyAlone, ()) {
  const auto alg = any_alg();
  const auto made = any_token(sample_key(alg));
  const auto held = verified(made, sample_key(alg).verify_key());
  RC_ASSERT(held);
  RC_ASSERT(base::as_text(held->bytes()) == made.payload);
  for (const auto other : kEveryAlg) {
    RC_ASSERT((reason_of(verified(made, sample_key(other).verify_key())) == "none") == (other == alg));
  }
}

/// What a JSON token says beside its form: headers, payload, signature.
std::string meaning(const std::string& token) {
  const auto parsed = UnverifiedJws::parse_detached(token, {});
  const auto whole = parsed ? parsed : UnverifiedJws::parse(token);
  if (!whole) return "refused";
  const auto& first = whole->signatures().front();
  return base::write_json(first.header.protected_part()) + "|" +
         std::string(base::as_text(whole->untrusted_payload())) + "|" + base::base64url_encode(first.signature);
}

RC_GTEST_PROP(JwsProperty, AReplacedCharacterIsRefusedOrChangesNothingThatIsProtected, ()) {
  const auto alg = any_alg();
  auto made = any_token(sample_key(alg));
  const auto before = made.token;
  const auto at = *rc::gen::inRange<std::size_t>(0, made.token.size());
  const auto character = *rc::gen::arbitrary<char>();
  RC_PRE(character != made.token[at]);
  made.token[at] = character;
  const auto held = verified(made, sample_key(alg).verify_key());
  if (before.front() != '{') {
    RC_ASSERT(!held);  // every character of a compact token is covered
  } else if (held) {
    // Another character of an unprotected header, of the JSON's white space or of an escape: the same token.
    RC_ASSERT(base::as_text(held->bytes()) == made.payload);
    RC_ASSERT(meaning(made.token) == meaning(before));
  }
}

RC_GTEST_PROP(JwsProperty, NoChangedDetachedPayloadIsTaken, ()) {
  const auto alg = any_alg();
  const std::string payload = *rc::gen::arbitrary<std::string>();
  const auto token = sign_compact(sample_key(alg), {}, base::as_bytes(payload),
                                  {.detached = true, .unencoded = *rc::gen::arbitrary<bool>()})
                         .value();
  const auto other = *rc::gen::arbitrary<std::string>();
  const auto held = verify_detached(token, base::as_bytes(other), sample_key(alg).verify_key(), policy());
  RC_ASSERT(held.has_value() == (other == payload));
}

TEST(JwsProperty, EveryCutOfATokenIsRefused) {
  const auto& key = sample_key(Alg::HS256);
  const std::vector<JwsJsonSigner> signers{{key, {}, Json::object({{"y", 1}})}};
  for (const auto& token : {sign_compact(key, {}, base::as_bytes("payload"), {.unencoded = true}).value(),
                            sign_flattened(signers[0], base::as_bytes("payload")).value(),
                            sign_general(signers, base::as_bytes("payload")).value()}) {
    for (std::size_t size = 0; size < token.size(); ++size) {
      ASSERT_NE(reason_of(verify_payload(token.substr(0, size), key.verify_key(), policy())), "none") << size;
    }
  }
}

}  // namespace
}  // namespace jwtkeep::jose
