#include "jwtkeep/scan/doubt.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/name_words.hpp"
#include "jwtkeep/scan/setting.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kSearchedBytes = 256;  // words that make a text no secret stand at its beginning

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> any) noexcept {
  return std::ranges::any_of(any, [&](auto one) { return starts_with_letters(text, one); });
}
bool is_any(std::string_view text, std::initializer_list<std::string_view> any) noexcept {
  return std::ranges::any_of(any, [&](auto one) { return same_letters(text, one); });
}
/// Whether one of `any`, in lower case, stands in the first bytes of `text` in any case.
bool has_any(std::string_view text, std::initializer_list<std::string_view> any) noexcept {
  std::array<char, kSearchedBytes> small{};
  const auto size = std::min(text.size(), small.size());
  std::ranges::transform(text.substr(0, size), small.begin(), to_lower);
  const std::string_view lower(small.data(), size);
  return std::ranges::any_of(any, [&](auto one) { return lower.find(one) != std::string_view::npos; });
}
bool all(std::string_view text, auto&& is) noexcept { return std::ranges::all_of(text, is); }

bool is_reference(std::string_view text, const Candidate& candidate, Language language) noexcept {
  const auto has = [&](std::string_view what) { return text.find(what) != std::string_view::npos; };
  if (has("{{") || has("<%") || has("${{") || has("%(") || has("$(") || has("$ENV{")) return true;
  if (const auto at = text.find("${"); at != std::string_view::npos && text.find('}', at) != std::string_view::npos) {
    return true;
  }
  if ((text.starts_with("#{") || text.starts_with("@{") || text.starts_with("__") || text.starts_with("@@")) &&
      (text.ends_with('}') || text.ends_with("__") || text.ends_with("@@")) && text.size() < 80) {
    return true;
  }
  if (text.starts_with('%') && text.ends_with('%') && text.size() > 2 && text.size() < 80 &&
      all(text.substr(1, text.size() - 2), [](char c) { return is_word(c) || c == '(' || c == ')' || c == ':'; })) {
    return true;
  }
  // A command's output, where a shell reads it.
  if (text.starts_with('`') && text.size() > 1 && candidate.certainty != Certainty::sink) return true;
  if (text.starts_with("%env(") || text.starts_with("{env") || text.starts_with("!Ref") || text.starts_with("!Sub") ||
      text.starts_with("!ref") || text.starts_with("Fn::") || text.starts_with("!GetAtt") ||
      text.starts_with("!secret") || text.starts_with("@Microsoft.KeyVault")) {
    return true;
  }
  if (text.starts_with('$') && text.size() > 1) {
    const auto name = text.substr(1);
    // A variable in some languages, a strange beginning in others.
    const bool variables = language == Language::shell || language == Language::env || language == Language::php ||
                           language == Language::perl || language == Language::makefile ||
                           language == Language::dockerfile || language == Language::nginx ||
                           language == Language::yaml;
    const bool constant = all(name, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
    if ((variables || constant) && (is_letter(name[0]) || name[0] == '_') && all(name, is_word)) return true;
  }
  // Code in quotation marks that a library is given is the text itself: `sign(user, "process.env.JWT_SECRET")`.
  const bool is_text = candidate.certainty == Certainty::sink && candidate.quoted && is_code(language);
  if (!is_text && begins_with_any(text, {"process.env", "os.environ", "os.getenv",      "env.",      "env[",
                                         "env(",        "getenv(",    "system.getenv",  "secrets.",  "import.meta.env",
                                         "deno.env",    "config.",    "configuration[", "settings.", "environment.",
                                         "vars.",       "var.",       "local.",         "data.",     "module.",
                                         "context.",    "params.",    "env:",           "environ[",  "inputs.",
                                         "steps.",      "this.",      "self.",          "@param",    "props.",
                                         "builtins."}) &&
      !has(" ") && (!candidate.quoted || text.find_first_of("0123456789+/=") == std::string_view::npos)) {
    return true;
  }
  if (candidate.quoted) return false;
  // An expression.
  if (text.find('(') != std::string_view::npos && text.find(')') != std::string_view::npos) return true;
  if (language == Language::hcl && text.find('.') != std::string_view::npos &&
      all(text, [](char c) { return is_word(c) || c == '.' || c == '[' || c == ']' || c == '-'; })) {
    return true;
  }
  return text.starts_with('*') || text.starts_with('&') || text.starts_with('!');
}

bool is_vault_path(std::string_view text) noexcept {
  return begins_with_any(
             text,
             {"vault:",          "vault://", "op://",     "arn:aws",   "ref+",        "ssm:",         "ssm/",
              "secretsmanager:", "sm://",    "projects/", "keyvault:", "azure-kv://", "aws-sm://",    "aws-ssm:",
              "doppler://",      "akv:",     "gcp:",      "gcpsecret", "kms:",        "file:",        "keychain:",
              "secret://",       "k8s:",     "bao:",      "awssm:",    "conjur:",     "infisical://", "berglas://",
              "chamber:",        "resolve:", "valuefrom"}) ||
         has_any(text, {"secret/data/", "/secrets/", "secretmanager", "keyvault"});
}

bool is_sealed(std::string_view text) noexcept {
  return begins_with_any(text,
                         {"ENC[", "ENC(", "$ANSIBLE_VAULT", "{cipher}", "!vault", "vault:v", "age1", "AGE-SECRET",
                          "-----BEGIN PGP", "-----BEGIN AGE", "sops:", "AQICAH", "gAAAAAB", "secure:", "ejson"}) ||
         (text.starts_with("EJ[") && text.ends_with("]")) || (text.starts_with("AgA") && text.size() > 300) ||
         (text.starts_with("AgB") && text.size() > 300);
}

/// Whether folders or vaults would be called so: `secret/orders/jwt`, but not `jam-jar/lid/stuck`.
bool has_folder_words(std::string_view text) noexcept {
  return NameWords(text).has({"secret", "key",   "keys",      "jwt",    "token",      "auth",   "vault",   "kv",
                              "etc",    "run",   "var",       "opt",    "home",       "usr",    "tmp",     "mnt",
                              "srv",    "data",  "app",       "apps",   "api",        "config", "conf",    "env",
                              "prod",   "dev",   "staging",   "test",   "src",        "main",   "service", "ssm",
                              "path",   "certs", "cert",      "ssl",    "tls",        "pki",    "public",  "private",
                              "cred",   "creds", "file",      "files",  "master",     "shared", "common",  "users",
                              "store",  "lib",   "resources", "static", "credentials"});
}

bool is_path(std::string_view text, bool named) noexcept {
  const bool signs = all(text, [](char c) {
    return is_word(c) || c == '/' || c == '.' || c == '-' || c == '~' || c == '\\' || c == ':' || c == '@' ||
           c == ' ' || c == '*';
  });
  if (!signs) return false;
  constexpr auto kEndings = std::to_array<std::string_view>(
      {".pem", ".key", ".crt",  ".cer",  ".der",    ".p12",  ".pfx",  ".jks",        ".txt", ".json", ".yml", ".yaml",
       ".env", ".pub", ".jwk",  ".jwks", ".secret", ".conf", ".toml", ".properties", ".js",  ".ts",   ".py",  ".go",
       ".rb",  ".php", ".java", ".md",   ".html",   ".sh",   ".xml",  ".cfg",        ".ini", ".bin",  ".dat"});
  if (std::ranges::any_of(kEndings, [&](auto ending) { return ends_with_letters(text, ending); })) return true;
  if (text.size() > 3 && is_letter(text[0]) && text[1] == ':' && (text[2] == '\\' || text[2] == '/')) return true;
  if (text.starts_with("./") || text.starts_with("../") || text.starts_with("~/")) return true;
  if (text.find('/') == std::string_view::npos) return false;
  // `/run/secrets/jwt`, `secret/orders/jwt`: of base64 hardly anything is lower case alone.
  return all(text, [](char c) { return !is_upper(c); }) && !text.ends_with('/') &&
         text.find(' ') == std::string_view::npos && (text.starts_with('/') || !named || has_folder_words(text)) &&
         std::ranges::count_if(text, is_digit) * 5 <= static_cast<std::ptrdiff_t>(text.size());
}

/// Signs that stand for what is left out, in whatever file.
bool is_sure_placeholder(std::string_view text) noexcept {
  if (text.size() > 2 &&
      ((text.starts_with('<') && text.ends_with('>')) || (text.starts_with('[') && text.ends_with(']')))) {
    return all(text.substr(1, text.size() - 2), [](char c) {
      return is_word(c) || c == ' ' || c == '-' || c == '.' || c == '\'' || c == '_' || c == ',';
    });
  }
  if (text.size() > 2 && text.starts_with('{') && text.ends_with('}') && !text.starts_with("{\"")) return true;
  const auto of = [&](char one) { return text.size() > 2 && all(text, [one](char c) { return c == one; }); };
  if (of('x') || of('X') || of('*') || of('.') || of('-') || of('?') || of('_') || of('0') || of('#')) return true;
  if (text.find("...") != std::string_view::npos || text.find("\xe2\x80\xa6") != std::string_view::npos) return true;
  if (text.find("***") != std::string_view::npos || has_any(text, {"xxxxxx"})) return true;
  // Laravel's, with something in the key's place that is no base64.
  if (text.starts_with("base64:") &&
      !all(text.substr(7), [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '='; })) {
    return true;
  }
  if (text.find("%s") != std::string_view::npos || text.find("{}") != std::string_view::npos ||
      text.find("{0}") != std::string_view::npos) {
    return true;
  }
  return has_any(text, {"redacted", "[protected]", "todo:", "fixme", "<secret", "<your", "(hidden)", "hidden>",
                        "masked", "sensitive value"});
}

/// Words that ask for the real thing.
bool asks_for_a_value(std::string_view text) noexcept {
  return has_any(
      text, {"your",         "change",       "replace", "insert",  "example", "sample", "placeholder", "here",
             "dummy",        "todo",         "fill",    "enter",   "put_",    "put-",   "set_me",      "setme",
             "set-me",       "generate",     "random",  "openssl", "some-",   "some_",  "my-",         "my_",
             "secret-key",   "at-least",     "xxx",     "foo",     "bar",     "goes",   "please",      "supersecret",
             "super-secret", "super_secret", "tobe",    "to-be",   "to_be"});
}

bool is_alg_name(std::string_view text) noexcept {
  return is_any(text,
                {"HS256",      "HS384",      "HS512",   "RS256",   "RS384",       "RS512",    "ES256",   "ES384",
                 "ES512",      "ES256K",     "PS256",   "PS384",   "PS512",       "EdDSA",    "none",    "HmacSHA256",
                 "HmacSHA384", "HmacSHA512", "A128GCM", "A256GCM", "dir",         "RSA-OAEP", "A256KW",  "sha256",
                 "sha512",     "aes",        "rsa",     "hmac",    "AES-256-GCM", "SHA-256",  "SHA-512", "aes-256-cbc",
                 "oct",        "EC",         "OKP",     "P-256",   "bcrypt",      "argon2id"});
}

bool is_type_name(std::string_view text) noexcept {
  return is_any(text, {"string",   "str",    "String", "SecretStr",   "bytes",    "buffer",  "required",
                       "optional", "any",    "text",   "varchar",     "object",   "symbol",  "password",
                       "uuid",     "byte[]", "char[]", "std::string", "Secret",   "string?", "Option<String>",
                       "Bytes",    "&str",   "[]byte", "hidden",      "readonly", "boolean", "number"}) &&
         !same_letters(text, "Secret") && !same_letters(text, "password");
}

/// GraphQL's: `secret: SecretString!`.
bool is_required_type(std::string_view text, const Candidate& candidate) noexcept {
  return !candidate.quoted && text.size() > 2 && text.ends_with('!') && is_upper(text[0]) &&
         all(text.substr(0, text.size() - 1), is_letter);
}

bool is_pattern(std::string_view text) noexcept {
  return has_any(text, {"(?", "\\d", "\\w", "\\s", "[^", "[a-z", "[0-9", ".*", "]+", "]*"});
}

bool is_nothing(std::string_view text) noexcept {
  return is_any(text, {"null", "nil",     "none", "undefined", "true",  "false", "yes",  "no",   "on",      "off", "~",
                       "auto", "default", "n/a",  "tbd",       "empty", "unset", "[]",   "{}",   "\"\"",    "''",  "|",
                       ">",    "|-",      ">-",   "new",       "await", "async", "this", "self", "function"});
}

bool is_number(std::string_view text) noexcept {
  if (text.empty() || !(is_digit(text[0]) || text[0] == '-')) return false;
  const auto end = text.find_first_not_of("0123456789._-");
  if (end == std::string_view::npos) return true;
  return is_any(text.substr(end),
                {"s",    "m",     "h",      "d",        "w",  "ms", "y",  "min", "mins", "minutes", "hours",
                 "days", " days", " hours", " minutes", "kb", "mb", "px", "%",   "secs", "seconds"});
}

bool is_public_key(std::string_view text) noexcept {
  return begins_with_any(text, {"-----BEGIN PUBLIC", "-----BEGIN RSA PUBLIC", "-----BEGIN CERT", "ssh-rsa",
                                "ssh-ed25519", "MIIBIjAN", "MIICIjAN", "MFkwEwYH", "MCowBQYDK2Vw", "ecdsa-sha2"});
}

bool is_hash(std::string_view text) noexcept {
  return begins_with_any(
      text, {"sha256:", "sha256-", "sha512:", "sha512-", "sha384-", "sha1:",  "sha1-",   "md5:", "$2a$",  "$2b$",
             "$2y$",    "$argon2", "$6$",     "$5$",     "$1$",     "pbkdf2", "scrypt:", "{SHA", "{SSHA", "h1:"});
}

/// Purposes and nouns that secrets are named by: `jwt-secret`, `session secret`, `Signing key`.
bool is_name_of_a_secret(std::string_view text) noexcept {
  const NameWords words(text);
  if (words.size() < 2 || words.size() > 5 || text.find_first_of("-_ .") == std::string_view::npos) return false;
  if (!all(text, [](char c) { return is_letter(c) || c == '-' || c == '_' || c == ' ' || c == '.'; })) return false;
  if (!words.has({"jwt", "session", "token", "api", "access", "refresh", "auth", "signing", "app", "db", "cookie",
                  "private", "aws"})) {
    return false;
  }
  constexpr auto kWords = std::to_array<std::string_view>(
      {"jwt",         "secret",  "key",     "token", "session", "api",  "access",  "refresh", "auth",
       "signing",     "app",     "private", "the",   "prod",    "dev",  "cookie",  "hmac",    "value",
       "creds",       "service", "server",  "user",  "web",     "name", "backend", "db",      "password",
       "credentials", "config",  "file",    "id",    "aws",     "oauth"});
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::ranges::find(kWords, words[i]) == kWords.end()) return false;
  }
  return true;
}

