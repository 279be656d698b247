#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

std::string_view word(Strength strength) noexcept {
  switch (strength) {
    case Strength::strong: return "strong";
    case Strength::weak: return "weak";
    case Strength::published: return "public";
  }
  return "unknown";
}

std::string_view word(Encoding encoding) noexcept {
  switch (encoding) {
    case Encoding::text: return "text";
    case Encoding::hex: return "hex";
    case Encoding::base64: return "base64";
    case Encoding::base64url: return "base64url";
    case Encoding::raw: return "raw";
  }
  return "unknown";
}

std::string_view word(FindingKind kind) noexcept {
  switch (kind) {
    case FindingKind::too_short: return "too_short";
    case FindingKind::known_secret: return "known_secret";
    case FindingKind::known_variant: return "known_variant";
    case FindingKind::published_piece: return "published_piece";
    case FindingKind::hash_of_word: return "hash_of_word";
    case FindingKind::dictionary_word: return "dictionary_word";
    case FindingKind::leet_word: return "leet_word";
    case FindingKind::phrase: return "phrase";
    case FindingKind::personal: return "personal";
    case FindingKind::keyboard_walk: return "keyboard_walk";
    case FindingKind::repeat: return "repeat";
    case FindingKind::repeated_block: return "repeated_block";
    case FindingKind::sequence: return "sequence";
    case FindingKind::date: return "date";
    case FindingKind::timestamp: return "timestamp";
    case FindingKind::uuid: return "uuid";
    case FindingKind::encoded_text: return "encoded_text";
    case FindingKind::few_distinct_bytes: return "few_distinct_bytes";
    case FindingKind::pem_or_jwt: return "pem_or_jwt";
    case FindingKind::predictable: return "predictable";
    case FindingKind::trailing_newline: return "trailing_newline";
    case FindingKind::surrounding_space: return "surrounding_space";
    case FindingKind::quoted: return "quoted";
  }
  return "unknown";
}

bool is_fatal(FindingKind kind) noexcept {
  switch (kind) {
    case FindingKind::too_short:
    case FindingKind::known_secret:
    case FindingKind::known_variant:
    case FindingKind::hash_of_word:
    case FindingKind::timestamp:
    case FindingKind::uuid:
    case FindingKind::encoded_text:
    case FindingKind::pem_or_jwt:
    case FindingKind::predictable: return true;
    default: return false;
  }
}

}  // namespace jwtkeep::strength
