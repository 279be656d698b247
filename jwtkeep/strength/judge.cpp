#include "jwtkeep/strength/judge.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "jwtkeep/strength/examine.hpp"
#include "jwtkeep/strength/explain.hpp"
#include "jwtkeep/strength/personal_words.hpp"

namespace jwtkeep::strength {
namespace {

/// Collects findings whose sentences know only kinds and lengths.
class Findings {
 public:
  Findings(std::size_t length_bytes, std::size_t required_bytes) : length_(length_bytes), required_(required_bytes) {}

  void add(FindingKind kind, std::size_t offset, std::size_t length) {
    found_.push_back({kind, offset, length, explain(kind, length_, required_), {}, {}});
  }

  void tell_origin(const Known& known) {
    for (Finding& finding : found_) {
      if (finding.kind != FindingKind::known_secret) continue;
      finding.explanation = explain(known);
      finding.product = known.product;
      finding.source = known.source;
    }
  }

  [[nodiscard]] bool any_fatal() const {
    return std::ranges::any_of(found_, [](const Finding& finding) { return is_fatal(finding.kind); });
  }

  std::vector<Finding> take() {
    std::ranges::sort(found_, {},
                      [](const Finding& finding) { return std::tuple(finding.offset, finding.kind, finding.length); });
    return std::move(found_);
  }

 private:
  std::size_t length_;
  std::size_t required_;
  std::vector<Finding> found_;
};

void add_surroundings(const Core& core, std::size_t whole_size, Findings& findings) {
  const std::size_t tail = whole_size - core.tail_start;
  if (core.newline) findings.add(FindingKind::trailing_newline, core.tail_start, tail);
  if (core.space) findings.add(FindingKind::surrounding_space, 0, whole_size);
  if (core.quotes > 0) {
    findings.add(FindingKind::quoted, core.offset - core.quotes, core.text.size() + 2 * core.quotes);
  }
}

Judgement judge_bytes(base::ByteView whole, const JudgeOptions& options) {
  const Core core = significant_part(whole);
  const std::vector<std::string> personal = personal_words(options.context);
  Examination examination(personal, options.published_counts);
  if (core.text.size() < whole.size()) examination.examine_whole(whole);
  const Layer layer{nullptr, core.offset, core.text.size(), Encoding::text, 0};
  const Opinion opinion = examination.examine(core.text, layer);

  Judgement out{};
  out.length_bytes = opinion.length_bytes;
  out.given_bytes = whole.size();
  out.required_bytes = options.required_bytes;
  out.encoding = opinion.encoding;
  const double bits = examination.published() ? std::min(opinion.bits, examination.published()->bits) : opinion.bits;
  out.entropy_bits = std::clamp(bits, 0.0, 8.0 * static_cast<double>(opinion.length_bytes));
  out.guesses_log10 = out.entropy_bits * std::log10(2.0);

  Findings findings(opinion.length_bytes, options.required_bytes);
  for (const Pattern& pattern : examination.patterns()) findings.add(pattern.kind, pattern.offset, pattern.length);
  if (opinion.length_bytes < options.required_bytes) {
    findings.add(FindingKind::too_short, core.offset, core.text.size());
  }
  const bool guessable = out.entropy_bits < kRequiredBits;
  if (guessable && !findings.any_fatal()) findings.add(FindingKind::predictable, core.offset, core.text.size());
  if (examination.published()) findings.tell_origin(examination.published()->known);
  out.strength = examination.published()             ? Strength::published
                 : guessable || findings.any_fatal() ? Strength::weak
                                                     : Strength::strong;
  add_surroundings(core, whole.size(), findings);
  out.findings = findings.take();
  out.advice = advise(out);
  return out;
}

}  // namespace

Judgement judge(const base::SecretBytes& secret, const JudgeOptions& options) {
  return secret.reveal([&](base::ByteView whole) { return judge_bytes(whole, options); });
}

}  // namespace jwtkeep::strength
