// Every answer of Key Vault's and of those who give tokens: a status on the first line, then the body, read as each of
// them. What is taken stands in messages, headers and URLs without harm, and no error quotes the body.
#include <cstdint>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/azure/azure_refusal.hpp"
#include "jwtkeep/destination/azure/azure_secret.hpp"
#include "jwtkeep/destination/azure/azure_token_answer.hpp"
#include "tests/fuzz/answer.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;
using namespace jwtkeep::destination;
using jwtkeep::fuzz::check;
using jwtkeep::fuzz::is_clean;

namespace {

void check_refusal(const http::Response& response) {
  const auto refusal = read_azure_refusal(response);
  check(is_clean(refusal.code) && is_clean(refusal.inner) && is_clean(refusal.permission));
  check(refusal.code.size() <= 80 && refusal.inner.size() <= 80 && refusal.permission.size() <= 80);
  for (const auto operation : {AzureOperation::get, AzureOperation::set, AzureOperation::list, AzureOperation::update,
                               AzureOperation::recover}) {
    const auto error = explain(refusal, {operation, "orders", "https://v.example", "WHO"});
    check(!error.what.empty() && is_clean(error.what) && error.what.size() < 600);
  }
}

bool is_version(const std::string& version) {
  return !version.empty() && http::Url::parse("https://v.example/secrets/o/" + version).has_value() &&
         version.find_first_of("/?.%") == std::string::npos;
}

void check_contents(const base::SecretBytes& body, const http::Url& asked) {
  const auto secret = read_azure_secret(body);
  if (secret) check(is_version(secret->about.version));
  if (!secret) check(is_clean(secret.error().what) && secret.error().what.size() < 200);
  const auto page = read_azure_versions(body, asked);
  if (!page) {
    check(is_clean(page.error().what) && page.error().what.size() < 200);
    return;
  }
  for (const auto& version : page->versions) check(is_version(version.version));
  if (page->next) {
    check(http::same_origin(*page->next, asked));
    check(page->next->target() == "/secrets/o/versions" || page->next->target().starts_with("/secrets/o/versions?"));
  }
}

void check_token(const http::Response& response) {
  const base::Instant now{base::Seconds{1'800'000'000}};
  const auto token = read_azure_token(response, "SOURCE", now);
  if (token) {
    check(response.status == 200 && token->ends > now);
    check(http::check_field({"Authorization", token->value.clone()}).has_value());
  } else {
    check(is_clean(token.error().what) && token.error().what.size() < 300 && is_clean(token.error().hint));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto response = jwtkeep::fuzz::answer_of(base::as_text({data, size}), "https://v.example/secrets/o/versions");
  check_refusal(response);
  check_contents(response.body, response.url);
  check_token(response);
  return 0;
}
