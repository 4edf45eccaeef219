// Evaluations as files: a line of JSON a metric, a page for people, and two runs side by side.
#include <cmath>
#include <sstream>

#include "common/program.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/files/report.h"

namespace psgan::trainer {

std::string number_text(const Metric& metric, double value) {
  char text[48];
  std::snprintf(text, sizeof text, std::abs(value) < 10 ? "%.3f %s" : "%.1f %s", value,
                metric.unit.c_str());
  std::string out = text;
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

void write_evaluation(const std::filesystem::path& folder, const Evaluation& evaluation) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw Error(folder.string() + ": the folder cannot be made: " + error.message());

  const std::filesystem::path snapshot = evaluation.about.value("snapshot", std::string("a model"));
  HtmlReport report("Evaluation of " + snapshot.filename().string());
  std::string about;
  for (const auto& [key, value] : evaluation.about.items()) {
    if (value.is_object()) continue;
    about += (about.empty() ? "" : ", ") + key + " " +
             (value.is_string() ? value.get<std::string>() : value.dump());
  }
  report.paragraph(about + ".");
  for (const ReportPicture& picture : evaluation.pictures) {
    report.picture(picture.title, encode_png(picture.picture));
    if (!picture.file.empty()) write_png(folder / picture.file, picture.picture);
  }
  report.heading("Measures");
  std::vector<std::vector<std::string>> rows = {{"measure", "generated", "real", "meaning"}};
  std::string lines;
  for (const Metric& metric : evaluation.metrics) {
    rows.push_back({metric.name, number_text(metric, metric.value),
                    metric.real ? number_text(metric, *metric.real) : "", metric.meaning});
    Json line = {{"metric", metric.name},
                 {"value", metric.value},
                 {"unit", metric.unit},
                 {"meaning", metric.meaning}};
    if (metric.real) line["real"] = *metric.real;
    line["about"] = evaluation.about;
    lines += line.dump() + "\n";
  }
  report.table(rows, 1);
  if (const auto errors = evaluation.about.find("keypoint_errors");
      errors != evaluation.about.end()) {
    report.heading("Mean distance of each keypoint, in % of the picture");
    std::vector<std::vector<std::string>> table = {{"keypoint", "generated", "real"}};
    for (const auto& [keypoint, pair] : errors->items()) {
      char fake[16], real[16];
      std::snprintf(fake, sizeof fake, "%.2f", pair[0].get<double>());
      std::snprintf(real, sizeof real, "%.2f", pair[1].get<double>());
      table.push_back({keypoint, fake, real});
    }
    report.table(table);
  }
  write_file(folder / "report.html", report.html());
  write_file(folder / "metrics.jsonl", lines);
}

std::vector<Metric> read_metrics(const std::filesystem::path& path) {
  std::istringstream lines(read_text_file(path));
  std::vector<Metric> metrics;
  for (std::string text; std::getline(lines, text);) {
    const std::string where = path.string() + ", line " + std::to_string(metrics.size() + 1);
    const Json line = parse_json_object(text, where);
    Metric metric{field<std::string>(line, "metric", where), field<double>(line, "value", where),
                  std::nullopt, field<std::string>(line, "unit", where),
                  field<std::string>(line, "meaning", where)};
    if (line.contains("real")) metric.real = field<double>(line, "real", where);
    metrics.push_back(metric);
  }
  return metrics;
}

}  // namespace psgan::trainer
