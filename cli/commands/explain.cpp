#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/reason_meaning.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"

namespace jwtkeep::cli {
namespace {

struct ExplainOptions {
  std::string code;
};

int exit_of(base::Reason reason) { return static_cast<int>(base::answer(reason)); }

base::Json to_json(base::Reason reason) {
  const auto [means, why, mend] = base::meaning(reason);
  return base::Json::object({{"code", base::word(reason)},
                             {"of_token", reason <= base::Reason::lifetime_too_long},
                             {"means", means},
                             {"why", why},
                             {"mend", mend},
                             {"exit", exit_of(reason)},
                             {"http", server::endpoints::status_of(reason)}});
}

base::Result<int> explain_all(Session& session) {
  auto json = base::Json::array();
  std::vector<std::vector<std::string>> rows{{"CODE", "EXIT", "HTTP", "WHAT IT MEANS"}};
  for (const auto reason : base::reasons()) {
    json.push(to_json(reason));
    rows.push_back({std::string(base::word(reason)), std::to_string(exit_of(reason)),
                    std::to_string(server::endpoints::status_of(reason)), std::string(base::meaning(reason).means)});
  }
  if (session.json()) {
    session.out().document(json);
  } else {
    session.out().write(table(rows));
  }
  return 0;
}

base::Result<int> explain_code(const ExplainOptions& options, Session& session) {
  if (options.code.empty()) return explain_all(session);
  const auto all = base::reasons();
  const auto found = std::ranges::find(all, options.code, [](base::Reason reason) { return base::word(reason); });
  if (found == all.end()) {
    std::vector<std::string> words;
    for (const auto reason : all) words.emplace_back(base::word(reason));
    return base::fail(
        base::Reason::bad_value, "there is no code \"" + options.code + "\"",
        base::did_you_mean(base::near_words(words, options.code), "see all of them with: jwtkeep explain"));
  }
  auto& out = session.out();
  if (session.json()) {
    out.document(to_json(*found));
    return 0;
  }
  const auto [means, why, mend] = base::meaning(*found);
  out.write(table({{out.styled(Style::bold, base::word(*found)), std::string(means)},
                   {"why", std::string(why)},
                   {"mend", std::string(mend)},
                   {"exit", std::to_string(exit_of(*found))},
                   {"HTTP", std::to_string(server::endpoints::status_of(*found))}}));
  return 0;
}

}  // namespace

void add_explain(Commands& commands) {
  auto options = std::make_shared<ExplainOptions>();
  auto& app = commands.add("explain", "Explain the word that an error or a refused token comes with",
                           "  jwtkeep explain bad_signature\n"
                           "  jwtkeep explain");
  app.add_option("code", options->code, "the word; all of them where it is left out")->type_name("CODE");
  commands.on(app, [options](Session& session) { return explain_code(*options, session); });
}

}  // namespace jwtkeep::cli
