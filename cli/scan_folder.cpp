#include "cli/scan_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <unordered_set>
#include <vector>

#include "cli/input.hpp"
#include "cli/output.hpp"
#include "jwtkeep/destination/whole_file.hpp"
#include "jwtkeep/scan/report/html_page.hpp"

namespace jwtkeep::cli {
namespace {

namespace fs = std::filesystem;
using base::fail;
using base::Reason;

constexpr mode_t kPageMode = 0600;
constexpr std::size_t kIdDigits = 32;
constexpr std::size_t kMarkWithin = 512;

/// A link is none of ours: what it leads to may be anybody's.
bool is_page_of_ours(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return false;
  std::ifstream file(path, std::ios::binary);
  std::string begin(kMarkWithin, '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return begin.contains(scan::kHtmlMark);
}

/// `<id>.html`, or `<id>-2.html`.
bool is_name_of_page(std::string_view name) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  return name.size() > kIdDigits && name.ends_with(".html") &&
         name.substr(0, kIdDigits).find_first_not_of(kDigits) == std::string_view::npos &&
         (name[kIdDigits] == '.' || name[kIdDigits] == '-');
}

std::size_t remove_others(const fs::path& folder, std::span<const std::string> names) {
  const std::unordered_set<std::string> kept(names.begin(), names.end());
  std::vector<fs::path> old;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = entry->path().filename().string();
    if (is_name_of_page(name) && !kept.contains(name) && is_page_of_ours(entry->path())) old.push_back(entry->path());
  }
  return static_cast<std::size_t>(
      std::ranges::count_if(old, [&](const auto& path) { return fs::remove(path, error); }));
}

/// A file with `/` behind it is nowhere; without, it is what stands in the way.
fs::path without_slash(std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

}  // namespace

bool names_folder(const std::string& path) {
  std::error_code error;
  return path.ends_with('/') || fs::is_directory(path, error);
}

base::Result<void> check_report_folder(const std::string& folder, std::span<const std::string> names) {
  std::error_code error;
  const auto place = without_slash(folder);
  const auto status = fs::status(place, error);
  if (fs::exists(status) && !fs::is_directory(status)) {
    return fail(Reason::unsafe_place, place.string() + " is no folder",
                "give another one, or the path of a file without / behind it");
  }
  for (const auto& name : names) {
    const auto path = place / name;
    if (!fs::exists(fs::symlink_status(path, error)) || is_page_of_ours(path)) continue;
    return fail(Reason::unsafe_place,
                path.string() + " is there, and no page of an earlier report: nothing was written",
                "give a folder of its own, or take that file away");
  }
  return {};
}

base::Result<ReportFolder> write_report_folder(const std::string& folder, const scan::Report& report,
                                               std::span<const scan::RuleText> rules) {
  const auto names = scan::html_names(report);
  const auto absolute = fs::absolute(without_slash(folder)).lexically_normal();
  JWTKEEP_CHECK(check_report_folder(folder, names));
  JWTKEEP_CHECK(make_private_folder(absolute.string()));
  // The index comes last: whatever it leads to is there.
  for (auto at = names.size(); at-- > 0;) {
    const auto page = scan::to_html_file(report, rules, names, at);
    JWTKEEP_CHECK(destination::write_whole_file((absolute / names[at]).string(),
                                                base::SecretBytes::copy_of(std::string_view(page)), kPageMode));
  }
  return ReportFolder{.written = names.size(), .removed = remove_others(absolute, names)};
}

}  // namespace jwtkeep::cli
