// What the judge of secrets is to know of a keyring's.
#pragma once

#include "jwtkeep/jose/alg.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::keyring {

/// The bytes that the algorithm asks for, `alg` being symmetric.
strength::JudgeOptions judging(jose::Alg alg);

/// And the words of the keyring's name, which an attacker would try first.
strength::JudgeOptions judging(jose::Alg alg, const Name& name);

}  // namespace jwtkeep::keyring