/// Whether a file keeps secrets where they are asked for by their names.
bool uses_a_storage(std::string_view source) noexcept {
  constexpr auto kStorages = std::to_array<std::string_view>(
      {"SecureStor", "secure_storage", "SharedPreferences", "localStorage", "sessionStorage", "AsyncStorage",
       "Keychain", "keychain", "keyring", "UserDefaults", "setItem("});
  return std::ranges::any_of(kStorages, [&](auto one) { return source.find(one) != std::string_view::npos; });
}

/// Helm's: `jwtSecret: jwt-secret` names a Secret there.
bool is_chart_values(std::string_view path) noexcept {
  const auto at = path.find_last_of("/!");
  return starts_with_letters(at == std::string_view::npos ? path : path.substr(at + 1), "values");
}

/// Encodings and the like, which stand where a library would take a secret.
bool is_option_word(std::string_view text) noexcept {
  return is_any(text, {"utf-8", "utf8", "ascii", "latin1", "latin-1", "hex", "base64", "base64url", "binary", "raw",
                       "jwk", "pem", "der", "jws", "jwe", "pkcs8", "spki", "base64:", "utf_8", "iso-8859-1",
                       // What Python does with characters that an encoding has not.
                       "strict", "ignore", "replace", "surrogateescape", "backslashreplace", "xmlcharrefreplace",
                       // Claims (RFC 7519, 4.1), and what a key may be used for (RFC 7517, 4.3).
                       "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sign", "verify", "encrypt", "decrypt",
                       "wrapKey", "unwrapKey", "deriveKey", "deriveBits"});
}

