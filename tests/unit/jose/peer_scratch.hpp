// Where tokens and keys are exchanged with another implementation.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::jose {

inline constexpr const char* kPython = "/usr/bin/python3";

/// A folder of its own, gone at the end: the keys in it are for this test alone.
class Scratch {
 public:
  Scratch() {
    auto name = (std::filesystem::temp_directory_path() / "jwtkeep-interop-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void write(const char* name, std::string_view text) const { std::ofstream(path_ / name, std::ios::binary) << text; }
  std::string read(const char* name) const {
    std::ifstream in(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// Whether the program ends well in this folder.
  bool python(std::string_view program) const {
    write("program.py", program);
    return std::system(("cd '" + path_.string() + "' && " + kPython + " program.py").c_str()) == 0;
  }

 private:
  std::filesystem::path path_;
};

inline std::string shown(const base::SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

}  // namespace jwtkeep::jose
