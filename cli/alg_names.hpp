// Algorithms by their names on the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/jose/jwe_alg.hpp"

namespace jwtkeep::cli {

// Errors of all: `bad_value`, naming those that there are.

base::Result<jose::Alg> parse_alg(const std::string& name);
base::Result<jose::JweAlg> parse_jwe_alg(const std::string& name);
base::Result<jose::Enc> parse_enc(const std::string& name);

base::Result<std::vector<jose::Alg>> parse_algs(const std::vector<std::string>& names);
base::Result<std::vector<jose::JweAlg>> parse_jwe_algs(const std::vector<std::string>& names);
base::Result<std::vector<jose::Enc>> parse_encs(const std::vector<std::string>& names);

/// All of them, with commas, for help texts.
std::string alg_list();
std::string jwe_alg_list();
/// Those that a key is made for: not by a password.
std::string jwe_key_alg_list();
std::string enc_list();

}  // namespace jwtkeep::cli
