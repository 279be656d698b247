#include "jwtkeep/base/json_nodes.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "jwtkeep/base/kernel/json/kernels.hpp"

namespace jwtkeep::base {
namespace json {
namespace {

constexpr std::array kImplementations = {
#if defined(__x86_64__)
    Implementation{"avx512", is_avx512_supported, read_avx512},
    Implementation{"avx2", is_avx2_supported, read_avx2},
#endif
    Implementation{"portable", []() noexcept { return true; }, read_portable},
};

Read fastest() noexcept {
  static const Read chosen =
      std::ranges::find_if(kImplementations, [](const Implementation& one) { return one.is_supported(); })->read;
  return chosen;
}

}  // namespace

std::span<const Implementation> implementations() noexcept { return kImplementations; }

}  // namespace json

using Kind = JsonNode::Kind;

std::size_t read_common_object(MutableByteView buffer, std::size_t size, std::span<JsonNode> nodes) noexcept {
  if (size > kCommonBytes || buffer.size() < size + kJsonPaddingBytes) return 0;
  std::memset(buffer.data() + size, ' ', kJsonPaddingBytes);
  return json::fastest()(as_text(buffer).data(), size, nodes);
}

std::optional<JsonView> JsonView::find(std::string_view name) const noexcept {
  if (kind() != Kind::object) return std::nullopt;
  for (std::uint32_t i = index_ + 1; i < node().next; i = nodes_[i].next) {
    const JsonView member(text_, nodes_, i);
    if (member.name() == name) return member;
  }
  return std::nullopt;
}

Json JsonView::to_json() const {
  switch (kind()) {
    case Kind::null: return nullptr;
    case Kind::boolean: return node().integer != 0;
    case Kind::integer: return node().integer;
    case Kind::string: return *string();
    case Kind::array: {
      Json::Array items;
      for_each([&](const JsonView& item) { items.push_back(item.to_json()); });
      return items;
    }
    case Kind::object: {
      Json::Object members;
      for_each([&](const JsonView& member) { members.emplace_back(member.name(), member.to_json()); });
      return members;
    }
  }
  return nullptr;
}

}  // namespace jwtkeep::base
