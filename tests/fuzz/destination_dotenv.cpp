// dotenv files that anybody wrote: what is read and can be written is read back the same; no message quotes the file.
#include <cstdlib>

#include "jwtkeep/destination/dotenv_text.hpp"
#include "jwtkeep/destination/env_text.hpp"

using namespace jwtkeep;  // NOLINT(google-build-using-namespace): a program of its own

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto found = destination::read_dotenv(base::SecretBytes::copy_of(base::ByteView(data, size)));
  if (!found) return 0;
  const auto text = destination::env_text(*found, destination::EnvFormat::dotenv);
  if (!text) return 0;
  const auto back = destination::read_dotenv(*text);
  if (!back || back->size() != found->size()) std::abort();
  for (std::size_t i = 0; i < found->size(); ++i) {
    if ((*back)[i].name != (*found)[i].name || !((*back)[i].value == (*found)[i].value)) std::abort();
  }
  return 0;
}
