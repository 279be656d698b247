// Words as a minimal automaton that lies in the program (tools/strength_data.py, class Automaton). Internal to this
// room.
#pragma once

#include <cstdint>
#include <span>

namespace jwtkeep::strength {

/// One edge: the byte that leads over it, and where it leads.
class Edge {
 public:
  explicit constexpr Edge(std::uint32_t packed) : packed_(packed) {}

  [[nodiscard]] constexpr std::uint8_t label() const { return static_cast<std::uint8_t>(packed_); }
  [[nodiscard]] constexpr bool is_last() const { return (packed_ >> 8 & 1) != 0; }  ///< of its node
  [[nodiscard]] constexpr bool ends_word() const { return (packed_ >> 9 & 1) != 0; }
  [[nodiscard]] constexpr std::uint32_t node() const { return packed_ >> 10; }  ///< behind it; 0 for none

 private:
  std::uint32_t packed_;
};

/// The number of the first node.
inline std::uint32_t root_of(std::span<const std::uint32_t> edges) { return Edge(edges[0]).node(); }

/// The number of the edge that leaves `node` with `label`; 0 where there is none.
inline std::uint32_t edge_at(std::span<const std::uint32_t> edges, std::uint32_t node, std::uint8_t label) {
  if (node == 0) return 0;
  for (std::uint32_t at = node;; ++at) {
    const Edge edge(edges[at]);
    if (edge.label() == label) return at;
    if (edge.is_last()) return 0;
  }
}

}  // namespace jwtkeep::strength
