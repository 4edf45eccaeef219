// Frames one after the other into a file: GIF, MP4, or a folder of PNG files.
#pragma once

#include <filesystem>
#include <memory>

#include "trainer/files/image_file.h"

namespace psgan::trainer {

class AnimationFile {
 public:
  virtual ~AnimationFile() = default;
  /// All frames have the first one's size.
  virtual void add(const Picture& frame) = 0;
  /// Only now the file appears (a folder's frames have appeared one by one). Throws Error.
  virtual void finish() = 0;
};

/// By the path's ending: .gif (256 colours a frame, played for ever; with giflib), .mp4 (where
/// there is an ffmpeg program), else a folder of 00000.png and so on. Throws Error where that
/// cannot be written here.
std::unique_ptr<AnimationFile> make_animation_file(const std::filesystem::path& path, double fps);

}  // namespace psgan::trainer
