// A report of scan that is a folder of pages.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/scan/report/report.hpp"

namespace jwtkeep::cli {

/// What `-o` names is a folder: it ends in `/`, or one stands there.
bool names_folder(const std::string& path);

/// Nothing stands in the way of files of these names but pages of an earlier report. A folder that is not there yet is
/// fine. Errors: `unsafe_place` names what does.
base::Result<void> check_report_folder(const std::string& folder, std::span<const std::string> names);

struct ReportFolder {
  std::size_t written = 0;
  std::size_t removed = 0;  ///< pages of an earlier report whose findings are no more
};

/// Writes the report as HTML into the folder, which is made (mode 0700, its parents too) where it is not there: files
/// of mode 0600, the index last. Nothing is written where something stands in the way. Pages of an earlier report that
/// are no part of this one go; what else is in the folder stays as it is.
/// Errors: `unsafe_place`, `permission`, `no_space`, `io_failed`.
base::Result<ReportFolder> write_report_folder(const std::string& folder, const scan::Report& report,
                                               std::span<const scan::RuleText> rules);

}  // namespace jwtkeep::cli