/// The names of headers, cookies, claims and fields, which constants hold.
bool is_field_name(std::string_view text) noexcept {
  return is_any(text, {"authorization",  "bearer",       "access_token",  "accesstoken", "access-token",
                       "refresh_token",  "refreshtoken", "refresh-token", "id_token",    "idtoken",
                       "token",          "jwt",          "auth_token",    "authtoken",   "auth-token",
                       "x-access-token", "x-auth-token", "session",       "sessionid",   "session_id",
                       "user",           "auth",         "jwt_token",     "jwttoken",    "jwt-token",
                       "access",         "refresh",      "api_key",       "apikey",      "x-api-key",
                       "client_secret",  "clientsecret", "public_key",    "publickey",   "public-key",
                       "public",         "private",      "key",           "kid",         "sub",
                       "roles",          "username",     "current_user",  "currentuser", "user_token",
                       "usertoken",      "login",        "oauth",         "jwt-auth",    "jwtauth"});
}

std::ptrdiff_t spaces(std::string_view text) noexcept { return std::ranges::count(text, ' '); }

std::string_view last_name(std::string_view name) noexcept {
  const auto begin = name.find_last_of(".:/>");
  return begin == std::string_view::npos ? name : name.substr(begin + 1);
}

bool is_prose(std::string_view text, const Candidate& candidate, const SourceText& source, bool published) noexcept {
  if (is_translation(source.path) && !looks_random(text)) return true;
  if (spaces(text) < 1 || published) return false;  // what tutorials give as a secret may be a sentence
  // What is said of a setting begins with its name: `jwtSecret: "jwtSecret is what..."`.
  const auto own = last_name(candidate.name);
  if (own.size() > 3 && text.starts_with(own) && text.substr(own.size()).starts_with(' ')) return true;
  if (has_any(text, {" must ",
                     " should ",
                     " is required",
                     " is missing",
                     " not set",
                     " is invalid",
                     " cannot ",
                     "failed",
                     " error",
                     "expired",
                     "not found",
                     " provided",
                     "please set",
                     "please provide",
                     "please enter",
                     "please define",
                     "please configure",
                     " is not ",
                     "could not",
                     "unable to",
                     "invalid ",
                     "missing ",
                     "environment variable",
                     "no such",
                     "used to",
                     "used for",
                     "which ",
                     "the secret ",
                     "secret that",
                     "key that",
                     " to sign",
                     "for signing",
                     " sign ",
                     "undefined",
                     " was ",
                     " are ",
                     " will ",
                     "e.g.",
                     "click ",
                     "forgot",
                     " does not ",
                     "enter "})) {
    // Some real ones are sentences: where a name or a library says so, only what speaks of a missing secret is none.
    const bool is_message =
        has_any(text, {" must ", "required", "missing", "not set", "not found", "invalid", "please set",
                       "please provide", "please define", "please configure", "could not", "unable to", "undefined",
                       "failed", "expired", "environment variable", " is not ", " does not ", "e.g."});
    if (candidate.certainty == Certainty::hinted || is_message) return true;
  }
  return candidate.certainty == Certainty::hinted && spaces(text) >= 2;
}

