// Whether the judge measures guessability and not looks (`make judge-quality`): what a CSPRNG gives is never refused,
// what is made of words or of published secrets is never strong, and on the list of published secrets, were they not
// published, it ranks as zxcvbn does.
//
//     judge_quality [SECRETS OF EACH KIND, 10000000 if not given]
#include <zxcvbn.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/strength/judge.hpp"
#include "jwtkeep/strength/known_list.hpp"

namespace {

using namespace jwtkeep;

/// Random bytes from the CSPRNG, many at a time.
class Source {
 public:
  base::ByteView take(std::size_t size) {
    if (at_ + size > buffer_.size()) {
      buffer_ = crypto::random_bytes(std::size_t{1} << 16);
      at_ = 0;
    }
    at_ += size;
    return base::ByteView(buffer_).subspan(at_ - size, size);
  }

  std::size_t below(std::size_t bound) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : take(8)) number = number << 8 | byte;
    return number % bound;
  }

 private:
  base::Bytes buffer_;
  std::size_t at_ = 0;
};

/// Guarded memory is made once for each length.
class Judge {
 public:
  strength::Judgement operator()(std::string_view text, const strength::JudgeOptions& options = {}) {
    if (secret_.size() != text.size()) secret_ = base::SecretBytes(text.size());
    secret_.fill([&](base::MutableByteView bytes) { std::ranges::copy(base::as_bytes(text), bytes.begin()); });
    return strength::judge(secret_, options);
  }

 private:
  base::SecretBytes secret_;
};

/// Runs `one` `count` times on all cores; it says whether the judge was right. Prints and gives how often it was not.
std::size_t count_wrong(const char* what, std::size_t count,
                        const std::function<bool(Source&, Judge&, std::string&)>& one) {
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> wrong{0};
  std::mutex printing;
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back([&] {
      Source source;
      Judge judge;
      std::string told;
      while (next.fetch_add(1000) < count) {
        for (int j = 0; j < 1000; ++j) {
          if (one(source, judge, told)) continue;
          if (++wrong > 5) continue;
          const std::lock_guard lock(printing);
          std::printf("  wrong: %s\n", told.c_str());
        }
      }
    });
  }
  threads.clear();
  std::printf("%-58s %zu of %zu\n", what, wrong.load(), count);
  std::fflush(stdout);
  return wrong;
}

using Writer = std::string (*)(base::ByteView);
std::string raw(base::ByteView bytes) { return std::string(base::as_text(bytes)); }

struct Form {
  const char* name;
  Writer write;
};

std::size_t random_secrets(std::size_t count) {
  std::size_t wrong = 0;
  for (const Form& form : {Form{"hex", base::hex_encode}, Form{"base64", base::base64_encode},
                           Form{"base64url", base::base64url_encode}, Form{"raw", raw}}) {
    const std::string name = form.name;
    wrong += count_wrong(("256 random bits refused, " + name).c_str(), count,
                         [&](Source& source, Judge& judge, std::string& told) {
                           const base::ByteView bytes = source.take(32);
                           told = base::hex_encode(bytes);
                           return judge(form.write(bytes)).strength == strength::Strength::strong;
                         });
    wrong += count_wrong(("128 random bits refused for more than length, " + name).c_str(), count,
                         [&](Source& source, Judge& judge, std::string& told) {
                           const base::ByteView bytes = source.take(16);
                           told = base::hex_encode(bytes);
                           const auto judgement = judge(form.write(bytes));
                           return judgement.strength == strength::Strength::weak && judgement.findings.size() == 1 &&
                                  judgement.findings[0].kind == strength::FindingKind::too_short;
                         });
  }
  return wrong;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    lines.emplace_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
  }
  return lines;
}

std::vector<std::string> words_of(const char* list) {
  std::ifstream file(std::string(JWTKEEP_SOURCE_DIR) + "/jwtkeep/strength/data/words/" + list + ".txt");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return lines_of(text);
}

