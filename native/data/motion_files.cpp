#include "data/motion_files.h"

#include <algorithm>

#include "common/program.h"
#include "motion/bvh.h"
#include "motion/retarget.h"
#include "psgan/error.h"

namespace psgan {

std::vector<Clip> bvh_clips(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".bvh") files.push_back(entry.path());
  if (error)
    throw Error(folder.string() + ": cannot be read as a folder (" + error.message() + ")");
  if (files.empty()) throw Error(folder.string() + ": has no .bvh files");
  std::sort(files.begin(), files.end());
  std::vector<Clip> clips;
  for (const auto& file : files)
    clips.push_back(retarget(read_bvh(read_text_file(file), file.string()), file.stem().string()));
  return clips;
}

}  // namespace psgan
