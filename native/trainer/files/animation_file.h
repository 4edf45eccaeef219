// Writes frames to a file: GIF, MP4, or a folder of PNG files.
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
  /// Renames the finished file to its name (a folder's frames are there already). Throws Error.
  virtual void finish() = 0;
};

/// By the path's extension: .gif (256 colours a frame, looping; with giflib), .mp4 (where
/// there is an ffmpeg program), else a folder of 00000.png and so on. Throws Error if this build or
/// machine cannot write it.
std::unique_ptr<AnimationFile> make_animation_file(const std::filesystem::path& path, double fps);

}  // namespace psgan::trainer
