// How a verification's answer comes into a `jwtkeep_result`. Internal to this room.
#pragma once

#include <memory>
#include <utility>

#include "jwtkeep/capi/guard.hpp"
#include "jwtkeep/capi/handles.hpp"

namespace jwtkeep::capi {

/// Keeps alive what the answer will show: a view is of its verifier's keys too.
template <class Owner>
void hold(jwtkeep_result& result, const std::shared_ptr<Owner>& owner) {
  if (result.owner.get() != owner.get()) result.owner = owner;
}

/// `verify` gives a `base::Result<jose::VerifiedView>` of the result's workspace.
template <class Verify>
jwtkeep_error* verify_into(jwtkeep_result* result, Verify&& verify) noexcept {
  return guarded([&]() -> base::Result<void> {
    JWTKEEP_CHECK(there(result, "result"));
    result->view.reset();
    result->header.reset();
    JWTKEEP_TRY(const auto view, std::forward<Verify>(verify)());
    result->view.emplace(view);
    return {};
  });
}

}  // namespace jwtkeep::capi
