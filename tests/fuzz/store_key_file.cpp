// A key file that is taken opens with the id that stands in it.
#include <cstdlib>

#include "jwtkeep/store/key_file.hpp"

using namespace jwtkeep;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto opener = store::parse_key_file(base::SecretBytes::copy_of(base::ByteView{data, size}));
  if (!opener) return 0;
  if (opener->secret().size() != 32) std::abort();
  if (base::as_text({data, size}).find("id: " + opener->id()) == std::string_view::npos) std::abort();
  return 0;
}
