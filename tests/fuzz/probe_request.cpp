// What the command line and a verifier's own requests say: places, statuses, addresses and heads.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/probe/acceptance.hpp"
#include "jwtkeep/probe/fetch_request.hpp"
#include "jwtkeep/probe/placement.hpp"

namespace base = jwtkeep::base;
namespace probe = jwtkeep::probe;

namespace {

void check_placement(std::string_view where, std::string_view text, std::string_view token) {
  const auto placement = probe::parse_placement(where, text);
  if (!placement) return;
  const probe::RequestPlan plan{.url = *jwtkeep::http::Url::parse("http://localhost/a"),
                                .method = jwtkeep::http::Method::post};
  const auto request = probe::make_request(plan, *placement, std::string(token));
  if (!request) return;
  // What is sent has no line break that would make another header of it.
  for (const auto& field : request->fields) {
    if (!jwtkeep::http::check_field(field)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto first = text.substr(0, text.find('\n'));
  const auto rest = text.substr(std::min(text.size(), first.size() + 1));
  check_placement(first, rest.substr(0, rest.find('\n')), rest);
  check_placement("header", first, rest);
  if (const auto statuses = probe::parse_statuses(text)) {
    for (const auto& range : *statuses) {
      if (range.first < 100 || range.last > 599 || range.first > range.last) std::abort();
    }
  }
  if (const auto path = probe::fetched_path(text)) {
    if (!path->starts_with('/') || path->contains('?') || path->contains(' ')) std::abort();
  }
  return 0;
}
