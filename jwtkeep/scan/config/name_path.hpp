// What a value is called: its name, and the names of what it is within.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jwtkeep::scan {

class NamePath {
 public:
  [[nodiscard]] std::size_t depth() const noexcept { return levels_.size(); }
  /// Whether a trigger stands in one of its names.
  [[nodiscard]] bool has_trigger() const noexcept { return !levels_.empty() && levels_.back().has_trigger; }

  /// A name that is too long to be one counts as none.
  void push(std::string_view name, bool has_trigger);
  void pop_to(std::size_t depth) noexcept;

  /// The last five names, joined by dots: what is further out says nothing of a value any more.
  [[nodiscard]] std::string_view text() const noexcept;
  /// The last name alone; empty where there is none.
  [[nodiscard]] std::string_view last() const noexcept;
  /// The name that so many stand behind.
  [[nodiscard]] std::string_view above(std::size_t levels) const noexcept;

 private:
  struct Level {
    std::size_t begin;  // of the name in `text_`
    bool has_trigger;   // here or further out
  };
  std::string text_;
  std::vector<Level> levels_;
};

}  // namespace jwtkeep::scan
