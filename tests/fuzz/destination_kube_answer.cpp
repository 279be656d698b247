// read_kube_answer, explain and read_secret_answer: the status on a line, then the body. No message has a control
// character or a long run in which a secret could stand, and what is read of a Secret is in canonical form.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "jwtkeep/destination/k8s/answer.hpp"
#include "jwtkeep/destination/k8s/contents.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;
using namespace jwtkeep::destination;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    const bool is_part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         std::string_view("-_+/=").contains(c);
    run = is_part ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

void check_text(const std::string& text) {
  check(text.size() <= 200 && longest_run(text) < 20 && base::is_printable_ascii(base::as_bytes(text)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = base::as_text({data, size});
  const auto end = std::min(text.find('\n'), text.size());
  http::Response response{.url = http::Url::parse("https://a.example/").value()};
  for (const char c : text.substr(0, std::min<std::size_t>(end, 3))) {
    response.status = response.status * 10 + (c >= '0' && c <= '9' ? c - '0' : 0);
  }
  text.remove_prefix(std::min(end + 1, text.size()));
  response.body = base::SecretBytes::copy_of(text);

  const auto answer = read_kube_answer(response);
  check_text(answer.words);
  check_text(answer.reason);
  check_text(answer.user);
  for (const auto& manager : answer.managers) check_text(manager);
  const KubeSettings settings{.server = response.url, .source = "the context a"};
  for (const bool secret : {false, true}) {
    auto call = read_secret({.name_space = "orders", .name = "ring"});
    call.body_is_secret = secret;
    check(base::is_printable_ascii(base::as_bytes(explain(answer, call, settings).what)));
  }
  if (const auto found = read_secret_answer(answer.body)) {
    check(!found->version.empty());
    const auto again = canonical_object(found->text);
    check(again && *again == found->text);
  }
  return 0;
}
