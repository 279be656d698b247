#include "jwtkeep/strength/describe.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {
namespace {

base::Json number(std::size_t value) { return base::Json(static_cast<std::uint64_t>(value)); }

base::Json to_json(const Finding& finding) {
  return base::Json::object({{"kind", word(finding.kind)},
                             {"fatal", is_fatal(finding.kind)},
                             {"offset", number(finding.offset)},
                             {"length", number(finding.length)},
                             {"explanation", finding.explanation}});
}

}  // namespace

base::Json to_json(const Judgement& judgement) {
  base::Json::Array findings;
  for (const Finding& finding : judgement.findings) findings.push_back(to_json(finding));
  return base::Json::object({{"strength", word(judgement.strength)},
                             {"guesses_log10", judgement.guesses_log10},
                             {"guesses", describe_guesses(judgement.guesses_log10)},
                             {"crack_time", describe_crack_time(judgement.guesses_log10)},
                             {"entropy_bits", judgement.entropy_bits},
                             {"length_bytes", number(judgement.length_bytes)},
                             {"given_bytes", number(judgement.given_bytes)},
                             {"required_bytes", number(judgement.required_bytes)},
                             {"encoding", word(judgement.encoding)},
                             {"findings", std::move(findings)},
                             {"advice", judgement.advice}});
}

}  // namespace jwtkeep::strength
