#include <fmt/format.h>

#include <cmath>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/token_remarks.hpp"
#include "cli/view.hpp"
#include "jwtkeep/jose/jws.hpp"

namespace jwtkeep::cli {
namespace {

struct Options {
  std::string token;
};

/// Inspection wants to see what a verifier would refuse for its size.
constexpr jose::TokenLimits kLimits{.size_bytes = std::size_t{1} << 20};

std::string times_text(const base::Json& claims, base::Instant now) {
  std::string text;
  for (const auto* name : {"iat", "nbf", "exp"}) {
    const auto* claim = claims.find(name);
    if (claim == nullptr || !claim->is_number()) continue;
    const double seconds = claim->number();
    if (!(seconds >= 0 && seconds < 253402300800.0)) continue;
    const base::Instant at{std::chrono::microseconds{static_cast<std::int64_t>(seconds * 1e6)}};
    text += fmt::format("  {}  {}Z, {}\n", name, base::describe_instant(at), relative(at, now));
  }
  return text;
}

base::Result<int> inspect(const Options& options, Session& session) {
  JWTKEEP_TRY(const auto text, read_token(options.token));
  const auto parsed = jose::UnverifiedToken::parse(text, kLimits);
  if (!parsed) {
    session.out().error(parsed.error());
    return static_cast<int>(base::Answer::negative);
  }
  const auto& token = *parsed;
  const auto now = Session::now();
  const auto payload = base::parse_json(base::as_text(token.untrusted_payload()));
  const auto remarks = token_remarks(token, payload ? &*payload : nullptr, now);
  auto& out = session.out();
  if (session.json()) {
    auto list = base::Json::array();
    for (const auto& remark : remarks) {
      list.push(base::Json::object({{"severity", word(remark.severity)}, {"id", remark.id}, {"message", remark.text}}));
    }
    out.document(base::Json::object({{"verified", false},
                                     {"header", token.header()},
                                     {"payload", payload ? *payload : base::Json(nullptr)},
                                     {"signature_bytes", static_cast<std::int64_t>(token.signature().size())},
                                     {"remarks", std::move(list)}}));
    return 0;
  }
  out.line(out.styled(Style::bold, "header"));
  out.line(base::write_json_pretty(token.header()));
  out.line(out.styled(Style::bold, "payload") + " (not verified)");
  if (payload) {
    out.line(base::write_json_pretty(*payload));
    out.write(times_text(*payload, now));
  } else {
    out.line(fmt::format("{} bytes that are not JSON: {}", token.untrusted_payload().size(), payload.error().what));
  }
  out.line(fmt::format("{} {} bytes", out.styled(Style::bold, "signature"), token.signature().size()));
  if (!remarks.empty()) out.line(out.styled(Style::bold, "remarks"));
  for (const auto& remark : remarks) {
    const auto style = remark.severity == Severity::bad       ? Style::red
                       : remark.severity == Severity::warning ? Style::yellow
                                                              : Style::dim;
    out.line(fmt::format("  {} {}", out.styled(style, std::string(word(remark.severity)) + ":"), remark.text));
  }
  return 0;
}

}  // namespace

void add_inspect(Commands& commands) {
  auto options = std::make_shared<Options>();
  auto& app = commands.add("inspect", "Show what a token says and what is wrong with it, without trusting it",
                           "  jwtkeep sign orders/prod --sub alice | jwtkeep inspect");
  app.add_option("token", options->token, "the token, or - for standard input")->type_name("TOKEN");
  commands.on(app, [options](Session& session) { return inspect(*options, session); });
}

}  // namespace jwtkeep::cli
