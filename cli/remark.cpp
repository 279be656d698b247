#include "cli/remark.hpp"

namespace jwtkeep::cli {

std::string_view word(Severity severity) noexcept {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::bad: return "bad";
  }
  return "";
}

}  // namespace jwtkeep::cli
