// Issuers and verifiers that read a keyring where it is kept, as late as its policy lets them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/keyring/policy.hpp"

namespace jwtkeep::matrix {

/// What one place held from a time on.
struct View {
  base::Instant from{};
  base::Instant until = base::Instant::max();
  /// No keyring of ours stood there: the place was emptied, or written by another hand. What its readers do with that
  /// is the fault's own doing.
  bool foreign = false;
  std::map<std::string, base::SecretBytes> keys = {};  ///< that verify, by kid; true bytes, or the public JWK
  std::string kid = {};                                ///< of the key that signs; empty where a place does not tell
  base::SecretBytes secret = {};                       ///< as the services take it: the text itself
};

/// Reads `content`, nothing where the place was empty.
View view_of(destination::PlaceKind kind, const std::optional<base::SecretBytes>& content, base::Instant now);

/// All that read one keyring. At each look every issuer that may exist signs a token, and every verifier that may exist
/// verifies every token that is valid: an issuer's view is up to Q old, a verifier's up to P.
class Readers {
 public:
  Readers(const keyring::Policy& policy, std::size_t places) : policy_(policy), views_(places) {}

  void read(std::size_t place, View view);
  /// The key that the store signs with, for keyrings whose places do not hold it.
  void store_signs(const std::string& kid) { store_kid_ = kid; }
  void look(base::Instant now);

  [[nodiscard]] std::size_t verifications() const { return verifications_; }
  /// A sentence for each token that was refused although it was valid.
  [[nodiscard]] const std::vector<std::string>& refused() const { return refused_; }

 private:
  struct Token {
    base::Instant issued{};
    std::string kid;
    std::vector<std::uint8_t> tag;  ///< HMAC-SHA-256 of the kid; empty for public keys
    friend auto operator<=>(const Token&, const Token&) = default;
  };
  void sign(base::Instant now);
  void verify(const Token& token, std::size_t place, const View& view, base::Instant now);

  const keyring::Policy& policy_;
  std::vector<std::vector<View>> views_;
  std::string store_kid_;
  std::vector<Token> tokens_;
  std::size_t verifications_ = 0;
  std::vector<std::string> refused_;
};

}  // namespace jwtkeep::matrix
