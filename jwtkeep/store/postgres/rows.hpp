// What a transaction has seen and changed, on this side of the connection. Internal to this room.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

/// Rows of one space as one transaction knows them: those it has read, and those it has changed and not sent yet.
/// Nobody else can change them meanwhile, so each is asked for once, and all changes go to the server together.
class KnownRows {
 public:
  /// What is known under a key: nothing, or a row, or that there is none.
  [[nodiscard]] const std::optional<std::string>* find(std::string_view key) const;
  /// Learns what the server said; a change that is still to be sent stays.
  void learn(std::string_view key, std::optional<std::string> value);
  void change(std::string_view key, std::optional<std::string> value);

  /// The changes that are still to be sent, laid over `rows`: the server's from `from` on, below `until`, ascending.
  [[nodiscard]] std::vector<Row> over(std::vector<Row> rows, std::string_view from, std::string_view until) const;

  /// What has to be sent, as PostgreSQL's text of an array of bytea.
  struct Unsent {
    std::string put_keys, put_values, erased_keys;  ///< empty: there are none
  };
  [[nodiscard]] Unsent unsent() const;
  [[nodiscard]] std::size_t unsent_count() const noexcept { return unsent_count_; }
  /// They were sent. What was known is forgotten, so that a long transaction does not hold a whole store.
  void sent();

 private:
  struct Known {
    std::optional<std::string> value;
    bool changed = false;
  };
  std::map<std::string, Known, std::less<>> rows_;
  std::size_t unsent_count_ = 0;
};

}  // namespace jwtkeep::store
