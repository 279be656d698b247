// RequestReader: what is taken is the same whatever the pieces it comes in, holds together, and is what Boost.Beast
// reads of the same bytes, up to the same end. What Beast takes beyond that is not looked at: two_readers.hpp's test
// lists it.
#include <cstdint>

#include "jwtkeep/http/ascii.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/unit/web/two_readers.hpp"

namespace base = jwtkeep::base;
namespace web = jwtkeep::web;

/// The first byte: how many bytes come at once.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using jwtkeep::fuzz::check;
  using State = web::RequestReader::State;
  if (size == 0) return 0;
  const std::size_t at_once = data[0] + 1U;
  auto bytes = base::as_text({data + 1, size - 1});
  while (true) {
    auto ours = web::read(bytes);
    const auto pieces = web::read(bytes, at_once);
    check(pieces.state == ours.state && pieces.refused == ours.refused);
    check(pieces.method == ours.method && pieces.target == ours.target && pieces.body == ours.body);
    check(pieces.fields == ours.fields && pieces.left == ours.left);
    if (ours.state == State::refused) check(ours.refused >= 400 && ours.refused < 600);
    if (ours.state != State::whole) return 0;

    const auto used = bytes.size() - ours.left.size();
    check(bytes.substr(used) == ours.left);
    auto theirs = web::beast_read(bytes.substr(0, used));
    // Beast judges Proxy-Connection, also in a trailer; to a server it says nothing.
    if (!theirs.taken && jwtkeep::http::lower(bytes).contains("proxy-connection")) return 0;
    check(theirs.taken && theirs.used == used);
    check(theirs.method == ours.method && theirs.body == ours.body);
    check(theirs.target.ends_with(ours.target));  // of `http://host/path`, the path
    for (const auto& [name, value] : ours.fields) check(value.find_first_of("\r\n") == std::string::npos);
    // Beast puts fields of one name together, and a trailer's behind them.
    std::ranges::sort(ours.fields);
    std::ranges::sort(theirs.fields);
    check(std::ranges::includes(theirs.fields, ours.fields));
    bytes.remove_prefix(used);
  }
}
