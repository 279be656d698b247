#include "jwtkeep/strength/known_index.hpp"

#include <algorithm>
#include <bit>

#include "jwtkeep/strength/known_list.hpp"
#include "jwtkeep/strength/letters.hpp"
#include "jwtkeep/strength/tables.hpp"

namespace jwtkeep::strength {
namespace {

// A slot: 11 bits of the hash, and 21 of where the line begins, plus one; 0 is an empty slot.
constexpr unsigned kOffsetBits = 21;

bool is_same(base::ByteView text, std::string_view known, bool exactly) {
  return text.size() == known.size() &&
         std::equal(text.begin(), text.end(), known.begin(), [&](std::uint8_t a, char b) {
           const auto c = static_cast<std::uint8_t>(b);
           return exactly ? a == c : lower(a) == lower(c);
         });
}

std::uint64_t hash_of(base::ByteView text) {
  KnownHash hash;
  for (const std::uint8_t c : text) hash.add(c);
  return hash.value();
}

/// Calls `visit` with each line that may be the text, until it says true.
template <class Visit>
bool visit_lines(std::uint64_t hash, Visit&& visit) {
  const auto slots = tables::known_index();
  const auto slot_bits = static_cast<unsigned>(std::bit_width(slots.size()) - 1);
  const auto mark = static_cast<std::uint32_t>(hash << slot_bits >> (32 + kOffsetBits));
  for (std::size_t at = hash >> (64 - slot_bits); slots[at] != 0; at = (at + 1) % slots.size()) {
    if (slots[at] >> kOffsetBits != mark) continue;
    const std::string_view rest = known_list().substr((slots[at] & ((1U << kOffsetBits) - 1)) - 1);
    if (visit(rest.substr(0, rest.find('\n')))) return true;
  }
  return false;
}

/// The first lines are the defaults of products, and only those have an origin.
void add_place(Known& known) {
  // Longer than all defaults together.
  constexpr std::size_t kCounted = 16384;
  constexpr double kBytesOfLine = 10.8;
  const auto before = static_cast<std::size_t>(known.text.data() - known_list().data());
  if (before > kCounted) {
    known.number = static_cast<double>(before) / kBytesOfLine;
    return;
  }
  const auto line_number = static_cast<std::size_t>(std::ranges::count(known_list().substr(0, before), '\n'));
  known.number = static_cast<double>(line_number);
  const auto table = tables::known_origins();
  const std::size_t defaults = table[0];
  if (line_number >= defaults) return;
  const std::string_view texts(reinterpret_cast<const char*>(table.data() + defaults + 2), table[defaults + 1]);
  const std::size_t begin = table[line_number + 1];
  const std::string_view line = texts.substr(begin, table[line_number + 2] - begin - 1);
  const std::size_t tab = line.find('\t');
  known.product = line.substr(0, tab);
  known.source = line.substr(tab + 1);
}

}  // namespace

bool may_start_listed(std::uint64_t hash) {
  const auto starts = tables::known_starts();
  const auto at = hash >> (64 - static_cast<unsigned>(std::bit_width(starts.size() * 8) - 1));
  return (starts[at >> 3] >> (at & 7) & 1) != 0;
}

bool is_listed(base::ByteView text, std::uint64_t hash) {
  return visit_lines(hash, [&](std::string_view line) { return is_same(text, line, false); });
}

std::optional<Known> find_known(base::ByteView text) {
  std::optional<Known> found;
  visit_lines(hash_of(text), [&](std::string_view line) {
    if (!is_same(text, line, false)) return false;
    const bool exactly = is_same(text, line, true);
    if (!found || exactly) found = Known{.text = line, .number = 0, .same_case = exactly, .product = {}, .source = {}};
    return exactly;
  });
  if (found) add_place(*found);
  return found;
}

bool is_published(base::ByteView text) {
  return visit_lines(hash_of(text), [&](std::string_view line) { return is_same(text, line, true); });
}

std::string published_product(const base::SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) {
    const auto known = find_known(bytes);
    return known && known->same_case ? std::string(known->product) : std::string();
  });
}

}  // namespace jwtkeep::strength
