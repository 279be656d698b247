#include "jwtkeep/kms/open_wrapper.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/kms/aws_kms.hpp"
#include "jwtkeep/kms/pkcs11/pkcs11_wrapper.hpp"
#include "jwtkeep/kms/pkcs11/uri.hpp"
#include "jwtkeep/kms/vault_transit.hpp"

namespace jwtkeep::kms {

using base::Result;
using destination::Address;

bool is_address(std::string_view text) {
  constexpr std::array<std::string_view, 3> kSchemes{"vault-transit:", "aws-kms:", "pkcs11:"};
  return std::ranges::any_of(kSchemes, [text](std::string_view scheme) { return text.starts_with(scheme); });
}

Result<std::string> canonical_address(std::string_view text) {
  if (text.starts_with("pkcs11:")) {
    JWTKEEP_TRY(const auto uri, Pkcs11Uri::parse(text));
    return uri.text();
  }
  JWTKEEP_TRY(const auto address, Address::parse_key(text));
  return address.text();
}

Result<std::shared_ptr<store::KeyWrapper>> open_wrapper(std::string_view address,
                                                        const destination::Surroundings& surroundings) {
  if (address.starts_with("pkcs11:")) {
    JWTKEEP_TRY(auto uri, Pkcs11Uri::parse(address));
    return std::make_shared<Pkcs11Wrapper>(std::move(uri), surroundings);
  }
  JWTKEEP_TRY(const auto parsed, Address::parse_key(address));
  if (parsed.kind == destination::PlaceKind::aws_kms) return AwsKms::open(parsed, surroundings);
  return VaultTransit::open(parsed, surroundings);
}

}  // namespace jwtkeep::kms
