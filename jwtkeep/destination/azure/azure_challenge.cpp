#include "jwtkeep/destination/azure/azure_challenge.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using Parameters = std::map<std::string, std::string>;

constexpr std::size_t kLongestHeader = std::size_t{16} << 10;
constexpr std::size_t kLongestTenant = 253;
constexpr std::string_view kDefaultScope = "/.default";

bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// Reads challenges one after the other; of several with the scheme Bearer the first counts.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<Parameters> bearer() {
    std::optional<Parameters> found;
    bool in_bearer = false;
    while (skip_to_word()) {
      const auto word = http::lower(take_while(http::is_token_char));
      if (word.empty()) return std::nullopt;
      auto after = rest_;
      while (!after.empty() && is_blank(after.front())) after.remove_prefix(1);
      if (!after.starts_with('=')) {  // a scheme
        in_bearer = word == "bearer" && !found;
        if (in_bearer) found.emplace();
        continue;
      }
      rest_ = after.substr(1);
      const auto text = value();
      if (!text) return std::nullopt;
      if (in_bearer && !found->emplace(word, *text).second) return std::nullopt;
    }
    return found;
  }

 private:
  bool skip_to_word() {
    while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == ',')) rest_.remove_prefix(1);
    return !rest_.empty();
  }

  template <class Takes>
  std::string_view take_while(Takes takes) {
    const auto end = std::ranges::find_if_not(rest_, takes);
    const auto taken = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  /// A quoted string, or all up to the next blank or comma: URLs stand there without quotes as well.
  std::optional<std::string> value() {
    take_while(is_blank);
    if (!rest_.starts_with('"')) {
      return std::string(take_while([](char c) { return !is_blank(c) && c != ',' && c != '"'; }));
    }
    rest_.remove_prefix(1);
    std::string text;
    for (; !rest_.empty(); rest_.remove_prefix(1)) {
      if (rest_.front() == '"') {
        rest_.remove_prefix(1);
        return text;
      }
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty()) break;
      text += rest_.front();
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

std::unexpected<base::Error> not_understood(const std::string& why) {
  return fail(Reason::io_failed, "the vault's challenge (401) cannot be understood: " + why,
              "look whether the endpoint is an Azure Key Vault, and whether a proxy stands in front of it");
}

std::string parameter(const Parameters& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() ? std::string() : found->second;
}

/// The claims as JSON; empty where they are none, and a new token without them is then all that can be tried.
std::string claims_of(std::string text) {
  while (text.ends_with('=')) text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  const auto decoded = base::base64url_decode(text);
  if (!decoded) return {};
  const auto claims = base::parse_json(base::as_text(*decoded), {.size_bytes = 4096, .depth = 8});
  return claims && claims->is_object() ? base::write_json(*claims) : std::string();
}

/// Whether `host` is `domain` or lies in it. An address lies in nothing, and a domain of one label is nobody's.
bool lies_in(const http::Url& host, const http::Url& domain) {
  if (host.host() == domain.host()) return true;
  if (host.host_is_address() || domain.host_is_address() || !domain.host().contains('.')) return false;
  return host.host().ends_with("." + domain.host());
}

}  // namespace

bool is_azure_tenant(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kLongestTenant && text.front() != '.' && std::ranges::all_of(text, [](char c) {
    return http::is_letter(c) || http::is_digit(c) || c == '-' || c == '.';
  });
}

Result<AzureChallenge> read_azure_challenge(std::string_view header) {
  if (header.size() > kLongestHeader) return not_understood("it is too long");
  const auto parameters = Reader(header).bearer();
  if (!parameters) return not_understood("it asks for no Bearer token");
  auto whole = parameter(*parameters, "authorization");
  if (whole.empty()) whole = parameter(*parameters, "authorization_uri");
  const auto uri = http::Url::parse(whole);
  if (!uri || !uri->is_https()) return not_understood("its authorization is no https:// URL");
  const auto path = std::string_view(uri->target()).substr(1);
  const auto tenant = path.substr(0, path.find_first_of("/?"));
  if (!is_azure_tenant(tenant)) return not_understood("its authorization names no tenant");

  auto resource_text = parameter(*parameters, "scope");
  if (resource_text.empty()) {
    resource_text = parameter(*parameters, "resource");
  } else if (resource_text.ends_with(kDefaultScope)) {
    resource_text.resize(resource_text.size() - kDefaultScope.size());
  }
  const auto resource = http::Url::parse(resource_text);
  if (!resource || !resource->is_https() || resource->target() != "/") {
    return not_understood("it names no resource, or one that is no https:// host");
  }
  JWTKEEP_TRY(auto authority, http::Url::parse(uri->origin()));
  return AzureChallenge{.authority = std::move(authority),
                        .tenant = std::string(tenant),
                        .resource = *resource,
                        .claims = claims_of(parameter(*parameters, "claims"))};
}

Result<void> check_azure_challenge(const AzureChallenge& challenge, const AzureSettings& settings) {
  if (!lies_in(settings.vault, challenge.resource)) {
    return fail(Reason::unsafe_place,
                settings.vault.origin() + " asks for a token for " + challenge.resource.origin() +
                    ", which it does not belong to; none was fetched",
                "look at the vault's address: a server that is no Azure Key Vault could use such a token elsewhere. "
                "Where a vault is reached under another name, reach it under its own");
  }
  if (!is_same_authority(challenge.authority, settings.authority)) {
    return fail(Reason::bad_value,
                settings.vault.origin() + " takes tokens of " + challenge.authority.origin() + ", and " +
                    settings.authority.origin() + " is set; nothing was sent to either",
                "where the vault is in that cloud, set AZURE_AUTHORITY_HOST or the option authority to " +
                    challenge.authority.origin());
  }
  return {};
}

}  // namespace jwtkeep::destination
