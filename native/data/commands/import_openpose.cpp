#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <memory>
#include <mutex>

#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/commands/commands.h"
#include "data/pictures/image.h"
#include "data/sets/dataset_writer.h"
#include "data/sets/threads.h"
#include "psgan/error.h"
#include "psgan/json.h"
#include "psgan/openpose.h"

namespace psgan::data {
namespace {

struct ImportOptions {
  std::filesystem::path images, keypoints;
  int resolution = 256;
  int least_points = 1;
  int png_level = 4;
  int threads = 0;
  std::filesystem::path out;
};

/// A picture and its keypoint file.
struct Pair {
  std::filesystem::path image, keypoints;
};

/// A picture's keypoints are in NAME_keypoints.json, as OpenPose calls it, or in NAME.json.
std::vector<Pair> find_pairs(const ImportOptions& options, std::size_t& without) {
  std::vector<Pair> pairs;
  without = 0;
  for (const auto& image : files_in(options.images, {".png", ".jpg", ".jpeg"})) {
    const std::string stem = image.stem().string();
    const auto openpose = options.keypoints / (stem + "_keypoints.json");
    const auto plain = options.keypoints / (stem + ".json");
    if (std::filesystem::exists(openpose))
      pairs.push_back({image, openpose});
    else if (std::filesystem::exists(plain))
      pairs.push_back({image, plain});
    else
      ++without;
  }
  if (pairs.empty())
    throw Error(options.keypoints.string() + ": has no keypoints for any picture of " +
                options.images.string() + " (NAME_keypoints.json for NAME.jpg)");
  return pairs;
}

int points_of(const Pose& pose) {
  return int(std::count_if(pose.points.begin(), pose.points.end(),
                           [](const PosePoint& p) { return p.visible; }));
}

/// The pictures on which somebody has keypoints enough.
std::vector<Pair> with_people(const std::vector<Pair>& pairs, int least_points) {
  std::vector<Pair> kept;
  for (const Pair& pair : pairs) {
    const std::string where = pair.keypoints.string();
    const OpenPoseFile file = read_openpose(read_text_file(pair.keypoints), where);
    const auto largest = largest_person(file.people);
    if (largest && points_of(file.people[*largest]) >= least_points) kept.push_back(pair);
  }
  return kept;
}

/// Encodes one picture and adds it.
void import_picture(const Pair& pair, std::size_t number, const ImportOptions& options,
                    DatasetWriter& writer) {
  const Image image = decode_image(read_file(pair.image), pair.image.string());
  const OpenPoseFile file = read_openpose(read_text_file(pair.keypoints), pair.keypoints.string(),
                                          image.width, image.height);
  DatasetImage entry;
  entry.pose_number = int(number);
  entry.pose = letterboxed(file.people[*largest_person(file.people)], image.width, image.height);
  writer.add(number, encode_png(letterboxed(image, options.resolution), options.png_level), entry);
}

void import_openpose(const ImportOptions& options) {
  std::size_t without = 0;
  const std::vector<Pair> found = find_pairs(options, without);
  const std::vector<Pair> pairs = with_people(found, options.least_points);
  if (pairs.empty()) throw Error(options.keypoints.string() + ": there is nobody on any picture");

  std::string names;
  for (const Pair& pair : pairs)
    names += pair.image.filename().string() + " " +
             std::to_string(std::filesystem::file_size(pair.image)) + " " +
             std::to_string(std::filesystem::file_size(pair.keypoints)) + "\n";
  const Json settings{{"pictures", crc32(names)},
                      {"resolution", options.resolution},
                      {"png_level", options.png_level},
                      {"program", checksum_of_program()}};
  DatasetWriter writer(options.out, options.resolution, settings.dump());

  std::atomic<std::size_t> next = writer.taken_over();
  std::size_t done = next;
  Progress progress("import", "images", pairs.size(), done);
  std::mutex lock;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < pairs.size();) {
      import_picture(pairs[i], i, options, writer);
      const std::scoped_lock guard(lock);
      progress.update(++done);
    }
  };
  run_on_threads(threads_wanted(options.threads), work, [&] { next = pairs.size(); });
  writer.finish();
  std::printf("%s: %zu images, %d × %d; without a keypoint file %zu, without a person %zu\n",
              options.out.c_str(), pairs.size(), options.resolution, options.resolution, without,
              found.size() - pairs.size());
}

}  // namespace

void add_import_openpose_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand(
      "import-openpose", "Makes a data set of images and OpenPose's keypoint files");
  command->add_option("--images", options->images, "A folder of .png, .jpg and .jpeg files")
      ->required();
  command
      ->add_option("--keypoints", options->keypoints,
                   "A folder with NAME_keypoints.json or NAME.json for NAME.jpg")
      ->required();
  command->add_option("--resolution", options->resolution, "Image size in pixels, a power of two")
      ->check(CLI::IsMember({64, 128, 256, 512, 1024}));
  command
      ->add_option("--least-points", options->least_points,
                   "Images in which the person has fewer of the 20 keypoints are skipped")
      ->check(CLI::Range(1, keypoint_count));
  command->add_option("--png-level", options->png_level, "Compression, 1 fast to 9 small")
      ->check(CLI::Range(1, 9));
  command->add_option("--threads", options->threads, "Images at once (default: one for each core)")
      ->check(CLI::Range(1, 256));
  command->add_option("--out", options->out, "The data set, a .zip file")->required();
  command->footer(
      "Images of any size are scaled into the centre of a white square, with their keypoints.\n"
      "Keypoints: BODY_25 or COCO-18, OpenPose 1.0 to 1.3, in pixels or relative to the image\n"
      "(no number above 2). Of several people, the one whose points span the largest rectangle\n"
      "is taken. Points that are (0,0,0), negative or of confidence 0 are missing (v = 0), all\n"
      "others count as visible (v = 2). Keypoints that OpenPose does not have:\n"
      "  neck    if missing, the middle of the shoulders\n"
      "  pelvis  if missing (as in COCO-18), the middle of the hips\n"
      "  chest   0.6 of the way from the pelvis to the neck\n"
      "  toes    BODY_25's big toe, else its small toe, else (as in COCO-18) the shin is\n"
      "          extended beyond the ankle by a fifth of its length\n"
      "A point whose rule lacks one of its points is missing too. All images have look 0.\n\n"
      "Example:\n"
      "  psgan-data import-openpose --images photos/ --keypoints json/ --out fashion.zip");
  command->callback([options, &run] { run = [options] { import_openpose(*options); }; });
}

}  // namespace psgan::data
