// The memory that verifying needs, kept from token to token.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/json_nodes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crypto/hmac_lanes.hpp"
#include "jwtkeep/jose/header_memo.hpp"
#include "jwtkeep/jose/verified_view.hpp"

namespace jwtkeep::jose {

/// One for each thread that verifies: it is not to be used by two at once. What `Verifier` gives stays valid until the
/// workspace is next used or ends. After the first tokens nothing is allocated any more.
class Workspace {
 public:
  Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace();

 private:
  friend class Verifier;
  friend class VerifiedCache;
  friend class VerifiedView;

  /// A piece of `bytes_`, by its place since they may move.
  struct Piece {
    std::size_t at = 0;
    std::size_t size = 0;
  };

  /// What is known of one token.
  struct Slot {
    enum class State : std::uint8_t { unknown, known, hashed_together, cached };

    State state = State::unknown;  ///< within a batch
    bool signature_holds = false;  ///< where it was hashed together
    const PreparedKey* key = nullptr;
    const HeaderMemo::Entry* header = nullptr;  ///< where the header was known
    Piece header_text;                          ///< where it was not: as in the token, encoded
    Piece payload;                              ///< decoded, with room for `base::kJsonPaddingBytes` behind
    Piece signature;
    std::size_t first_node = 0;
    std::size_t nodes = 0;                   ///< 0: the claims are in `json`
    KnownNodes known{};                      ///< where the nodes are
    std::shared_ptr<const base::Json> json;  ///< claims that are not of the common shape
  };

  /// Forgets all tokens: views of them end the program from now on. Headers learnt from another verifier go too.
  void begin(std::uint64_t verifier, std::size_t slots);
  /// A new piece, whose bytes mean nothing yet.
  Piece take(std::size_t size);
  Piece keep(std::string_view text);
  /// So many nodes more, which mean nothing yet.
  std::span<base::JsonNode> take_nodes(std::size_t count);
  [[nodiscard]] base::MutableByteView bytes(const Piece& piece) noexcept {
    return {bytes_.data() + piece.at, piece.size};
  }
  [[nodiscard]] base::ByteView bytes(const Piece& piece) const noexcept {
    return {bytes_.data() + piece.at, piece.size};
  }
  /// Reads the slot's payload. Errors: as for the claims in `verify` (jwt.hpp).
  base::Result<void> read_claims(Slot& slot);
  /// The slot of a view that is still valid; ends the program for any other: it would show another token's claims.
  [[nodiscard]] const Slot& slot(std::uint32_t index, std::uint64_t generation) const noexcept;
  [[nodiscard]] base::JsonView root(const Slot& slot) const noexcept;
  [[nodiscard]] std::string_view header_text(const Slot& slot) const noexcept;
  /// One of the claims that are always looked for, of a slot that has nodes.
  [[nodiscard]] std::optional<base::JsonView> known(const Slot& slot, KnownClaim claim) const noexcept;

  std::vector<std::uint8_t> bytes_;
  std::size_t bytes_used_ = 0;
  std::vector<base::JsonNode> nodes_;
  std::size_t nodes_used_ = 0;
  std::vector<Slot> slots_;
  std::vector<crypto::HmacCheck> checks_;
  std::vector<base::Result<VerifiedView>> results_;
  std::uint64_t generation_ = 0;
  std::uint64_t verifier_ = 0;
  HeaderMemo headers_;
};

}  // namespace jwtkeep::jose
