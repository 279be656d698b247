// Reading a row's JSON without trusting it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::store {

/// `text` where it is short and harmless on a terminal, `?` otherwise: for what stands in a row that may be forged.
std::string tellable(std::string_view text);

/// A row was changed by somebody other than jwtkeep. `place` says which, e.g. `the keyring orders/prod`.
std::unexpected<base::Error> tampered(const std::string& place, std::string_view why);

/// One row's members; everything that is missing or odd is `tampered`, with the row's place.
class RowReader {
 public:
  static base::Result<RowReader> parse(std::string place, std::string_view text);

  [[nodiscard]] const base::Json& json() const noexcept { return json_; }
  [[nodiscard]] const std::string& place() const noexcept { return place_; }
  [[nodiscard]] bool has(std::string_view name) const noexcept { return json_.find(name) != nullptr; }

  [[nodiscard]] base::Result<std::string> text(std::string_view name) const;
  [[nodiscard]] base::Result<std::uint64_t> count(std::string_view name) const;
  [[nodiscard]] base::Result<base::Instant> instant(std::string_view name) const;
  [[nodiscard]] base::Result<base::Bytes> base64url(std::string_view name) const;
  /// Exactly `size_bytes` bytes as hex.
  [[nodiscard]] base::Result<base::Bytes> hex(std::string_view name, std::size_t size_bytes) const;
  [[nodiscard]] base::Result<base::Json::Array> items(std::string_view name) const;
  /// A reader for an item of an array in this row.
  [[nodiscard]] RowReader inner(base::Json json) const { return {place_, std::move(json)}; }
  [[nodiscard]] std::unexpected<base::Error> odd(std::string_view name) const;

 private:
  RowReader(std::string place, base::Json json) : place_(std::move(place)), json_(std::move(json)) {}
  std::string place_;
  base::Json json_;
};

}  // namespace jwtkeep::store
