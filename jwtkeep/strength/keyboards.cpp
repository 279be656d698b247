#include "jwtkeep/strength/keyboards.hpp"

#include <utility>

namespace jwtkeep::strength {
namespace {

using Rows = std::array<std::string_view, 4>;

constexpr Keyboard keyboard(const Rows& plain, const Rows& shifted) {
  Keyboard out{};
  for (std::size_t row = 0; row < plain.size(); ++row) {
    for (const auto& [keys, shift] : {std::pair{plain[row], false}, std::pair{shifted[row], true}}) {
      for (std::size_t column = 0; column < keys.size(); ++column) {
        if (keys[column] == ' ') continue;
        out[static_cast<std::uint8_t>(keys[column])] = {static_cast<std::int8_t>(row + 1),
                                                        static_cast<std::int8_t>(column), shift};
      }
    }
  }
  return out;
}

// A space where a key gives no ASCII character.
constexpr std::array kKeyboards{
    keyboard(Rows{"1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"},
             Rows{"!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:\"", "ZXCVBNM<>?"}),
    keyboard(Rows{"1234567890", "qwertzuiop +", "asdfghjkl  #", "yxcvbnm,.-"},
             Rows{"!\" $%&/()=?", "QWERTZUIOP *", "ASDFGHJKL  '", "YXCVBNM;:_"}),
    keyboard(Rows{"& \"'(- _  )=", "azertyuiop $", "qsdfghjklm *", "wxcvbn,;:!"},
             Rows{"1234567890 +", "AZERTYUIOP", "QSDFGHJKLM%", "WXCVBN?./"}),
};

}  // namespace

std::span<const Keyboard> keyboards() noexcept { return kKeyboards; }

}  // namespace jwtkeep::strength
