#include "cli/session.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "cli/input.hpp"
#include "jwtkeep/kms/open_wrapper.hpp"
#include "jwtkeep/opening/at_hand.hpp"
#include "jwtkeep/opening/store_place.hpp"
#include "jwtkeep/report/shell_quoted.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

/// A key file may come by a pipe, which only `read_secret_file` takes.
destination::Surroundings surroundings() {
  auto around = destination::Surroundings::of_process();
  around.file = [](const std::string& path) { return read_secret_file(path); };
  return around;
}

opening::Wishes wishes(const Globals& globals) {
  return {.store = globals.store, .key_file = globals.key_file, .master_key = globals.master_key};
}

/// What to set, for a store whose ways in are known. An address out of a store is somebody's claim until the store is
/// open, so it is shown for the user to judge, in the one form that no shell takes for something else.
std::string how_to_open(const std::vector<store::WayIn>& ways) {
  std::string how;
  const auto add = [&how](const std::string& one) { how += (how.empty() ? "" : "; or ") + one; };
  if (ways.empty() || opening::has_way(ways, store::Opener::Kind::key_file))
    add("give --key-file, or set JWTKEEP_KEYFILE");
  if (ways.empty() || opening::has_way(ways, store::Opener::Kind::passphrase)) add("set JWTKEEP_PASSPHRASE");
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

std::string Session::command_line(std::string_view arguments) const {
  std::string line = "jwtkeep";
  const auto add = [&line](std::string_view option, const std::string& value) {
    if (!value.empty()) line += fmt::format(" {} {}", option, report::shell_word(value));
  };
  add("--store", globals_.store);
  add("--key-file", globals_.key_file);
  add("--master-key", globals_.master_key);
  return line + " " + std::string(arguments);
}

base::Instant Session::now() {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::string Session::actor() {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  const passwd* user = getpwuid(geteuid());
  return fmt::format("{}@{}", user != nullptr ? user->pw_name : std::to_string(geteuid()), host);
}

base::Result<std::string> Session::store_path() const { return opening::store_path(wishes(globals_), surroundings()); }

base::Result<std::string> Session::key_file_path() const {
  JWTKEEP_TRY(const auto place, store_path());
  return key_file_path(place);
}

base::Result<std::string> Session::key_file_path(const std::string& place) const {
  return opening::key_file_path(wishes(globals_), surroundings(), place);
}

base::Result<store::Opener> Session::key_file_opener(const std::string& path) {
  return opening::key_file_opener(path, surroundings());
}

base::Result<std::string> Session::config_folder() {
  return opening::xdg_folder(surroundings(), "XDG_CONFIG_HOME", ".config");
}

base::Result<std::string> Session::state_folder() {
  return opening::xdg_folder(surroundings(), "XDG_STATE_HOME", ".local/state");
}

std::string Session::master_key() const { return opening::master_key(wishes(globals_), surroundings()); }

base::Result<store::Opener> Session::master_key_opener(const std::string& address) {
  return opening::master_key_opener(address, destination::Surroundings::of_process());
}

base::Result<std::optional<store::Opener>> Session::opener_at_hand(const std::string& place,
                                                                   const std::vector<store::WayIn>& ways) const {
  if (!globals_.key_file.empty() && !globals_.master_key.empty()) {
    return fail(Reason::bad_value, "--key-file and --master-key are given: which of the two opens the store?",
                "give one of them");
  }
  return opening::opener_at_hand(wishes(globals_), surroundings(), place, ways);
}

base::Result<store::Opener> Session::opener(const std::vector<store::WayIn>& ways) const {
  JWTKEEP_TRY(const auto place, store_path());
  JWTKEEP_TRY(auto at_hand, opener_at_hand(place, ways));
  if (at_hand) return *std::move(at_hand);
  const bool may_ask = ways.empty() || opening::has_way(ways, store::Opener::Kind::passphrase);
  if (globals_.key_file.empty() && !surroundings().text("JWTKEEP_KEYFILE") && may_ask && can_ask()) {
    JWTKEEP_TRY(auto passphrase, ask_secret("Passphrase of the store: "));
    return store::Opener::passphrase(std::move(passphrase));
  }
  return std::unexpected(nothing_opens(place, ways));
}

base::Error Session::nothing_opens(const std::string& place, const std::vector<store::WayIn>& ways) const {
  const auto key_file = key_file_path(place);
  const bool by_file = key_file && (ways.empty() || opening::has_way(ways, store::Opener::Kind::key_file));
  return {Reason::permission,
          "there is nothing to open the store with: " +
              (by_file ? "no key file at " + *key_file : "it opens " + what_opens(ways)),
          how_to_open(ways)};
}

base::Result<store::Store> Session::open_store() const {
  JWTKEEP_TRY(const auto place, store_path());
  // Whether there is a store is told before anybody looks for a key file or types a passphrase.
  JWTKEEP_TRY(auto backend, opening::open_backend(place));
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*backend));
  JWTKEEP_TRY(const auto with, opener(ways));
  auto opened = store::Store::open(std::move(backend), with);
  if (!opened && opened.error().hint.empty() && with.kind() == store::Opener::Kind::remote) {
    opened.error().hint = "look whether " + with.id() + " can be reached from here; other ways into the store go on";
  }
  return opened;
}

}  // namespace jwtkeep::cli
