// Keys, policies and forms that the tests of encryption share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/jose/jwe.hpp"
#include "jwtkeep/jose/jwe_json.hpp"
#include "sample.hpp"

namespace jwtkeep::jose {

/// Keys with the kid `sample` for this algorithm: one for each curve, else one; the same each time. `dir` keys are for
/// `enc`.
std::vector<DecryptionKey> sample_decryption_keys(JweAlg alg, Enc enc);

/// The first of these.
DecryptionKey sample_decryption_key(JweAlg alg, Enc enc = Enc::A256GCM);

std::vector<JweAlg> every_jwe_alg();
std::vector<Enc> every_enc();

enum class Form : std::uint8_t { compact, flattened, general };
inline constexpr Form kEveryForm[] = {Form::compact, Form::flattened, Form::general};

/// PBES2 with as few iterations as are allowed, so that tests are quick.
EncryptOptions quick();

/// All encs, every form, compression within its usual bounds.
DecryptPolicy open_policy();

/// The text in this form, with `quick()` unless told otherwise.
std::string encrypt_as(Form form, const EncryptionKey& key, Enc enc, std::string_view text,
                       const EncryptOptions& options = quick());

/// The plaintext in ordinary memory; fails the test when there is none.
std::string text_of(const base::Result<DecryptedToken>& opened);

/// Why the token is refused, or `none`.
std::string jwe_refusal(std::string_view token, const DecryptionKey& key, const DecryptPolicy& policy = open_policy());

/// A compact token's part, decoded, and the token with that part replaced.
base::Bytes part_of(std::string_view token, std::size_t index);
std::string with_part(std::string_view token, std::size_t index, base::ByteView bytes);

/// The compact token with its protected header replaced by these characters. Its tag no longer holds.
std::string with_header(std::string_view token, std::string_view header);

// Tokens whose tag holds, whatever else is wrong with them: so that a refusal has the one cause that is tested.

/// A compact token with exactly these characters as header.
std::string forge_with_cek(std::string_view header, base::ByteView encrypted_key, Enc enc, const base::SecretBytes& cek,
                           std::string_view text);
/// The same, its content encryption key wrapped by AES key wrap under `key`'s secret, whatever the header says.
std::string forge_compact(const DecryptionKey& key, std::string_view header, Enc enc, std::string_view text);
/// The same in the flattened form; `header` empty: nothing is protected.
base::Json forge_flattened(const DecryptionKey& key, std::string_view header, Enc enc, std::string_view text,
                           std::string_view aad = {});

}  // namespace jwtkeep::jose
