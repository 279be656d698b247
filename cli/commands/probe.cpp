#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/probe_material.hpp"
#include "cli/probe_view.hpp"
#include "cli/progress.hpp"
#include "cli/timeout.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/probe/listener.hpp"
#include "jwtkeep/probe/report/report.hpp"
#include "jwtkeep/probe/run.hpp"
#include "jwtkeep/probe/sender.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr base::Seconds kUsualTimeout{10};
constexpr std::size_t kUsualRps = 20;
constexpr std::size_t kMostRps = 100'000;

struct ProbeOptions {
  std::string url;
  MaterialOptions material;
  std::string where = "header";
  std::string text;
  std::string method;
  std::string data;
  std::vector<std::string> headers;
  std::string ca;
  std::string accept_status;
  std::string accept_text;
  std::string refuse_text;
  std::vector<std::string> only;
  std::vector<std::string> skip;
  bool no_bombs = false;
  bool strict = false;
  std::size_t max_rps = kUsualRps;
  std::string timeout;
  std::string listen = "127.0.0.1";
  bool own_host = false;
  bool dry_run = false;
  std::string format = "text";
};

base::Result<void> check_options(const ProbeOptions& options, const Session& session) {
  const std::vector<std::string> formats{"text", "json", "sarif", "html"};
  if (std::ranges::find(formats, options.format) == formats.end()) {
    return fail(Reason::bad_value, "no report is called \"" + options.format + "\"",
                base::choose_hint(formats, options.format));
  }
  if (session.json() && options.format != "text" && options.format != "json") {
    return fail(Reason::bad_value, "--json and --format " + options.format + " are two forms of one report",
                "give one of them");
  }
  if (options.dry_run && (options.format == "sarif" || options.format == "html")) {
    return fail(Reason::bad_value, "--dry-run has no report", "leave --format out, or add --json");
  }
  if (options.max_rps > kMostRps) return fail(Reason::bad_value, "--max-rps is at most 100000", "0 is without a bound");
  return {};
}

base::Result<http::Method> parse_method(const std::string& text, bool has_body) {
  if (text.empty()) return has_body ? http::Method::post : http::Method::get;
  std::vector<std::string> words;
  for (const auto method : {http::Method::get, http::Method::head, http::Method::post, http::Method::put,
                            http::Method::patch, http::Method::del}) {
    if (http::lower(http::word(method)) == http::lower(text)) return method;
    words.emplace_back(http::word(method));
  }
  return fail(Reason::bad_value, "no method is called \"" + text + "\"", base::choose_hint(words, text));
}

base::Result<std::pair<std::string, std::string>> parse_header(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon == 0) {
    return fail(Reason::bad_value, "\"" + text.substr(0, text.find(' ')) + "\" is no header", "write NAME: VALUE");
  }
  return std::pair(text.substr(0, colon), std::string(http::trimmed(std::string_view(text).substr(colon + 1))));
}

base::Result<std::string> read_data(const std::string& text) {
  if (!text.starts_with('@')) return text;
  return read_text_file(text.substr(1));
}

base::Result<probe::Acceptance> parse_acceptance(const ProbeOptions& options) {
  probe::Acceptance acceptance{.accept_text = options.accept_text, .refuse_text = options.refuse_text};
  if (!options.accept_status.empty()) {
    JWTKEEP_TRY(acceptance.statuses, probe::parse_statuses(options.accept_status));
  }
  return acceptance;
}

base::Result<probe::SenderOptions> parse_sending(const ProbeOptions& options) {
  JWTKEEP_TRY(auto url, http::Url::parse(options.url));
  JWTKEEP_TRY(const auto data, read_data(options.data));
  const bool is_template = options.where == "body" && options.text.empty();
  JWTKEEP_TRY(auto placement, probe::parse_placement(options.where, is_template ? data : options.text));
  const bool has_body = placement.where == probe::Where::body || !data.empty();
  JWTKEEP_TRY(const auto method, parse_method(options.method, has_body));
  if (has_body && (method == http::Method::get || method == http::Method::head)) {
    return fail(Reason::bad_value, "a GET or HEAD has no body", "leave --method out, or choose POST");
  }
  JWTKEEP_TRY(const auto timeout, parse_timeout(options.timeout, kUsualTimeout));
  probe::SenderOptions sending{
      .plan = {.url = std::move(url), .method = method, .data = is_template ? std::string() : data},
      .placement = std::move(placement),
      .ca_file = options.ca,
      .any_address = options.own_host,
      .max_rps = options.max_rps};
  sending.plan.limits.total = timeout;
  for (const auto& text : options.headers) {
    JWTKEEP_TRY(auto header, parse_header(text));
    JWTKEEP_CHECK(http::check_field({header.first, base::SecretBytes::copy_of(std::string_view(header.second))}));
    sending.plan.fields.push_back(std::move(header));
  }
  return sending;
}

