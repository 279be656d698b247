// What a file of variables loses when another is written over it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/env_text.hpp"

namespace jwtkeep::destination {

/// Whether `variables` may be written over what stands at `path`: nothing, or variables of these names alone (for
/// `EnvFormat::k8s` a Secret of the name `k8s_name`).
/// Errors: `unsafe_place` where something else would be lost; and those of reading a file.
base::Result<void> check_env_overwrite(const std::string& path, const std::vector<Variable>& variables,
                                       EnvFormat format, std::string_view k8s_name);

}  // namespace jwtkeep::destination
