// One run of the program: its global options, its clock, its store, and where it writes.
#pragma once

#include <optional>
#include <string>

#include "cli/output.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::cli {

/// Options that stand before or after any command.
struct Globals {
  std::string store;     ///< path or address; empty: the default
  std::string key_file;  ///< path; empty: the default
  bool json = false;
  bool quiet = false;
};

class Session {
 public:
  explicit Session(Globals globals);

  [[nodiscard]] const Globals& globals() const noexcept { return globals_; }
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

  /// What opens the store: JWTKEEP_PASSPHRASE, else the key file, else a passphrase asked for on the terminal.
  [[nodiscard]] base::Result<store::Opener> opener() const;
  /// What is at hand for the store at `place` without asking anybody; nothing where there is nothing.
  [[nodiscard]] base::Result<std::optional<store::Opener>> opener_at_hand(const std::string& place) const;

  /// Errors: those of `Store::open`, with a hint that fits the command line.
  [[nodiscard]] base::Result<store::Store> open_store() const;

 private:
  Globals globals_;
  Output output_;
};

}  // namespace jwtkeep::cli