bool needs_listener(const std::vector<probe::Planned>& planned) {
  return std::ranges::any_of(planned, [](const auto& each) { return each.forgery->judging == probe::Judging::fetch; });
}

struct Prepared {
  probe::Material material;
  std::vector<probe::Planned> planned;
  std::optional<probe::Listener> listener;
};

base::Result<Prepared> prepare(const ProbeOptions& options, Session& session) {
  const probe::Choice choice{.only = options.only, .skip = options.skip, .bombs = !options.no_bombs};
  Prepared prepared;
  JWTKEEP_TRY(prepared.material, gather_material(options.material, session));
  auto& material = prepared.material;
  JWTKEEP_TRY(material.own, probe::make_own_key(material.good, material.now));
  JWTKEEP_TRY(prepared.planned, probe::plan(material, choice));
  if (!needs_listener(prepared.planned)) return prepared;
  if (options.dry_run) {
    material.listener = "http://" + options.listen;
  } else {
    JWTKEEP_TRY(prepared.listener, probe::Listener::open(options.listen, probe::pages_of(*material.own)));
    material.listener = prepared.listener->origin();
  }
  JWTKEEP_TRY(prepared.planned, probe::plan(material, choice));
  return prepared;
}

void write_report(const ProbeOptions& options, const probe::Report& report, Session& session) {
  auto& out = session.out();
  if (session.json() || options.format == "json") {
    out.document(probe::to_json(report));
  } else if (options.format == "sarif") {
    out.line(base::write_json_pretty(probe::to_sarif(report, JWTKEEP_VERSION)));
  } else if (options.format == "html") {
    out.write(probe::to_html(report, JWTKEEP_VERSION));
  } else {
    print_report(out, report, options.strict);
  }
}

int exit_code(const probe::Report& report, bool strict) {
  const bool negative =
      std::ranges::any_of(report.findings, [&](const auto& finding) { return probe::counts(finding, strict); });
  if (negative) return static_cast<int>(base::Answer::negative);
  return report.why.empty() ? 0 : static_cast<int>(base::Answer::world_failed);
}

base::Result<int> dry_run(const ProbeOptions& options, const Prepared& prepared, Session& session) {
  if (session.json() || options.format == "json") {
    session.out().document(probe::to_json(prepared.planned));
  } else {
    print_plan(session.out(), prepared.planned);
  }
  return 0;
}

base::Result<int> probe_service(const ProbeOptions& options, Session& session) {
  JWTKEEP_CHECK(check_options(options, session));
  JWTKEEP_TRY(const auto acceptance, parse_acceptance(options));
  JWTKEEP_TRY(auto sending, parse_sending(options));
  const auto target = sending.plan.url.shown();
  JWTKEEP_TRY(const auto prepared, prepare(options, session));
  if (options.dry_run) return dry_run(options, prepared, session);
  JWTKEEP_TRY(auto sender, probe::Sender::open(std::move(sending)));
  Progress progress("forgeries");
  const probe::Conduct conduct{
      .send = [&](const std::optional<std::string>& token) { return sender.send(token); },
      .wait = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
      .was_fetched = [&](std::string_view path) { return prepared.listener && prepared.listener->was_fetched(path); },
      .tell =
          [&](const std::string& text) {
            progress.end();
            session.out().note(text);
          },
      .progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); }};
  JWTKEEP_TRY(auto report, probe::run(prepared.material.good, prepared.planned, acceptance, conduct,
                                      probe::signed_anew(prepared.material)));
  progress.end();
  report.target = target;
  write_report(options, report, session);
  if (report.verdict == probe::Verdict::none) {
    session.out().error({Reason::io_failed, "no verdict on " + target + ": " + report.why,
                         "see that the token is one that this service takes, where it goes (--in), and what counts as "
                         "accepted (--accept-status, --accept-text, --refuse-text)"});
  } else if (!report.why.empty()) {
    session.out().warn("what was refused may have been refused for another reason: " + report.why);
  }
  return exit_code(report, options.strict);
}

