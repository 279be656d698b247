#include "cli/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/view.hpp"

namespace jwtkeep::cli {
namespace {

using base::Instant;
using keyring::Key;
using keyring::State;

constexpr std::size_t kLabelWidth = 9;  // a short kid and a space
constexpr std::size_t kMostKeys = 12;   // the newest: more rows than that are no picture any more

/// From when to when a row is in one state.
struct TimelineSpan {
  State state;
  Instant from;
  Instant until;
};

struct TimelineRow {
  std::string kid;
  std::vector<TimelineSpan> spans;
};

/// The states a key has passed and, by the forecast's end, will have passed.
std::vector<TimelineSpan> spans_of(const Key& key, Instant end) {
  std::vector<TimelineSpan> spans;
  const auto over = key.compromised_at ? key.compromised_at : key.retired_at;
  const auto until = [&](const std::optional<Instant>& next) { return next.value_or(over.value_or(end)); };
  spans.push_back({State::pending, key.published_at, until(key.activated_at)});
  if (key.activated_at) spans.push_back({State::active, *key.activated_at, until(key.superseded_at)});
  if (key.superseded_at) spans.push_back({State::retiring, *key.superseded_at, over.value_or(end)});
  if (over) spans.push_back({key.compromised_at ? State::compromised : State::retired, *over, end});
  return spans;
}

class Picture {
 public:
  Picture(const Output& out, const keyring::Keyring& keyring, const keyring::Forecast* ahead, Instant now)
      : out_(out), now_(now), end_(now) {
    const auto& final = ahead != nullptr ? ahead->end : keyring;
    if (ahead != nullptr && !ahead->steps.empty()) end_ = ahead->steps.back().at;
    begin_ = now;
    for (const auto& key : shown_keys(final)) begin_ = std::min(begin_, key->published_at);
    // Some room on both sides, so that the first and the last state can be seen.
    const auto length = std::max<Instant::duration>(end_ - begin_, std::chrono::seconds{1});
    end_ += length / 12;
    for (const auto& key : shown_keys(final)) rows_.push_back({key->kid, spans_of(*key, end_)});
    columns_ = static_cast<std::size_t>(std::clamp(out.width(), 50, 110)) - kLabelWidth - 1;
  }

  [[nodiscard]] std::string draw() const {
    std::string text = scale();
    for (const auto& row : rows_) text += draw_row(row);
    return text + legend();
  }

 private:
  static std::vector<const Key*> shown_keys(const keyring::Keyring& keyring) {
    std::vector<const Key*> keys;
    for (const auto& key : keyring.keys) {
      if (!key.destroyed_at) keys.push_back(&key);
    }
    if (keys.size() > kMostKeys) keys.erase(keys.begin(), keys.end() - kMostKeys);
    return keys;
  }

  [[nodiscard]] std::size_t column(Instant at) const {
    const auto length = std::max<std::int64_t>((end_ - begin_).count(), 1);
    const auto offset = std::clamp<std::int64_t>((at - begin_).count(), 0, length);
    return static_cast<std::size_t>(static_cast<double>(offset) / static_cast<double>(length) *
                                    static_cast<double>(columns_ - 1));
  }

  [[nodiscard]] std::string_view shade(State state) const {
    if (!out_.unicode()) {
      constexpr std::array<std::string_view, 5> kAscii{".", "#", "-", " ", "x"};
      return kAscii.at(static_cast<std::size_t>(state));
    }
    constexpr std::array<std::string_view, 5> kBlocks{"░", "█", "▒", " ", "╳"};
    return kBlocks.at(static_cast<std::size_t>(state));
  }
  static Style style(State state) {
    constexpr std::array<Style, 5> kStyles{Style::cyan, Style::green, Style::yellow, Style::dim, Style::red};
    return kStyles.at(static_cast<std::size_t>(state));
  }

  [[nodiscard]] std::string scale() const {
    std::string left = base::describe_instant(begin_) + "Z";
    const std::string here = "now";
    const std::string right = end_ > now_ + std::chrono::seconds{1} ? relative(end_, now_) : "";
    std::string line(columns_, ' ');
    const auto place = [&](std::size_t at, const std::string& label) {
      at = std::min(at, columns_ > label.size() ? columns_ - label.size() : 0);
      line.replace(at, label.size(), label);
    };
    const auto now_at = column(now_);
    if (!right.empty() && columns_ - right.size() > now_at + here.size() + 1) place(columns_ - right.size(), right);
    if (left.size() + 2 < now_at) place(0, left);
    place(now_at, here);
    line.erase(line.find_last_not_of(' ') + 1);
    return std::string(kLabelWidth, ' ') + out_.styled(Style::dim, line) + "\n";
  }

  [[nodiscard]] std::string draw_row(const TimelineRow& row) const {
    const auto now_at = column(now_);
    std::string text = fmt::format("{:<{}}", short_kid(row.kid), kLabelWidth);
    for (std::size_t i = 0; i < columns_; ++i) {
      const auto span = std::ranges::find_if(row.spans, [&](const TimelineSpan& s) {
        return column(s.from) <= i && i < std::max(column(s.until), column(s.from) + (s.until > s.from ? 1U : 0U));
      });
      if (i == now_at) {
        text += out_.styled(Style::bold, out_.unicode() ? "│" : "|");
      } else if (span == row.spans.end() || span->state == State::retired) {
        text += ' ';
      } else {
        text += out_.styled(style(span->state), shade(span->state));
      }
    }
    while (text.ends_with(' ')) text.pop_back();
    return text + "\n";
  }

  [[nodiscard]] std::string legend() const {
    const std::string margin(kLabelWidth, ' ');
    std::string text;
    std::string line;
    for (const State state : {State::pending, State::active, State::retiring, State::compromised}) {
      const bool used = std::ranges::any_of(rows_, [&](const TimelineRow& row) {
        return std::ranges::any_of(row.spans,
                                   [&](const TimelineSpan& s) { return s.state == state && s.until > s.from; });
      });
      if (!used) continue;
      constexpr std::array<std::string_view, 5> kMeaning{"pending (verifies)", "active (signs)", "retiring (verifies)",
                                                         "", "compromised (refused)"};
      const auto entry =
          fmt::format("{} {}", out_.styled(style(state), shade(state)), kMeaning.at(static_cast<std::size_t>(state)));
      if (!line.empty() && shown_width(line) + 3 + shown_width(entry) > columns_) {
        text += margin + std::exchange(line, {}) + "\n";
      }
      line += (line.empty() ? "" : "   ") + entry;
    }
    return text + margin + line + "\n";
  }

  const Output& out_;
  Instant now_;
  Instant begin_;
  Instant end_;
  std::vector<TimelineRow> rows_;
  std::size_t columns_ = 0;
};

}  // namespace

std::string draw_timeline(const Output& out, const keyring::Keyring& keyring, const keyring::Forecast* ahead,
                          base::Instant now) {
  return Picture(out, keyring, ahead, now).draw();
}

}  // namespace jwtkeep::cli
