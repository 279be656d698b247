#include "cli/verdict.hpp"

#include <fmt/format.h>

namespace jwtkeep::cli {

std::string verdict_text(const Output& out, const strength::Judgement& judgement,
                         std::span<const strength::Guesser> guessers) {
  const bool strong = judgement.strength == strength::Strength::strong;
  std::string text =
      fmt::format("{}: about {}\n", out.styled(strong ? Style::green : Style::red, strength::word(judgement.strength)),
                  strength::describe_guesses(judgement.guesses_log10));
  for (const auto& guesser : guessers) {
    text += fmt::format("  {} on {} ({} guesses a second)\n",
                        strength::describe_crack_time(judgement.guesses_log10, guesser.guesses_a_second), guesser.name,
                        strength::describe_rate(guesser.guesses_a_second));
  }
  text += fmt::format("  {} bytes as {}, {} needed; {:.0f} bits of entropy, {:.0f} needed\n", judgement.length_bytes,
                      strength::word(judgement.encoding), judgement.required_bytes, judgement.entropy_bits,
                      strength::kRequiredBits);
  for (const auto& finding : judgement.findings) {
    text += fmt::format("  - {} at {}..{}: {}\n", strength::word(finding.kind), finding.offset,
                        finding.offset + finding.length, finding.explanation);
  }
  if (!judgement.advice.empty()) text += "  " + judgement.advice + "\n";
  return text;
}

}  // namespace jwtkeep::cli
