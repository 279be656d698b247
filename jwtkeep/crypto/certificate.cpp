#include "jwtkeep/crypto/certificate.hpp"

#include <openssl/x509v3.h>

#include <chrono>

#include "jwtkeep/crypto/key_pair_impl.hpp"
#include "jwtkeep/crypto/pem.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::crypto {
namespace {

using base::fail;
using base::Reason;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

constexpr std::size_t kLongestName = 64;  // ub-common-name (RFC 5280 appendix A.1)
constexpr std::size_t kSerialBytes = 16;  // at most 20 (RFC 5280 section 4.1.2.2)
constexpr long kVersion3 = 2;             // counted from 0

void set_time(ASN1_TIME* time, base::Instant instant) {
  must(ASN1_TIME_set(time, std::chrono::floor<base::Seconds>(instant.time_since_epoch()).count()) != nullptr);
}

void set_serial(X509* certificate) {
  auto bytes = random_bytes(kSerialBytes);
  bytes.front() = static_cast<std::uint8_t>((bytes.front() & 0x3fU) | 0x40U);  // positive, and of this length
  const BigNumber number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  must(number != nullptr && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr);
}

void set_names(X509* certificate, std::string_view common_name) {
  auto* name = X509_get_subject_name(certificate);
  must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, base::as_bytes(common_name).data(),
                                  static_cast<int>(common_name.size()), -1, 0) == 1);
  must(X509_set_issuer_name(certificate, name) == 1);
}

}  // namespace

base::Result<PublicKey> certificate_key(base::ByteView der) {
  const ErrorQueue errors;
  const unsigned char* at = der.data();
  const Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  const auto* key =
      certificate != nullptr && at == der.data() + der.size() ? X509_get0_pubkey(certificate.get()) : nullptr;
  if (key == nullptr) return fail(Reason::malformed, "not a valid certificate (X.509) in DER form");
  JWTKEEP_TRY(const auto numbers, public_from_pkey(key));
  return PublicKey::from_components(numbers);
}

base::Result<base::Bytes> certificate_in_pem(std::string_view text) {
  JWTKEEP_TRY(const auto blocks, read_pem(base::as_bytes(text)));
  for (const auto& block : blocks) {
    if (block.label != "CERTIFICATE") continue;
    return block.der.reveal([](base::ByteView der) { return base::Bytes(der.begin(), der.end()); });
  }
  return fail(Reason::not_found, "there is no certificate in the PEM text",
              "one begins with -----BEGIN CERTIFICATE-----");
}

std::string certificate_pem(base::ByteView der) {
  return write_pem("CERTIFICATE", base::SecretBytes::copy_of(der)).reveal([](base::ByteView text) {
    return std::string(base::as_text(text));
  });
}

base::Result<base::Bytes> self_signed_certificate(const PrivateKey& key, std::string_view common_name,
                                                  base::Instant from, base::Instant until,
                                                  const std::string& alternative_names) {
  const ErrorQueue errors;
  auto* pkey = key.impl().pkey.get();
  if (pkey == nullptr || (EVP_PKEY_is_a(pkey, "RSA") != 1 && EVP_PKEY_is_a(pkey, "EC") != 1)) {
    return fail(Reason::bad_value, "only RSA and EC keys get a certificate here");
  }
  if (common_name.empty() || common_name.size() > kLongestName ||
      !base::is_printable_ascii(base::as_bytes(common_name))) {
    return fail(Reason::bad_value, "a certificate's name is 1 to 64 printable characters of ASCII");
  }
  const Certificate certificate(X509_new());
  must(certificate != nullptr && X509_set_version(certificate.get(), kVersion3) == 1);
  set_serial(certificate.get());
  set_names(certificate.get(), common_name);
  set_time(X509_getm_notBefore(certificate.get()), from);
  set_time(X509_getm_notAfter(certificate.get()), until);
  must(X509_set_pubkey(certificate.get(), pkey) == 1);
  if (!alternative_names.empty()) {
    const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative_names.c_str()));
    if (extension == nullptr || X509_add_ext(certificate.get(), extension.get(), -1) != 1) {
      return fail(Reason::bad_value, "a certificate cannot have these alternative names");
    }
  }
  must(X509_sign(certificate.get(), pkey, EVP_sha256()) > 0);
  const int size = i2d_X509(certificate.get(), nullptr);
  must(size > 0);
  base::Bytes der(static_cast<std::size_t>(size));
  unsigned char* at = der.data();
  must(i2d_X509(certificate.get(), &at) == size);
  return der;
}

}  // namespace jwtkeep::crypto
