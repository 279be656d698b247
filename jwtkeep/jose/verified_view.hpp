// What a verified token says, without a copy of it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/jwt.hpp"

namespace jwtkeep::jose {

class Workspace;
struct PreparedKey;
enum class KnownClaim : std::uint8_t;

/// The nodes of the claims that every verification looks for (`KnownClaim`), or 0 where the token has none.
using KnownNodes = std::array<std::uint32_t, 6>;

/// Proof of a verification: only `Verifier` can make one. It shows what stands in the workspace, and is valid until the
/// workspace is next used or ends, and as long as its verifier lives. Using it after that workspace's next token ends
/// the program, rather than to answer with the claims of another token.
class VerifiedView {
 public:
  [[nodiscard]] std::optional<std::string_view> issuer() const;
  [[nodiscard]] std::optional<std::string_view> subject() const;
  /// A NumericDate (RFC 7519 section 2), cut to microseconds.
  [[nodiscard]] std::optional<base::Instant> expires_at() const { return instant("exp"); }
  [[nodiscard]] std::optional<base::Instant> issued_at() const { return instant("iat"); }

  [[nodiscard]] bool has(std::string_view claim) const;
  // Each gives nothing when the claim is not there or of another kind.
  [[nodiscard]] std::optional<std::string_view> text(std::string_view claim) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view claim) const;
  [[nodiscard]] std::optional<bool> boolean(std::string_view claim) const;
  [[nodiscard]] std::optional<base::Instant> instant(std::string_view claim) const;
  /// Whether the claim is this text, or an array of texts that has it: as for `aud`, or a list of roles.
  [[nodiscard]] bool holds_text(std::string_view claim, std::string_view text) const;
  /// Calls `each` for the text or for every text of the array; false, and no call, for any other claim.
  bool for_each_text(std::string_view claim, const std::function<void(std::string_view)>& each) const;

  /// A copy of any claim, or nothing.
  [[nodiscard]] std::optional<base::Json> claim(std::string_view claim) const;
  /// A copy of all claims: an object.
  [[nodiscard]] base::Json claims() const;

  [[nodiscard]] const std::string& kid() const;  ///< of the key that verified it
  [[nodiscard]] Alg alg() const;
  /// The payload's bytes as they were signed.
  [[nodiscard]] std::string_view payload() const;

  /// A copy that stands by itself.
  [[nodiscard]] VerifiedToken to_verified_token() const;

 private:
  friend class Verifier;
  VerifiedView(const Workspace& workspace, std::uint32_t slot, std::uint64_t generation) noexcept
      : workspace_(&workspace), generation_(generation), slot_(slot) {}

  [[nodiscard]] std::optional<std::string_view> known_text(KnownClaim claim) const;

  const Workspace* workspace_;
  std::uint64_t generation_;
  std::uint32_t slot_;
};

}  // namespace jwtkeep::jose
