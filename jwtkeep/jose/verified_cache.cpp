#include "jwtkeep/jose/verified_cache.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/crypto/same_text.hpp"

namespace jwtkeep::jose {
namespace {

/// Shorter texts than this hold no token worth a place, and `same_text` takes this much at once.
constexpr std::size_t kShortestToken = 64;

std::uint64_t word_at(const char* text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

}  // namespace

VerifiedCache::VerifiedCache(Limits limits)
    : limits_(limits), secret_{}, sets_(std::bit_ceil(std::max<std::size_t>(limits.entries, 64)) / kWays) {
  crypto::fill_random({reinterpret_cast<std::uint8_t*>(secret_.data()), sizeof secret_});
}

VerifiedCache::~VerifiedCache() { clear(); }

void VerifiedCache::clear() noexcept {
  for (auto& set : sets_) {
    const std::lock_guard lock(set.mutex);
    for (auto& entry : set.ways) {
      entry.verifier = 0;
      entry.json.reset();
      base::wipe({reinterpret_cast<std::uint8_t*>(entry.token.data()), entry.token.size()});
      base::wipe(entry.payload);
    }
  }
}

std::size_t VerifiedCache::size() const {
  std::size_t held = 0;
  for (const auto& set : sets_) {
    const std::lock_guard lock(set.mutex);
    held += static_cast<std::size_t>(std::ranges::count_if(set.ways, [](const Entry& e) { return e.verifier != 0; }));
  }
  return held;
}

bool VerifiedCache::is_kept(std::string_view token) const noexcept {
  return token.size() >= kShortestToken && token.size() <= limits_.token_bytes;
}

/// Sixteen characters of the signature, mixed under the secret. Were somebody to know the secret, he could choose among
/// tokens that he was given those that push each other out, and no more.
std::uint64_t VerifiedCache::mark_of(std::string_view token) const noexcept {
  const char* end = token.data() + token.size();
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  auto mix = (word_at(end - 16) ^ secret_[0]) * kOdd;
  mix = (mix ^ mix >> 32 ^ word_at(end - 8) ^ secret_[1]) * kOdd;
  return mix ^ mix >> 29;
}

VerifiedCache::Set& VerifiedCache::set_of(std::uint64_t mark) noexcept { return sets_[mark & (sets_.size() - 1)]; }

bool VerifiedCache::find(std::uint64_t verifier, std::string_view token, Workspace& workspace, Workspace::Slot& slot) {
  if (!is_kept(token)) return false;
  const auto mark = mark_of(token);
  auto& set = set_of(mark);
  const std::lock_guard lock(set.mutex);
  const auto found = std::ranges::find_if(set.ways, [&](const Entry& entry) {
    return entry.verifier == verifier && entry.mark == mark && crypto::same_text(entry.token, token);
  });
  if (found == set.ways.end()) return false;
  found->used = ++set.uses;
  slot.key = found->key;
  slot.header = nullptr;
  slot.header_text = workspace.keep(token.substr(0, found->header_size));
  slot.payload = workspace.keep(base::as_text(found->payload));
  slot.json = found->json;
  slot.known = found->known;
  const auto nodes = workspace.take_nodes(found->nodes.size());
  std::ranges::copy(found->nodes, nodes.begin());
  slot.first_node = static_cast<std::size_t>(nodes.data() - workspace.nodes_.data());
  slot.nodes = nodes.size();
  return true;
}

void VerifiedCache::put(std::uint64_t verifier, std::string_view token, const Workspace& workspace,
                        const Workspace::Slot& slot) {
  if (!is_kept(token)) return;
  const auto mark = mark_of(token);
  auto& set = set_of(mark);
  const std::lock_guard lock(set.mutex);
  // The place of the same token (another thread may have been faster), or an empty one (never used), or the one that
  // was used longest ago.
  auto* place = &set.ways.front();
  for (auto& entry : set.ways) {
    if (entry.verifier == verifier && entry.mark == mark) {
      place = &entry;
      break;
    }
    if ((entry.verifier == 0 ? 0 : entry.used) < (place->verifier == 0 ? 0 : place->used)) place = &entry;
  }
  const auto payload = workspace.bytes(slot.payload);
  const auto nodes = std::span(workspace.nodes_).subspan(slot.first_node, slot.nodes);
  place->verifier = verifier;
  place->mark = mark;
  place->used = ++set.uses;
  place->token.assign(token);
  place->key = slot.key;
  place->header_size = workspace.header_text(slot).size();
  place->payload.assign(payload.begin(), payload.end());
  place->nodes.assign(nodes.begin(), nodes.end());
  place->known = slot.known;
  place->json = slot.json;
}

}  // namespace jwtkeep::jose
