#include "jwtkeep/scan/name_hint.hpp"

#include <algorithm>
#include <array>

#include "jwtkeep/scan/name_words.hpp"

namespace jwtkeep::scan {
namespace {

/// What a name ends in that is about a secret, and not the secret itself.
bool is_about(std::string_view last) noexcept {
  constexpr auto kAbout = std::to_array<std::string_view>({"name",          "names",       "id",          "ids",
                                                           "ttl",           "expiry",      "expires",     "expiration",
                                                           "expire",        "exp",         "in",          "alg",
                                                           "algo",          "algorithm",   "algorithms",  "type",
                                                           "issuer",        "iss",         "audience",    "aud",
                                                           "header",        "headers",     "cookie",      "prefix",
                                                           "suffix",        "url",         "uri",         "urls",
                                                           "path",          "paths",       "file",        "files",
                                                           "filename",      "filepath",    "location",    "dir",
                                                           "directory",     "folder",      "length",      "len",
                                                           "size",          "bytes",       "bits",        "arn",
                                                           "ref",           "version",     "versions",    "public",
                                                           "pub",           "cert",        "certificate", "format",
                                                           "encoding",      "manager",     "store",       "service",
                                                           "provider",      "factory",     "rotation",    "days",
                                                           "count",         "enabled",     "required",    "field",
                                                           "param",         "parameter",   "label",       "title",
                                                           "description",   "desc",        "message",     "msg",
                                                           "error",         "errors",      "hint",        "placeholder",
                                                           "help",          "lifetime",    "duration",    "timeout",
                                                           "interval",      "max",         "min",         "env",
                                                           "environment",   "var",         "variable",    "generator",
                                                           "validator",     "resolver",    "loader",      "config",
                                                           "configuration", "options",     "opts",        "class",
                                                           "interface",     "schema",      "model",       "status",
                                                           "policy",        "scheme",      "leeway",      "claim",
                                                           "claims",        "payload",     "user",        "username",
                                                           "email",         "regex",       "pattern",     "digest",
                                                           "hash",          "fingerprint", "checksum",    "backend",
                                                           "engine",        "mount",       "namespace",   "property",
                                                           "properties",    "set",         "exists",      "valid",
                                                           "invalid",       "missing",     "not",         "found",
                                                           "text",          "input",       "hours",       "minutes",
                                                           "seconds",       "sec",         "ms",          "time",
                                                           "date",          "at",          "on",          "by",
                                                           "for",           "from",        "of",          "template",
                                                           "handler",       "helper",      "util",        "utils",
                                                           "middleware",    "guard",       "strategy",    "controller",
                                                           "test",          "endpoint",    "host",        "port",
                                                           "server",        "source",      "mode",        "index",
                                                           "role",          "level",       "kid",         "use",
                                                           "usage",         "ops",         "group",       "scope",
                                                           "scopes",        "realm",       "domain",      "owner",
                                                           "owners",        "enum",        "volume",      "mountpath",
                                                           "optional",      "examples",    "permissions", "button",
                                                           "tooltip",       "icon",        "color",       "section",
                                                           "page",          "screen",      "view",        "modal",
                                                           "purpose",       "method",      "methods"});
  return std::ranges::find(kAbout, last) != kAbout.end();
}

/// Of secrets that sign no JWT.
bool is_of_another_kind(const NameWords& words) noexcept {
  return words.has({"client",    "aws",        "amazon",   "s3",        "stripe",  "slack",    "webhook",  "webhooks",
                    "recaptcha", "captcha",    "totp",     "otp",       "mfa",     "csrf",     "xsrf",     "github",
                    "gitlab",    "google",     "facebook", "twitter",   "twilio",  "mailgun",  "sendgrid", "paypal",
                    "minio",     "ssh",        "gpg",      "consumer",  "dropbox", "azure",    "tenant",   "vapid",
                    "password",  "passwd",     "pwd",      "ssl",       "tls",     "linkedin", "discord",  "telegram",
                    "pusher",    "cloudinary", "shopify",  "instagram", "okta",    "database", "db",       "mysql",
                    "postgres",  "redis",      "smtp",     "mail",      "ldap",    "captchas"});
}

/// What is said of a secret that is not the right one: `invalid_secret`, `wrongTokenKey`.
bool is_message(const NameWords& words, std::size_t last) noexcept {
  return words.has({"invalid", "missing", "wrong", "incorrect", "bad", "unknown"}, last);
}

/// Keys that something is found by: `JWT_STORAGE_KEY`, `jwt.errorMessageKey`, `JWT_IDENTITY_KEY`.
bool is_of_a_lookup(const NameWords& words) noexcept {
  if (words.size() < 2) return false;
  if (words.back() == "keys") {
    return words.has({"allowed", "required", "valid", "known", "reserved", "expected", "sorted", "forbidden",
                      "supported", "registered", "claim", "claims", "object", "extra", "ignored", "omitted"});
  }
  if (words.size() < 3 || words.back() != "key") return false;
  static constexpr auto kLookups = std::to_array<std::string_view>(
      {"message",   "storage", "cache",   "error",  "identity", "context", "redis",    "localstorage", "header",
       "claim",     "claims",  "query",   "json",   "field",    "meta",    "metadata", "lookup",       "sort",
       "partition", "primary", "foreign", "config", "device",   "group",   "entity",   "option",       "setting"});
  return std::ranges::find(kLookups, words[words.size() - 2]) != kLookups.end();
}

/// Of secrets that are AWS's, OAuth 1.0's, or made within a TLS session or the like.
bool is_of_a_protocol(const NameWords& words, std::size_t last) noexcept {
  return words.has_run({"secret", "access", "key"}) || words.has_run({"oauth", "token", "secret"}) ||
         words.has_run({"premaster", "secret"}) || words.has({"exporter", "traffic", "handshake", "resumption"}, last);
}

bool is_framework_key(std::string_view name, const NameWords& words) noexcept {
  const auto last = words.last_segment();
  if (words.has_run({"secret", "key", "base"}, last)) return true;
  if (words.has_run({"next", "auth", "secret"}) || words.has_run({"strapi", "secret"})) return true;
  if (name == "SECRET_KEY" || name == "APP_KEY" || name == "APP_SECRET" || name == "AUTH_SECRET") return true;
  if (name.ends_with("DJANGO_SECRET_KEY") || name.ends_with("FLASK_SECRET_KEY")) return true;
  if (words.has_run({"django", "secret", "key"}) || words.has_run({"flask", "secret", "key"})) return true;
  // Play and Phoenix, Symfony, Rails and ASP.NET.
  if (words.has_run({"play", "http", "secret", "key"}) || words.has_run({"play", "crypto", "secret"})) return true;
  // Koa's and Strapi's, which sign cookies and sessions.
  if (words.back() == "keys" && words.has_run({"app", "keys"}, words.size() - std::min<std::size_t>(words.size(), 2))) {
    return true;
  }
  if (words.has_run({"framework", "secret"}) || words.has_run({"kernel", "secret"})) return true;
  if (words.has_run({"machine", "key", "validation", "key"}) ||
      words.has_run({"machine", "key", "decryption", "key"})) {
    return true;
  }
  return words.has_run({"api", "token", "salt"}, last) || words.has_run({"signing", "salt"}, last) ||
         words.has_run({"devise", "secret", "key"}) || words.has_run({"application", "secret"});
}

/// `jwt.secret.default`, `JWT_SECRET.value`: what says only that the value follows.
std::string_view without_value_words(std::string_view name) noexcept {
  for (const auto end : std::to_array<std::string_view>({".default", ".value", ".defaultValue", ".default_value",
                                                         "._value", ".Value", ".Default", ".const", ".text"})) {
    if (name.size() > end.size() && name.ends_with(end)) return name.substr(0, name.size() - end.size());
  }
  return name;
}

/// Names a secret that stands elsewhere: `secretKeyRef.key`, `existingSecret`, `remoteRef.key`; or hides it.
bool is_elsewhere(const NameWords& words) noexcept {
  return words.has_run({"key", "ref"}) || words.has_run({"remote", "ref"}) || words.has_run({"value", "from"}) ||
         words.has_run({"secret", "ref"}) || words.has_run({"encrypted", "data"}) ||
         words.has({"existing", "hashed", "sealed", "masked", "schema"});
}

}  // namespace

NameHint name_hint(std::string_view name) noexcept {
  name = without_value_words(name);
  const NameWords words(name);
  if (words.empty()) return NameHint::none;
  const auto last = words.last_segment();
  const auto end = words.back();
  if (is_about(end) || words.has({"public", "pub"}, last) || is_elsewhere(words) || is_message(words, last) ||
      is_of_a_lookup(words)) {
    return NameHint::none;
  }
  if (is_framework_key(name, words)) return NameHint::framework_key;
  const bool of_jwt =
      words.has({"jose"}, last) || words.has({"jwt", "jws", "jwe", "hs256", "hs384", "hs512", "joken", "guardian"});
  if (!of_jwt && (is_of_another_kind(words) || is_of_a_protocol(words, last))) return NameHint::none;
  // LiveKit's API secret signs the tokens of its rooms.
  if (words.has({"livekit"}) && words.has({"secret"}, last)) return NameHint::jwt_secret;
  if (words.has_run({"private", "key"}, last)) return NameHint::private_key;
  const bool secret = words.has({"secret"}, last);
  const bool key = end == "key" || end == "keys" || words.has_run({"key", "value"}, last);
  if (of_jwt) {
    if (secret || key) return NameHint::jwt_secret;
    if (words.has({"signing", "hmac", "passphrase", "salt", "seed", "password"}, last) ||
        words.has_run({"jwt", "key"}, last)) {
      return NameHint::jwt_secret;
    }
    // `secrets.jwt`, `keys.jwt.access`: the value's own name is the purpose.
    if (words.has({"secret"}) && last > 0) return NameHint::jwt_secret;
    return NameHint::none;
  }
  const bool of_tokens = words.has({"token", "access", "refresh", "bearer", "authentication", "authorization"}) ||
                         words.has_run({"id", "token"}) || words.has({"auth", "session", "sso"});
  if (secret) {
    if (words.has({"token"}) || words.has_run({"access", "secret"}) || words.has_run({"refresh", "secret"}) ||
        words.has_run({"auth", "secret"}) || words.has_run({"authentication", "secret"})) {
      return NameHint::jwt_secret;
    }
    return NameHint::weak;
  }
  if (words.has({"signing", "sign", "signature"}, last) && key)
    return of_tokens ? NameHint::jwt_secret : NameHint::weak;
  if (words.has({"hmac", "symmetric", "security", "encryption", "hash", "auth", "verification", "verify", "app",
                 "session", "encrypt", "crypt", "crypto", "shared", "master", "server"},
                last) &&
      key) {
    return NameHint::weak;
  }
  if (words.has({"token"}) && (key || words.has({"salt", "hmac"}, last))) return NameHint::weak;
  if (of_tokens && key && end != "keys") return NameHint::weak;
  // The one name of a course that thousands have taken.
  if (words.has_run({"app", "settings", "token"})) return NameHint::weak;
  if (words.has({"secret"}) && (key || end == "value")) return NameHint::weak;
  return NameHint::none;
}

}  // namespace jwtkeep::scan
