#include "jwtkeep/jose/workspace.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "jwtkeep/jose/node_claims.hpp"

namespace jwtkeep::jose {
namespace {

/// More values than this in one token's claims are not the common shape.
constexpr std::size_t kMostNodes = 128;

}  // namespace

Workspace::Workspace() : bytes_(std::size_t{4} << 10), nodes_(kMostNodes), slots_(1) {}
Workspace::~Workspace() = default;

void Workspace::begin(std::uint64_t verifier, std::size_t slots) {
  ++generation_;
  bytes_used_ = 0;
  nodes_used_ = 0;
  if (slots_.size() < slots) slots_.resize(slots);
  if (verifier_ == verifier) return;
  headers_.forget();
  verifier_ = verifier;
}

Workspace::Piece Workspace::take(std::size_t size) {
  if (bytes_.size() - bytes_used_ < size) bytes_.resize(std::max(bytes_.size() * 2, bytes_used_ + size));
  const Piece piece{bytes_used_, size};
  bytes_used_ += size;
  return piece;
}

Workspace::Piece Workspace::keep(std::string_view text) {
  const auto piece = take(text.size());
  if (!text.empty()) std::memcpy(bytes_.data() + piece.at, text.data(), text.size());
  return piece;
}

std::span<base::JsonNode> Workspace::take_nodes(std::size_t count) {
  if (nodes_.size() - nodes_used_ < count) nodes_.resize(std::max(nodes_.size() * 2, nodes_used_ + count));
  const auto taken = std::span(nodes_).subspan(nodes_used_, count);
  nodes_used_ += count;
  return taken;
}

base::Result<void> Workspace::read_claims(Slot& slot) {
  slot.first_node = nodes_used_;
  slot.json.reset();
  auto* payload = bytes_.data() + slot.payload.at;
  const auto room = take_nodes(kMostNodes);
  slot.nodes =
      base::read_common_object({payload, slot.payload.size + base::kJsonPaddingBytes}, slot.payload.size, room);
  nodes_used_ = slot.first_node + slot.nodes;
  if (slot.nodes != 0) {
    slot.known = find_known(reinterpret_cast<const char*>(payload), room.data());
    return {};
  }
  JWTKEEP_TRY(auto claims, base::parse_json(base::as_text(bytes(slot.payload))));
  if (!claims.is_object()) {
    return base::fail(base::Reason::malformed, "the token's payload is JSON, but not an object");
  }
  slot.json = std::make_shared<const base::Json>(std::move(claims));
  return {};
}

const Workspace::Slot& Workspace::slot(std::uint32_t index, std::uint64_t generation) const noexcept {
  if (generation != generation_) std::abort();
  return slots_[index];
}

base::JsonView Workspace::root(const Slot& slot) const noexcept {
  return {reinterpret_cast<const char*>(bytes_.data() + slot.payload.at), nodes_.data() + slot.first_node, 0};
}

std::string_view Workspace::header_text(const Slot& slot) const noexcept {
  if (slot.header == nullptr) return base::as_text(bytes(slot.header_text));
  return std::string_view(slot.header->text).substr(0, slot.header->text.size() - 1);
}

std::optional<base::JsonView> Workspace::known(const Slot& slot, KnownClaim claim) const noexcept {
  return NodeClaims(reinterpret_cast<const char*>(bytes_.data() + slot.payload.at), nodes_.data() + slot.first_node,
                    slot.known)
      .find(claim);
}

}  // namespace jwtkeep::jose
