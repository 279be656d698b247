#include "jwtkeep/scan/source/standard_input.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/scan/source/blob_reader.hpp"
#include "jwtkeep/scan/source/file_stream.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {

base::Result<void> read_stream(int descriptor, const std::string& shown, Tally& tally) {
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return std::unexpected(base::system_error(errno, shown));
  // A file that is redirected here may have been read in part already: from where it stands on, it is a stream.
  if (S_ISREG(status.st_mode) && ::lseek(descriptor, 0, SEEK_CUR) != 0) status.st_mode = S_IFIFO;
  FileStream stream(descriptor, status, tally);
  BlobReader reader(0, tally);
  reader.read(stream, shown);
  return {};
}

}  // namespace jwtkeep::scan