/// `jwt.secret`, `app:jwt:key`, `JWT_SECRET_KEY`: the name of a setting, which a constant holds or a reader asks for.
bool is_setting_name(std::string_view text) noexcept {
  const bool constant = all(text, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; }) &&
                        text.find('_') != std::string_view::npos;
  const bool dotted = all(text, [](char c) { return is_letter(c) || c == '.' || c == ':' || c == '_' || c == '-'; }) &&
                      text.find_first_of(".:") != std::string_view::npos && !text.ends_with('.') &&
                      !text.starts_with('.');
  if (!constant && !dotted) return false;
  const NameWords words(text);
  return words.has({"jwt", "secret", "key", "token", "auth", "signing"});
}

bool is_own_name(std::string_view text, std::string_view name, bool published, bool hinted) noexcept {
  if (name.empty() || text.size() < 3) return false;
  const auto last = last_name(name);
  if (text == last) return !published || text.find_first_of("_-") != std::string_view::npos;
  if (published && !hinted) return false;
  const NameWords a(text);
  const NameWords b(last);
  // `kSecret = "secret"`, `LN_secretBag "secretBag"`.
  const bool prefixed = b.size() > 1 && (b[0] == "k" || (hinted && a.size() > 1));
  const std::size_t skip = prefixed && a.size() + 1 == b.size() ? 1 : 0;
  if (a.empty() || (a.size() < 2 && !hinted) || a.size() + skip != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i + skip]) return false;
  }
  return true;
}

