#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/files/report.h"

namespace psgan::trainer {
namespace {

namespace fs = std::filesystem;

struct CompareFlags {
  std::vector<fs::path> runs;
  fs::path out = "compare.html";
};

/// What a run's folder tells.
struct RunSummary {
  std::string name;
  Json options = Json::object(), last_stats = Json::object();
  std::vector<Metric> metrics;  // of its newest evaluation; none if it has none
  fs::path fakes;               // its newest grid; empty if it has none
  fs::path redrawn;             // of that evaluation; empty if it has none
};

/// The last of a folder's entries, by name, for which `wanted` is true; empty if there is none.
template <typename Wanted>
fs::path last_entry(const fs::path& folder, Wanted wanted) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (wanted(entry.path()) && entry.path() > found) found = entry.path();
  }
  return found;
}

RunSummary summary_of(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw Error(folder.string() + ": there is no such run's folder");
  if (!fs::exists(folder / "options.json")) {
    throw Error(folder.string() + ": this is no run's folder, there is no options.json in it");
  }
  RunSummary run;
  run.name = fs::absolute(folder).lexically_normal().filename().string();
  if (run.name.empty()) run.name = fs::absolute(folder).parent_path().filename().string();
  const fs::path options = folder / "options.json";
  run.options = parse_json_object(read_text_file(options), options.string());
  if (const fs::path stats = folder / "training_stats.jsonl"; fs::exists(stats)) {
    std::istringstream lines(read_text_file(stats));
    for (std::string line; std::getline(lines, line);) {
      run.last_stats = parse_json_object(line, stats.string());
    }
  }
  const fs::path evaluation =
      last_entry(folder, [](const fs::path& path) { return fs::exists(path / "metrics.jsonl"); });
  if (!evaluation.empty()) {
    run.metrics = read_metrics(evaluation / "metrics.jsonl");
    if (fs::exists(evaluation / redrawn_file)) run.redrawn = evaluation / redrawn_file;
  }
  run.fakes = last_entry(folder, [](const fs::path& path) {
    const std::string name = path.filename().string();
    return name.starts_with("fakes0") && path.extension() == ".png";
  });
  return run;
}

using Runs = std::vector<RunSummary>;
using Row = std::vector<std::string>;
using Rows = std::vector<Row>;

Row head(const std::string& first, const Runs& runs) {
  Row row = {first};
  for (const RunSummary& run : runs) row.push_back(run.name);
  return row;
}

/// Options in which they differ.
Rows option_rows(const Runs& runs) {
  Rows rows = {head("option", runs)};
  std::set<std::string> keys;
  for (const RunSummary& run : runs) {
    for (const auto& [key, value] : run.options.items()) keys.insert(key);
  }
  for (const std::string& key : keys) {
    Row row = {key};
    for (const RunSummary& run : runs) row.push_back(run.options.value(key, Json()).dump());
    if (std::any_of(row.begin() + 2, row.end(),
                    [&](const std::string& value) { return value != row[1]; })) {
      rows.push_back(row);
    }
  }
  return rows;
}

/// The last lines of their trainings' statistics, side by side; what none has is left out.
Rows progress_rows(const Runs& runs) {
  Rows rows = {head("training", runs)};
  const auto text = [](const RunSummary& run, const char* key) {
    const auto found = run.last_stats.find(key);
    if (found == run.last_stats.end() || !found->is_number()) return std::string("–");
    if (std::string(key) == "seconds") return duration_text(found->get<double>());
    char number[32];
    std::snprintf(number, sizeof number, "%.6g", found->get<double>());
    return std::string(number);
  };
  for (const char* key : {"kimg", "seconds", "images_per_second", "resolution", "loss_G", "loss_G2",
                          "loss_D", "anchor_l1", "l1_G1", "l1_G2", "l1_G"}) {
    Row row = {key};
    bool any = false;
    for (const RunSummary& run : runs) {
      row.push_back(text(run, key));
      any = any || row.back() != "–";
    }
    if (any) rows.push_back(row);
  }
  return rows;
}

