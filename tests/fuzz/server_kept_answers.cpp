// KeptAnswers::from_json: what is taken is written and read again as the same, also once more was asked.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/server/kept_answers.hpp"

namespace base = jwtkeep::base;
namespace server = jwtkeep::server;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(server::check_idempotency_key(base::as_text({data, size})));
  const auto json = base::parse_json(base::as_text({data, size}));
  if (!json) return 0;
  auto kept = server::KeptAnswers::from_json(*json);
  if (!kept) return 0;
  const auto again = server::KeptAnswers::from_json(kept->to_json());
  if (!again || *again != *kept) std::abort();
  const base::Instant now{std::chrono::seconds{1'800'000'000}};
  kept->begin({.id = "fuzz", .digest = "fuzz", .at = now, .intent = {}});
  kept->end("fuzz", now, server::KeptAnswer{.status = 200, .type = {}, .location = {}, .body = {}});
  const auto last = server::KeptAnswers::from_json(kept->to_json());
  if (!last || *last != *kept) std::abort();
  return 0;
}
