// Evaluation of a generator; each measure beside the same of real images.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "trainer/data/training_data.h"
#include "trainer/evaluation/keypoint_detector.h"
#include "trainer/evaluation/subject.h"
#include "trainer/files/image_file.h"

namespace psgan::trainer {

/// One measure, and the same of real images.
struct Metric {
  std::string name;  ///< "swd_16", "pck_05": letters, digits, '_'.
  double value = 0;
  std::optional<double> real;
  std::string unit;     ///< "‰", "%" or nothing.
  std::string meaning;  ///< A sentence that also says what is better.
};

/// An image of the report.
struct ReportPicture {
  std::string title;
  Picture picture;
  std::string file{};  ///< It is written under this name, too; empty: it is not.
};

struct Evaluation {
  Json about;  ///< Snapshot, data set, number of images.
  std::vector<Metric> metrics;
  std::vector<ReportPicture> pictures;
};

struct EvaluationOptions {
  std::int64_t images = 16384;  ///< For SWD and MS-SSIM; at most half of the data set.
  std::int64_t pose_images = 1000;
  int characters = 16;  ///< For identity, dress-up and diversity.
  int poses = 24;
  int batch = 16;
  std::uint64_t seed = 0;
};

/// SWD for each scale and their mean, and MS-SSIM between pairs: the generator in the poses of one
/// half of the real images against the other half; beside it the real first half against the
/// second.
void measure_distribution(Subject& subject, const EvaluationOptions& options, Evaluation& into);

/// PCK and mean error of the detector on generated images in the test poses, beside its own on the
/// real test images.
void measure_pose(Subject& subject, KeypointDetector& detector, const EvaluationOptions& options,
                  Evaluation& into);

/// Reconstruction of the test images, each with a latent of its look's region: their distance from
/// the real ones, structural similarity (structure.h), and the edge strength of both. Empty for a
/// subject that does not know looks.
void measure_redrawing(Subject& subject, const EvaluationOptions& options, Evaluation& into);

/// What a picture costs: weights, and milliseconds on this machine in minibatches of options.batch.
void measure_cost(Subject& subject, const EvaluationOptions& options, Evaluation& into);

/// Test images above what the subject draws in their poses, of their looks if it knows them, as
/// redrawn_file: the same images for every method, if the data set is the same.
void show_redrawn(Subject& subject, const EvaluationOptions& options, Evaluation& into);
inline constexpr const char* redrawn_file = "redrawn.png";

/// Characters × test poses: identity (colours of one character over all poses), variety (MS-SSIM of
/// characters in one pose), and with a detector dress-up (keypoints of one pose over characters);
/// and the images of the report.
void measure_grid(Subject& subject, KeypointDetector* detector, const EvaluationOptions& options,
                  Evaluation& into);

/// "12.3 ‰": a number with its unit.
std::string number_text(const Metric& metric, double value);

/// metrics.jsonl (a line for each measure) and report.html (images included) in the folder.
void write_evaluation(const std::filesystem::path& folder, const Evaluation& evaluation);

/// Reads a metrics.jsonl. Throws Error naming the line.
std::vector<Metric> read_metrics(const std::filesystem::path& path);

}  // namespace psgan::trainer
