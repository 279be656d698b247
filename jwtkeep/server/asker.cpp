#include "jwtkeep/server/asker.hpp"

namespace jwtkeep::server {

template <class Check>
base::Result<const access::Principal*> Asker::first_that(Check check) const {
  auto may = check(*first_);
  if (may) return first_;
  for (const auto* other : others_) {
    if (check(*other)) return other;
  }
  return std::unexpected(std::move(may).error());
}

base::Result<const access::Principal*> Asker::may(access::Verb verb, std::string_view keyring) const {
  return first_that([&](const access::Principal& each) { return access::check_right(each, verb, keyring); });
}

base::Result<const access::Principal*> Asker::may_on_all(access::Verb verb) const {
  return first_that([&](const access::Principal& each) { return access::check_right_on_all(each, verb); });
}

base::Result<void> Asker::check_standing(base::Instant now) const {
  if (session_ && now >= session_->expires_at) {
    return base::fail(base::Reason::expired, "the session has ended", "log in again");
  }
  JWTKEEP_CHECK(first_that([&](const access::Principal& each) { return access::check_standing(each, now); }));
  return {};
}

}  // namespace jwtkeep::server
