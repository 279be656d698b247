#include "jwtkeep/probe/placement.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/form.hpp"

namespace jwtkeep::probe {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kToken = "{token}";
constexpr std::string_view kForm = http::Form::kType;

std::string filled(std::string_view text, std::string_view token) {
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto found = std::min(text.find(kToken, at), text.size());
    out += text.substr(at, found - at);
    if (found == text.size()) break;
    out += token;
    at = found + kToken.size();
  }
  return out;
}

bool is_json(std::string_view text) { return http::trimmed(text).starts_with('{'); }

/// As it may stand within a JSON string.
std::string json_escaped(std::string_view text) {
  const auto quoted = base::quote_json(text);
  return quoted.substr(1, quoted.size() - 2);
}

void add_field(http::Request& request, std::string name, std::string_view value) {
  request.fields.push_back({std::move(name), base::SecretBytes::copy_of(value)});
}

bool has_field(const RequestPlan& plan, std::string_view name) {
  return std::ranges::any_of(plan.fields, [&](const auto& field) { return http::lower(field.first) == name; });
}

base::Result<http::Url> with_query(const http::Url& url, const std::string& name, const std::string& value) {
  const auto separator = url.target().contains('?') ? "&" : "?";
  return http::Url::parse(url.text() + separator + http::percent_encoded(name) + "=" + http::percent_encoded(value));
}

/// The body, and what it is.
std::pair<std::string, std::string_view> body_of(const RequestPlan& plan, const Placement& placement,
                                                 const std::optional<std::string>& token) {
  if (placement.where != Where::body) {
    return {plan.data, plan.data.empty() ? std::string_view{} : is_json(plan.data) ? "application/json" : kForm};
  }
  if (placement.name.empty()) {
    const bool json = is_json(placement.text);
    const auto text = token.value_or("");
    return {filled(placement.text, json ? json_escaped(text) : text), json ? "application/json" : "text/plain"};
  }
  if (!token) return {plan.data, kForm};
  return {plan.data + (plan.data.empty() ? "" : "&") + http::percent_encoded(placement.name) + "=" +
              http::percent_encoded(filled(placement.text, *token)),
          kForm};
}

base::Result<void> put_token(http::Request& request, const Placement& placement, const std::string& value) {
  switch (placement.where) {
    case Where::header: add_field(request, placement.name, value); break;
    case Where::cookie: add_field(request, "Cookie", placement.name + "=" + value); break;
    case Where::query: {
      JWTKEEP_TRY(request.url, with_query(request.url, placement.name, value));
      break;
    }
    case Where::body: break;
  }
  return {};
}

std::optional<Where> where_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, Where>, 4> kWords{
      {{"header", Where::header}, {"cookie", Where::cookie}, {"query", Where::query}, {"body", Where::body}}};
  const auto* const found = std::ranges::find(kWords, word, &std::pair<std::string_view, Where>::first);
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

base::Result<Placement> parse_placement(std::string_view where, std::string_view text) {
  const auto colon = where.find(':');
  const auto place = where_of(where.substr(0, colon));
  const auto name = colon == std::string_view::npos ? std::string_view{} : where.substr(colon + 1);
  if (!place || (colon != std::string_view::npos && name.empty())) {
    return fail(Reason::bad_value, "\"" + std::string(where) + "\" is no place for a token",
                base::choose_hint({"header", "header:NAME", "cookie:NAME", "query:NAME", "body:NAME", "body"},
                                  where.substr(0, colon)));
  }
  Placement placement{.where = *place, .name = std::string(name), .text = std::string(text)};
  if (name.empty() && (*place == Where::cookie || *place == Where::query)) {
    return fail(Reason::bad_value, "a token in a " + std::string(where) + " needs a name there",
                "write " + std::string(where) + ":NAME");
  }
  const bool is_token = !name.empty() && std::ranges::all_of(name, http::is_token_char);
  if (!name.empty() && *place != Where::query && *place != Where::body && !is_token) {
    return fail(Reason::bad_value, "\"" + std::string(name) + "\" is no name of a header or cookie",
                "use letters, digits and -");
  }
  if (*place == Where::header && name.empty()) {
    placement.name = "Authorization";
    if (text.empty()) placement.text = "Bearer {token}";
  }
  if (placement.text.empty()) placement.text = kToken;
  if (!placement.text.contains(kToken)) {
    return fail(Reason::bad_value, "the template has no {token}", "write {token} where the token goes");
  }
  return placement;
}

base::Result<http::Request> make_request(const RequestPlan& plan, const Placement& placement,
                                         const std::optional<std::string>& token) {
  http::Request request{.method = plan.method, .url = plan.url, .limits = plan.limits, .redirect_is_answer = true};
  for (const auto& [name, value] : plan.fields) add_field(request, name, value);
  if (token) JWTKEEP_CHECK(put_token(request, placement, filled(placement.text, *token)));
  auto [body, type] = body_of(plan, placement, token);
  if (!type.empty() && !has_field(plan, "content-type")) add_field(request, "Content-Type", type);
  request.body = base::SecretBytes::copy_of(std::string_view(body));
  for (const auto& field : request.fields) JWTKEEP_CHECK(http::check_field(field));
  return request;
}

}  // namespace jwtkeep::probe
