#include "jwtkeep/keyring/judging.hpp"

namespace jwtkeep::keyring {

strength::JudgeOptions judging(jose::Alg alg) {
  strength::JudgeOptions options;
  options.required_bytes = static_cast<std::size_t>(jose::info(alg).min_key_bits) / 8;
  return options;
}

strength::JudgeOptions judging(jose::Alg alg, const Name& name) {
  strength::JudgeOptions options = judging(alg);
  options.context = {name.text()};
  return options;
}

}  // namespace jwtkeep::keyring
