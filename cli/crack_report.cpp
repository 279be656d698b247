#include "cli/crack_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/crack/potfile.hpp"
#include "jwtkeep/keyring/state.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::cli {
namespace {

/// Which of the tokens, for a person who gave several.
std::string token_text(const std::vector<CrackToken>& tokens, std::size_t which) {
  constexpr std::size_t kShown = 8;
  const auto& token = tokens[which];
  const auto alg = std::string(jose::name(token.target.alg));
  const auto tail = token.text.substr(token.text.size() - std::min(kShown, token.text.size()));
  if (tokens.size() == 1) return fmt::format("the {} token ...{}", alg, tail);
  return fmt::format("token {} of {}, {} ...{}", which + 1, tokens.size(), alg, tail);
}

base::Json owner_json(const scan::Owner& owner) {
  return base::Json::object(
      {{"keyring", owner.keyring.text()}, {"kid", owner.kid}, {"state", keyring::word(owner.state)}});
}

base::Json result_json(const CrackToken& token, const CrackResult& result, bool reveal) {
  auto json = base::Json::object({{"token_sha256", token.digest},
                                  {"alg", jose::name(token.target.alg)},
                                  {"cracked", result.cracked.has_value() || result.earlier}});
  if (result.earlier) json.set("earlier", true);
  if (!result.cracked) return json;
  const auto& cracked = *result.cracked;
  json.set("from", cracked.from);
  json.set("secret_bytes", static_cast<std::uint64_t>(cracked.secret.size()));
  if (reveal) json.set("secret", base::Json(crack::word_of_secret(cracked.secret)));
  auto owners = base::Json::array();
  for (const auto& owner : cracked.owners) owners.push(owner_json(owner));
  json.set("keys", std::move(owners));
  return json;
}

}  // namespace

bool CrackReport::cracked() const {
  return std::ranges::any_of(results, [](const auto& one) { return one.cracked || one.earlier; });
}

std::string masked_secret(const base::SecretBytes& secret) {
  constexpr std::size_t kShown = 2;
  constexpr std::size_t kLeastHidden = 4;
  constexpr std::size_t kMostStars = 20;
  const auto size = secret.size();
  if (size == 0) return "(empty)";
  return secret.reveal([&](base::ByteView bytes) {
    if (!base::is_printable_ascii(bytes)) return fmt::format("({} bytes that are no text)", size);
    const auto shown = size >= kShown + kLeastHidden ? kShown : 0;
    const auto stars = std::min(size - shown, kMostStars);
    return fmt::format("{}{} ({} bytes)", base::as_text(bytes.first(shown)), std::string(stars, '*'), size);
  });
}

void print_cracked(Output& out, const std::vector<CrackToken>& tokens, std::size_t which, const CrackedSecret& cracked,
                   bool reveal) {
  out.write(fmt::format("{} {}: ", out.styled(Style::red, "cracked"), token_text(tokens, which)));
  if (reveal) {
    out.secret(crack::word_of_secret(cracked.secret), false);
  } else {
    out.write(masked_secret(cracked.secret));
  }
  out.line(", from " + printable(cracked.from));
  for (const auto& owner : cracked.owners) {
    out.line(fmt::format("  it is the key {} of {}, {}", printable(owner.kid),
                         out.styled(Style::bold, owner.keyring.text()), keyring::word(owner.state)));
    if (const auto command = scan::mend_command(owner); !command.empty()) {
      out.line("  refuse it: " + printable(command));
    }
  }
}

void print_end(Output& out, const CrackReport& report) {
  const auto fallen = std::ranges::count_if(report.results, [](const auto& one) { return one.cracked || one.earlier; });
  const auto rate = report.seconds > 0 ? static_cast<double>(report.candidates) / report.seconds : 0;
  out.line(fmt::format("{} of {} cracked{}: {} candidates in {}, {} by {} on {}", fallen, report.results.size(),
                       report.exhausted ? "" : " so far", with_commas(report.candidates),
                       base::describe_duration(std::chrono::microseconds(std::llround(report.seconds * 1e6))),
                       rate_text(rate), report.kernel, base::counted(report.threads, "thread")));
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    if (report.results[i].earlier) out.note(fmt::format("Token {} was cracked before this run went on.", i + 1));
  }
  if (report.cracked()) {
    out.note("Every token signed with such a secret may be forged: replace it (jwtkeep new, or jwtkeep generate).");
  } else if (report.exhausted) {
    out.note("That is no proof: a secret is safe when it cannot be guessed (jwtkeep judge).");
  }
}

base::Json crack_json(const std::vector<CrackToken>& tokens, const CrackReport& report, bool reveal) {
  auto results = base::Json::array();
  for (std::size_t i = 0; i < tokens.size(); ++i) results.push(result_json(tokens[i], report.results[i], reveal));
  auto json = base::Json::object({{"cracked", report.cracked()},
                                  {"exhausted", report.exhausted},
                                  {"candidates", report.candidates},
                                  {"seconds", report.seconds},
                                  {"threads", static_cast<std::uint64_t>(report.threads)},
                                  {"kernel", report.kernel},
                                  {"tokens", std::move(results)}});
  if (!report.session.empty()) json.set("session", report.session);
  return json;
}

std::string with_commas(std::uint64_t number) {
  auto text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), ",");
  }
  return text;
}

std::string rate_text(double per_second) {
  if (per_second >= 1e6) return fmt::format("{:.1f} M/s", per_second / 1e6);
  if (per_second >= 1e3) return fmt::format("{:.0f} k/s", per_second / 1e3);
  return fmt::format("{:.0f}/s", per_second);
}

}  // namespace jwtkeep::cli