bool is_identifier(std::string_view text) noexcept {
  return all(text, [](char c) { return is_letter(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == '/'; });
}

Doubt doubt_of_syntax(std::string_view text, const Candidate& candidate, const SourceText& source) noexcept {
  if (text.empty()) return Doubt::blank;
  if (is_sealed(text)) return Doubt::sealed;
  if (is_hash(text)) return Doubt::hash;
  if (is_reference(text, candidate, source.language)) return Doubt::reference;
  if (is_public_key(text)) return Doubt::public_key;
  if (is_sure_placeholder(text)) return Doubt::placeholder;
  if (is_vault_path(text)) return Doubt::vault_path;
  if (text.find("://") != std::string_view::npos) return Doubt::url;
  if (is_path(text, candidate.certainty != Certainty::hinted)) return Doubt::path;
  return Doubt::none;
}

Doubt doubt_of_name(std::string_view text, const Candidate& candidate, const SourceText& source,
                    bool published) noexcept {
  const bool config = !is_code(source.language);
  if (is_alg_name(text)) return Doubt::alg_name;
  if (is_nothing(text)) return Doubt::number;
  if (text.size() < 3) return Doubt::identifier;
  if (config && (is_type_name(text) || is_required_type(text, candidate))) return Doubt::type_name;
  if (is_number(text) && (candidate.certainty == Certainty::hinted || text.size() < 4)) return Doubt::number;
  if (is_own_name(text, candidate.name, published, candidate.certainty == Certainty::hinted)) return Doubt::own_name;
  if (is_option_word(text)) return Doubt::alg_name;
  if (candidate.certainty == Certainty::hinted && is_pattern(text)) return Doubt::identifier;
  if (is_name_of_a_secret(text)) {
    // `key: jwt-secret` of a reference, `tokenKey = 'auth-token'` of a storage, a label; but `JWT_SECRET: jwt-secret`.
    const NameWords name(candidate.name);
    const auto last = name.last_segment();
    const bool bare = config && !candidate.quoted && name.size() - last <= 1;
    const bool shouts = std::ranges::none_of(candidate.name, is_lower);
    const bool key = !name.empty() && name.back() == "key" && !name.has({"jwt"}, last) && !shouts;
    const bool label = text.find(' ') != std::string_view::npos && is_upper(text[0]);
    const bool stored = !config && uses_a_storage(source.text);
    // AWS's, and `get("token_secret", "oauth_token_secret")`.
    const bool elsewhere = NameWords(text).has({"aws"}) || NameWords(text).has_run({"oauth", "token"});
    if (bare || key || label || stored || elsewhere || is_chart_values(source.path)) {
      return Doubt::identifier;
    }
  }
  // Of a list of keys: names of anything.
  constexpr std::size_t kLongestWord = 8;
  if (text.size() < kLongestWord && all(text, is_letter) && same_letters(last_name(candidate.name), "keys")) {
    return Doubt::identifier;
  }
  if (is_setting_name(text) || is_field_name(text)) return Doubt::identifier;
  return Doubt::none;
}

}  // namespace

