#include "jwtkeep/opening/at_hand.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "jwtkeep/kms/open_wrapper.hpp"
#include "jwtkeep/opening/store_place.hpp"
#include "jwtkeep/store/key_file.hpp"

namespace jwtkeep::opening {

using base::fail;
using base::Reason;
using destination::Surroundings;
using Kind = store::Opener::Kind;

namespace {

/// Which of its users' bits a key file must not have. What systemd has handed over as a credential lies in memory, for
/// its service alone, but since systemd 254 belongs to root and is opened to the service by an ACL, whose mask the
/// group's bits then show (systemd.exec(5), LoadCredential).
unsigned forbidden_modes(const std::string& path, const Surroundings& around) {
  const auto credentials = around.text("CREDENTIALS_DIRECTORY").value_or("");
  const bool is_credential = credentials.starts_with('/') && path.starts_with(credentials + "/") &&
                             path.find('/', credentials.size() + 1) == std::string::npos;
  return is_credential ? 0037U : 0077U;
}

}  // namespace

base::Result<std::string> xdg_folder(const Surroundings& around, const char* variable, const char* below_home) {
  // Relative values are to be ignored, as the specification demands.
  if (const auto value = around.text(variable); value && value->starts_with('/')) return *value + "/jwtkeep";
  const auto home = around.text("HOME");
  if (!home) {
    return fail(Reason::bad_value,
                "neither HOME nor " + std::string(variable) + " is set, so there is no default place",
                "give --store and --key-file, or set JWTKEEP_STORE and JWTKEEP_KEYFILE");
  }
  return *home + "/" + below_home + "/jwtkeep";
}

base::Result<std::string> store_path(const Wishes& wishes, const Surroundings& around) {
  std::string path = !wishes.store.empty() ? wishes.store : around.text("JWTKEEP_STORE").value_or("");
  if (!path.empty()) return store_place(path);
  JWTKEEP_TRY(path, xdg_folder(around, "XDG_DATA_HOME", ".local/share"));
  return path + "/store.db";
}

base::Result<std::string> key_file_path(const Wishes& wishes, const Surroundings& around, const std::string& place) {
  if (!wishes.key_file.empty()) return wishes.key_file;
  if (auto path = around.text("JWTKEEP_KEYFILE")) return *std::move(path);
  JWTKEEP_TRY(const auto stem, store_stem(place));
  JWTKEEP_TRY(const auto folder, xdg_folder(around, "XDG_CONFIG_HOME", ".config"));
  return folder + "/" + stem + ".key";
}

std::string master_key(const Wishes& wishes, const Surroundings& around) {
  return !wishes.master_key.empty() ? wishes.master_key : around.text("JWTKEEP_MASTER_KEY").value_or("");
}

base::Result<store::Opener> key_file_opener(const std::string& path, const Surroundings& around) {
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
  if (there && (status.st_mode & forbidden_modes(path, around)) != 0) {
    return fail(Reason::permission,
                fmt::format("others may read the key file {} (mode {:04o})", path, status.st_mode & 07777U),
                fmt::format("run: chmod 600 {}", path));
  }
  JWTKEEP_TRY(const auto text, around.file(path));
  auto opener = store::parse_key_file(text);
  if (!opener && opener.error().reason == Reason::malformed) {
    return fail(Reason::wrong_key_file, path + ": " + opener.error().what, opener.error().hint);
  }
  return opener;
}

base::Result<store::Opener> master_key_opener(const std::string& address, const Surroundings& around) {
  JWTKEEP_TRY(auto wrapper, kms::open_wrapper(address, around));
  return store::Opener::remote(std::move(wrapper));
}

bool has_way(const std::vector<store::WayIn>& ways, Kind kind) {
  return std::ranges::find(ways, kind, &store::WayIn::kind) != ways.end();
}

base::Result<std::optional<store::Opener>> opener_at_hand(const Wishes& wishes, const Surroundings& around,
                                                          const std::string& place,
                                                          const std::vector<store::WayIn>& ways) {
  JWTKEEP_TRY(const auto path, key_file_path(wishes, around, place));
  auto passphrase = around.variable("JWTKEEP_PASSPHRASE");
  std::vector<Kind> at_hand;
  if (!wishes.master_key.empty() || (wishes.key_file.empty() && !master_key(wishes, around).empty())) {
    at_hand.push_back(Kind::remote);
  }
  if (wishes.master_key.empty()) {
    if (wishes.key_file.empty() && passphrase) at_hand.push_back(Kind::passphrase);
    // One that merely lies in its default place does not make up for what was set and does not fit.
    const bool is_named = !wishes.key_file.empty() || around.text("JWTKEEP_KEYFILE").has_value();
    const bool may_fit = ways.empty() || has_way(ways, Kind::key_file);
    // Where it may not be looked for it may be there: then reading it says what forbids it.
    const auto may_be_there = [&] { return access(path.c_str(), F_OK) == 0 || errno == EACCES; };
    if ((is_named || (at_hand.empty() && may_fit)) && may_be_there()) {
      at_hand.push_back(Kind::key_file);
    }
  }
  if (at_hand.empty()) return std::nullopt;
  // Without a fitting one the first says what is wrong.
  const auto fitting = std::ranges::find_if(at_hand, [&](Kind kind) { return has_way(ways, kind); });
  switch (fitting == at_hand.end() ? at_hand.front() : *fitting) {
    case Kind::remote: {
      JWTKEEP_TRY(auto opener, master_key_opener(master_key(wishes, around), around));
      return std::optional(std::move(opener));
    }
    case Kind::passphrase: return store::Opener::passphrase(*std::move(passphrase));
    case Kind::key_file: break;
  }
  JWTKEEP_TRY(auto opener, key_file_opener(path, around));
  return std::optional(std::move(opener));
}

}  // namespace jwtkeep::opening
