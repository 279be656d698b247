// What holds for every encrypted token: a change of any part is refused, in every form.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "jwe_sample.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

struct Sample {
  DecryptionKey key;
  Enc enc;
  base::Bytes text;
  EncryptOptions options;
};

Sample any_sample() {
  const auto alg = *rc::gen::elementOf(every_jwe_alg());
  const auto enc = *rc::gen::elementOf(every_enc());
  auto options = quick();
  options.compress = *rc::gen::arbitrary<bool>();
  options.apu = *rc::gen::arbitrary<base::Bytes>();
  options.apv = *rc::gen::arbitrary<base::Bytes>();
  return {*rc::gen::elementOf(sample_decryption_keys(alg, enc)), enc, *rc::gen::arbitrary<base::Bytes>(), options};
}

std::string encrypted(const Sample& sample, Form form) {
  return encrypt_as(form, sample.key.encryption_key(), sample.enc, base::as_text(sample.text), sample.options);
}

base::Bytes changed(base::Bytes bytes) {
  const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
  bytes[at] ^= *rc::gen::inRange<std::uint8_t>(1, 255);
  return bytes;
}

RC_GTEST_PROP(JweProperty, AChangedByteOfAnyPartIsRefused, ()) {
  const auto sample = any_sample();
  const auto token = encrypted(sample, Form::compact);
  for (std::size_t part = 0; part < 5; ++part) {
    const auto bytes = part_of(token, part);
    if (bytes.empty()) continue;  // a direct token has no encrypted key, an empty text no ciphertext
    RC_ASSERT(jwe_refusal(with_part(token, part, changed(bytes)), sample.key) != "none");
  }
}

RC_GTEST_PROP(JweProperty, AChangedCharacterOfTheFlattenedFormIsRefused, ()) {
  const auto sample = any_sample();
  auto token = encrypted(sample, Form::flattened);
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const auto character = *rc::gen::arbitrary<char>();
  RC_PRE(character != token[at]);
  token[at] = character;
  RC_ASSERT(jwe_refusal(token, sample.key) != "none");
}

/// In the general form a recipient's own header is not covered: a member that nobody needs may be renamed (`kid`). All
/// else is refused, and what opens is what was encrypted.
RC_GTEST_PROP(JweProperty, AChangedCharacterOfTheGeneralFormGivesNoOtherText, ()) {
  const auto sample = any_sample();
  auto token = encrypted(sample, Form::general);
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const auto character = *rc::gen::arbitrary<char>();
  RC_PRE(character != token[at]);
  const auto before = EncryptedToken::parse(token).value();
  token[at] = character;
  const auto opened = decrypt(token, sample.key, open_policy());
  if (!opened) return;
  const auto after = EncryptedToken::parse(token).value();
  RC_ASSERT(opened->plaintext() == base::SecretBytes::copy_of(sample.text));
  RC_ASSERT(after.associated_data() == before.associated_data());
  RC_ASSERT(after.content().ciphertext == before.content().ciphertext);
  RC_ASSERT(after.recipients()[0].encrypted_key == before.recipients()[0].encrypted_key);
  RC_ASSERT(opened->header().find("kid") == nullptr);
}

RC_GTEST_PROP(JweProperty, PartsOfTwoTokensDoNotFitTogether, ()) {
  const auto sample = any_sample();
  const auto one = encrypted(sample, Form::compact), two = encrypted(sample, Form::compact);
  for (std::size_t part = 1; part < 5; ++part) {
    if (part_of(one, part) == part_of(two, part)) continue;  // nothing in both
    const auto mixed = with_part(one, part, part_of(two, part));
    RC_ASSERT(jwe_refusal(mixed, sample.key) == "decryption_failed");
  }
}

RC_GTEST_PROP(JweProperty, EveryCutTokenIsRefused, ()) {
  const auto sample = any_sample();
  const auto form = *rc::gen::elementOf(std::vector<Form>(std::begin(kEveryForm), std::end(kEveryForm)));
  const auto token = encrypted(sample, form);
  const auto size = *rc::gen::inRange<std::size_t>(0, token.size());
  RC_ASSERT(jwe_refusal(std::string_view(token).substr(0, size), sample.key) != "none");
}

RC_GTEST_PROP(JweProperty, AnySetOfRecipientsOpensOneText, ()) {
  const auto enc = *rc::gen::elementOf(every_enc());
  std::vector<DecryptionKey> keys;
  std::vector<JweJsonRecipient> to;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const auto alg =
        *rc::gen::suchThat(rc::gen::elementOf(every_jwe_alg()), [](JweAlg each) { return !is_direct(each); });
    keys.push_back(*rc::gen::elementOf(sample_decryption_keys(alg, enc)));
    to.push_back({keys.back().encryption_key()});
  }
  JweJsonParts parts;
  parts.aad = *rc::gen::arbitrary<base::Bytes>();
  const auto text = *rc::gen::arbitrary<base::Bytes>();
  const auto token = encrypt_general(to, enc, parts, base::SecretBytes::copy_of(text), quick()).value();
  for (const auto& key : keys) {
    const auto opened = decrypt(token, key, open_policy());
    RC_ASSERT(opened && opened->plaintext() == base::SecretBytes::copy_of(text));
    RC_ASSERT(opened->aad() == parts.aad);
  }
}

RC_GTEST_PROP(JweProperty, AnyTextIsRefusedWithoutHarm, ()) {
  const auto text = *rc::gen::arbitrary<std::string>();
  const auto key = sample_decryption_key(JweAlg::A128KW);
  for (const auto* start : {"", "{", "....", "{\"protected\":\"e30\",\"recipients\":"}) {
    RC_ASSERT(jwe_refusal(start + text, key) != "none");
  }
}

}  // namespace
}  // namespace jwtkeep::jose
