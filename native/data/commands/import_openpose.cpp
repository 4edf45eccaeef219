#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <regex>
#include <set>

#include "common/left_out.h"
#include "common/program.h"
#include "data/avatars/figures.h"
#include "data/commands/commands.h"
#include "data/pictures/exif.h"
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
  std::string person;  // a regular expression; empty: all pictures are of look 0
  int resolution = 256;
  int least_points = 1;
  int png_level = 4;
  int threads = 0;
  std::filesystem::path out;
};

/// A picture and its keypoint file.
struct Pair {
  std::filesystem::path image, keypoints;
  int look = 0;
};

/// Who is on each picture, by what the expression finds in its path below the folder: people are
/// numbered as they come. Throws Error naming a picture in whose path it finds nothing.
void name_people(std::vector<Pair>& pairs, const ImportOptions& options) {
  if (options.person.empty()) return;
  const std::regex expression(options.person);
  std::map<std::string, int> numbers;
  for (Pair& pair : pairs) {
    const std::string path = std::filesystem::relative(pair.image, options.images).generic_string();
    std::smatch match;
    if (!std::regex_search(path, match, expression))
      throw Error(pair.image.string() + ": --person \"" + options.person + "\" finds nobody in \"" +
                  path + "\"");
    std::string person;
    for (std::size_t group = match.size() > 1 ? 1 : 0; group < match.size(); ++group)
      person += match[group].str() + "/";
    pair.look = numbers.emplace(person, int(numbers.size())).first->second;
  }
}

/// A picture's keypoints are in NAME_keypoints.json, as OpenPose calls it, or in NAME.json, in the
/// folder of keypoints that has the picture's place below its own.
std::vector<Pair> find_pairs(const ImportOptions& options, std::size_t& without) {
  std::vector<Pair> pairs;
  without = 0;
  for (const auto& image :
       files_in(options.images, {".png", ".jpg", ".jpeg"}, Folders::all_below)) {
    const std::string stem = image.stem().string();
    const auto below = std::filesystem::relative(image.parent_path(), options.images);
    const auto folder = below == "." ? options.keypoints : options.keypoints / below;
    const auto openpose = folder / (stem + "_keypoints.json");
    const auto plain = folder / (stem + ".json");
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
  name_people(pairs, options);
  return pairs;
}

/// A picture that is taken, with the pose of the person on it, in the square.
struct Found {
  Pair files;
  Pose pose;
};

/// What was seen of the pictures that are not taken, and of some that are.
struct Counts {
  std::atomic<std::size_t> without_person{0}, outside{0};
};

/// Says of the first pictures which they are.
void tell_outside(const Pair& pair, int inside, int points, const Image& image, Counts& counts) {
  constexpr std::size_t told_at_most = 10;
  const std::size_t number = counts.outside++;
  if (number < told_at_most)
    std::fprintf(
        stderr,
        "psgan-data: %s: only %d of its %d points lie in the picture, %s of %d × %d pixels; "
        "has it been scaled since?\n",
        pair.keypoints.c_str(), inside, points, pair.image.filename().c_str(), image.width,
        image.height);
  else if (number == told_at_most)
    std::fprintf(stderr, "psgan-data: and more such pictures\n");
}

/// Reads both files of a picture; the pose of the largest person, or nothing if there are too few
/// points.
std::optional<Pose> pose_of(const Pair& pair, int least_points, Counts& counts) {
  const Image image = decode_photo(read_file(pair.image), pair.image.string());
  const OpenPoseFile file = read_openpose(read_text_file(pair.keypoints), pair.keypoints.string(),
                                          image.width, image.height);
  const auto largest = largest_person(file.people);
  if (!largest) {
    ++counts.without_person;
    return std::nullopt;
  }
  const Pose& pixels = file.people[*largest];
  const auto inside =
      int(std::count_if(pixels.points.begin(), pixels.points.end(), [&](const PosePoint& p) {
        return p.visible && p.x <= float(image.width) && p.y <= float(image.height);
      }));
  const int points = visible_points(pixels);
  if (2 * inside < points) tell_outside(pair, inside, points, image, counts);
  const Pose pose = letterboxed(pixels, image.width, image.height);
  if (visible_points(pose) < least_points) {
    ++counts.without_person;
    return std::nullopt;
  }
  return pose;
}

/// The pictures on which somebody has keypoints enough. All are read once before, so that a broken
/// one is left out now and the numbers of the images have no gaps.
std::vector<Found> with_people(const std::vector<Pair>& pairs, const ImportOptions& options,
                               LeftOut& left_out, Counts& counts) {
  std::vector<std::optional<Pose>> poses(pairs.size());
  std::atomic<std::size_t> next = 0;
  std::size_t done = 0;
  Progress progress("look", "pictures", pairs.size());
  std::mutex lock;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < pairs.size();) {
      left_out.reads([&] { poses[i] = pose_of(pairs[i], options.least_points, counts); });
      const std::scoped_lock guard(lock);
      progress.update(++done);
    }
  };
  run_on_threads(threads_wanted(options.threads), work, [&] { next = pairs.size(); });
  std::vector<Found> found;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    if (poses[i]) found.push_back({pairs[i], *poses[i]});
  return found;
}

