#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "motion/bvh.h"
#include "motion/bvh_words.h"
#include "psgan/error.h"

namespace psgan {
namespace {

constexpr float no_number = std::numeric_limits<float>::quiet_NaN();

/// "Xposition", "XPosition", "x_rotation", "Zrot": an axis and what happens along it or about it.
std::optional<BvhChannel> channel_named(std::string_view word) {
  std::string name = lower_case(word);
  std::erase_if(name, [](char c) { return c == '_' || c == '-'; });
  if (name.empty() || name[0] < 'x' || name[0] > 'z') return std::nullopt;
  const int axis = name[0] - 'x';
  const std::string_view what = std::string_view(name).substr(1);
  for (const std::string_view position : {"position", "pos", "translation"})
    if (what == position) return static_cast<BvhChannel>(axis);
  for (const std::string_view rotation : {"rotation", "rot"})
    if (what == rotation) return static_cast<BvhChannel>(3 + axis);
  return std::nullopt;
}

BvhChannel read_channel(BvhWords& words) {
  const std::string_view word = words.next("a channel");
  const auto channel = channel_named(word);
  if (!channel) words.fail("the channel " + BvhWords::quoted(word) + " is not known");
  return *channel;
}

std::string read_name(BvhWords& words) {
  std::string name = words.name();
  if (name.empty() && words.peek() != "{" && !words.at_end()) name = words.name();
  return name;
}

/// A joint and all below it, from after its name on.
void read_joint(BvhWords& words, Bvh& bvh, std::string name, int parent, bool end_site, int depth) {
  if (depth > 200 || bvh.joints.size() > 2000) words.fail("there are too many joints");
  const auto self = bvh.joints.size();
  bvh.joints.push_back({std::move(name), parent, {}, {}, end_site});
  words.expect("{");
  while (!words.accept("}")) {
    if (words.accept("OFFSET")) {
      for (int c = 0; c < 3; ++c) bvh.joints[self].offset[c] = words.number("OFFSET");
    } else if (words.accept("CHANNELS")) {
      const int channels = words.count("the number of channels", 6);
      if (!bvh.joints[self].channels.empty()) words.fail("a joint has CHANNELS twice");
      for (int i = 0; i < channels; ++i) bvh.joints[self].channels.push_back(read_channel(words));
      bvh.channels += channels;
    } else if (words.accept("JOINT")) {
      std::string child = read_name(words);
      read_joint(words, bvh, std::move(child), int(self), false, depth + 1);
    } else if (words.accept("End") || words.accept("EndSite") || words.accept("End_Site")) {
      words.name();
      read_joint(words, bvh, "", int(self), true, depth + 1);
    } else {
      words.fail("found " + BvhWords::quoted(words.next("\"}\"")) +
                 " where OFFSET, CHANNELS, JOINT, End Site or \"}\" should be");
    }
  }
}

std::string plural(int count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

/// What follows MOTION up to the first frame; how many frames the file promises.
int read_motion_head(BvhWords& words, Bvh& bvh) {
  words.expect("Frames");
  words.accept(":");
  const int promised = words.count("the number of frames", 10'000'000);
  if (words.accept("Frame")) {
    words.expect("Time");
  } else if (!words.accept("FrameTime") && !words.accept("Frame_Time")) {
    words.expect("Frame");
  }
  words.accept(":");
  const std::optional<float> time = words.number_or_nothing("Frame Time");
  constexpr float shortest = 1e-5f, longest = 100;
  if (time && *time >= shortest && *time <= longest) {
    bvh.frame_time = *time;
  } else {
    bvh.notes.push_back(bvh.where +
                        ": its Frame Time is no time that can be used; 30 frames a second are "
                        "taken");
  }
  return promised;
}

/// The rows of values; those that are no numbers are NaN.
void read_rows(BvhWords& words, int promised, Bvh& bvh) {
  const auto row = std::size_t(bvh.channels);
  if (row == 0) words.fail("none of its joints has channels");
  const std::size_t most = row * std::size_t(promised);
  // A file that promises no frames but has some is read to its end.
  while (!words.at_end() && (promised == 0 || bvh.values.size() < most))
    bvh.values.push_back(words.number_or_nothing("a frame's value").value_or(no_number));
  bvh.frames = int(bvh.values.size() / row);
  if (bvh.frames == 0 && promised == 0) words.fail("there are no frames");
  if (bvh.frames == 0) words.next("a frame's value");
  bvh.values.resize(std::size_t(bvh.frames) * row);
  if (bvh.frames != promised)
    bvh.notes.push_back(bvh.where + ": promises " + plural(promised, "frame", "frames") +
                        " and has " + std::to_string(bvh.frames) + " whole ones; these are used");
}

/// Gives values that are no numbers those of the nearest frame that has one.
void mend(Bvh& bvh) {
  std::vector<bool> mended(std::size_t(bvh.frames), false);
  for (int c = 0; c < bvh.channels; ++c) {
    const auto value = [&](int f) -> float& {
      return bvh.values[std::size_t(f) * std::size_t(bvh.channels) + std::size_t(c)];
    };
    int before = -1;  // the last frame whose own value is a number
    for (int f = 0; f < bvh.frames; ++f) {
      if (!std::isnan(value(f))) {
        before = f;
        continue;
      }
      int after = f;
      while (after < bvh.frames && std::isnan(value(after))) ++after;
      const int last = after;
      for (int hole = f; hole < last; ++hole) {
        const bool from_after = before < 0 || (after < bvh.frames && after - hole < hole - before);
        value(hole) = from_after ? (after < bvh.frames ? value(after) : 0) : value(before);
        mended[std::size_t(hole)] = true;
      }
      f = last - 1;
    }
  }
  const auto count = int(std::count(mended.begin(), mended.end(), true));
  if (count > 0)
    bvh.notes.push_back(bvh.where + ": " + plural(count, "frame has", "frames have") +
                        " values that are no numbers; the nearest frame's are used in their place");
}

/// Position channels below the root: programs that repeat the offset in them mean the place itself,
/// those that write nearly nothing mean what is added to it. Most joints decide for all.
bool positions_replace_offsets(const Bvh& bvh) {
  constexpr int looked_at = 100;
  const int step = std::max(1, bvh.frames / looked_at);
  int replacing = 0, adding = 0;
  std::size_t first = 0;
  for (const BvhJoint& joint : bvh.joints) {
    const bool moves = std::any_of(joint.channels.begin(), joint.channels.end(),
                                   [](BvhChannel c) { return c <= BvhChannel::z_position; });
    if (joint.parent >= 0 && moves && glm::length(joint.offset) > 0) {
      double from_offset = 0, from_nothing = 0;
      for (int f = 0; f < bvh.frames; f += step)
        for (std::size_t i = 0; i < joint.channels.size(); ++i) {
          const int c = static_cast<int>(joint.channels[i]);
          if (c >= 3) continue;
          const double value = bvh.values[std::size_t(f) * std::size_t(bvh.channels) + first + i];
          from_nothing += value * value;
          from_offset += (value - joint.offset[c]) * (value - joint.offset[c]);
        }
      if (from_offset < from_nothing) ++replacing;
      if (from_offset > from_nothing) ++adding;
    }
    first += joint.channels.size();
  }
  return replacing > adding;
}

}  // namespace

Bvh read_bvh(const std::string& bytes, const std::string& where) {
  const std::string text = utf8_of(bytes);
  BvhWords words(text, where);
  Bvh bvh;
  bvh.where = where;
  words.expect("HIERARCHY");
  words.expect("ROOT");
  do {
    std::string root = read_name(words);
    read_joint(words, bvh, std::move(root), -1, false, 0);
  } while (words.accept("ROOT"));
  words.expect("MOTION");
  const int promised = read_motion_head(words, bvh);
  read_rows(words, promised, bvh);
  mend(bvh);
  bvh.positions_replace_offsets = positions_replace_offsets(bvh);
  return bvh;
}

}  // namespace psgan
