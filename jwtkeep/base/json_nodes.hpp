// JSON objects of the common shape, read in one pass into memory that the caller has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::base {

/// One value of a text that `read_common_object` has read. Places are counted from the start of that text, in bytes.
/// Its members have no values until then: a few thousand nodes can be had for nothing.
struct JsonNode {
  enum class Kind : std::uint8_t { null, boolean, integer, string, array, object };

  Kind kind;
  std::uint32_t name_at;  ///< of a member of an object: its name without quotes
  std::uint32_t name_size;
  std::uint32_t value_at;  ///< of a string: its characters without quotes
  std::uint32_t value_size;
  std::uint32_t next;    ///< the index of the node after this value and all that is within it
  std::int64_t integer;  ///< of an integer; of a boolean 0 or 1
};

/// How many bytes behind the text must be there for `read_common_object` to overwrite.
inline constexpr std::size_t kJsonPaddingBytes = 64;

/// The longest text of the common shape.
inline constexpr std::size_t kCommonBytes = 4096;

/// How deep arrays and objects may stand within each other for `read_common_object`; below `JsonLimits::depth`.
inline constexpr std::size_t kCommonDepth = 16;

/// Reads a text that is exactly one object of the common shape: at most `kCommonBytes` long, strings without escapes,
/// whole numbers of at most 18 digits, true, false, null, arrays and objects of those, no line breaks. The text is the
/// first `size` bytes of `buffer`, which has to hold `kJsonPaddingBytes` more. Nodes come in the order of the text; the
/// first is the object itself. Gives how many there are, or 0 where the text is of another shape, wrong, or needs more
/// nodes than there are: then `parse_json` has to be asked. What is taken here `parse_json` takes too, with the same
/// values (UTF-8 and duplicate members are checked): a fuzz target compares them.
///
/// simdjson builds its structural index for megabytes; for the 200 bytes of a token's claims that costs half as much as
/// the HMAC that they are signed with, and its strings are copied once more.
std::size_t read_common_object(MutableByteView buffer, std::size_t size, std::span<JsonNode> nodes) noexcept;

/// A value among the nodes. Valid as long as they and their text are.
class JsonView {
 public:
  JsonView(const char* text, const JsonNode* nodes, std::uint32_t index) noexcept
      : text_(text), nodes_(nodes), index_(index) {}

  [[nodiscard]] JsonNode::Kind kind() const noexcept { return node().kind; }
  /// Of a member of an object.
  [[nodiscard]] std::string_view name() const noexcept { return {text_ + node().name_at, node().name_size}; }
  // Each gives nothing when the value is of another kind.
  [[nodiscard]] std::optional<std::string_view> string() const noexcept {
    if (kind() != JsonNode::Kind::string) return std::nullopt;
    return std::string_view(text_ + node().value_at, node().value_size);
  }
  [[nodiscard]] std::optional<std::int64_t> integer() const noexcept {
    if (kind() != JsonNode::Kind::integer) return std::nullopt;
    return node().integer;
  }
  [[nodiscard]] std::optional<bool> boolean() const noexcept {
    if (kind() != JsonNode::Kind::boolean) return std::nullopt;
    return node().integer != 0;
  }
  /// The member of this object, if there is one.
  [[nodiscard]] std::optional<JsonView> find(std::string_view name) const noexcept;

  /// Calls `each(JsonView)` for every item or member of this array or object.
  template <class Each>
  void for_each(Each&& each) const {
    if (kind() != JsonNode::Kind::array && kind() != JsonNode::Kind::object) return;
    for (std::uint32_t i = index_ + 1; i < node().next; i = nodes_[i].next) each(JsonView(text_, nodes_, i));
  }

  /// A copy that stands by itself, equal to what `parse_json` gives for the same text.
  [[nodiscard]] Json to_json() const;

 private:
  [[nodiscard]] const JsonNode& node() const noexcept { return nodes_[index_]; }

  const char* text_;
  const JsonNode* nodes_;
  std::uint32_t index_;
};

}  // namespace jwtkeep::base