/// Four words of one list, drawn at random, in one of the ways people write them.
std::size_t four_words(std::size_t count) {
  std::size_t wrong = 0;
  for (const char* list : {"en", "diceware", "de", "fr", "es", "it", "pt", "nl", "pl"}) {
    const auto words = words_of(list);
    wrong += count_wrong((std::string("four dictionary words called strong, ") + list).c_str(), count,
                         [&](Source& source, Judge& judge, std::string& told) {
                           static constexpr const char* kSeparators[] = {"", "-", " ", "_", ".", "7"};
                           const char* separator = kSeparators[source.below(std::size(kSeparators))];
                           const std::size_t writing = source.below(3);
                           told.clear();
                           for (int i = 0; i < 4; ++i) {
                             std::string word = words[source.below(words.size())];
                             for (std::size_t at = 0; at < word.size(); ++at) {
                               const bool capital = writing == 2 || (writing == 1 && at == 0);
                               if (capital && word[at] >= 'a' && word[at] <= 'z')
                                 word[at] = static_cast<char>(word[at] - 32);
                             }
                             told += (i > 0 ? separator : "") + word;
                           }
                           return judge(told).strength != strength::Strength::strong;
                         });
  }
  return wrong;
}

/// Forty bytes and more out of the list: one secret, or as many as it takes. (Of joined ones the judge looks at the
/// first 1024 bytes, and takes the white space off that stands around them.)
std::size_t published(std::size_t count, const std::vector<std::string>& list) {
  std::vector<std::string> long_ones;
  std::vector<std::string> joined;
  for (const auto& text : list) {
    if (text.size() >= 40) long_ones.push_back(text);
    if (text.size() <= 512 && !text.empty() && text.front() > ' ' && text.back() > ' ') joined.push_back(text);
  }
  std::atomic<std::size_t> next{0};
  std::size_t wrong = count_wrong("published secrets of 40 bytes called strong", long_ones.size() / 1000 * 1000 + 1000,
                                  [&](Source&, Judge& judge, std::string& told) {
                                    told = long_ones[next++ % long_ones.size()];
                                    return judge(told).strength == strength::Strength::published;
                                  });
  wrong += count_wrong("published secrets joined to 40 bytes called strong", count,
                       [&](Source& source, Judge& judge, std::string& told) {
                         told.clear();
                         while (told.size() < 40) told += joined[source.below(joined.size())];
                         return judge(told).strength != strength::Strength::strong;
                       });
  return wrong;
}

/// Ranks from 1 on; equal values share the mean of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> out(values.size());
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) out[order[i]] = static_cast<double>(begin + end + 1) / 2;
    begin = end;
  }
  return out;
}

/// Spearman 1904: the correlation of the ranks.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto x = ranks(a);
  const auto y = ranks(b);
  const double mean = static_cast<double>(a.size() + 1) / 2;
  double xy = 0;
  double xx = 0;
  double yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xy / std::sqrt(xx * yy);
}

/// On `most` secrets out of the list, evenly spread.
void compare_with_zxcvbn(const std::vector<std::string>& list, std::size_t most) {
  std::vector<std::string> texts;
  const std::size_t step = std::max<std::size_t>(1, list.size() / most);
  // zxcvbn reads text alone, and no more than 100 characters of it in detail.
  for (std::size_t i = 0; i < list.size(); i += step) {
    const auto& text = list[i];
    if (text.size() <= 100 && !text.empty() && base::is_printable_ascii(base::as_bytes(text))) texts.push_back(text);
  }
  std::vector<double> ours(texts.size());
  std::vector<double> theirs(texts.size());
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    threads.emplace_back([&] {
      Judge judge;
      for (std::size_t at = next++; at < texts.size(); at = next++) {
        ours[at] = judge(texts[at], {.required_bytes = 32, .context = {}, .published_counts = false}).entropy_bits;
        theirs[at] = ZxcvbnMatch(texts[at].c_str(), nullptr, nullptr);
      }
    });
  }
  threads.clear();
  std::printf("%-58s %.3f on %zu secrets\n", "rank correlation with zxcvbn, were they not published",
              rank_correlation(ours, theirs), texts.size());
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000;
  const auto list = lines_of(strength::known_list());
  std::size_t wrong = random_secrets(count);
  wrong += four_words(std::max<std::size_t>(count / 50, 1000));
  wrong += published(std::max<std::size_t>(count / 50, 1000), list);
  compare_with_zxcvbn(list, std::max<std::size_t>(count / 10, 1000));
  std::printf("%s\n", wrong == 0 ? "all right" : "some are wrong");
  return wrong == 0 ? 0 : 1;
}
