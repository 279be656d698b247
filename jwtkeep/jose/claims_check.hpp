// The checks of a token's claims, written once for every form in which claims are held. Internal to this room.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/claim_values.hpp"
#include "jwtkeep/jose/claims.hpp"

namespace jwtkeep::jose {

// `Claims` gives for a name (one of kExp ... or any other) a value or nothing: `find(name)` is something like a pointer
// to a `Claims::Value`. Of a value it tells
//   number(value): any number as a double, or NaN,
//   text(value): a string's text, or nothing,
//   for_each_text(value, each): calls `each(text)` for a string, or for each item of an array of strings; false for any
//     other value.

/// The claims that are looked for in every token, so that a form may find them without comparing names.
enum class KnownClaim : std::uint8_t { exp, nbf, iat, iss, aud, sub };

constexpr std::string_view name(KnownClaim claim) noexcept {
  switch (claim) {
    case KnownClaim::exp: return "exp";
    case KnownClaim::nbf: return "nbf";
    case KnownClaim::iat: return "iat";
    case KnownClaim::iss: return "iss";
    case KnownClaim::aud: return "aud";
    case KnownClaim::sub: return "sub";
  }
  return "";
}

template <class Claims>
class ClaimsCheck {
 public:
  ClaimsCheck(const Claims& claims, const VerifyPolicy& policy, base::Instant now)
      : claims_(claims), policy_(policy), now_(now) {}

  /// Errors: those of `check_claims`.
  base::Result<void> run() const {
    JWTKEEP_CHECK(times());
    JWTKEEP_CHECK(issuer());
    JWTKEEP_CHECK(audience());
    JWTKEEP_CHECK(subject());
    for (const auto& required : policy_.required()) {
      if (!claims_.find(required)) return missing(required);
    }
    return {};
  }

 private:
  static std::unexpected<base::Error> missing(std::string_view claim) {
    return base::fail(base::Reason::missing_claim, "the token has no \"" + std::string(claim) + "\"");
  }
  static std::unexpected<base::Error> malformed(KnownClaim claim, std::string_view what) {
    return base::fail(base::Reason::malformed,
                      "the claim \"" + std::string(name(claim)) + "\" is " + std::string(what));
  }

  /// A NumericDate (RFC 7519 section 2) in seconds.
  struct Date {
    bool is_there = false;
    double seconds = 0;

    [[nodiscard]] bool is_wrong() const { return is_there && !(seconds >= 0 && seconds < base::kYear10000); }
  };

  [[nodiscard]] Date date(KnownClaim claim) const {
    const auto found = claims_.find(claim);
    return found ? Date{true, Claims::number(*found)} : Date{};
  }

  base::Result<void> times() const {
    constexpr std::string_view kWrong = "not a time in seconds since 1970";
    const auto exp = date(KnownClaim::exp);
    if (exp.is_wrong()) return malformed(KnownClaim::exp, kWrong);
    const auto nbf = date(KnownClaim::nbf);
    if (nbf.is_wrong()) return malformed(KnownClaim::nbf, kWrong);
    const auto iat = date(KnownClaim::iat);
    if (iat.is_wrong()) return malformed(KnownClaim::iat, kWrong);
    const double at = seconds_of(now_);
    const auto leeway = static_cast<double>(policy_.leeway().count());
    if (!exp.is_there && policy_.needs_expiration()) return missing("exp");
    if (exp.is_there && at >= exp.seconds + leeway) {
      return base::fail(base::Reason::expired,
                        "the token expired " +
                            base::describe_duration(base::Seconds{static_cast<std::int64_t>(at - exp.seconds)}) +
                            " ago");
    }
    if (nbf.is_there && nbf.seconds > at + leeway) {
      return base::fail(base::Reason::not_yet_valid, "the token is not valid yet (nbf)");
    }
    if (iat.is_there && iat.seconds > at + leeway) {
      return base::fail(base::Reason::not_yet_valid, "the token was issued in the future (iat)",
                        "compare the two machines' clocks");
    }
    if (const auto longest = policy_.max_lifetime(); longest && exp.is_there) {
      if (!iat.is_there) return missing("iat");
      if (exp.seconds - iat.seconds > static_cast<double>(longest->count())) {
        return base::fail(base::Reason::lifetime_too_long, "the token lives for longer than the " +
                                                               base::format_duration(*longest) + " that are allowed");
      }
    }
    return {};
  }

  base::Result<void> issuer() const {
    const auto found = claims_.find(KnownClaim::iss);
    const auto text = found ? Claims::text(*found) : std::nullopt;
    if (found && !text) return malformed(KnownClaim::iss, "not a string");
    if (policy_.issuers().empty()) return {};
    if (!found) return missing("iss");
    if (std::ranges::find(policy_.issuers(), *text) == policy_.issuers().end()) {
      return base::fail(base::Reason::wrong_issuer, "the token is from another issuer");
    }
    return {};
  }

  /// RFC 7519 section 4.1.3: a string, or an array of them.
  base::Result<void> audience() const {
    const auto found = claims_.find(KnownClaim::aud);
    if (!found) {
      if (policy_.audiences().empty()) return {};
      return missing("aud");
    }
    bool ours = policy_.audiences().empty();
    const bool texts = Claims::for_each_text(*found, [&](std::string_view audience) {
      ours = ours || std::ranges::find(policy_.audiences(), audience) != policy_.audiences().end();
    });
    if (!texts) return malformed(KnownClaim::aud, "neither a string nor an array of strings");
    if (!ours) return base::fail(base::Reason::wrong_audience, "the token is for another audience");
    return {};
  }

  base::Result<void> subject() const {
    const auto found = claims_.find(KnownClaim::sub);
    const auto text = found ? Claims::text(*found) : std::nullopt;
    if (found && !text) return malformed(KnownClaim::sub, "not a string");
    if (!policy_.subject()) return {};
    if (!found) return missing("sub");
    if (*text != *policy_.subject()) {
      return base::fail(base::Reason::missing_claim, "the token's \"sub\" is not the one that is required",
                        "the token is for another subject: ask for one for the subject that this verifier expects");
    }
    return {};
  }

  const Claims& claims_;
  const VerifyPolicy& policy_;
  base::Instant now_;
};

}  // namespace jwtkeep::jose
