// What is known of the rows on the server, on this side of the connection. Internal to this room.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

/// Rows of one space, of one moment: those that were read, and those that were changed and not sent yet. Each is asked
/// for once, and all changes go to the server together.
class KnownRows {
 public:
  /// What is known under a key: nothing, or a row, or that there is none.
  [[nodiscard]] const std::optional<std::string>* find(std::string_view key) const;
  /// The rows of a range, where all of them are known.
  [[nodiscard]] std::optional<std::vector<Row>> range(std::string_view from, std::string_view until,
                                                      std::size_t limit) const;

  /// Learns what the server said; a change that is still to be sent stays.
  void learn(std::string_view key, std::optional<std::string> value);
  /// Every row of the range was learnt.
  void learn_range(std::string_view from, std::string_view until);
  void change(std::string_view key, std::optional<std::string> value);

  /// The changes that are still to be sent, laid over `rows`: the server's from `from` on, below `until`, ascending.
  [[nodiscard]] std::vector<Row> over(std::vector<Row> rows, std::string_view from, std::string_view until) const;

  /// What has to be sent, as PostgreSQL's text of an array of bytea.
  struct Unsent {
    std::string put_keys, put_values, erased_keys;  ///< empty: there are none
  };
  [[nodiscard]] Unsent unsent() const;
  [[nodiscard]] std::size_t unsent_count() const noexcept { return unsent_count_; }
  /// They were sent.
  void sent();

  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  void forget();

  /// What will be asked for, to be fetched together when the first of it is.
  struct Expected {
    std::set<std::string, std::less<>> keys;
    std::map<std::string, std::string, std::less<>> ranges;  ///< from, until
    bool fetched = false;                                    ///< since it was last forgotten
  };
  Expected expected;

 private:
  struct Known {
    std::optional<std::string> value;
    bool changed = false;
  };
  std::map<std::string, Known, std::less<>> rows_;
  std::map<std::string, std::string, std::less<>> ranges_;  ///< from, until: all of whose rows are known
  std::size_t unsent_count_ = 0;
};

/// What is known of a whole store, and of which of its generations.
class KnownStore {
 public:
  KnownRows& operator[](Space space) { return spaces_.at(static_cast<std::size_t>(space)); }
  /// A transaction begins that sees this generation: what is known of another is forgotten.
  void see(std::int64_t generation);
  /// The changes of the transaction were committed as this generation.
  void committed(std::int64_t generation) noexcept { generation_ = generation; }
  void forget();

 private:
  std::array<KnownRows, kSpaces.size()> spaces_;
  std::optional<std::int64_t> generation_;
};

/// Texts as PostgreSQL's text of an array of bytea, one by one.
class ByteaArray {
 public:
  void add(std::string_view bytes);
  [[nodiscard]] std::string text() const { return items_.empty() ? "{}" : items_ + "}"; }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }

 private:
  std::string items_;
};

}  // namespace jwtkeep::store