/// Encodes one picture and adds it.
void import_picture(const Found& found, std::size_t number, const ImportOptions& options,
                    DatasetWriter& writer) {
  const Image image = decode_photo(read_file(found.files.image), found.files.image.string());
  DatasetImage entry;
  entry.look = found.files.look;
  entry.pose_number = int(number);
  entry.pose = found.pose;
  writer.add(number, encode_png(letterboxed(image, options.resolution), options.png_level), entry);
}

void import_openpose(const ImportOptions& options) {
  std::size_t without = 0;
  LeftOut left_out;
  Counts counts;
  const std::vector<Found> found =
      with_people(find_pairs(options, without), options, left_out, counts);
  if (found.empty())
    throw Error(options.keypoints.string() + (counts.outside > 0 || counts.without_person == 0
                                                  ? ": no picture can be used"
                                                  : ": there is nobody on any picture"));

  std::string names;
  std::set<int> looks;
  for (const Found& picture : found) {
    looks.insert(picture.files.look);
    names += picture.files.image.filename().string() + " " +
             std::to_string(std::filesystem::file_size(picture.files.image)) + " " +
             std::to_string(std::filesystem::file_size(picture.files.keypoints)) + "\n";
  }
  const Json settings{{"pictures", crc32(names)},
                      {"resolution", options.resolution},
                      {"person", options.person},
                      {"png_level", options.png_level},
                      {"program", checksum_of_program()}};
  DatasetWriter writer(options.out, options.resolution, settings.dump());

  std::atomic<std::size_t> next = writer.taken_over();
  std::size_t done = next;
  Progress progress("import", "images", found.size(), done);
  std::mutex lock;
  const auto work = [&] {
    for (std::size_t i; (i = next++) < found.size();) {
      import_picture(found[i], i, options, writer);
      const std::scoped_lock guard(lock);
      progress.update(++done);
    }
  };
  run_on_threads(threads_wanted(options.threads), work, [&] { next = found.size(); });
  writer.finish();
  std::printf("%s: %zu images, %d × %d; without a keypoint file %zu, without a person %zu\n",
              options.out.c_str(), found.size(), options.resolution, options.resolution, without,
              counts.without_person.load());
  if (!options.person.empty()) std::printf("people: %zu\n", looks.size());
  if (counts.outside > 0)
    std::printf("pictures outside which most points lie: %zu\n", counts.outside.load());
  std::fflush(stdout);
  left_out.tell(options.out.string());
}

}  // namespace

void add_import_openpose_command(CLI::App& app, Run& run) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* command = app.add_subcommand(
      "import-openpose", "Makes a data set of images and OpenPose's keypoint files");
  command
      ->add_option("--images", options->images,
                   "A folder of .png, .jpg and .jpeg files, also in folders below it")
      ->required();
  command
      ->add_option("--keypoints", options->keypoints,
                   "A folder with NAME_keypoints.json or NAME.json for NAME.jpg, in folders below "
                   "it as the pictures are")
      ->required();
  command
      ->add_option("--person", options->person,
                   "Who is on a picture: a regular expression whose groups, or which, name the "
                   "person in the picture's path below --images; each person is a look")
      ->check([](const std::string& text) -> std::string {
        try {
          const std::regex expression(text);
          return "";
        } catch (const std::regex_error&) {
          return "\"" + text + "\" is no regular expression";
        }
      });
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
      "Images of any size are rotated as their EXIF orientation says and scaled into the centre "
      "of\n"
      "a white square, with their keypoints. Keypoints: OpenPose 1.0 to 1.3, ControlNet's "
      "editors,\n"
      "DWPose, mmpose, AlphaPose and COCO; bodies of 15 (MPI), 17 (COCO, Human3.6M), 18, 19,\n"
      "25 (BODY_25, BODY_25B), 26, 33 or 133 to 136 points; in pixels of the file's canvas or of\n"
      "the image, relative to it (no number above 2), or from -1 to 1. Of several people, the one\n"
      "whose points span the largest rectangle is taken. Points that are null, (0,0,0), negative,\n"
      "of confidence 0 or outside the square are missing (v = 0), all others count as visible\n"
      "(v = 2). Keypoints that a file does not have:\n"
      "  neck    if missing, the middle of the shoulders\n"
      "  pelvis  if missing (as in COCO-18), the middle of the hips\n"
      "  chest   0.6 of the way from the pelvis to the neck\n"
      "  toes    the big toe, else the small toe, else (as in COCO-18) the shin is extended "
      "beyond\n"
      "          the ankle by a fifth of its length\n"
      "A point whose rule lacks one of its points is missing too. Without --person all images "
      "have\n"
      "look 0; PG2 and DPG2 learn from several pictures of one.\n"
      "If most points lie outside an image, the program says so. Files that cannot be read are\n"
      "named and left out; the exit status is then 3, and 1 if no data set could be made.\n\n"
      "Examples:\n"
      "  psgan-data import-openpose --images photos/ --keypoints json/ --out photographs.zip\n"
      "  psgan-data import-openpose --images img/ --keypoints json/ --out fashion.zip \\\n"
      "    --person '(id_[0-9]+)/([0-9]+)_'");
  command->callback([options, &run] { run = [options] { import_openpose(*options); }; });
}

}  // namespace psgan::data
