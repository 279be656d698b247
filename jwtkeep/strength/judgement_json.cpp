#include "jwtkeep/strength/judgement_json.hpp"

namespace jwtkeep::strength {
namespace {

base::Json number(std::size_t value) { return base::Json(static_cast<std::uint64_t>(value)); }

base::Json to_json(const Finding& finding) {
  auto out = base::Json::object({{"kind", word(finding.kind)},
                                 {"fatal", is_fatal(finding.kind)},
                                 {"offset", number(finding.offset)},
                                 {"length", number(finding.length)},
                                 {"explanation", finding.explanation}});
  if (!finding.product.empty()) out.set("product", finding.product);
  if (!finding.source.empty()) out.set("source", finding.source);
  return out;
}

base::Json to_json(const Guesser& guesser, double guesses_log10) {
  return base::Json::object({{"on", guesser.name},
                             {"guesses_a_second", guesser.guesses_a_second},
                             {"seconds_log10", seconds_log10(guesses_log10, guesser.guesses_a_second)},
                             {"time", describe_crack_time(guesses_log10, guesser.guesses_a_second)}});
}

}  // namespace

base::Json to_json(const Judgement& judgement, std::span<const Guesser> guessers) {
  base::Json::Array times;
  for (const Guesser& guesser : guessers) times.push_back(to_json(guesser, judgement.guesses_log10));
  base::Json::Array findings;
  for (const Finding& finding : judgement.findings) findings.push_back(to_json(finding));
  return base::Json::object({{"strength", word(judgement.strength)},
                             {"guesses_log10", judgement.guesses_log10},
                             {"guesses", describe_guesses(judgement.guesses_log10)},
                             {"crack_time", describe_crack_time(judgement.guesses_log10)},
                             {"crack_times", std::move(times)},
                             {"entropy_bits", judgement.entropy_bits},
                             {"length_bytes", number(judgement.length_bytes)},
                             {"given_bytes", number(judgement.given_bytes)},
                             {"required_bytes", number(judgement.required_bytes)},
                             {"encoding", word(judgement.encoding)},
                             {"findings", std::move(findings)},
                             {"advice", judgement.advice}});
}

}  // namespace jwtkeep::strength
