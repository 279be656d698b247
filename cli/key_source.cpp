#include "cli/key_source.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "cli/input.hpp"
#include "cli/secret_text.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

std::string shown(const std::string& path) { return path == "-" ? "standard input" : path; }

/// The options that were given, by their names.
std::vector<std::string> given_options(const KeySource& source) {
  std::vector<std::string> names;
  const auto look = [&](bool is_given, const char* name) {
    if (is_given) names.emplace_back(name);
  };
  look(!source.jwk.empty(), "--jwk");
  look(!source.jwks.empty(), "--jwks");
  look(!source.pem.empty(), "--pem");
  look(!source.secret.empty(), "--secret");
  look(!source.secret_env.empty(), "--secret-env");
  look(!source.password.empty(), "--password");
  look(!source.password_env.empty(), "--password-env");
  return names;
}

base::Result<void> check_one_kind(const KeySource& source) {
  const auto names = given_options(source);
  if (names.size() > 1) {
    return fail(Reason::bad_value, fmt::format("the key is given twice: by {} and by {}", names[0], names[1]),
                "leave one of them out");
  }
  if (!source.form.empty() && source.secret.empty() && source.secret_env.empty()) {
    return fail(Reason::bad_value, "--form says what a secret's text means, and no secret is given",
                "leave it out, or give the secret by --secret or --secret-env");
  }
  return {};
}

std::unexpected<base::Error> in_file(const std::string& path, const base::Error& error) {
  return fail(error.reason, shown(path) + ": " + error.what, error.hint);
}

std::unexpected<base::Error> bad_file(const std::string& path, const std::string& what, const std::string& hint) {
  return fail(Reason::bad_value, shown(path) + " " + what, hint);
}

/// What a text begins with, white space aside.
bool begins_with(const SecretBytes& text, std::string_view prefix) {
  return text.reveal([&](base::ByteView bytes) {
    auto characters = base::as_text(bytes);
    characters.remove_prefix(std::min(characters.find_first_not_of(" \t\r\n"), characters.size()));
    return characters.starts_with(prefix);
  });
}

bool is_blank(const SecretBytes& text) {
  return text.reveal(
      [](base::ByteView bytes) { return base::as_text(bytes).find_first_not_of(" \t\r\n") == std::string_view::npos; });
}

base::Result<SecretBytes> read_file(const std::string& path) {
  JWTKEEP_TRY(auto text, read_secret_file(path));
  if (is_blank(text)) return bad_file(path, "is empty", "give a file that holds a key");
  return text;
}

