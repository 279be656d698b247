// What is worth saying about a token that nobody has verified.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jwtkeep::cli {

enum class Severity : std::uint8_t { note, warning, bad };
std::string_view word(Severity severity) noexcept;

struct Remark {
  Severity severity;
  std::string_view id;  ///< one stable word for programs
  std::string text;
};

/// Remarks in the order in which they were found.
class Remarks {
 public:
  void note(std::string_view id, std::string text) { list_.push_back({Severity::note, id, std::move(text)}); }
  void warn(std::string_view id, std::string text) { list_.push_back({Severity::warning, id, std::move(text)}); }
  void bad(std::string_view id, std::string text) { list_.push_back({Severity::bad, id, std::move(text)}); }
  [[nodiscard]] const std::vector<Remark>& list() const noexcept { return list_; }

 private:
  std::vector<Remark> list_;
};

}  // namespace jwtkeep::cli
