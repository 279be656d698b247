#include "jwtkeep/scan/source/archive/archive_library.hpp"

#include <dlfcn.h>

#include <optional>

namespace jwtkeep::scan {
namespace {

template <class Function>
bool find(void* library, const char* name, Function& function) noexcept {
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

std::optional<ArchiveLibrary> load() noexcept {
  void* library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  ArchiveLibrary found;
#define JWTKEEP_FIND(name) \
  if (!find(library, #name, found.name)) return std::nullopt;
  JWTKEEP_ARCHIVE_FUNCTIONS(JWTKEEP_FIND)
#undef JWTKEEP_FIND
  return found;
}

}  // namespace

const ArchiveLibrary* archive_library() noexcept {
  static const auto library = load();
  return library ? &*library : nullptr;
}

}  // namespace jwtkeep::scan
