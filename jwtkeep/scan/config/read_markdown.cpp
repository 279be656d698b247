// Markdown, reStructuredText and AsciiDoc: the configuration in their blocks and between their backticks.
#include <algorithm>
#include <array>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

struct Fence {
  std::string_view word;
  Language language;
};
constexpr auto kFences = std::to_array<Fence>({{"env", Language::env},
                                               {"dotenv", Language::env},
                                               {"bash", Language::shell},
                                               {"sh", Language::shell},
                                               {"shell", Language::shell},
                                               {"console", Language::shell},
                                               {"zsh", Language::shell},
                                               {"powershell", Language::shell},
                                               {"yaml", Language::yaml},
                                               {"yml", Language::yaml},
                                               {"json", Language::json},
                                               {"jsonc", Language::json},
                                               {"json5", Language::json},
                                               {"toml", Language::toml},
                                               {"ini", Language::ini},
                                               {"conf", Language::ini},
                                               {"properties", Language::properties},
                                               {"xml", Language::xml},
                                               {"hcl", Language::hcl},
                                               {"terraform", Language::hcl},
                                               {"tf", Language::hcl},
                                               {"dockerfile", Language::dockerfile},
                                               {"docker", Language::dockerfile},
                                               {"nginx", Language::nginx},
                                               {"caddyfile", Language::nginx},
                                               {"http", Language::http},
                                               {"sql", Language::sql},
                                               {"makefile", Language::makefile}});

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path)
      : reading_(reading), text_(reading.text().substr(0, range.end)), at_(range.begin), path_(path) {}

  void read() {
    while (at_ < text_.size()) {
      const auto begin = at_;
      const auto end = std::min(text_.find('\n', begin), text_.size());
      at_ = end + 1;
      auto first = begin;
      while (first < end && is_blank(text_[first])) ++first;
      const auto rest = text_.substr(first, end - first);
      if (rest.starts_with("```") || rest.starts_with("~~~") || rest.starts_with("----")) {
        if (rest[0] != '-' || trimmed(rest).find_first_not_of('-') == std::string_view::npos) fence(trimmed(rest));
      } else if (reading_.has_trigger({begin, end})) {
        if (first - begin >= 4 || (first > begin && text_[begin] == '\t')) {
          read_commands(reading_, {first, end}, path_, Commands::shell);
        } else {
          backticks({begin, end});
        }
      }
    }
  }

 private:
  void fence(std::string_view line) {
    const auto mark = line.substr(0, line[0] == '-' ? line.size() : 3);
    auto word = trimmed(line.substr(std::min(line.find_first_not_of(line[0]), line.size())));
    if (word.starts_with('{')) word.remove_prefix(1);
    word = word.substr(0, std::min(word.find_first_of(" {}:,\t"), word.size()));
    if (mark[0] == '-' && mark.size() == unclosed_) return;
    const auto begin = std::min(at_, text_.size());
    auto end = text_.size();
    for (auto next = begin; next < text_.size();) {
      const auto stop = std::min(text_.find('\n', next), text_.size());
      const auto here = trimmed(text_.substr(next, stop - next));
      if (here.starts_with(mark) && here.find_first_not_of(mark[0]) == std::string_view::npos) {
        end = next;
        at_ = stop + 1;
        break;
      }
      next = stop + 1;
    }
    if (end == text_.size()) {
      if (mark[0] == '-') {
        unclosed_ = mark.size();  // a rule, or a heading's line
        return;
      }
      at_ = end;
    }
    const Span body{begin, end};
    if (!reading_.has_trigger(body)) return;
    const auto known = std::ranges::find_if(kFences, [&](const Fence& one) { return same_letters(word, one.word); });
    if (known == kFences.end() && !word.empty() && !same_letters(word, "text") && !same_letters(word, "txt")) return;
    read_config(reading_, body, path_, known == kFences.end() ? guessed_language(body.of(text_)) : known->language);
  }

  /// `JWT_SECRET=x` within a sentence.
  void backticks(Span line) {
    const auto text = text_.substr(0, line.end);
    for (auto open = text.find('`', line.begin); open != std::string_view::npos; open = text.find('`', open)) {
      const auto close = text.find('`', open + 1);
      if (close == std::string_view::npos) return;
      const Span inner{open + 1, close};
      if (reading_.has_trigger(inner) && inner.of(text).find('=') != std::string_view::npos) {
        read_commands(reading_, inner, path_, Commands::shell);
      }
      open = close + 1;
    }
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
  std::size_t unclosed_ = 0;  // dashes of a line that no other like it follows
};

}  // namespace

void read_markdown(Reading& reading, Span range, NamePath& path) { Reader(reading, range, path).read(); }

}  // namespace jwtkeep::scan
