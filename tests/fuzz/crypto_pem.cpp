// PEM and DER: a key that is taken is written and read back as the same key, and signs for its own public half.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/crypto/certificate.hpp"
#include "jwtkeep/crypto/key_pair.hpp"
#include "jwtkeep/crypto/pem.hpp"
#include "jwtkeep/crypto/signature.hpp"

namespace base = jwtkeep::base;
namespace crypto = jwtkeep::crypto;

namespace {

void check(const crypto::PublicKey& key) {
  const auto again = crypto::PublicKey::from_pem(key.to_pem());
  const auto numbers = crypto::PublicKey::from_components(key.components());
  if (!again || !numbers || !(*again == key) || !(*numbers == key)) std::abort();
  if (const auto der = key.to_pkcs1()) {
    const auto read = crypto::PublicKey::from_der(*der);
    if (!read || !(*read == key)) std::abort();
  }
}

void check(const crypto::PrivateKey& key) {
  check(key.public_key());
  const auto again = crypto::PrivateKey::from_pem(key.to_pem());
  if (!again || !(again->to_pkcs8() == key.to_pkcs8()) || !(again->public_key() == key.public_key())) std::abort();
  if (const auto der = key.to_traditional()) {
    const auto read = crypto::PrivateKey::from_der(*der);
    if (!read || !(read->public_key() == key.public_key())) std::abort();
  }
  for (const auto scheme : crypto::schemes()) {
    if (crypto::key_kind(scheme) != key.kind()) continue;
    const auto signature = crypto::sign(key, scheme, {});
    if (!signature || !crypto::verify(key.public_key(), scheme, {}, *signature)) std::abort();
  }
}

void check_blocks(base::ByteView text) {
  const auto blocks = crypto::read_pem(text);
  if (!blocks) return;
  for (const auto& block : *blocks) {
    if (block.encrypted || block.der.empty()) continue;
    const auto written = crypto::write_pem(block.label, block.der);
    const auto again = written.reveal([](base::ByteView bytes) { return crypto::read_pem(bytes); });
    if (!again || again->size() != 1 || again->front().label != block.label) std::abort();
    if (!(again->front().der == block.der)) std::abort();
    // The body as DER, whatever the label: so that mutations reach the DER readers.
    if (const auto key = crypto::PrivateKey::from_pkcs8(block.der)) check(*key);
    if (const auto key = block.der.reveal(crypto::PublicKey::from_spki)) check(*key);
    if (const auto key = block.der.reveal(crypto::certificate_key)) check(*key);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::ByteView text{data, size};
  check_blocks(text);
  const auto key = crypto::PrivateKey::from_pem(base::SecretBytes::copy_of(text));
  if (key) check(*key);
  const auto pub = crypto::PublicKey::from_pem(base::as_text(text));
  if (pub) check(*pub);
  if (key && pub) std::abort();  // a text with a private key in it is never taken for a public one
  // Raw DER too.
  if (const auto raw = crypto::PrivateKey::from_der(base::SecretBytes::copy_of(text))) check(*raw);
  if (const auto raw = crypto::PublicKey::from_der(text)) check(*raw);
  return 0;
}
