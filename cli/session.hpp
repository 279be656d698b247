// One run of the program: its global options, its clock, its store, and where it writes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Options that stand before or after any command.
struct Globals {
  std::string store;       ///< path or address; empty: the default
  std::string key_file;    ///< path; empty: the default
  std::string master_key;  ///< address of a key in a KMS or HSM; empty: none
  bool json = false;
  bool quiet = false;
};

class Session {
 public:
  explicit Session(Globals globals);

  [[nodiscard]] const Globals& globals() const noexcept { return globals_; }
  /// `jwtkeep ARGUMENTS` as it is typed next, for the store that this command line named.
  [[nodiscard]] std::string command_line(std::string_view arguments) const;
  [[nodiscard]] Output& out() noexcept { return output_; }
  [[nodiscard]] bool json() const noexcept { return globals_.json; }

  /// The clock is asked here and nowhere below.
  [[nodiscard]] static base::Instant now();
  /// `user@host`, for the audit trail.
  [[nodiscard]] static std::string actor();

  /// `--store`, else JWTKEEP_STORE, else `$XDG_DATA_HOME/jwtkeep/store.db`: a path, or an address on a server.
  [[nodiscard]] base::Result<std::string> store_path() const;
  /// `--key-file`, else JWTKEEP_KEYFILE, else `$XDG_CONFIG_HOME/jwtkeep/<name of the store>.key`.
  [[nodiscard]] base::Result<std::string> key_file_path() const;
  /// The same for the store at `place`.
  [[nodiscard]] base::Result<std::string> key_file_path(const std::string& place) const;

  /// For what its user has set: `$XDG_CONFIG_HOME/jwtkeep`, else `~/.config/jwtkeep`. Errors: `bad_value` where neither
  /// variable is set.
  [[nodiscard]] static base::Result<std::string> config_folder();
  /// For what is kept between runs and is no store: `$XDG_STATE_HOME/jwtkeep`, else `~/.local/state/jwtkeep`.
  /// Errors: `bad_value` where neither variable is set.
  [[nodiscard]] static base::Result<std::string> state_folder();

  /// `--master-key`, else JWTKEEP_MASTER_KEY: the address of a key in a KMS or an HSM; empty where neither is given.
  [[nodiscard]] std::string master_key() const;
  /// Opens nothing yet. Errors: those of `kms::open_wrapper`.
  [[nodiscard]] static base::Result<store::Opener> master_key_opener(const std::string& address);
  /// Reads a key file. Errors: `wrong_key_file`, `permission` (others may read it), those of `read_secret_file`.
  [[nodiscard]] static base::Result<store::Opener> key_file_opener(const std::string& path);

  /// What opens a store: what an option names, else the first of JWTKEEP_MASTER_KEY, JWTKEEP_PASSPHRASE and
  /// JWTKEEP_KEYFILE that is of a kind that opens it (`ways`; empty: not known), else the key file in its default
  /// place, else a passphrase asked for on the terminal. Nothing is ever sent to an address out of the store itself:
  /// whoever writes to its file could choose that.
  [[nodiscard]] base::Result<store::Opener> opener(const std::vector<store::WayIn>& ways = {}) const;
  /// What is at hand for the store at `place` without asking anybody; nothing where there is nothing.
  [[nodiscard]] base::Result<std::optional<store::Opener>> opener_at_hand(
      const std::string& place, const std::vector<store::WayIn>& ways = {}) const;

  /// What is said where nothing is at hand that opens the store at `place`.
  [[nodiscard]] base::Error nothing_opens(const std::string& place, const std::vector<store::WayIn>& ways) const;

  /// Errors: those of `Store::open`, with a hint that fits the command line.
  [[nodiscard]] base::Result<store::Store> open_store() const;

 private:
  Globals globals_;
  Output output_;
};

}  // namespace jwtkeep::cli