void add_request_options(Arguments& app, ProbeOptions& options) {
  constexpr const char* kGroup = "The request";
  app.add_option("--in", options.where,
                 "where the token goes: header (Authorization, the default), header:NAME, cookie:NAME, query:NAME, "
                 "body:NAME (a form's field), or body (--data with {token})")
      ->type_name("PLACE")
      ->group(kGroup);
  app.add_option("--template", options.text, "what stands there (default {token}, in Authorization Bearer {token})")
      ->type_name("TEXT")
      ->group(kGroup);
  app.add_option("--method", options.method, "the method (default GET, with a body POST)")
      ->type_name("METHOD")
      ->group(kGroup);
  app.add_option("--data", options.data, "the body, beside the token")->type_name("TEXT|@FILE")->group(kGroup);
  app.add_option("--header", options.headers, "a header besides; may be given again")
      ->type_name("NAME: VALUE")
      ->group(kGroup)
      ->one_each();
  app.add_option("--ca", options.ca, "the certificate authority of the service, in PEM (default: the system's)")
      ->type_name("FILE")
      ->group(kGroup);
}

void add_answer_options(Arguments& app, ProbeOptions& options) {
  constexpr const char* kGroup = "What counts as accepted";
  app.add_option("--accept-status", options.accept_status, "statuses (default 200-299)")
      ->type_name("LIST")
      ->group(kGroup);
  app.add_option("--accept-text", options.accept_text, "and the answer has to hold this text")
      ->type_name("TEXT")
      ->group(kGroup);
  app.add_option("--refuse-text", options.refuse_text, "and must not hold this one")->type_name("TEXT")->group(kGroup);
}

void add_run_options(Arguments& app, ProbeOptions& options) {
  app.add_option("--only", options.only, "this forgery alone; may be given again")->type_name("ID")->one_each();
  app.add_option("--skip", options.skip, "all but this one; may be given again")->type_name("ID")->one_each();
  app.add_flag("--no-bombs", options.no_bombs,
               "leave out what may keep the service busy: huge-token, pbes2-bomb, zip-bomb");
  app.add_flag("--strict", options.strict, "a lenience counts as a forgery");
  app.add_option("--max-rps", options.max_rps, "so many requests a second (default 20; 0: no bound)")->type_name("N");
  app.add_option("--timeout", options.timeout, "wait so long for each answer (default 10s)")->type_name("DURATION");
  app.add_option("--listen", options.listen, "the address at which jku and x5u find us (default 127.0.0.1, any port)")
      ->type_name("ADDRESS[:PORT]");
  app.add_flag("--i-own-this-host", options.own_host, "the service is on another machine, and yours");
  app.add_flag("--dry-run", options.dry_run, "print the forgeries and send none (with --json the whole tokens)");
  app.add_option("--format", options.format, "text (default), json, sarif or html")->type_name("FORMAT");
}

}  // namespace

void add_probe(Commands& commands) {
  auto options = std::make_shared<ProbeOptions>();
  auto& app =
      commands.add("probe", "Send forged tokens to a verifier of your own, and tell which it accepts",
                   "  jwtkeep probe http://localhost:8000/me --keyring orders/prod\n"
                   "  jwtkeep probe http://localhost:8000/me --token @token.txt --jwks jwks.json\n"
                   "  jwtkeep probe http://localhost:8000/me --secret-env JWT_SECRET --in cookie:session\n"
                   "  jwtkeep probe http://localhost:8000/me --keyring orders/prod --format html > report.html");
  app.add_option("url", options->url, "a page of the service that needs a token")->required()->type_name("URL");
  add_run_options(app, *options);
  add_material_options(app, options->material);
  add_request_options(app, *options);
  add_answer_options(app, *options);
  commands.on(app, [options](Session& session) { return probe_service(*options, session); });
}

}  // namespace jwtkeep::cli
