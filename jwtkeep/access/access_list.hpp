// Everybody who may do something with a store.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/access/access_token.hpp"
#include "jwtkeep/access/principal.hpp"
#include "jwtkeep/base/json.hpp"

namespace jwtkeep::access {

/// Immutable values: a change makes another list. Nobody is on an empty one, so that it denies everything.
class AccessList {
 public:
  /// Errors: `already_exists` (the name, or what is shown); `bad_value` for more than `kMost` principals.
  base::Result<void> add(Principal principal);
  /// Errors: `not_found`.
  base::Result<Principal*> find(std::string_view name);
  /// Takes out those who may no longer do anything at `now`; gives how many.
  std::size_t prune(base::Instant now);
  [[nodiscard]] const std::vector<Principal>& principals() const noexcept { return principals_; }

  /// Whose token this is, however it stands with them; compared in constant time. Errors: `permission`, which never
  /// tells an unknown id from a wrong secret.
  base::Result<const Principal*> holder_of(const ShownAccessToken& shown) const;
  /// The same, who may still come in. Errors: those of `check_standing`, too.
  base::Result<const Principal*> by_token(const ShownAccessToken& shown, base::Instant now) const;
  /// Whose token has this id: for who has shown it before, and was remembered. Errors as for `by_token`.
  base::Result<const Principal*> by_token_id(std::string_view id, base::Instant now) const;
  /// Errors: `permission`; those of `check_standing`.
  base::Result<const Principal*> by_certificate(base::ByteView sha256, base::Instant now) const;
  /// Everybody whom these claims of an OpenID provider make: a person has the rights of all of them.
  [[nodiscard]] std::vector<const Principal*> by_login(std::string_view issuer, const base::Json& claims,
                                                       base::Instant now) const;

  [[nodiscard]] base::Json to_json() const;
  /// Errors: `malformed`.
  static base::Result<AccessList> from_json(const base::Json& json);

  static constexpr std::size_t kMost = 2000;

  friend bool operator==(const AccessList&, const AccessList&) = default;

 private:
  void learn_tokens();

  std::vector<Principal> principals_;
  std::map<std::string, std::size_t, std::less<>> token_ids_;
};

}  // namespace jwtkeep::access
