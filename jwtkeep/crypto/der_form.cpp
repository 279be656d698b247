#include "jwtkeep/crypto/der_form.hpp"

#include "jwtkeep/crypto/der_element.hpp"

namespace jwtkeep::crypto {

DerForm der_form(base::ByteView der) noexcept {
  const auto outer = take_der_element(der);
  if (!outer || outer->tag != kDerSequence) return DerForm::pkcs8;
  auto rest = outer->content;
  const auto first = take_der_element(rest);
  const auto second = take_der_element(rest);
  if (!first || !second) return DerForm::pkcs8;
  if (first->tag == kDerSequence) {
    return second->tag == kDerOctetString ? DerForm::encrypted_pkcs8 : DerForm::spki;
  }
  if (first->tag != kDerInteger) return DerForm::pkcs8;
  if (second->tag == kDerOctetString) return DerForm::sec1;
  if (second->tag != kDerInteger) return DerForm::pkcs8;
  return rest.empty() ? DerForm::pkcs1_public : DerForm::pkcs1_private;
}

}  // namespace jwtkeep::crypto
