#include "jwtkeep/destination/standing_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include "jwtkeep/destination/read_file.hpp"

namespace jwtkeep::destination {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

/// Empty where there is no file.
std::string version_of(const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) return {};
  return fmt::format("{}-{}-{}.{:09}", found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
}

}  // namespace

base::Result<std::optional<Standing>> read_standing_file(const std::string& path) {
  // The version first: a file that is replaced in between is then taken for changed, never the other way round.
  auto version = version_of(path);
  auto text = read_file(path, kMostBytes);
  if (!text && text.error().reason == base::Reason::not_found) return std::nullopt;
  if (!text) return std::unexpected(std::move(text).error());
  return Standing{.text = std::move(*text), .version = std::move(version)};
}

base::Result<void> check_still_standing(const std::string& path, const std::optional<Standing>& over) {
  // By the content: two changes within one tick of the file system's clock may have the same times.
  JWTKEEP_TRY(const auto now, read_standing_file(path));
  if (now.has_value() == over.has_value() && (!now || now->text == over->text)) return {};
  return base::fail(base::Reason::busy, fmt::format("{} was changed by somebody else just now", path),
                    "it is read again and written the next time");
}

}  // namespace jwtkeep::destination
