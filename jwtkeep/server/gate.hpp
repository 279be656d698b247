// Lets requests in, or not.
#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/access/ended_sessions.hpp"
#include "jwtkeep/access/lockout.hpp"
#include "jwtkeep/access/rate_limiter.hpp"
#include "jwtkeep/access/session.hpp"
#include "jwtkeep/server/asker.hpp"
#include "jwtkeep/server/browser.hpp"
#include "jwtkeep/server/denials.hpp"
#include "jwtkeep/web/answer.hpp"
#include "jwtkeep/web/incoming.hpp"

namespace jwtkeep::server {

/// What was asked for, or the answer that refuses it.
template <class T>
using Admitted = std::expected<T, web::Answer>;

/// Any thread may ask. Everybody is refused until the list is set, and everything that is not granted.
class Gate {
 public:
  Gate(access::SessionSeal seal, Browser browser) : seal_(std::move(seal)), browser_(std::move(browser)) {}

  /// One that says the same as before changes nothing.
  void set(access::AccessList list);
  /// No session counts until they are set, nor without them.
  void set_ended(std::optional<access::EndedSessions> ended);

  /// Who asks: by the access token in `Authorization: Bearer`, else by the session's cookie, else by the client
  /// certificate. Refusals: 401 for nobody (with `WWW-Authenticate`, RFC 6750 section 3), 403 for who is no longer let
  /// in and for what a page of another site has sent, 429 for who guesses.
  Admitted<Asker> enter(const web::Incoming& incoming);
  /// Who shows this access token, which stands elsewhere in the request. Refusals: the same.
  Admitted<Asker> enter_with(const web::Incoming& incoming, base::ByteView access_token);
  /// Whether anything may be tried from there. Refusals: 429 for where somebody guesses access tokens.
  Admitted<void> may_try(const web::Incoming& incoming);
  /// 401 for a login that a provider did not bring about, which is told as a denial. It does not count for the lockout:
  /// what is sealed cannot be guessed, and any page can send the browsers of a whole office here.
  web::Answer refuse_login(const web::Incoming& incoming, std::string_view who, const base::Error& error);
  /// Whether the request shows nothing at all by which anybody could be known.
  [[nodiscard]] static bool shows_nothing(const web::Incoming& incoming);
  /// 401, for whom that is no denial to be told of.
  [[nodiscard]] static web::Answer nobody();
  /// Whether a page of this server has sent it, or no page. Refusals: 403.
  Admitted<void> check_own_page(const web::Incoming& incoming);
  /// Whether who was let in may still stay: not where another list counts now than the one that knew it, which who
  /// enters anew learns. Errors: `expired`, `permission`.
  [[nodiscard]] base::Result<void> check_standing(const Asker& asker, base::Instant now) const;

  /// Whether the asker may do this to that keyring, `cost` times. Refusals: 403, 429 with `Retry-After`.
  Admitted<void> may(const Asker& asker, const web::Incoming& incoming, access::Verb verb, std::string_view keyring,
                     double cost);
  /// The same for what is of no single keyring.
  Admitted<void> may_on_all(const Asker& asker, const web::Incoming& incoming, access::Verb verb);

  /// One more of what a principal's rate limits, of no single keyring. Refusals: 429.
  Admitted<void> take(const access::Principal& principal, double cost);
  /// As it is now.
  [[nodiscard]] std::shared_ptr<const access::AccessList> list() const { return known().list; }

  [[nodiscard]] Denials& denials() noexcept { return denials_; }
  [[nodiscard]] const access::SessionSeal& seal() const noexcept { return seal_; }
  [[nodiscard]] const Browser& browser() const noexcept { return browser_; }

 private:
  struct Known {
    std::shared_ptr<const access::AccessList> list;
    std::shared_ptr<const access::EndedSessions> ended;  ///< null: no session counts
  };
  [[nodiscard]] Known known() const;
  Admitted<Asker> by_token(const web::Incoming& incoming, const base::Result<access::ShownAccessToken>& shown);
  /// Counts for the lockout. Gives the answer.
  std::unexpected<web::Answer> refuse_token(const web::Incoming& incoming, const base::Error& error);
  Admitted<Asker> by_session(const web::Incoming& incoming, std::string_view text);
  Admitted<void> check_session_request(const web::Incoming& incoming, const access::Session& session);
  Admitted<Asker> by_certificate(const web::Incoming& incoming, const crypto::ClientCertificate& certificate);
  Admitted<void> judge(const Asker& asker, const web::Incoming& incoming, access::Verb verb, std::string_view keyring,
                       const base::Result<const access::Principal*>& right, double cost);
  void note(const web::Incoming& incoming, std::string_view who, std::string_view why);

  const access::SessionSeal seal_;
  const Browser browser_;
  mutable std::mutex mutex_;
  Known known_{.list = std::make_shared<const access::AccessList>(), .ended = nullptr};
  access::Lockout lockout_;
  access::RateLimiter limiter_;
  Denials denials_;
};

}  // namespace jwtkeep::server
