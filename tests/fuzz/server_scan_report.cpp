// read_scan_report and ScanReports::from_json: what is taken is written and read again as the same, and no text of a
// report but names is kept.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/server/scan_reports.hpp"

namespace base = jwtkeep::base;
namespace server = jwtkeep::server;

namespace {

void check_kept(const server::ScanReports& all) {
  const auto again = server::ScanReports::from_json(all.to_json());
  if (!again || *again != all) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json(base::as_text({data, size}));
  if (!json) return 0;
  if (auto kept = server::ScanReports::from_json(*json)) check_kept(*kept);
  auto found = server::read_scan_report(*json);
  if (!found) return 0;
  server::ScanReports all;
  all.replace({.source = "fuzz", .at = {}, .findings = *std::move(found)}, [](std::string_view) { return true; });
  check_kept(all);
  return 0;
}
