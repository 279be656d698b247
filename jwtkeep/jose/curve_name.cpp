#include "jwtkeep/jose/curve_name.hpp"

#include <algorithm>
#include <array>

namespace jwtkeep::jose {
namespace {

using crypto::KeyKind;

struct Row {
  KeyKind kind;
  KeyType type;
  std::string_view name;
};
constexpr std::array<Row, 9> kRows{{
    {KeyKind::rsa, KeyType::rsa, ""},
    {KeyKind::ec_p256, KeyType::ec, "P-256"},
    {KeyKind::ec_p384, KeyType::ec, "P-384"},
    {KeyKind::ec_p521, KeyType::ec, "P-521"},
    {KeyKind::ec_secp256k1, KeyType::ec, "secp256k1"},
    {KeyKind::ed25519, KeyType::okp, "Ed25519"},
    {KeyKind::ed448, KeyType::okp, "Ed448"},
    {KeyKind::x25519, KeyType::okp, "X25519"},
    {KeyKind::x448, KeyType::okp, "X448"},
}};

const Row& row(KeyKind kind) noexcept { return *std::ranges::find(kRows, kind, &Row::kind); }

}  // namespace

KeyType key_type(KeyKind kind) noexcept { return row(kind).type; }

std::string_view curve_name(KeyKind kind) noexcept { return row(kind).name; }

std::optional<KeyKind> kind_from_curve(KeyType type, std::string_view name) noexcept {
  const auto* found = std::ranges::find_if(
      kRows, [&](const Row& each) { return each.type == type && !each.name.empty() && each.name == name; });
  if (found == kRows.end()) return std::nullopt;
  return found->kind;
}

}  // namespace jwtkeep::jose
