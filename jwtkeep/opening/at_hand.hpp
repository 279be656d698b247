// What opens a store without anybody being asked: what was said, else what the environment says, else the usual places.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/surroundings.hpp"
#include "jwtkeep/store/master_key.hpp"
#include "jwtkeep/store/ways.hpp"

namespace jwtkeep::opening {

/// What was said. Empty: nothing.
struct Wishes {
  std::string store;       ///< path or address
  std::string key_file;    ///< path
  std::string master_key;  ///< address of a key in a KMS or HSM; never together with `key_file`
};

/// The wish, else JWTKEEP_STORE, else `$XDG_DATA_HOME/jwtkeep/store.db`: a path, or an address on a server. Errors:
/// `bad_value`, also where there is no home to look in.
base::Result<std::string> store_path(const Wishes& wishes, const destination::Surroundings& around);

/// The wish, else JWTKEEP_KEYFILE, else `$XDG_CONFIG_HOME/jwtkeep/<name of the store>.key`, for the store at `place`.
base::Result<std::string> key_file_path(const Wishes& wishes, const destination::Surroundings& around,
                                        const std::string& place);

/// The wish, else JWTKEEP_MASTER_KEY; empty where neither is given.
std::string master_key(const Wishes& wishes, const destination::Surroundings& around);

/// A folder of the XDG Base Directory Specification, with jwtkeep's name behind it: of the variable, else below the
/// home. Errors: `bad_value` where neither is set.
base::Result<std::string> xdg_folder(const destination::Surroundings& around, const char* variable,
                                     const char* below_home);

/// Reads a key file. Errors: `wrong_key_file`, `permission` (others may read it), those of `around.file`.
base::Result<store::Opener> key_file_opener(const std::string& path, const destination::Surroundings& around);

/// Opens nothing yet. Errors: those of `kms::open_wrapper`.
base::Result<store::Opener> master_key_opener(const std::string& address, const destination::Surroundings& around);

/// What a wish names, else the first of JWTKEEP_MASTER_KEY, JWTKEEP_PASSPHRASE and JWTKEEP_KEYFILE that is of a kind
/// that opens the store at `place` (`ways`; empty: not known), else the key file in its default place; nothing where
/// there is nothing. Nothing is ever sent to an address out of the store itself: whoever writes to its file could
/// choose that.
base::Result<std::optional<store::Opener>> opener_at_hand(const Wishes& wishes, const destination::Surroundings& around,
                                                          const std::string& place,
                                                          const std::vector<store::WayIn>& ways);

/// Whether one of the ways is of that kind.
bool has_way(const std::vector<store::WayIn>& ways, store::Opener::Kind kind);

}  // namespace jwtkeep::opening
