#include "jwtkeep/strength/key_neighbours.hpp"

#include <array>
#include <cstdlib>
#include <string_view>

namespace jwtkeep::strength {
namespace {

constexpr std::array<std::string_view, 4> kRows{"1234567890-=", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"};

struct Place {
  int row = -9;
  int column = -9;
};

std::uint8_t lower(std::uint8_t c) { return c >= 'A' && c <= 'Z' ? static_cast<std::uint8_t>(c - 'A' + 'a') : c; }

bool is_near(const Place& p, const Place& q) {
  return p.row >= 0 && q.row >= 0 && std::abs(p.row - q.row) <= 1 && std::abs(p.column - q.column) <= 1;
}

struct Keyboard {
  std::array<Place, 256> places{};
  std::array<std::size_t, 256> counts{};

  Keyboard() {
    for (std::size_t row = 0; row < kRows.size(); ++row) {
      for (std::size_t column = 0; column < kRows[row].size(); ++column) {
        places[static_cast<std::uint8_t>(kRows[row][column])] = {static_cast<int>(row), static_cast<int>(column)};
      }
    }
    for (std::size_t a = 0; a < places.size(); ++a) {
      for (const Place& place : places) counts[a] += is_near(places[a], place) ? 1 : 0;
    }
  }
};

const Keyboard& keyboard() {
  static const Keyboard instance;
  return instance;
}

}  // namespace

bool are_near_keys(std::uint8_t a, std::uint8_t b) {
  return is_near(keyboard().places[lower(a)], keyboard().places[lower(b)]);
}

std::size_t near_key_count(std::uint8_t a) { return keyboard().counts[lower(a)]; }

}  // namespace jwtkeep::strength
