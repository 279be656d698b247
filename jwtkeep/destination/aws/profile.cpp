#include "jwtkeep/destination/aws/profile.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "jwtkeep/destination/aws/profile_file.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

std::string path_of(const Surroundings& surroundings, const char* variable, const char* usual) {
  auto path = surroundings.text(variable).value_or("~/.aws/" + std::string(usual));
  // AWS's own tools expand it in the variables too, where no shell has.
  if (path.starts_with("~/")) path = surroundings.home + path.substr(1);
  return path;
}
std::string credentials_path(const Surroundings& surroundings) {
  return path_of(surroundings, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
}
std::string config_path(const Surroundings& surroundings) { return path_of(surroundings, "AWS_CONFIG_FILE", "config"); }

/// The profile of this file, empty where there is none of it.
Result<std::optional<Profile>> read_profile(const Surroundings& surroundings, const std::string& path,
                                            ProfileFileKind kind, const std::string& name) {
  const auto text = surroundings.file(path);
  if (!text) {
    if (text.error().reason == Reason::not_found) return std::nullopt;
    return std::unexpected(text.error());
  }
  JWTKEEP_TRY(auto profiles, parse_profile_file(*text, kind, path));
  const auto found = profiles.find(name);
  if (found == profiles.end()) return std::nullopt;
  return std::optional(std::move(found->second));
}

std::string text_of(const base::SecretBytes& value) {
  return value.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

/// The key pair as one file has it. AWS's tools never mix the halves of two files.
Result<std::optional<AwsCredentials>> pair_of(const Profile& profile, const std::string& where) {
  const auto id = profile.find("aws_access_key_id");
  const auto secret = profile.find("aws_secret_access_key");
  const bool has_id = id != profile.end() && !id->second.empty();
  const bool has_secret = secret != profile.end() && !secret->second.empty();
  if (!has_id && !has_secret) return std::nullopt;
  if (!has_id || !has_secret) {
    return fail(Reason::bad_value,
                where + " has " +
                    (has_id ? "aws_access_key_id and no aws_secret_access_key"
                            : "aws_secret_access_key and no aws_access_key_id"),
                "write both, or neither");
  }
  AwsCredentials found{.key_id = text_of(id->second), .secret = secret->second.clone(), .source = where};
  for (const char* name : {"aws_session_token", "aws_security_token"}) {
    const auto token = profile.find(name);
    if (found.session_token.empty() && token != profile.end()) found.session_token = token->second.clone();
  }
  return std::optional(std::move(found));
}

std::unexpected<base::Error> refused(const std::string& profile, const std::string& why) {
  return fail(Reason::bad_value, "the AWS profile " + profile + " " + why + ", which jwtkeep does not do",
              "hand its credentials over: eval \"$(aws configure export-credentials --profile " + profile +
                  " --format env)\", or name another profile");
}

bool has_any(const Profile& profile, std::initializer_list<const char*> names) {
  return std::ranges::any_of(names, [&](const char* name) { return profile.contains(name); });
}

}  // namespace

std::string profile_files(const Surroundings& surroundings) {
  return credentials_path(surroundings) + " and " + config_path(surroundings);
}

Result<std::optional<AwsCredentials>> profile_credentials(const Surroundings& surroundings,
                                                          const std::string& profile) {
  const auto credentials_file = credentials_path(surroundings);
  const auto config_file = config_path(surroundings);
  JWTKEEP_TRY(const auto first, read_profile(surroundings, credentials_file, ProfileFileKind::credentials, profile));
  JWTKEEP_TRY(const auto second, read_profile(surroundings, config_file, ProfileFileKind::config, profile));
  // A role goes before keys, as it does in AWS's own tools: the keys beside it may be meant for nothing but taking it.
  for (const auto* each : {&first, &second}) {
    if (*each && has_any(**each, {"role_arn"})) return refused(profile, "takes on a role (role_arn)");
  }
  if (first) {
    JWTKEEP_TRY(auto found, pair_of(*first, "profile " + profile + " of " + credentials_file));
    if (found) return found;
  }
  for (const auto* each : {&first, &second}) {
    if (!*each) continue;
    if (has_any(**each, {"sso_session", "sso_start_url", "sso_account_id", "login_session"})) {
      return refused(profile, "signs in at a portal (SSO)");
    }
    if (has_any(**each, {"credential_process"})) return refused(profile, "runs a program (credential_process)");
  }
  if (second) return pair_of(*second, "profile " + profile + " of " + config_file);
  return std::nullopt;
}

}  // namespace jwtkeep::destination
