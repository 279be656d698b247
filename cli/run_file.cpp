#include "cli/run_file.hpp"

#include <unistd.h>

#include <filesystem>

#include "cli/input.hpp"
#include "cli/session.hpp"
#include "jwtkeep/destination/whole_file.hpp"

namespace jwtkeep::cli {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr mode_t kPrivate = 0600;

}  // namespace

base::Result<crack::SavedRun> load_run(const std::string& path) {
  JWTKEEP_TRY(const auto text, read_text_file(path, kMostBytes));
  auto run = crack::parse_saved_run(text);
  if (!run) run.error().what = path + ": " + run.error().what;
  return run;
}

std::string usual_run_path(const crack::SavedRun& run) {
  constexpr std::size_t kNameLength = 16;
  const auto folder = Session::state_folder();
  if (!folder) return {};
  crack::SavedRun asked;
  asked.attack = run.attack;
  asked.targets = run.targets;
  return *folder + "/crack/" + crack::target_digest(crack::write_saved_run(asked)).substr(0, kNameLength) + ".json";
}

RunFile::RunFile(const std::string& path) : path_(path.empty() ? path : fs::absolute(path).string()) {}

base::Result<void> RunFile::save(const crack::SavedRun& run) {
  std::error_code error;
  const auto status = fs::status(path_, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return base::fail(base::Reason::unsafe_place, path_ + " is no plain file", "name another file for the session");
  }
  JWTKEEP_CHECK(make_private_folder(fs::path(path_).parent_path().string()));
  return destination::write_whole_file(path_, base::SecretBytes::copy_of(crack::write_saved_run(run)), kPrivate);
}

void RunFile::remove() const {
  if (!path_.empty()) unlink(path_.c_str());
}

}  // namespace jwtkeep::cli
