#include "jwtkeep/crypto/pem.hpp"

#include <algorithm>
#include <optional>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::crypto {
namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{1} << 20;
constexpr std::size_t kLineCharacters = 64;
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

using base::fail;
using base::Reason;

/// Gives a text line by line, without line ends and trailing blanks.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    const auto end = std::min(rest_.find('\n'), rest_.size());
    auto line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    return line;
  }

 private:
  std::string_view rest_;
};

/// The label of `-----BEGIN label-----`, where the line is one.
std::optional<std::string_view> label_of(std::string_view line, std::string_view start) {
  if (line.size() < start.size() + kDashes.size() || !line.starts_with(start) || !line.ends_with(kDashes)) {
    return std::nullopt;
  }
  const auto label = line.substr(start.size(), line.size() - start.size() - kDashes.size());
  const bool plain =
      std::ranges::all_of(label, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' '; });
  if (!plain || label.empty() || label.size() > 64) return std::nullopt;
  return label;
}

base::Result<PemBlock> read_block(Lines& lines, std::string_view label) {
  PemBlock block{std::string(label), label == "ENCRYPTED PRIVATE KEY", {}};
  base::SecretBuilder body;
  for (auto line = lines.next(); line; line = lines.next()) {
    if (const auto end = label_of(*line, kEnd)) {
      if (*end != label) break;
      if (block.encrypted) return block;
      const auto text = body.take();
      auto der = text.reveal([](base::ByteView bytes) { return base::base64_decode_secret(bytes); });
      if (!der)
        return fail(Reason::malformed, "the PEM block " + block.label + " is not valid base64",
                    "copy the text again, from its BEGIN line to its END line");
      block.der = *std::move(der);
      return block;
    }
    if (label_of(*line, kBegin)) break;
    if (line->contains(':')) {
      if (line->starts_with("Proc-Type:") && line->contains("ENCRYPTED")) block.encrypted = true;
      continue;
    }
    body.append(*line);
  }
  return fail(Reason::malformed, "the PEM block " + block.label + " has no matching END line",
              "copy the text again, from its BEGIN line to its END line");
}

}  // namespace

base::Result<std::vector<PemBlock>> read_pem(base::ByteView text) {
  if (text.size() > kMaxTextBytes) return fail(Reason::too_large, "the PEM text is longer than 1 MiB");
  std::vector<PemBlock> blocks;
  Lines lines(base::as_text(text));
  while (const auto line = lines.next()) {
    const auto label = label_of(*line, kBegin);
    if (!label) continue;
    JWTKEEP_TRY(auto block, read_block(lines, *label));
    blocks.push_back(std::move(block));
  }
  if (blocks.empty()) {
    return fail(Reason::malformed, "no PEM block was found",
                "a key in PEM form begins with a line such as -----BEGIN PRIVATE KEY-----");
  }
  return blocks;
}

base::SecretBytes write_pem(std::string_view label, const base::SecretBytes& der) {
  base::SecretBuilder out;
  out.append(kBegin).append(label).append(kDashes).append(std::string_view("\n"));
  base::base64_encode_secret(der).reveal([&](base::ByteView body) {
    for (; !body.empty(); body = body.subspan(std::min(kLineCharacters, body.size()))) {
      out.append(body.first(std::min(kLineCharacters, body.size()))).append(std::string_view("\n"));
    }
  });
  out.append(kEnd).append(label).append(kDashes).append(std::string_view("\n"));
  return out.take();
}

}  // namespace jwtkeep::crypto
