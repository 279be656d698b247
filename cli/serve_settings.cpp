#include "cli/serve_settings.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <variant>

#include "cli/input.hpp"
#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/settings/schema.hpp"
#include "jwtkeep/settings/toml.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using settings::Key;
using settings::Kind;

constexpr std::string_view kPrefix = "JWTKEEP_SERVE_";
constexpr auto kConfigVariable = "JWTKEEP_SERVE_CONFIG";
constexpr auto kProviders = "oidc";
constexpr auto kWebhooks = "webhook";

using Place = std::variant<std::string*, std::vector<std::string>*, std::size_t*, bool*>;

struct Binding {
  Key key;
  Place into;
};

std::vector<Binding> bindings(ServeOptions& options) {
  auto& provider = options.provider;
  auto& webhook = options.webhook;
  auto& pushing = options.pushing;
  return {{{"listen", Kind::list}, &options.listen},
          {{"public-url", Kind::text}, &options.public_url},
          {{"default-keyring", Kind::text}, &options.default_keyring},
          {{"threads", Kind::number}, &options.threads},
          {{"drain", Kind::text}, &options.drain},
          {{"no-rotate", Kind::flag}, &options.no_rotate},
          {{"tls-cert", Kind::path}, &options.certificate},
          {{"tls-key", Kind::path}, &options.key},
          {{"tls-self-signed", Kind::flag}, &options.self_signed},
          {{"tls-client-ca", Kind::path}, &options.client_ca},
          {{"tls-client-required", Kind::flag}, &options.client_must},
          {{"oidc-issuer", Kind::text}, &provider.issuer},
          {{"oidc-name", Kind::text}, &provider.name},
          {{"oidc-client-id", Kind::text}, &provider.client_id},
          {{"oidc-client-secret-file", Kind::path}, &provider.client_secret_file},
          {{"oidc-scope", Kind::list}, &provider.scopes},
          {{"oidc-ca-file", Kind::path}, &provider.ca_file},
          {{"webhook-url", Kind::text}, &webhook.url},
          {{"webhook-name", Kind::text}, &webhook.name},
          {{"webhook-keyring", Kind::list}, &webhook.keyrings},
          {{"webhook-secret-file", Kind::path}, &webhook.secret_file},
          {{"webhook-ca-file", Kind::path}, &webhook.ca_file},
          {{"max-rps", Kind::number}, &pushing.max_rps},
          {{"timeout", Kind::text}, &pushing.timeout},
          {{"parallel", Kind::number}, &pushing.parallel}};
}

std::vector<Binding> bindings(ProviderWish& provider) {
  return {{{"name", Kind::text}, &provider.name},
          {{"issuer", Kind::text}, &provider.issuer},
          {{"client-id", Kind::text}, &provider.client_id},
          {{"client-secret-file", Kind::path}, &provider.client_secret_file},
          {{"scopes", Kind::list}, &provider.scopes},
          {{"ca-file", Kind::path}, &provider.ca_file}};
}

std::vector<Binding> bindings(WebhookWish& webhook) {
  return {{{"name", Kind::text}, &webhook.name},
          {{"url", Kind::text}, &webhook.url},
          {{"keyrings", Kind::list}, &webhook.keyrings},
          {{"secret-file", Kind::path}, &webhook.secret_file},
          {{"ca-file", Kind::path}, &webhook.ca_file}};
}

std::vector<Key> keys_of(const std::vector<Binding>& all) {
  std::vector<Key> keys;
  keys.reserve(all.size());
  for (const auto& each : all) keys.push_back(each.key);
  return keys;
}

settings::Schema schema_of(const std::vector<Binding>& all) {
  ProviderWish provider;
  WebhookWish webhook;
  return {.keys = keys_of(all),
          .tables = {{.name = kProviders, .keys = keys_of(bindings(provider))},
                     {.name = kWebhooks, .keys = keys_of(bindings(webhook))}}};
}

/// A value of the place's own kind: the schema has judged it.
void put(const Json& value, const Place& into) {
  struct Put {
    const Json& value;
    void operator()(std::string* text) const { *text = *value.string(); }
    void operator()(std::size_t* number) const { *number = static_cast<std::size_t>(*value.integer()); }
    void operator()(bool* flag) const { *flag = *value.boolean(); }
    void operator()(std::vector<std::string>* list) const {
      list->clear();
      for (const auto& item : *value.items()) list->push_back(*item.string());
    }
  };
  std::visit(Put{value}, into);
}

