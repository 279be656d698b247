#include "jwtkeep/destination/surroundings.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "jwtkeep/destination/read_file.hpp"

namespace jwtkeep::destination {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

std::string home_folder() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') return home;
  const auto* user = ::getpwuid(::getuid());
  return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : "";
}

}  // namespace

Surroundings Surroundings::of_process() {
  return {.variable = [](const std::string& name) -> std::optional<base::SecretBytes> {
            const char* value = std::getenv(name.c_str());
            if (value == nullptr || *value == '\0') return std::nullopt;
            return base::SecretBytes::copy_of(std::string_view(value));
          },
          .file = [](const std::string& path) { return read_file(path, kMostBytes); },
          .home = home_folder()};
}

std::optional<std::string> Surroundings::text(const std::string& name) const {
  const auto value = variable(name);
  if (!value) return std::nullopt;
  return value->reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

}  // namespace jwtkeep::destination
