// Where a destination is, as people write it: `vault://secret/orders`, `dotenv:/srv/orders/.env`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::destination {

enum class PlaceKind : std::uint8_t {
  dotenv,    ///< `dotenv:PATH`
  jwks,      ///< `jwks:PATH`
  vault,     ///< `vault://mount/path`: HashiCorp Vault or OpenBao, KV version 2
  aws_sm,    ///< `aws-sm://region/name`: AWS Secrets Manager
  azure_kv,  ///< `azure-kv://vault/name`: Azure Key Vault
  k8s,       ///< `k8s://namespace/name`: a Kubernetes Secret
  // Not places for a keyring, but keys that a store's master key is wrapped with: `Address::parse_key`.
  vault_transit,  ///< `vault-transit://mount/key`: a key of Vault's or OpenBao's transit engine
  aws_kms,        ///< `aws-kms://region/key`: a key of AWS KMS
};

/// The scheme, e.g. `aws-sm`.
std::string_view word(PlaceKind kind) noexcept;

/// One destination's address. It never holds a credential: those come from where the place's own tools have them.
///
/// `scheme://first/name?option=value&option=value` for places in a network, `scheme:PATH` for files. Options are
/// percent-encoded (RFC 3986 section 2.1); which of them a kind knows stands in docs/destinations.md.
struct Address {
  PlaceKind kind = PlaceKind::dotenv;
  std::string scope = {};  ///< the mount, region, vault or namespace; empty for files
  std::string name = {};   ///< the path or name within the scope; a file's absolute path
  std::map<std::string, std::string> options = {};

  /// A relative file path is taken from `folder`, an absolute path. Errors: `bad_value`, with the form that is right.
  static base::Result<Address> parse(std::string_view text, std::string_view folder);
  /// The address of a key. Errors: `bad_value`.
  static base::Result<Address> parse_key(std::string_view text);

  /// As it is written, options in the order of their names: `parse` takes it back. Two addresses of one place are equal
  /// in it unless they reach the place by different ways.
  [[nodiscard]] std::string text() const;

  /// The option's value, or nothing.
  [[nodiscard]] std::optional<std::string> option(const std::string& option) const;

  friend bool operator==(const Address&, const Address&) = default;
};

}  // namespace jwtkeep::destination
