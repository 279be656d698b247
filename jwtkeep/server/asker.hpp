// Who asks.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/access/session.hpp"

namespace jwtkeep::server {

/// Somebody who was let in, known by what was shown: one principal, or a person who has the rights of several. Keeps
/// the list that knew it.
class Asker {
 public:
  Asker(std::shared_ptr<const access::AccessList> list, const access::Principal& principal)
      : list_(std::move(list)), first_(&principal) {}
  /// `principals`: of the list, at least one.
  Asker(std::shared_ptr<const access::AccessList> list, const std::vector<const access::Principal*>& principals,
        std::shared_ptr<const access::Session> session)
      : list_(std::move(list)),
        first_(principals.front()),
        others_(principals.begin() + 1, principals.end()),
        session_(std::move(session)) {}

  /// For people and the audit trail.
  [[nodiscard]] const std::string& name() const noexcept { return session_ ? session_->name : first_->name; }
  /// The list that its principals are of.
  [[nodiscard]] const std::shared_ptr<const access::AccessList>& list() const noexcept { return list_; }
  /// Null for who shows itself anew with each request.
  [[nodiscard]] const std::shared_ptr<const access::Session>& session() const noexcept { return session_; }
  /// Calls `each(principal)` for every one that it stands for.
  template <class Each>
  void for_each(Each each) const {
    each(*first_);
    for (const auto* other : others_) each(*other);
  }

  /// Which of its principals may do this. Deny by default. Errors: `permission`, with what to ask for.
  [[nodiscard]] base::Result<const access::Principal*> may(access::Verb verb, std::string_view keyring) const;
  /// The same for what is of no single keyring.
  [[nodiscard]] base::Result<const access::Principal*> may_on_all(access::Verb verb) const;
  /// Whether it is still let in. Errors: `expired`, `permission`.
  [[nodiscard]] base::Result<void> check_standing(base::Instant now) const;

 private:
  template <class Check>
  base::Result<const access::Principal*> first_that(Check check) const;

  std::shared_ptr<const access::AccessList> list_;
  const access::Principal* first_;
  std::vector<const access::Principal*> others_;
  std::shared_ptr<const access::Session> session_;
};

}  // namespace jwtkeep::server
