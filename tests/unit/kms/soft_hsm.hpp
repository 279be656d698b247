// A token of SoftHSM2 of the tests' own: its files lie in a folder that is gone at the end.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/servers/in_ci.hpp"
#include "tests/servers/scratch_folder.hpp"

namespace jwtkeep::kms {

class SoftHsm {
 public:
  static constexpr const char* kModule = "/usr/lib/softhsm/libsofthsm2.so";
  static constexpr const char* kPin = "hunter2-4711-pin";

  /// Why there is none; empty where there is one.
  static std::string why_not() {
    for (const char* file : {kModule, "/usr/bin/softhsm2-util", "/usr/bin/pkcs11-tool"}) {
      if (!std::filesystem::exists(file)) return std::string(file) + " is not there (softhsm2, opensc)";
    }
    return "";
  }

  /// One for the whole program, with the token `keys`.
  static SoftHsm& get() {
    static SoftHsm one;
    return one;
  }

  void make_token(const std::string& label) {
    run({"softhsm2-util", "--init-token", "--free", "--label", label, "--pin", kPin, "--so-pin", "so-pin-4711"});
  }
  /// An AES key that is sensitive and cannot be taken out.
  void make_key(const std::string& label, const std::string& id, const std::string& token = "keys",
                const std::string& type = "AES:32", std::vector<std::string> more = {}) {
    std::vector<std::string> command{"pkcs11-tool", "--module", kModule,    "--token-label", token, "--login",
                                     "--pin",       kPin,       "--keygen", "--key-type",    type,  "--label",
                                     label,         "--id",     id,         "--sensitive"};
    command.insert(command.end(), more.begin(), more.end());
    run(command);
  }
  void delete_key(const std::string& label, const std::string& token = "keys") {
    run({"pkcs11-tool", "--module", kModule, "--token-label", token, "--login", "--pin", kPin, "--delete-object",
         "--type", "secrkey", "--label", label});
  }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  static std::string address(const std::string& object, const std::string& token = "keys",
                             const std::string& more = "") {
    return "pkcs11:token=" + token + ";object=" + object + "?module-path=" + kModule + more;
  }

 private:
  SoftHsm() : folder_(servers::scratch_folder("softhsm")) {
    std::filesystem::create_directories(folder_ / "tokens");
    std::ofstream(folder_ / "softhsm2.conf") << "directories.tokendir = " << (folder_ / "tokens").string()
                                             << "\nobjectstore.backend = file\nlog.level = ERROR\n"
                                                "slots.removable = false\n";
    ::setenv("SOFTHSM2_CONF", (folder_ / "softhsm2.conf").c_str(), 1);
    make_token("keys");
    make_key("jwtkeep", "01");
  }

  static void run(const std::vector<std::string>& command) {
    std::vector<char*> argv;
    argv.reserve(command.size() + 1);
    for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    ::posix_spawn_file_actions_init(&quiet);
    ::posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid = -1;
    int status = -1;
    const bool started = ::posix_spawnp(&pid, argv.front(), &quiet, nullptr, argv.data(), environ) == 0;
    ::posix_spawn_file_actions_destroy(&quiet);
    if (!started || ::waitpid(pid, &status, 0) != pid || status != 0) {
      std::fprintf(stderr, "%s fails\n", command.front().c_str());
      std::abort();
    }
  }

  std::filesystem::path folder_;
};

}  // namespace jwtkeep::kms
