// What every page of the HTML report begins and ends with.
#pragma once

#include <string>
#include <string_view>

namespace jwtkeep::scan {

/// Stands in the head of each page, and in no page of anybody else: what may be written over.
inline constexpr std::string_view kHtmlMark = R"(<meta name="generator" content="jwtkeep scan">)";

enum class WithScript : bool { no, yes };

/// Up to `<body>`. The policy allows this page's own style, and where there is one its own script, by their hashes;
/// nothing is fetched. `title` is plain text.
std::string html_head(std::string_view title, WithScript with_script);
/// From the script to the end; the script sorts and filters the table that is there.
std::string html_end(WithScript with_script);

}  // namespace jwtkeep::scan
