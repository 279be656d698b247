// How `--help` looks: everywhere as on a terminal of 80 columns, which is also how the pages in docs show it.
#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class FormatterBase;
}  // namespace CLI

namespace jwtkeep::cli {

std::shared_ptr<CLI::FormatterBase> help_formatter();

}  // namespace jwtkeep::cli
