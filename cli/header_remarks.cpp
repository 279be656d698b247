#include "cli/header_remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli/output.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/jose/jwe.hpp"

namespace jwtkeep::cli {
namespace {

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// A kid that looks as if it were meant for a file system, a database or a shell.
bool is_odd(const std::string& kid) {
  const auto lower = lower_case(kid);
  return kid.find_first_of("/\\'\";|`$() ") != std::string::npos || kid.contains("..") || kid.contains("--") ||
         lower.contains("%2f") || lower.contains("%00");
}

void remark_on_key_alg(const jose::JwsSignature& signature, jose::Alg alg, Remarks& remarks) {
  if (jose::is_symmetric(alg)) {
    remarks.note("alg_symmetric", "whoever can verify this token can also make one: the key is shared");
  }
  if (alg == jose::Alg::EdDSA) {
    remarks.note("alg_polymorphic", "EdDSA does not say which curve: Ed25519 or Ed448 would (RFC 9864)");
  }
  const auto expected = jose::info(alg).signature_size_bytes;
  if (expected != 0 && signature.signature.size() != expected) {
    remarks.bad("signature_size", fmt::format("the signature has {} bytes, {} makes {}", signature.signature.size(),
                                              name(alg), expected));
  }
}

void remark_on_count(const base::Json& header, Remarks& remarks) {
  const auto* count = header.find("p2c");
  if (count == nullptr || !count->is_number()) return;
  const double p2c = count->number();
  if (p2c < jose::kMinP2c) {
    remarks.bad("p2c_low", fmt::format("p2c {:.0f}: so few iterations hold nobody up who guesses the password", p2c));
  } else if (p2c < jose::kUsualP2c) {
    remarks.warn("p2c_low", fmt::format("p2c {:.0f}: OWASP advises {} iterations", p2c, jose::kUsualP2c));
  } else if (p2c > jose::kUsualP2c) {
    remarks.warn("p2c_high",
                 fmt::format("p2c {:.0f}: a reader that obeys works long, and for anybody who sends such tokens", p2c));
  }
}

void remark_on_management(const base::Json& header, jose::JweAlg alg, Remarks& remarks) {
  switch (jose::info(alg).management) {
    case jose::KeyManagement::key_agreement:
      remarks.note("sender_unknown", "ECDH-ES: whoever has the public key can have written it; to know, sign first");
      break;
    case jose::KeyManagement::rsa_oaep:
      remarks.note("sender_unknown", "RSA: whoever has the public key can have written it; to know, sign first");
      if (alg == jose::JweAlg::RSA_OAEP) {
        remarks.note("oaep_sha1", "RSA-OAEP hashes with SHA-1: not broken here, but RSA-OAEP-256 is what is advised");
      }
      break;
    case jose::KeyManagement::password:
      remarks.note("password", "PBES2: whoever gets this token can guess the password at home");
      remark_on_count(header, remarks);
      break;
    default: break;
  }
}

}  // namespace

void remark_on_header(const base::Json& header, Remarks& remarks) {
  for (const std::string_view name : {"jwk", "jku", "x5u", "x5c"}) {
    if (header.find(name) != nullptr) {
      remarks.bad("embedded_key", fmt::format("the header brings its own key ({}): a verifier that trusts it can be "
                                              "fooled by anybody",
                                              name));
    }
  }
  const auto* kid = header.find("kid");
  if (kid == nullptr || kid->string() == nullptr) {
    // A password has no id.
    if (header.find("p2c") == nullptr)
      remarks.warn("no_kid", "no kid: during a rotation a reader has to try every key");
  } else if (is_odd(*kid->string())) {
    remarks.warn("odd_kid", "the kid looks like a path or a query: it must only ever be compared");
  }
}

void remark_on_signature(const jose::JwsSignature& signature, Remarks& remarks) {
  const auto& header = signature.header;
  const auto alg = jose::alg_from_name(header.alg_name());
  if (lower_case(header.alg_name()) == "none") {
    remarks.bad("alg_none", "alg is none: anybody can write such a token, every verifier has to refuse it");
  } else if (!alg) {
    remarks.warn("alg_unknown",
                 fmt::format("alg \"{}\" is not one that jwtkeep verifies", printable(header.alg_name())));
  } else {
    remark_on_key_alg(signature, *alg, remarks);
  }
  if (!header.protects_alg()) {
    remarks.bad("alg_unprotected", "alg is not in the protected header: anybody can change it");
  }
  for (const auto& extension : header.crit()) {
    remarks.warn("crit",
                 fmt::format("a reader that does not understand \"{}\" has to refuse it (crit)", printable(extension)));
  }
  remark_on_header(header.json(), remarks);
  if (signature.signature.empty()) remarks.bad("no_signature", "the signature is empty");
}

void remark_on_encryption(const jose::JweRecipient& recipient, Remarks& remarks) {
  const auto& header = recipient.header;
  if (header.alg_name() == "RSA1_5") {
    remarks.bad("alg_rsa1_5", "alg is RSA1_5: its padding gives the content away (RFC 8725 section 3.2)");
  } else if (const auto alg = jose::jwe_alg_from_name(header.alg_name())) {
    remark_on_management(header.json(), *alg, remarks);
  } else {
    remarks.warn("alg_unknown", fmt::format("alg \"{}\" is not one that jwtkeep opens", printable(header.alg_name())));
  }
  if (!jose::enc_from_name(header.enc_name())) {
    remarks.warn("enc_unknown", fmt::format("enc \"{}\" is not one that jwtkeep opens", printable(header.enc_name())));
  }
  if (!header.protects_enc()) {
    remarks.bad("enc_unprotected", "enc is not in the protected header: anybody can change it");
  }
  if (header.is_compressed()) {
    remarks.warn("zip", "zip: the length tells of the content (CRIME), and a small token can unfold to a huge text");
  }
  remark_on_header(header.json(), remarks);
}

}  // namespace jwtkeep::cli
