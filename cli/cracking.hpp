// One run of crack: the threads' progress shown, secrets told as they are found, and the run saved meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "cli/crack_report.hpp"
#include "cli/progress.hpp"
#include "cli/run_file.hpp"
#include "jwtkeep/crack/run.hpp"

namespace jwtkeep::cli {

struct CrackingOptions {
  unsigned threads = 1;
  std::string potfile;  ///< empty: none
  bool reveal = false;
};

class Cracking {
 public:
  /// `saved` is where it begins. Everything has to outlive it. `stop`: see `crack::RunOptions`.
  Cracking(Session& session, const CrackingOptions& options, const std::vector<CrackToken>& tokens,
           crack::SavedRun saved, RunFile& file, std::atomic<bool>& stop);

  /// Errors: those of `crack::run` and of the potfile.
  base::Result<void> run(const std::vector<crack::Stage>& stages);

  /// The exit code; prints what is left to be said. Errors: a word list that could not be read to its end, a session or
  /// a potfile that could not be written.
  base::Result<int> finish();

 private:
  base::Result<void> try_potfile(const crack::Cracker& cracker);
  void found(crack::Found found, const std::string& from);
  void tick(const crack::Standing& standing, const std::vector<crack::Stage>& stages);
  void save();
  [[nodiscard]] std::vector<std::size_t> fallen() const;
  [[nodiscard]] double seconds() const;

  Session& session_;
  const CrackingOptions& options_;
  const std::vector<CrackToken>& tokens_;
  crack::SavedRun saved_;  ///< as of the last `tick`
  crack::Standing from_;   ///< where this run began
  double seconds_before_;
  RunFile& file_;
  std::atomic<bool>& stop_;
  std::unique_ptr<SecretOwners> owners_;  ///< the store is opened when the first secret falls
  Progress progress_;
  CrackReport report_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point saved_at_;
  std::size_t stage_ = std::numeric_limits<std::size_t>::max();  ///< the one whose time left is reckoned
  std::uint64_t stage_taken_ = 0;                                ///< of its steps, when it was first looked at
  std::chrono::steady_clock::time_point stage_began_;
  std::optional<base::Error> unsaved_;   ///< the last attempt to save has failed
  std::optional<base::Error> failed_;    ///< a word list that could not be read to its end
  std::optional<base::Error> unpotted_;  ///< a secret is not in the potfile
};

}  // namespace jwtkeep::cli
