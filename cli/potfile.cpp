#include "cli/potfile.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/input.hpp"
#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/crack/potfile.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

std::unexpected<base::Error> failed(int error, const std::string& path) {
  const auto reason = error == ENOSPC || error == EDQUOT  ? Reason::no_space
                      : error == EACCES || error == EPERM ? Reason::permission
                                                          : Reason::io_failed;
  return fail(reason, fmt::format("cannot write the potfile {}: {}", path, std::strerror(error)),
              "the secret was found all the same: add --reveal to see it");
}

}  // namespace

base::Result<std::string> read_potfile(const std::string& path, std::span<const std::string> tokens) {
  struct stat status{};
  if (stat(path.c_str(), &status) != 0 && errno == ENOENT) return std::string{};
  if (S_ISDIR(status.st_mode)) return fail(Reason::bad_value, path + " is a folder, not a potfile", "name a file");
  if ((status.st_mode & 0077U) != 0) {
    return fail(Reason::permission,
                fmt::format("others may read the potfile {} (mode {:04o})", path, status.st_mode & 07777U),
                fmt::format("it holds secrets; run: chmod 600 {}", path));
  }
  JWTKEEP_TRY(const auto text, read_text_file(path, kMostBytes));
  return crack::words_of_potfile(text, tokens);
}

base::Result<void> add_to_potfile(const std::string& path, std::string_view token, const base::SecretBytes& secret) {
  const base::FileHandle file(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600));
  if (!file) return failed(errno, path);
  const auto line = crack::potfile_line(token, secret);
  return line.reveal([&](base::ByteView bytes) -> base::Result<void> {
    while (!bytes.empty()) {
      const auto written = write(file.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return failed(errno, path);
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (fsync(file.get()) != 0 && errno != EINVAL) return failed(errno, path);
    return {};
  });
}

}  // namespace jwtkeep::cli
