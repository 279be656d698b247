// One place in a file, an archive or a commit where a secret or a token stands.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/keyring/state.hpp"
#include "jwtkeep/scan/candidate.hpp"
#include "jwtkeep/scan/span.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::scan {

/// How bad a finding is: of what stands there, and of where it stands.
enum class Severity : std::uint8_t { low, medium, high, critical };

/// What kind of file it stands in.
enum class Setting : std::uint8_t { production, source, test, example, documentation };

/// Where in a text. Lines and columns from 1; columns count bytes of the text as UTF-8.
struct Position {
  std::uint64_t line = 1;
  std::uint64_t column = 1;

  friend bool operator==(const Position&, const Position&) = default;
};

/// A commit that has the finding.
struct CommitNote {
  std::string id;  ///< hex
  base::Instant time{};
  std::string author;  ///< name and address as git has them
  std::string path;    ///< where it stood in that commit

  friend bool operator==(const CommitNote&, const CommitNote&) = default;
};

/// Where a blob of a history stands: everywhere it ever did.
struct History {
  std::string blob;                 ///< the object's id, hex
  std::optional<CommitNote> first;  ///< the oldest commit that brought it; none: no commit has it (`--all-objects`)
  std::optional<CommitNote> last;   ///< the newest one that brought it
  std::vector<std::string> paths;   ///< all of them, sorted; at least one unless no commit has it
  bool in_head = false;             ///< whether HEAD's tree has it still
  std::string head_path = {};       ///< and where: of several paths the first

  friend bool operator==(const History&, const History&) = default;
};

struct Place {
  std::string
      path;  ///< as it was given, with `/`; within an archive behind `!`: `app.jar!BOOT-INF/classes/a.properties`
  Position begin;
  Position end;      ///< the first byte behind the literal
  std::string line;  ///< the line (of several the first), at most 200 bytes of it, every secret in it masked
  std::size_t mask_begin = 0, mask_end = 0;  ///< where the mask stands in `line`, in bytes
  std::optional<History> history;
};

/// What a JWT says, unverified.
struct TokenFacts {
  std::string alg;
  std::string kid, issuer, subject;  ///< or empty
  std::optional<base::Instant> issued_at, expires_at;
  bool encrypted = false;  ///< a JWE: nothing but its header can be read
  /// HS* only: the published secret that signs it stands in the known list. Its own words, when it is a product's.
  bool cracked = false;
  std::string product;
};

/// Whose a secret or a token is.
struct Owner {
  keyring::Name keyring;
  std::string kid;
  keyring::State state;
  bool by_kid_alone = false;  ///< a token that nobody could verify here: its `kid` is the key's

  friend bool operator==(const Owner&, const Owner&) = default;
};

/// It has no field that holds a secret: `masked` shows two characters at most at each end.
struct Finding {
  std::string rule;
  Kind kind = Kind::assignment;
  Certainty certainty = Certainty::hinted;
  Severity severity = Severity::medium;
  Setting setting = Setting::source;
  Place place;
  std::string name;              ///< of the variable or the setting; may be empty
  std::string masked;            ///< `s3********Q=`
  std::size_t length_bytes = 0;  ///< of the literal
  std::optional<strength::Strength> strength;
  std::string product;  ///< of a published secret: whose default or sample it is, or empty
  std::optional<TokenFacts> token;
  std::vector<Owner> owners;
  /// What stays the same from run to run as long as the same secret stands in the same place of the same file, wherever
  /// lines move: 16 bytes, hex. Of the secret itself two bytes of a salted hash go into it, which tell that it has
  /// changed and confirm no guess.
  std::string id;
  std::string allowed;  ///< the reason behind `jwtkeep:allow`, where somebody wrote one; such findings do not count
  bool mark_without_reason = false;  ///< a `jwtkeep:allow` stands there that gives none, and so does not count
};

std::string_view word(Severity severity) noexcept;
std::string_view word(Setting setting) noexcept;

}  // namespace jwtkeep::scan
