#include "cli/session.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "cli/input.hpp"
#include "cli/store_place.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/kms/open_wrapper.hpp"
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

/// Which of its users' bits a key file must not have. What systemd has handed over as a credential lies in memory, for its
/// service alone, but since systemd 254 belongs to root and is opened to the service by an ACL, whose mask the group's
/// bits then show (systemd.exec(5), LoadCredential).
unsigned forbidden_modes(const std::string& path) {
  const auto credentials = environment("CREDENTIALS_DIRECTORY");
  const bool is_credential = credentials.starts_with('/') && path.starts_with(credentials + "/") &&
                             path.find('/', credentials.size() + 1) == std::string::npos;
  return is_credential ? 0037U : 0077U;
}

bool has_way(const std::vector<store::WayIn>& ways, store::Opener::Kind kind) {
  return std::ranges::find(ways, kind, &store::WayIn::kind) != ways.end();
}

/// What to set, for a store whose ways in are known. An address out of a store is somebody's claim until the store is
/// open, so it is shown for the user to judge, in the one form that no shell takes for something else.
std::string how_to_open(const std::vector<store::WayIn>& ways) {
  std::string how;
  const auto add = [&how](const std::string& one) { how += (how.empty() ? "" : "; or ") + one; };
  if (ways.empty() || has_way(ways, store::Opener::Kind::key_file)) add("give --key-file, or set JWTKEEP_KEYFILE");
  if (ways.empty() || has_way(ways, store::Opener::Kind::passphrase)) add("set JWTKEEP_PASSPHRASE");
  if (ways.empty()) add("JWTKEEP_MASTER_KEY");
  for (const auto& way : ways) {
    if (way.kind != store::Opener::Kind::remote) continue;
    const auto address = kms::canonical_address(way.id);
    add(address ? "where this address is yours: JWTKEEP_MASTER_KEY='" + *address + "'"
                : std::string("set JWTKEEP_MASTER_KEY to the address of its key"));
  }
  return how;
}

std::string what_opens(const std::vector<store::WayIn>& ways) {
  std::string what;
  const auto add = [&what](std::string_view one) { what.append(what.empty() ? "" : ", or ").append(one); };
  for (const auto& way : ways) {
    switch (way.kind) {
      case store::Opener::Kind::key_file: add("with the key file of id " + printable(way.id)); break;
      case store::Opener::Kind::passphrase: add("with a passphrase"); break;
      case store::Opener::Kind::remote: add("by " + printable(way.id)); break;
    }
  }
  return what;
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
  JWTKEEP_TRY(const auto folder, config_folder());
  return folder + "/" + stem + ".key";
}

base::Result<store::Opener> Session::key_file_opener(const std::string& path) {
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
  if (there && (status.st_mode & forbidden_modes(path)) != 0) {
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

base::Result<std::string> Session::config_folder() { return xdg_folder("XDG_CONFIG_HOME", ".config"); }

base::Result<std::string> Session::state_folder() { return xdg_folder("XDG_STATE_HOME", ".local/state"); }

std::string Session::master_key() const {
  return !globals_.master_key.empty() ? globals_.master_key : environment("JWTKEEP_MASTER_KEY");
}

base::Result<store::Opener> Session::master_key_opener(const std::string& address) {
  JWTKEEP_TRY(auto wrapper, kms::open_wrapper(address, destination::Surroundings::of_process()));
  return store::Opener::remote(std::move(wrapper));
}

base::Result<std::optional<store::Opener>> Session::opener_at_hand(const std::string& place,
                                                                   const std::vector<store::WayIn>& ways) const {
  using Kind = store::Opener::Kind;
  if (!globals_.key_file.empty() && !globals_.master_key.empty()) {
    return fail(Reason::bad_value, "--key-file and --master-key are given: which of the two opens the store?",
                "give one of them");
  }
  JWTKEEP_TRY(const auto path, key_file_path(place));
  std::vector<Kind> at_hand;
  if (!globals_.master_key.empty() || (globals_.key_file.empty() && !environment("JWTKEEP_MASTER_KEY").empty())) {
    at_hand.push_back(Kind::remote);
  }
  if (globals_.master_key.empty()) {
    if (globals_.key_file.empty() && std::getenv("JWTKEEP_PASSPHRASE") != nullptr) at_hand.push_back(Kind::passphrase);
    // One that merely lies in its default place does not make up for what was set and does not fit.
    const bool is_named = !globals_.key_file.empty() || !environment("JWTKEEP_KEYFILE").empty();
    const bool may_fit = ways.empty() || has_way(ways, Kind::key_file);
    if ((is_named || (at_hand.empty() && may_fit)) && access(path.c_str(), F_OK) == 0) {
      at_hand.push_back(Kind::key_file);
    }
  }
  if (at_hand.empty()) return std::nullopt;
  // Without a fitting one the first says what is wrong.
  const auto fitting = std::ranges::find_if(at_hand, [&](Kind kind) { return has_way(ways, kind); });
  switch (fitting == at_hand.end() ? at_hand.front() : *fitting) {
    case Kind::remote: {
      JWTKEEP_TRY(auto opener, master_key_opener(master_key()));
      return std::optional(std::move(opener));
    }
    case Kind::passphrase: {
      JWTKEEP_TRY(auto passphrase, read_secret_environment("JWTKEEP_PASSPHRASE"));
      return store::Opener::passphrase(std::move(passphrase));
    }
    case Kind::key_file: break;
  }
  JWTKEEP_TRY(auto opener, key_file_opener(path));
  return std::optional(std::move(opener));
}

base::Result<store::Opener> Session::opener(const std::vector<store::WayIn>& ways) const {
  JWTKEEP_TRY(const auto place, store_path());
  JWTKEEP_TRY(auto at_hand, opener_at_hand(place, ways));
  if (at_hand) return *std::move(at_hand);
  JWTKEEP_TRY(const auto path, key_file_path(place));
  const bool may_ask = ways.empty() || has_way(ways, store::Opener::Kind::passphrase);
  if (globals_.key_file.empty() && environment("JWTKEEP_KEYFILE").empty() && may_ask && can_ask()) {
    JWTKEEP_TRY(auto passphrase, ask_secret("Passphrase of the store: "));
    return store::Opener::passphrase(std::move(passphrase));
  }
  if (ways.empty() || has_way(ways, store::Opener::Kind::key_file)) {
    return fail(Reason::permission, fmt::format("there is nothing to open the store with: no key file at {}", path),
                how_to_open(ways));
  }
  return fail(Reason::permission, fmt::format("there is nothing to open the store with: it opens {}", what_opens(ways)),
              how_to_open(ways));
}

base::Result<store::Store> Session::open_store() const {
  JWTKEEP_TRY(const auto place, store_path());
  // Whether there is a store is told before anybody looks for a key file or types a passphrase.
  JWTKEEP_TRY(auto backend, open_backend(place));
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*backend));
  JWTKEEP_TRY(const auto with, opener(ways));
  auto opened = store::Store::open(std::move(backend), with);
  if (!opened && opened.error().hint.empty() && with.kind() == store::Opener::Kind::remote) {
    opened.error().hint = "look whether " + with.id() + " can be reached from here; other ways into the store go on";
  }
  return opened;
}

}  // namespace jwtkeep::cli