const Metric* find_metric(const RunSummary& run, const std::string& name) {
  const auto found = std::find_if(run.metrics.begin(), run.metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == run.metrics.end() ? nullptr : &*found;
}

/// Every measure that one of them has, in the order of the first that has it; real images' beside
/// them.
Rows metric_rows(const Runs& runs) {
  Rows rows = {head("measure", runs)};
  rows[0].insert(rows[0].end(), {"real", "meaning"});
  std::set<std::string> told;
  for (const RunSummary& teller : runs) {
    for (const Metric& metric : teller.metrics) {
      if (!told.insert(metric.name).second) continue;
      Row row = {metric.name};
      for (const RunSummary& run : runs) {
        const Metric* found = find_metric(run, metric.name);
        row.push_back(found == nullptr ? "–" : number_text(*found, found->value));
      }
      row.push_back(metric.real ? number_text(metric, *metric.real) : "");
      row.push_back(metric.meaning);
      rows.push_back(row);
    }
  }
  return rows;
}

void print(const Rows& rows, std::size_t columns) {
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < columns; ++c)
      std::printf(c == 0 ? "%-22s" : " %26s", row[c].c_str());
    std::printf("\n");
  }
  std::printf("\n");
}

void add_pictures(HtmlReport& report, const Runs& runs) {
  report.heading("Test images, and what is drawn of their looks in their poses");
  for (const RunSummary& run : runs) {
    if (run.redrawn.empty()) continue;
    report.picture(run.name + ", " + run.redrawn.filename().string(), read_file(run.redrawn));
  }
  report.heading("Newest pictures: skeletons, real pictures, generated characters");
  report.begin_columns();
  bool first = true;
  for (const RunSummary& run : runs) {
    if (!std::exchange(first, false)) report.next_column();
    if (!run.fakes.empty()) {
      report.picture(run.name + ", " + run.fakes.filename().string(), read_file(run.fakes));
    }
  }
  report.end_columns();
}

void run_compare(const CompareFlags& flags) {
  Runs runs;
  for (const fs::path& folder : flags.runs) runs.push_back(summary_of(folder));
  const Rows options = option_rows(runs), progress = progress_rows(runs),
             metrics = metric_rows(runs);
  print(options, runs.size() + 1);
  print(progress, runs.size() + 1);
  print(metrics, runs.size() + 2);
  std::string title;
  for (const RunSummary& run : runs) {
    title += (title.empty() ? "" : " and ") + run.name;
    if (!run.metrics.empty()) continue;
    std::cout << run.name << " has no evaluation yet: psgan evaluate makes one\n";
  }

  HtmlReport report(title);
  report.table(metrics, 1);
  report.heading("Training");
  report.table(progress);
  report.heading("Options that differ");
  report.table(options);
  add_pictures(report, runs);
  write_file(flags.out, report.html());
  std::cout << flags.out.string() << "\n";
}

}  // namespace

void add_compare_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "compare", "Put runs side by side: options, progress, measures, pictures");
  const auto flags = std::make_shared<CompareFlags>();
  command->add_option("runs", flags->runs, "Folders of two runs or more, of any method")
      ->required()
      ->expected(2, 16);
  command->add_option("--out", flags->out, "HTML page")->capture_default_str();
  command->footer(
      "Measures come from each run's newest evaluation (psgan evaluate).\n"
      "Evaluated on the same data set, they redraw the same test images.\n"
      "Examples:\n"
      "  psgan compare runs/00000-fast-avatar-64 runs/00001-paper-avatar-avatar-64\n"
      "  psgan compare runs/00000-fast-avatar-64 runs/00002-pg2-fast-avatar-64 \\\n"
      "    runs/00003-dpg2-fast-avatar-64 --out methods.html");
  command->callback([flags] { run_compare(*flags); });
}

}  // namespace psgan::trainer
