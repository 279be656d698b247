// What is asked twice is done once.
#pragma once

#include <functional>

#include "jwtkeep/server/service.hpp"

namespace jwtkeep::server {

/// Does the work and gives its answer. With an `Idempotency-Key` the answer is kept, and who asks the same again by
/// that key, at whichever server of the store, gets it again with `Idempotency-Replayed: true`; see kept_answers.hpp
/// for how long. Called once the right is judged, which a replay needs, too.
///
/// `intent` is what the work should go by that may have changed when it has to be done anew, because the server that
/// began it has died: the work is given the first one.
///
/// Refusals: 409 while it is being done, 422 for a key of another request, 503 where the store cannot be written.
web::Answer once(Service& service, const Call& call, const Asker& asker, const base::Json& intent,
                 const std::function<web::Answer(const base::Json& intent)>& work);
web::Answer once(Service& service, const Call& call, const Asker& asker, const std::function<web::Answer()>& work);

}  // namespace jwtkeep::server
