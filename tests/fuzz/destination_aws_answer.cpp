// Every answer that AWS's servers give: a status on the first line, then the body, read as each of them. What is taken
// stands in messages and requests without harm, and no error quotes the body.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/destination/aws/credentials_answer.hpp"
#include "jwtkeep/destination/aws/instance_endpoint.hpp"
#include "jwtkeep/destination/aws/refusal.hpp"
#include "jwtkeep/destination/aws/secret_answers.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace destination = jwtkeep::destination;
namespace http = jwtkeep::http;
using jwtkeep::fuzz::is_clean;

namespace {

void check_refusal(const http::Response& response) {
  const auto refusal = destination::read_refusal(response);
  if (!is_clean(refusal.type) || !is_clean(refusal.action) || refusal.type.size() > 80) std::abort();
  const auto error = destination::explain(refusal, {"GetSecretValue", "orders", "https://aws.example"}, {}, {});
  if (!is_clean(error.what) || error.what.size() > 500) std::abort();
}

void check_value(const base::SecretBytes& body) {
  const auto value = destination::read_secret_value(body);
  if (!value) return;
  if (value->version.empty() || !is_clean(value->version)) std::abort();
}

void check_state(const base::SecretBytes& body) {
  const auto state = destination::read_secret_state(body);
  if (!state) return;
  for (const auto& [version, stages] : state->stages) {
    if (!is_clean(version)) std::abort();
    for (const auto& stage : stages) {
      const auto holder = state->holder(stage);
      if (!is_clean(stage) || !holder || !state->stages.at(*holder).contains(stage)) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto end = std::min(text.find('\n'), text.size());
  http::Response response{.url = http::Url::parse("https://aws.example/").value()};
  response.status = text.starts_with("200") ? 200 : text.starts_with("5") ? 500 : 400;
  response.body = base::SecretBytes::copy_of(text.substr(std::min(end + 1, text.size())));
  check_refusal(response);
  check_value(response.body);
  check_state(response.body);
  const auto credentials = destination::read_credentials_answer(response, "SOURCE");
  if (credentials && (response.status != 200 || credentials->key_id.empty() || credentials->secret.empty()))
    std::abort();
  if (!credentials && credentials.error().what.size() > 200) std::abort();
  const auto role =
      response.body.reveal([](base::ByteView bytes) { return destination::read_role_name(base::as_text(bytes)); });
  if (role && !http::Url::parse("http://169.254.169.254/latest/" + *role)) std::abort();
  return 0;
}
