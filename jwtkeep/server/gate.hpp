// Lets requests in, or not.
#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/access/lockout.hpp"
#include "jwtkeep/access/rate_limiter.hpp"
#include "jwtkeep/server/denials.hpp"
#include "jwtkeep/web/answer.hpp"
#include "jwtkeep/web/incoming.hpp"

namespace jwtkeep::server {

/// Who asked, known by what was shown. Keeps the list that knew it.
struct Asker {
  std::shared_ptr<const access::AccessList> list;
  const access::Principal* principal = nullptr;
};

/// What was asked for, or the answer that refuses it.
template <class T>
using Admitted = std::expected<T, web::Answer>;

/// Any thread may ask. Everybody is refused until the list is set, and everything that is not granted.
class Gate {
 public:
  void set(access::AccessList list);

  /// Who asks: by the access token in `Authorization: Bearer`, else by the client certificate. Refusals: 401 for
  /// nobody (with `WWW-Authenticate`, RFC 6750 section 3), 403 for who is no longer let in, 429 for who guesses.
  Admitted<Asker> enter(const web::Incoming& incoming);

  /// Whether the asker may do this to that keyring, `cost` times. Refusals: 403, 429 with `Retry-After`.
  Admitted<void> may(const Asker& asker, const web::Incoming& incoming, access::Verb verb, std::string_view keyring,
                     double cost);
  /// The same for what is of no single keyring.
  Admitted<void> may_on_all(const Asker& asker, const web::Incoming& incoming, access::Verb verb);

  [[nodiscard]] Denials& denials() noexcept { return denials_; }

 private:
  [[nodiscard]] std::shared_ptr<const access::AccessList> list() const;
  Admitted<Asker> by_token(const web::Incoming& incoming, std::string_view authorization);
  Admitted<void> judge(const Asker& asker, const web::Incoming& incoming, access::Verb verb, std::string_view keyring,
                       const base::Result<void>& right, double cost);

  mutable std::mutex mutex_;
  std::shared_ptr<const access::AccessList> list_ = std::make_shared<const access::AccessList>();
  access::Lockout lockout_;
  access::RateLimiter limiter_;
  Denials denials_;
};

}  // namespace jwtkeep::server
