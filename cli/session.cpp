#include "cli/session.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "cli/input.hpp"
#include "cli/store_place.hpp"
#include "jwtkeep/store/key_file.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string(value);
}

/// A folder of the XDG Base Directory Specification. Relative values are to be ignored, as it demands.
base::Result<std::string> xdg_folder(const char* variable, const char* below_home) {
  if (const auto value = environment(variable); value.starts_with('/')) return value + "/jwtkeep";
  const auto home = environment("HOME");
  if (home.empty()) {
    return fail(Reason::bad_value,
                "neither HOME nor " + std::string(variable) + " is set, so there is no default place",
                "give --store and --key-file, or set JWTKEEP_STORE and JWTKEEP_KEYFILE");
  }
  return home + "/" + below_home + "/jwtkeep";
}

base::Result<store::Opener> key_file_opener(const std::string& path) {
  constexpr auto kGiveIt = "give the file that `jwtkeep init` made, or a whole copy of it";
  struct stat status{};
  const bool there = stat(path.c_str(), &status) == 0;
  if (there && S_ISDIR(status.st_mode)) {
    return fail(Reason::wrong_key_file, path + " is a folder, not a key file", kGiveIt);
  }
  // A pipe may bring it (`--key-file <(...)`). Of all else the mode is not the owner's to mend.
  if (there && !S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)) {
    return fail(Reason::wrong_key_file, path + " is no file that can be a key file", kGiveIt);
  }
  if (there && (status.st_mode & 0077U) != 0) {
    return fail(Reason::permission,
                fmt::format("others may read the key file {} (mode {:04o})", path, status.st_mode & 07777U),
                fmt::format("run: chmod 600 {}", path));
  }
  JWTKEEP_TRY(const auto text, read_secret_file(path));
  auto opener = store::parse_key_file(text);
  if (!opener && opener.error().reason == Reason::malformed) {
    return fail(Reason::wrong_key_file, path + ": " + opener.error().what, opener.error().hint);
  }
  return opener;
}

}  // namespace

Session::Session(Globals globals) : globals_(std::move(globals)), output_(globals_.json, globals_.quiet) {}

base::Instant Session::now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string Session::actor() {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  const passwd* user = getpwuid(geteuid());
  return fmt::format("{}@{}", user != nullptr ? user->pw_name : std::to_string(geteuid()), host);
}

base::Result<std::string> Session::store_path() const {
  std::string path = !globals_.store.empty() ? globals_.store : environment("JWTKEEP_STORE");
  if (!path.empty()) return store_place(path);
  JWTKEEP_TRY(path, xdg_folder("XDG_DATA_HOME", ".local/share"));
  return path + "/store.db";
}

base::Result<std::string> Session::key_file_path() const {
  JWTKEEP_TRY(const auto place, store_path());
  return key_file_path(place);
}

base::Result<std::string> Session::key_file_path(const std::string& place) const {
  if (!globals_.key_file.empty()) return globals_.key_file;
  if (auto path = environment("JWTKEEP_KEYFILE"); !path.empty()) return path;
  JWTKEEP_TRY(const auto stem, store_stem(place));
  JWTKEEP_TRY(const auto folder, xdg_folder("XDG_CONFIG_HOME", ".config"));
  return folder + "/" + stem + ".key";
}

base::Result<std::optional<store::Opener>> Session::opener_at_hand(const std::string& place) const {
  if (globals_.key_file.empty() && std::getenv("JWTKEEP_PASSPHRASE") != nullptr) {
    JWTKEEP_TRY(auto passphrase, read_secret_environment("JWTKEEP_PASSPHRASE"));
    return store::Opener::passphrase(std::move(passphrase));
  }
  JWTKEEP_TRY(const auto path, key_file_path(place));
  if (access(path.c_str(), F_OK) != 0) return std::nullopt;
  JWTKEEP_TRY(auto opener, key_file_opener(path));
  return std::optional(std::move(opener));
}

base::Result<store::Opener> Session::opener() const {
  JWTKEEP_TRY(const auto place, store_path());
  JWTKEEP_TRY(auto at_hand, opener_at_hand(place));
  if (at_hand) return *std::move(at_hand);
  JWTKEEP_TRY(const auto path, key_file_path(place));
  if (globals_.key_file.empty() && environment("JWTKEEP_KEYFILE").empty() && can_ask()) {
    JWTKEEP_TRY(auto passphrase, ask_secret("Passphrase of the store: "));
    return store::Opener::passphrase(std::move(passphrase));
  }
  return fail(Reason::permission, fmt::format("there is nothing to open the store with: no key file at {}", path),
              "give --key-file, or set JWTKEEP_KEYFILE or JWTKEEP_PASSPHRASE");
}

base::Result<store::Store> Session::open_store() const {
  JWTKEEP_TRY(const auto place, store_path());
  // Whether there is a store is told before anybody looks for a key file or types a passphrase.
  JWTKEEP_TRY(auto backend, open_backend(place));
  JWTKEEP_TRY(const auto with, opener());
  return store::Store::open(std::move(backend), with);
}

}  // namespace jwtkeep::cli
