// read_kube_answer, explain and read_secret_answer: the status on a line, then the body. No message has a control
// character or a long run in which a secret could stand, and what is read of a Secret is in canonical form.
#include <cstdint>
#include <string>

#include "jwtkeep/destination/k8s/answer.hpp"
#include "jwtkeep/destination/k8s/contents.hpp"
#include "jwtkeep/destination/ring_json.hpp"
#include "tests/fuzz/answer.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
using namespace jwtkeep::destination;
using jwtkeep::fuzz::check;
using jwtkeep::fuzz::is_clean;
using jwtkeep::fuzz::longest_run;

namespace {

void check_text(const std::string& text) { check(text.size() <= 200 && longest_run(text) < 20 && is_clean(text)); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = jwtkeep::fuzz::answer_of(base::as_text({data, size}), "https://a.example/");
  const auto answer = read_kube_answer(response);
  check_text(answer.words);
  check_text(answer.reason);
  check_text(answer.user);
  for (const auto& manager : answer.managers) check_text(manager);
  const KubeSettings settings{.server = response.url, .source = "the context a"};
  for (const bool secret : {false, true}) {
    auto call = read_secret({.name_space = "orders", .name = "ring"});
    call.body_is_secret = secret;
    check(is_clean(explain(answer, call, settings).what));
  }
  if (const auto found = read_secret_answer(answer.body)) {
    check(!found->version.empty());
    const auto again = canonical_object(found->text);
    check(again && *again == found->text);
  }
  return 0;
}
