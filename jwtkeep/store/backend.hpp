// Where rows are kept. A backend knows nothing of keys and seals: it keeps values under keys, in spaces, in
// transactions.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/store/changes.hpp"

namespace jwtkeep::store {

/// The tables of a store. Each maps a text key to a JSON value; docs/store.md has a sentence on each.
enum class Space : std::uint8_t {
  meta,          ///< the store's identity and format, one row
  slots,         ///< the master key sealed under each of its openers
  keyrings,      ///< name -> policy, revision and the manifest of its keys
  keys,          ///< "name|kid" -> what is known of a key, and its sealed material
  due,           ///< "instant|name" -> when `rotate --due` has to look again
  destinations,  ///< "name|destination" -> what a destination is and what it has confirmed
  trail,         ///< sequence number -> one entry of the audit trail
  mentions,      ///< "name|sequence number" -> nothing: which entries of the trail are about a keyring
  fingerprints,  ///< "fingerprint|name|kid" -> nothing: who holds a secret
};

/// All of them, in the order in which a backup has them.
inline constexpr std::array<Space, 9> kSpaces{Space::meta,  Space::slots,    Space::keyrings,
                                              Space::keys,  Space::due,      Space::destinations,
                                              Space::trail, Space::mentions, Space::fingerprints};

/// The table's name.
std::string_view word(Space space) noexcept;
std::optional<Space> space_from_word(std::string_view text) noexcept;

struct Row {
  std::string key;
  std::string value;
};

/// Rows that will be asked for: `from <= key < until`, or the one key `from` where `until` is empty.
struct Expectation {
  Space space;
  std::string from;
  std::string until;
};

/// One transaction: all of it or nothing. A reading transaction sees one moment of the store.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual base::Result<std::optional<std::string>> get(Space space, std::string_view key) = 0;
  /// Rows with `from <= key < until` (bytewise; an empty `until`: no upper end), ascending, at most `limit`.
  virtual base::Result<std::vector<Row>> range(Space space, std::string_view from, std::string_view until,
                                               std::size_t limit) = 0;
  /// The row with the greatest key, if any.
  virtual base::Result<std::optional<Row>> last(Space space) = 0;
  virtual base::Result<void> put(Space space, std::string_view key, std::string_view value) = 0;
  /// Erasing what is not there is no error.
  virtual base::Result<void> erase(Space space, std::string_view key) = 0;
  /// Asks that what this transaction erases or overwrites leaves no copy behind in files once it is committed, as far
  /// as the backend reaches: a file system or a disk may still hold old blocks.
  virtual void leave_no_copy() noexcept = 0;
  /// Says what this and the next transactions will ask for, in place of what was said before. A backend that is far
  /// away may fetch it together; no answer depends on it.
  virtual void expect(const std::vector<Expectation>& /*rows*/) {}
};

/// A place for rows. Any thread may call, one transaction at a time; a transaction within another of the same backend
/// is refused (`internal`). Errors: `io_failed`, `no_space`, `busy`, `permission`, `tampered` (not such a file), each
/// with what to do.
class Backend {
 public:
  virtual ~Backend() = default;
  /// Runs `work` in a reading transaction; writes in it are refused (`internal`).
  virtual base::Result<void> read(const std::function<base::Result<void>(Transaction&)>& work) = 0;
  /// Runs `work` in the one writing transaction, waiting for others; durable when this returns. An error from `work`
  /// leaves nothing behind.
  virtual base::Result<void> write(const std::function<base::Result<void>(Transaction&)>& work) = 0;
  /// A number that differs whenever anybody has committed a change since the last call. Cheap: for polling.
  virtual base::Result<std::uint64_t> generation() = 0;
  /// Hears of commits from now on, without asking for `generation()` again and again where the container can call. It
  /// has to go before this backend.
  virtual base::Result<std::unique_ptr<Changes>> changes();
  /// Whether the rows' container is whole, all of it: a damaged or cut file is `tampered`, even where what is gone
  /// would be read as nothing. Takes as long as reading everything.
  virtual base::Result<void> check_container() = 0;
  /// Where the rows are, for messages, e.g. the file's path.
  [[nodiscard]] virtual std::string place() const = 0;
};

}  // namespace jwtkeep::store
