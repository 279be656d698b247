// kube_context on a kubeconfig and on what the files that it names hold: a context that is taken has what a client
// needs, and no message has a control character.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/destination/k8s/kubeconfig.hpp"

namespace base = jwtkeep::base;
namespace destination = jwtkeep::destination;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto content = base::SecretBytes::copy_of(base::ByteView{data, size});
  const destination::Surroundings around{
      .variable = [](const std::string&) { return std::optional<base::SecretBytes>(); },
      .file = [&](const std::string&) -> base::Result<base::SecretBytes> { return content.clone(); },
      .home = "/home/a"};
  const auto files = destination::kubeconfig_files(around);
  if (!files) return 0;
  const auto context = destination::kube_context(*files, std::nullopt, around);
  if (!context) {
    for (const char c : context.error().what) {
      if (static_cast<unsigned char>(c) < 0x20) std::abort();
    }
    return 0;
  }
  if (!*context) return 0;
  const auto& found = **context;
  if (found.name.empty() || found.server.empty()) std::abort();
  if (found.identity && (found.identity->certificates.empty() || found.identity->key.empty())) std::abort();
  return 0;
}
