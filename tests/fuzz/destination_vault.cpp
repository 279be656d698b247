// read_answer, explain and every reader of contents: the status on a line, then the body. Whatever a server sends, what
// is taken holds together, and no message has a line break, a control character or a long run in which a secret could
// stand.
#include <algorithm>
#include <cstdint>

#include "jwtkeep/destination/ring_json.hpp"
#include "jwtkeep/destination/vault/answer.hpp"
#include "jwtkeep/destination/vault/contents.hpp"
#include "tests/fuzz/answer.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;
using namespace jwtkeep::destination;
using jwtkeep::fuzz::check;
using jwtkeep::fuzz::is_clean;
using jwtkeep::fuzz::longest_run;

namespace {

void check_contents(const VaultAnswer& answer) {
  if (const auto newest = read_newest_answer(answer)) {
    check((newest->version == 0) == (newest->state == VaultNewest::State::never));
    check((newest->state == VaultNewest::State::standing) == (answer.status == 200 || answer.status == 204));
    if (newest->state == VaultNewest::State::standing) {
      const auto again = canonical_object(newest->text);
      // Depth and size are bounded for the whole answer, which is larger than what stands in it.
      check(again && *again == newest->text);
    } else {
      check(newest->text.empty());
    }
  }
  if (const auto written = read_written_answer(answer)) check(*written > 0);
  if (const auto mount = read_mount_answer(answer)) check(!mount->path.empty() && !mount->path.ends_with('/'));
  if (const auto versions = read_versions_answer(answer)) {
    check(std::ranges::is_sorted(versions->older));
    check(versions->older.empty() || (versions->older.front() > 0 && versions->older.back() < versions->newest));
  }
  if (const auto token = read_token_answer(answer)) {
    check(http::check_field({"X-Vault-Token", token->token.clone()}).has_value());
    check(token->lease.count() >= 0);
  }
  if (const auto found = read_lookup_answer(answer)) check(found->lease <= base::kLongestDuration);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = jwtkeep::fuzz::answer_of(base::as_text({data, size}), "https://a.example/");
  const auto answer = read_answer(response);
  check(answer.words.size() <= 200 && longest_run(answer.words) < 20);
  check(is_clean(answer.words));
  check_contents(answer);

  auto wordless = answer;
  wordless.words.clear();
  const VaultSettings settings{.server = response.url, .auth_mount = "approle"};
  const VaultRing ring{.mount = "secret", .path = "orders"};
  const auto nothing = [] { return base::SecretBytes::copy_of(std::string_view("{}")); };
  for (const auto& call : {read_newest(ring), write_newest(ring, nothing(), 1), log_in(settings, nothing()),
                           ask_mount("secret", "orders"), list_versions(ring), destroy_versions(ring, {1})}) {
    const auto error = explain(answer, call, settings);
    check(!error.what.empty() && is_clean(error.what));
    // Of what is said to a secret, nothing reaches the message; that a secret_id is missing is told in our own words.
    if (call.body_is_secret && !answer.words.contains("missing secret_id")) {
      check(explain(wordless, call, settings).what == error.what);
    }
  }
  return 0;
}
