// Answers that are given again to who asks again: a pure value, kept as documents of the store.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::server {

/// An answer without what is of one moment. Holds nothing secret.
struct KeptAnswer {
  int status = 0;
  std::string type;      ///< of its body
  std::string location;  ///< empty: none
  std::string body;
  friend bool operator==(const KeptAnswer&, const KeptAnswer&) = default;
};

/// One request that has a key.
struct KeptRequest {
  std::string id;      ///< 32 hex digits: of who asked, and its key
  std::string digest;  ///< 32 hex digits: of what was asked
  base::Instant at{};  ///< when it was last begun
  base::Json intent;   ///< what was decided before it began, for who has to finish it in place of one that died
  std::optional<KeptAnswer> answer = {};  ///< nothing: it is being done
  friend bool operator==(const KeptRequest&, const KeptRequest&) = default;
};

/// Those of one document, the oldest first.
class KeptAnswers {
 public:
  /// So long an answer is given again.
  static constexpr base::Seconds kLife = std::chrono::hours{24};
  /// A request that was begun so long ago has died with its server, and is done anew. Longer than any is done in.
  static constexpr base::Seconds kLease = std::chrono::minutes{5};
  /// Of the answers of one document. Above it the oldest go before their time.
  static constexpr std::size_t kMostBytes = std::size_t{512} << 10;

  enum class Kind {
    fresh,      ///< to be done now
    answered,   ///< to be answered as before
    going_on,   ///< being done by another one
    different,  ///< the key belongs to another request
  };
  struct Begun {
    Kind kind = Kind::fresh;
    KeptRequest request;  ///< the one that is kept
  };

  /// What is to be done about this request. Where it is fresh it is kept from now on as being done; one that died is
  /// fresh with its first intent. Forgets what is too old.
  Begun begin(KeptRequest request);
  /// Keeps its answer, or, without one, forgets it. `at`: of the request that `begin` gave: one that took longer than
  /// `kLease` may meanwhile be another's, which it leaves alone. Whether anything has changed.
  bool end(const std::string& id, base::Instant at, std::optional<KeptAnswer> answer);

  [[nodiscard]] const std::vector<KeptRequest>& requests() const noexcept { return requests_; }
  [[nodiscard]] base::Json to_json() const;
  /// Errors: `malformed`.
  static base::Result<KeptAnswers> from_json(const base::Json& json);

  friend bool operator==(const KeptAnswers&, const KeptAnswers&) = default;

 private:
  void keep_small();

  std::vector<KeptRequest> requests_;
};

/// Whether an answer of this status is final: it will be the same until somebody changes something. Others are for
/// trying again.
bool is_kept(int status) noexcept;

/// Errors: `bad_value`: 1 to 255 visible characters of ASCII.
base::Result<void> check_idempotency_key(std::string_view key);

}  // namespace jwtkeep::server
