#include "report/rule_of.hpp"

namespace report {

// A JWT's secret is told by one of two rules.
std::string_view rule_of(const Finding& finding) {
  return finding.is_default ? "jwt-secret-default" : "jwt-secret-assignment";
}

std::string summary(const Key& key) { return key.name + (key.can_sign ? ", signs JWTs" : ", reads JWTs"); }

}  // namespace report