bool looks_random(std::string_view text) noexcept {
  if (text.size() < 10) return false;
  std::size_t digits = 0;
  std::size_t uppers = 0;
  std::size_t lowers = 0;
  std::size_t signs = 0;
  std::size_t changes = 0;  // from one class to another
  int before = -1;
  for (const char c : text) {
    if (c == '_' || c == '-' || c == '.' || c == ' ' || c == ':') {
      before = -1;  // between words
      continue;
    }
    const int is = is_digit(c) ? 0 : is_upper(c) ? 1 : is_lower(c) || static_cast<unsigned char>(c) >= 0x80 ? 2 : 3;
    if (is == 0) ++digits;
    if (is == 1) ++uppers;
    if (is == 2) ++lowers;
    if (is == 3) ++signs;
    // `jwtSecret`: an upper letter before lower ones is one word.
    if (before >= 0 && is != before && !(before == 1 && is == 2)) ++changes;
    before = is;
  }
  const auto size = text.size();
  if (digits == 0 && signs == 0) return uppers > 2 && lowers > 2 && changes * 5 >= size;
  if (digits * 3 >= size && (lowers > 0 || uppers > 0) && changes * 6 >= size) return true;
  if (signs * 4 >= size && (digits > 0 || uppers > 0)) return true;
  return changes * 4 >= size;
}