Json get(const Place& from) {
  struct Get {
    Json operator()(const std::string* text) const { return Json(*text); }
    Json operator()(const std::size_t* number) const { return Json(std::uint64_t{*number}); }
    Json operator()(const bool* flag) const { return Json(*flag); }
    Json operator()(const std::vector<std::string>* list) const {
      auto json = Json::array();
      for (const auto& each : *list) json.push(each);
      return json;
    }
  };
  return std::visit(Get{}, from);
}

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::string{} : std::string(value);
}

/// A variable that nobody reads may be a mistyped one; it may also be Kubernetes', which names a service's address so.
void remark_on_variables(const std::vector<Binding>& all, std::vector<std::string>& remarks) {
  std::vector<std::string> known{kConfigVariable};
  for (const auto& each : all) known.push_back(settings::variable_of(kPrefix, each.key.name));
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view pair(*each);
    const auto name = pair.substr(0, pair.find('='));
    if (!name.starts_with(kPrefix) || std::ranges::find(known, name) != known.end()) continue;
    const auto near = base::near_words(known, name);
    remarks.push_back(fmt::format("nothing reads the variable {}{}{}", printable(name), near.empty() ? "" : "; ",
                                  base::did_you_mean(near)));
  }
}

struct File {
  std::string path;  ///< empty: there is none
  Json content = Json::object();
};

/// Who may write to it decides who logs in.
Result<void> check_mode(const std::string& path) {
  struct stat status{};
  const bool is_file = stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
  if (!is_file || (status.st_mode & S_IWOTH) == 0) return {};
  return fail(Reason::unsafe_place, path + " may be written by everybody", "chmod o-w it");
}

Result<File> read_file(const std::string& named, const settings::Schema& schema) {
  auto path = named;
  if (path.empty()) {
    // Without a home there is no usual place.
    const auto folder = Session::config_folder();
    if (!folder) return File{};
    path = *folder + "/serve.toml";
    if (access(path.c_str(), F_OK) != 0) return File{};
  }
  JWTKEEP_CHECK(check_mode(path));
  JWTKEEP_TRY(const auto text, read_text_file(path));
  JWTKEEP_TRY(auto json, settings::parse_toml(text, printable(path)));
  std::error_code failed;
  const auto folder = std::filesystem::absolute(path, failed).parent_path().string();
  if (failed) return fail(Reason::io_failed, "the working folder cannot be read", "give an absolute path");
  JWTKEEP_TRY(json, settings::check_file(std::move(json), schema, printable(path), folder));
  return File{.path = path, .content = std::move(json)};
}

template <class Wish>
void read_tables(const File& file, const char* name, std::vector<Wish>& wishes, std::vector<Setting>& said) {
  const auto* tables = file.content.find(name);
  if (tables == nullptr) return;
  for (const auto& table : *tables->items()) {
    Wish wish;
    for (const auto& [key, into] : bindings(wish)) {
      if (const auto* value = table.find(key.name)) put(*value, into);
    }
    said.push_back({.key = fmt::format("[[{}]]", name), .value = table, .from = file.path});
    wishes.push_back(std::move(wish));
  }
}

}  // namespace

Result<Settings> gather_settings(ServeOptions& options, const std::function<bool(const std::string&)>& was_given) {
  const auto all = bindings(options);
  Settings settings;
  remark_on_variables(all, settings.remarks);
  JWTKEEP_TRY(const auto file,
              read_file(options.config.empty() ? variable(kConfigVariable) : options.config, schema_of(all)));
  for (const auto& [key, into] : all) {
    const auto option = "--" + key.name;
    const auto name = settings::variable_of(kPrefix, key.name);
    const auto text = variable(name);
    const auto* in_file = file.content.find(key.name);
    if (was_given(option)) {
      settings.said.push_back({.key = key.name, .value = get(into), .from = option});
    } else if (!text.empty()) {
      JWTKEEP_TRY(const auto value, settings::value_of_variable(key, name, text));
      put(value, into);
      settings.said.push_back({.key = key.name, .value = value, .from = name});
    } else if (in_file != nullptr) {
      put(*in_file, into);
      settings.said.push_back({.key = key.name, .value = *in_file, .from = file.path});
    }
  }
  read_tables(file, kProviders, options.providers, settings.said);
  read_tables(file, kWebhooks, options.webhooks, settings.said);
  return settings;
}

}  // namespace jwtkeep::cli
