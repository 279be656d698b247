#include <fmt/format.h>

#include "cli/alg_names.hpp"
#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/new_key.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::SecretBytes;

constexpr int kMostCount = 10000;

struct GenerateOptions {
  NewKeyOptions key;
  int count = 1;
  std::string output;
  std::string public_output;
};

base::Result<void> check_options(const GenerateOptions& options) {
  if (options.count < 1 || options.count > kMostCount) {
    return fail(Reason::bad_value, fmt::format("--count has to be 1 to {}", kMostCount));
  }
  const bool to_files = !options.output.empty() || !options.public_output.empty();
  if (to_files && options.count != 1) {
    return fail(Reason::bad_value, "one file takes one key", "leave --count out, or write to standard output");
  }
  return {};
}

SecretBytes with_line_end(const NewKey& made) {
  base::SecretBuilder text;
  text.append(made.text);
  if (made.is_line) text.append(std::string_view("\n"));
  return text.take();
}

/// The private file first: a public key of no private one would be of no use to anybody.
base::Result<void> write_files(const GenerateOptions& options, const NewKey& made, Session& session) {
  if (!options.public_output.empty() && made.public_text.empty()) {
    return fail(Reason::bad_value, options.key.alg + " is symmetric: its keys have no public half",
                "leave --public out");
  }
  if (!options.output.empty()) {
    const auto text = with_line_end(made);
    JWTKEEP_CHECK(text.reveal([&](base::ByteView bytes) { return write_new_private_file(options.output, bytes); }));
    session.out().note("wrote " + options.output + " (mode 0600)");
  }
  if (!options.public_output.empty()) {
    JWTKEEP_CHECK(write_new_private_file(options.public_output, base::as_bytes(made.public_text)));
    session.out().note("wrote " + options.public_output + ", the public half");
  }
  return {};
}

void print(const GenerateOptions& options, const NewKey& made, Session& session) {
  if (!options.output.empty()) return;
  session.out().secret(made.text, made.is_line);
  // A JWK is one object; in PEM the public half stands below.
  if (!made.is_line && options.public_output.empty()) session.out().write(made.public_text);
}

base::Result<int> generate(const GenerateOptions& options, Session& session) {
  JWTKEEP_CHECK(check_options(options));
  auto list = base::Json::array();
  for (int i = 0; i < options.count; ++i) {
    JWTKEEP_TRY(auto made, make_new_key(options.key));
    JWTKEEP_CHECK(write_files(options, made, session));
    if (session.json()) {
      if (!options.output.empty()) made.json.erase("secret");
      list.push(std::move(made.json));
    } else {
      print(options, made, session);
    }
  }
  if (session.json()) {
    session.out().document_with_secrets(options.count == 1 ? list.items()->front() : list);
  }
  return 0;
}

}  // namespace

void add_generate(Commands& commands) {
  auto options = std::make_shared<GenerateOptions>();
  auto& app = commands.add("generate", "Make a new secret or key pair; no store needed",
                           "  jwtkeep generate --format base64url\n"
                           "  jwtkeep generate --alg EdDSA --format jwk\n"
                           "  jwtkeep generate --alg ECDH-ES --crv X25519 -o private.jwk --public public.jwk");
  app.add_option("--alg", options->key.alg,
                 "to sign: " + alg_list() + " (default HS256); to encrypt: " + jwe_key_alg_list())
      ->type_name("ALG");
  app.add_option("--enc", options->key.enc, "of a dir key: " + enc_list())->type_name("ENC");
  app.add_option("--crv", options->key.crv,
                 "the curve: Ed25519 (default) or Ed448 for EdDSA; P-256 (default), P-384, P-521, X25519 or X448 for "
                 "ECDH-ES")
      ->type_name("CURVE");
  app.add_option("--bits", options->key.bits,
                 "size: 256 and more for HS256, 2048 and more for RSA (default 256; RSA 3072)");
  app.add_option(
         "--format", options->key.format,
         "hex, base64, base64url, raw or jwk; key pairs: pem or jwk (default: to encrypt jwk; to sign hex, pem)")
      ->type_name("FORMAT");
  app.add_option("--count", options->count, "how many (default 1)")->type_name("COUNT");
  app.add_option("-o,--output", options->output, "write this new file (mode 0600) instead")->type_name("FILE");
  app.add_option("--public", options->public_output, "write the public half to this new file")->type_name("FILE");
  commands.on(app, [options](Session& session) { return generate(*options, session); });
}

}  // namespace jwtkeep::cli
