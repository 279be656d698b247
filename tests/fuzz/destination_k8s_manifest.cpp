// read_manifest: what is read, written anew is read as the same.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/destination/k8s/manifest.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace base = jwtkeep::base;
using namespace jwtkeep::destination;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = read_manifest(base::SecretBytes::copy_of(base::ByteView{data, size}), "FILE", "ring", "orders");
  if (!read) {
    if (read.error().what.size() > 200) std::abort();
    return 0;
  }
  const auto variables = members_of(read->text);
  if (!variables) std::abort();
  for (const auto& variable : *variables) {
    // jwtkeep writes no other names.
    if (!is_variable_name(variable.name)) return 0;
  }
  const auto text = write_manifest(read->head, *variables);
  const auto again = read_manifest(text, "AGAIN", "ring", "orders");
  // A name of a label may be longer than libyaml takes for a simple key.
  if (!again) {
    if (size < 1000) std::abort();
    return 0;
  }
  if (!(again->text == read->text) || again->head.labels.size() != read->head.labels.size()) std::abort();
  if (!(write_manifest(again->head, *variables) == text)) std::abort();
  return 0;
}