Doubt doubt_of(const Candidate& candidate, const SourceText& source, bool published) noexcept {
  const auto text = trimmed(candidate.value.view());
  if (const auto doubt = doubt_of_syntax(text, candidate, source); doubt != Doubt::none) return doubt;
  if (candidate.certainty == Certainty::sink) {
    if (is_alg_name(text) || is_option_word(text)) return Doubt::alg_name;
    // A library takes it, whatever it looks like; what asks for the real thing in a sample file is a sample.
    return !published && is_example_file(source.path) && asks_for_a_value(text) ? Doubt::placeholder : Doubt::none;
  }
  if (const auto doubt = doubt_of_name(text, candidate, source, published); doubt != Doubt::none) return doubt;
  if (is_prose(text, candidate, source, published)) return Doubt::prose;
  if (asks_for_a_value(text)) {
    const bool shouts =
        all(text, [](char c) { return is_upper(c) || is_digit(c) || c == '_' || c == '-' || c == ' '; });
    const bool example = is_example(source.path);
    if (published ? example && shouts : example || (shouts && !is_code(source.language))) return Doubt::placeholder;
  }
  if (candidate.certainty == Certainty::hinted && !published && !looks_random(text)) {
    // Nothing but its name's `secret` speaks for it.
    const bool telling = text.size() >= 6 && has_any(text, {"secret", "s3cr", "key", "changeme", "change-me", "passw",
                                                            "pass-", "private", "123"});
    if (!telling || is_identifier(text) == (text.find_first_of("-_./") == std::string_view::npos && text.size() < 8)) {
      return Doubt::identifier;
    }
  }
  return Doubt::none;
}

}  // namespace jwtkeep::scan
