// read_metadata and read_token_answer: what is taken leads to https alone, and is signed with public keys; what is
// refused is told without what the provider wrote.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/oidc/metadata.hpp"
#include "jwtkeep/oidc/token_answer.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;
namespace jose = jwtkeep::jose;
namespace oidc = jwtkeep::oidc;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  if (const auto metadata = oidc::read_metadata(text, "https://id.example.com")) {
    if (!metadata->authorization_endpoint.is_https() || !metadata->token_endpoint.is_https()) std::abort();
    if (!metadata->jwks_uri.is_https() || metadata->algs.empty()) std::abort();
    for (const auto alg : metadata->algs) {
      if (jose::is_symmetric(alg)) std::abort();
    }
  }
  for (const int status : {200, 400}) {
    const http::Response response{.status = status,
                                  .url = *http::Url::parse("https://id.example.com/token"),
                                  .fields = {},
                                  .body = base::SecretBytes::copy_of(text)};
    const auto answer = oidc::read_token_answer(response);
    if (answer && (status != 200 || answer->id_token.empty())) std::abort();
    if (!answer && answer.error().what.size() > 200) std::abort();
  }
  return 0;
}
