#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>

#include "common/program.h"
#include "trainer/commands/commands.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/files/report.h"

namespace psgan::trainer {
namespace {

namespace fs = std::filesystem;

struct CompareFlags {
  fs::path a, b, out = "compare.html";
};

/// What a run's folder tells.
struct RunSummary {
  std::string name;
  Json options = Json::object(), last_stats = Json::object();
  std::vector<Metric> metrics;  // of its newest evaluation; none if it has none
  fs::path fakes;               // its newest grid; empty if it has none
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
  if (!evaluation.empty()) run.metrics = read_metrics(evaluation / "metrics.jsonl");
  run.fakes = last_entry(folder, [](const fs::path& path) {
    const std::string name = path.filename().string();
    return name.starts_with("fakes0") && path.extension() == ".png";
  });
  return run;
}

using Rows = std::vector<std::vector<std::string>>;

/// Options in which the two differ.
Rows option_rows(const RunSummary& a, const RunSummary& b) {
  Rows rows = {{"option", a.name, b.name}};
  std::set<std::string> keys;
  for (const RunSummary* run : {&a, &b}) {
    for (const auto& [key, value] : run->options.items()) keys.insert(key);
  }
  for (const std::string& key : keys) {
    const Json first = a.options.value(key, Json()), second = b.options.value(key, Json());
    if (first != second) rows.push_back({key, first.dump(), second.dump()});
  }
  return rows;
}

/// The last line of the training's statistics, side by side.
Rows progress_rows(const RunSummary& a, const RunSummary& b) {
  Rows rows = {{"training", a.name, b.name}};
  const auto text = [](const RunSummary& run, const char* key) {
    const auto found = run.last_stats.find(key);
    if (found == run.last_stats.end() || !found->is_number()) return std::string("–");
    if (std::string(key) == "seconds") return duration_text(found->get<double>());
    char number[32];
    std::snprintf(number, sizeof number, "%.6g", found->get<double>());
    return std::string(number);
  };
  for (const char* key : {"kimg", "seconds", "images_per_second", "resolution", "loss_G", "loss_G2",
                          "loss_D", "anchor_l1", "l1_G1", "l1_G2"}) {
    rows.push_back({key, text(a, key), text(b, key)});
  }
  return rows;
}

Rows metric_rows(const RunSummary& a, const RunSummary& b) {
  Rows rows = {{"measure", a.name, b.name, "real", "meaning"}};
  const auto find = [](const RunSummary& run, const std::string& name) -> const Metric* {
    for (const Metric& metric : run.metrics) {
      if (metric.name == name) return &metric;
    }
    return nullptr;
  };
  const auto add = [&](const Metric& metric) {
    const auto text = [&](const Metric* found) {
      return found == nullptr ? "–" : number_text(*found, found->value);
    };
    rows.push_back({metric.name, text(find(a, metric.name)), text(find(b, metric.name)),
                    metric.real ? number_text(metric, *metric.real) : "", metric.meaning});
  };
  for (const Metric& metric : a.metrics) add(metric);
  for (const Metric& metric : b.metrics) {
    if (find(a, metric.name) == nullptr) add(metric);
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

void run_compare(const CompareFlags& flags) {
  const RunSummary a = summary_of(flags.a), b = summary_of(flags.b);
  const Rows options = option_rows(a, b), progress = progress_rows(a, b),
             metrics = metric_rows(a, b);
  print(options, 3);
  print(progress, 3);
  print(metrics, 4);
  for (const RunSummary* run : {&a, &b}) {
    if (run->metrics.empty()) {
      std::cout << run->name << " has no evaluation yet: psgan evaluate makes one\n";
    }
  }

  HtmlReport report(a.name + " and " + b.name);
  report.table(metrics, 1);
  report.heading("Training");
  report.table(progress);
  report.heading("Options that differ");
  report.table(options);
  report.heading("Newest pictures: skeletons, real pictures, generated characters");
  report.begin_columns();
  for (const RunSummary* run : {&a, &b}) {
    if (run == &b) report.next_column();
    if (!run->fakes.empty()) {
      report.picture(run->name + ", " + run->fakes.filename().string(), read_file(run->fakes));
    }
  }
  report.end_columns();
  write_file(flags.out, report.html());
  std::cout << flags.out.string() << "\n";
}

}  // namespace

void add_compare_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "compare", "Put two runs side by side: options, progress, measures, pictures");
  const auto flags = std::make_shared<CompareFlags>();
  command->add_option("run_a", flags->a, "Folder of a run")->required();
  command->add_option("run_b", flags->b, "Folder of another run")->required();
  command->add_option("--out", flags->out, "HTML page")->capture_default_str();
  command->footer(
      "Measures come from each run's newest evaluation (psgan evaluate).\n"
      "Example:\n"
      "  psgan compare runs/00000-fast-avatar-64 runs/00001-paper-avatar-avatar-64");
  command->callback([flags] { run_compare(*flags); });
}

}  // namespace psgan::trainer
