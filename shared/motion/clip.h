// Motion: clips, which give a body's pose at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motion/camera.h"
#include "motion/figure.h"
#include "motion/humanoid.h"
#include "motion/stance.h"
#include "psgan/pose.h"

namespace psgan {

/// A stance at a time, in seconds.
struct Key {
  float time = 0;
  Stance stance;
};

/// Motion from key frames (made by hand) or from frames at a constant rate (captured).
class Clip {
 public:
  /// Key frames with a smooth curve through them (Catmull-Rom over every angle). A looping clip
  /// returns to its first key at `duration`; others end at their last key.
  Clip(std::string name, std::string title, bool loop, float duration, std::vector<Key> keys);

  /// Frames at `fps`, at least one.
  Clip(std::string name, std::string title, float fps, std::vector<BodyPose> frames);

  const std::string& name() const { return name_; }    ///< "walk": letters, digits, '-'.
  const std::string& title() const { return title_; }  ///< "Walking", for display.
  bool loops() const { return loop_; }
  float duration() const { return duration_; }  ///< Seconds.

  /// The pose at a time: beyond the end a looping clip repeats, others hold their last pose.
  BodyPose at(float seconds) const;

 private:
  std::string name_, title_;
  bool loop_ = false;
  float duration_ = 0;
  std::vector<Key> keys_;
  float fps_ = 0;
  std::vector<BodyPose> frames_;
};

/// The keypoints of a figure of the project's own proportions at a clip's time, as the training
/// camera sees them: what the page sends to the network.
Pose pose_at(const Clip& clip, float seconds, float camera_yaw = 0);

/// The project's own clips; the first is "idle", the last ones are the dances.
const std::vector<Clip>& own_clips();

/// The number of the first dance in own_clips().
int first_dance();

/// The number in own_clips() of the clip of that name, or nothing.
std::optional<int> own_clip_number(const std::string& name);

/// The clip of that name among the project's own, or nullptr.
const Clip* own_clip(const std::string& name);

/// A moment of a clip that the page offers as a pose.
struct StillPose {
  std::string name, title;
  Figure figure;
  Pose pose;  ///< Of the figure.
};

/// Still poses for the page, the first one standing; seen from the front or nearly from there.
std::vector<StillPose> still_poses();

}  // namespace psgan
