// Where tokens and keys are exchanged with another implementation.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/servers/script.hpp"

namespace jwtkeep::jose {

using servers::kPython;

/// A folder of its own, gone at the end: the keys in it are for this test alone.
class Scratch {
 public:
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  void write(const char* name, std::string_view text) const { std::ofstream(path() / name, std::ios::binary) << text; }
  std::string read(const char* name) const { return servers::content_of(path() / name); }
  /// Whether the program ends well in this folder.
  bool python(std::string_view program) const {
    write("program.py", program);
    return std::system(("cd '" + path().string() + "' && " + kPython + " program.py").c_str()) == 0;
  }

 private:
  servers::ScratchFolder folder_{"interop"};
};

inline std::string shown(const base::SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

}  // namespace jwtkeep::jose
