#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/token_view.hpp"

namespace jwtkeep::cli {
namespace {

struct InspectOptions {
  std::string token;
};

Style style_of(Severity severity) {
  return severity == Severity::bad ? Style::red : severity == Severity::warning ? Style::yellow : Style::dim;
}

void print(const TokenView& view, Output& out) {
  out.write(view.text);
  const auto& remarks = view.remarks.list();
  if (!remarks.empty()) out.line(out.styled(Style::bold, "remarks"));
  for (const auto& remark : remarks) {
    const auto label = out.styled(style_of(remark.severity), std::string(word(remark.severity)) + ":");
    out.line(fmt::format("  {} {}", label, remark.text));
  }
}

base::Result<int> inspect(const InspectOptions& options, Session& session) {
  JWTKEEP_TRY(const auto token, read_token(options.token));
  auto& out = session.out();
  const auto view = view_token(token, out, Session::now());
  if (!view) {
    out.error(view.error());
    return static_cast<int>(base::Answer::negative);
  }
  if (!session.json()) {
    print(*view, out);
    return 0;
  }
  auto list = base::Json::array();
  for (const auto& remark : view->remarks.list()) {
    list.push(base::Json::object({{"severity", word(remark.severity)}, {"id", remark.id}, {"message", remark.text}}));
  }
  auto json = view->json;
  out.document(json.set("remarks", std::move(list)));
  return 0;
}

}  // namespace

void add_inspect(Commands& commands) {
  auto options = std::make_shared<InspectOptions>();
  auto& app = commands.add("inspect", "Show what a token says and what is wrong with it, without trusting it",
                           "  jwtkeep sign orders/prod --sub alice | jwtkeep inspect\n"
                           "  jwtkeep encrypt --jwk public.jwk --sub alice | jwtkeep inspect");
  app.add_option("token", options->token, "the token, or - for standard input")->type_name("TOKEN");
  commands.on(app, [options](Session& session) { return inspect(*options, session); });
}

}  // namespace jwtkeep::cli