/// As ssh does for its keys. The file is used all the same: it may be one for trying things out.
void warn_of_readers(const std::string& path, Session& session) {
  struct stat status{};
  if (path == "-" || stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
  if ((status.st_mode & 0077U) == 0) return;
  session.out().warn(fmt::format("others may read the secret in {} (mode {:04o}); run: chmod 600 {}", printable(path),
                                 status.st_mode & 07777U, printable(path)));
}

bool is_secret(const jose::Jwk& jwk) { return !jwk.is_public(); }

base::Result<SourceKey> read_jwk(const std::string& path, Session& session) {
  JWTKEEP_TRY(const auto text, read_file(path));
  if (begins_with(text, "-----BEGIN ")) return bad_file(path, "is PEM, not a JWK", "give it by --pem " + path);
  if (!begins_with(text, "{")) {
    return bad_file(path, "is no JWK", "a JWK is a JSON object (RFC 7517); PEM and DER files are given by --pem");
  }
  auto jwk = jose::parse_jwk(text);
  if (!jwk) {
    if (jose::parse_jwks(text)) return bad_file(path, "is a JWK set, not one JWK", "give it by --jwks " + path);
    return in_file(path, jwk.error());
  }
  if (is_secret(*jwk)) warn_of_readers(path, session);
  return SourceKey{*std::move(jwk), SourceKind::jwk, shown(path)};
}

base::Result<std::vector<SourceKey>> read_set(const std::string& path, Session& session) {
  JWTKEEP_TRY(const auto text, read_file(path));
  std::vector<SourceKey> keys;
  if (auto one = jose::parse_jwk(text)) {
    keys.push_back({*std::move(one), SourceKind::jwk, shown(path)});
  } else {
    auto set = jose::parse_jwks(text);
    if (!set) return fail(Reason::bad_value, path + ": " + set.error().what, "give a JWK or a JWK set (RFC 7517)");
    for (const auto& skipped : set->skipped) {
      session.out().warn(fmt::format("{}: key {} is left out: {}", path, skipped.index + 1, printable(skipped.why)));
    }
    for (auto& jwk : set->keys) keys.push_back({std::move(jwk), SourceKind::jwk_of_set, shown(path)});
  }
  if (keys.empty()) return bad_file(path, "holds no key", "see what its entries lack, or give another set");
  const auto secret = [](const SourceKey& key) { return is_secret(key.jwk); };
  if (std::ranges::any_of(keys, secret)) warn_of_readers(path, session);
  return keys;
}

base::Result<jose::JwkMaterial> pem_material(const SecretBytes& text) {
  const bool is_private = text.reveal(
      [](base::ByteView bytes) { return base::as_text(bytes).find("PRIVATE KEY-----") != std::string_view::npos; });
  if (is_private) {
    JWTKEEP_TRY(auto key, crypto::PrivateKey::from_pem(text));
    return key;
  }
  JWTKEEP_TRY(auto key,
              text.reveal([](base::ByteView bytes) { return crypto::PublicKey::from_pem(base::as_text(bytes)); }));
  return key;
}

base::Result<jose::JwkMaterial> der_material(const SecretBytes& der) {
  auto private_key = crypto::PrivateKey::from_der(der);
  if (private_key) return *std::move(private_key);
  auto public_key = der.reveal(crypto::PublicKey::from_der);
  if (public_key) return *std::move(public_key);
  const bool neither =
      private_key.error().reason == Reason::malformed && public_key.error().reason == Reason::malformed;
  if (neither) {
    return fail(Reason::bad_value, "neither PEM nor a key in DER form",
                "PKCS#8, PKCS#1, SEC1 and SPKI are taken; a JWK is given by --jwk, a secret by --secret");
  }
  return std::unexpected(private_key.error().reason == Reason::malformed ? public_key.error() : private_key.error());
}

base::Result<SourceKey> read_pem(const std::string& path, Session& session) {
  JWTKEEP_TRY(const auto text, read_file(path));
  if (begins_with(text, "{")) return bad_file(path, "is JSON, not PEM", "give a JWK by --jwk " + path);
  const bool is_pem = text.reveal(
      [](base::ByteView bytes) { return base::as_text(bytes).find("-----BEGIN ") != std::string_view::npos; });
  auto material = is_pem ? pem_material(text) : der_material(text);
  if (!material) return in_file(path, material.error());
  SourceKey key{.jwk = {}, .kind = SourceKind::pem, .from = shown(path)};
  key.jwk.material = *std::move(material);
  if (is_secret(key.jwk)) warn_of_readers(path, session);
  return key;
}

base::Result<SecretBytes> read_secret(const std::string& path, const std::string& variable, Session& session) {
  if (!variable.empty()) return read_secret_environment(variable);
  if (path == "-" && can_ask()) return ask_secret("Secret: ");
  warn_of_readers(path, session);
  return read_secret_file(path);
}

base::Result<SourceKey> read_secret_key(const KeySource& source, Session& session) {
  const bool is_password = source.secret.empty() && source.secret_env.empty();
  const auto& path = is_password ? source.password : source.secret;
  const auto& variable = is_password ? source.password_env : source.secret_env;
  JWTKEEP_TRY(auto text, read_secret(path, variable, session));
  text = without_line_end(std::move(text));
  const auto from = variable.empty() ? shown(path) : variable;
  if (text.empty()) {
    return bad_file(from, "is empty", is_password ? "give a password" : "make a secret with: jwtkeep generate");
  }
  JWTKEEP_TRY(auto key, key_of_text(std::move(text), source.form));
  SourceKey read{.jwk = {}, .kind = is_password ? SourceKind::password : SourceKind::secret, .from = from};
  read.jwk.material = std::move(key);
  return read;
}

}  // namespace

bool KeySource::given() const { return !given_options(*this).empty() || !form.empty(); }

bool KeySource::reads_standard_input() const {
  return std::ranges::find(jwk, "-") != jwk.end() || jwks == "-" || pem == "-" || secret == "-" || password == "-";
}

void add_key_options(Arguments& app, KeySource& source, KeyUse use) {
  const bool one = use == KeyUse::sign;
  const bool signatures = use == KeyUse::sign || use == KeyUse::verify;
  const std::string half = use == KeyUse::sign || use == KeyUse::decrypt ? "private" : "public";
  const auto add = [&](const char* name, std::string& into, const std::string& help, const char* type) {
    app.add_option(name, into, help)->type_name(type)->group("Keys");
  };
  app.add_option("--jwk", source.jwk, "the key: a JWK file" + std::string(one ? "" : "; may be given again"))
      ->type_name("FILE")
      ->group("Keys")
      ->one_each();
  if (!one) add("--jwks", source.jwks, "the keys of a JWK set", "FILE");
  add("--pem", source.pem, "the key: a " + half + " key in PEM or DER form", "FILE");
  if (signatures) {
    add("--secret", source.secret, "the key: the secret in this file", "FILE");
    add("--secret-env", source.secret_env, "the key: the secret in this environment variable", "NAME");
    add("--form", source.form,
        "what the secret's text means: text (the characters are the key, the default) or bytes (hex, base64 or "
        "base64url of the key)",
        "FORM");
  } else {
    add("--password", source.password, "the password in this file, for PBES2", "FILE");
    add("--password-env", source.password_env, "the password in this environment variable, for PBES2", "NAME");
  }
}

base::Result<std::vector<SourceKey>> read_keys(const KeySource& source, Session& session) {
  JWTKEEP_CHECK(check_one_kind(source));
  if (!source.jwks.empty()) return read_set(source.jwks, session);
  std::vector<SourceKey> keys;
  for (const auto& path : source.jwk) {
    JWTKEEP_TRY(auto key, read_jwk(path, session));
    keys.push_back(std::move(key));
  }
  if (!source.pem.empty()) {
    JWTKEEP_TRY(auto key, read_pem(source.pem, session));
    keys.push_back(std::move(key));
  }
  if (keys.empty()) {
    JWTKEEP_TRY(auto key, read_secret_key(source, session));
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace jwtkeep::cli
