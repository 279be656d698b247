#include "jwtkeep/destination/k8s/manifest_place.hpp"

#include <fmt/format.h>

#include "jwtkeep/destination/env_file.hpp"
#include "jwtkeep/destination/k8s/manifest.hpp"
#include "jwtkeep/destination/k8s/secret_data.hpp"
#include "jwtkeep/destination/ring_json.hpp"
#include "jwtkeep/destination/standing_file.hpp"

namespace jwtkeep::destination {
namespace {

/// kubectl keeps in it what was applied last: an older secret, where somebody wrote such an object into the file.
constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

}  // namespace

base::Result<base::SecretBytes> ManifestPlace::render(const Held& held, Role role, std::string_view prefix) const {
  return render_data(held, role, prefix);
}

base::Result<std::optional<Standing>> ManifestPlace::read() {
  JWTKEEP_TRY(auto file, read_standing_file(path_));
  if (!file) return std::nullopt;
  JWTKEEP_TRY(auto manifest, read_manifest(file->text, path_, name_, name_space_));
  return Standing{.text = std::move(manifest.text), .version = std::move(file->version)};
}

base::Result<void> ManifestPlace::write(const base::SecretBytes& text, const Marks& marks,
                                        const std::optional<Standing>& over) {
  JWTKEEP_CHECK(check_env_file_place(path_));
  JWTKEEP_TRY(const auto variables, members_of(text));
  ManifestHead head{.name = name_, .name_space = name_space_};
  // By the content, as for other files (standing_file.hpp).
  JWTKEEP_TRY(const auto file, read_standing_file(path_));
  bool still = !file && !over;
  if (file) {
    JWTKEEP_TRY(auto now, read_manifest(file->text, path_, name_, name_space_));
    still = over && now.text == over->text;
    head = std::move(now.head);
  }
  if (!still) {
    return base::fail(base::Reason::busy, fmt::format("{} was changed by somebody else just now", path_),
                      "it is read again and written the next time");
  }
  std::erase_if(head.annotations, [](const Variable& annotation) {
    return is_own_annotation(annotation.name) || annotation.name == kLastApplied;
  });
  for (auto& annotation : annotations_of(marks, variables)) head.annotations.push_back(std::move(annotation));
  return write_env_file(path_, write_manifest(head, variables));
}

}  // namespace jwtkeep::destination
