#include "motion/bvh.h"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "psgan/error.h"

namespace psgan {
namespace {

constexpr std::array<std::string_view, 6> channel_names{"Xposition", "Yposition", "Zposition",
                                                        "Xrotation", "Yrotation", "Zrotation"};

/// The text's words with the line each is in.
class Words {
 public:
  Words(const std::string& text, const std::string& where) : text_(text), where_(where) {}

  std::string_view next(const char* expected) {
    skip_space();
    if (at_ >= text_.size()) fail(std::string("the file ends where ") + expected + " should be");
    const std::size_t start = at_;
    while (at_ < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    return std::string_view(text_).substr(start, at_ - start);
  }

  void expect(std::string_view word) {
    std::string quoted(1, '"');
    quoted.append(word).append(1, '"');
    const std::string_view found = next(quoted.c_str());
    if (found != word) fail("found \"" + shortened(found) + "\" where " + quoted + " should be");
  }

  float number(const char* what) {
    // Not std::from_chars, which Emscripten's library knows for whole numbers only.
    const std::string word(next(what));
    char* end = nullptr;
    const float value = std::strtof(word.c_str(), &end);
    if (end != word.c_str() + word.size() || !std::isfinite(value))
      fail(std::string(what) + " is \"" + shortened(word) + "\", which is no number");
    return value;
  }

  int count(const char* what, int most) {
    const float value = number(what);
    if (value < 0 || value > float(most) || value != std::floor(value))
      fail(std::string(what) + " must be a whole number from 0 to " + std::to_string(most));
    return int(value);
  }

  std::string rest_of_line() {
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    std::string rest = text_.substr(start, at_ - start);
    rest.erase(0, rest.find_first_not_of(" \t\r"));
    rest.erase(rest.find_last_not_of(" \t\r") + 1);
    return rest;
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw Error(where_ + ", line " + std::to_string(line_) + ": " + why);
  }

 private:
  static std::string shortened(std::string_view word) { return std::string(word.substr(0, 40)); }

  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])))
      if (text_[at_++] == '\n') ++line_;
  }

  const std::string& text_;
  const std::string& where_;
  std::size_t at_ = 0;
  int line_ = 1;
};

glm::vec3 read_offset(Words& words) {
  words.expect("OFFSET");
  const float x = words.number("OFFSET"), y = words.number("OFFSET"), z = words.number("OFFSET");
  return {x, y, z};
}

BvhChannel read_channel(Words& words) {
  const std::string_view word = words.next("a channel");
  for (std::size_t i = 0; i < channel_names.size(); ++i)
    if (channel_names[i] == word) return static_cast<BvhChannel>(i);
  words.fail("the channel \"" + std::string(word.substr(0, 40)) + "\" is not known");
}

/// A joint and all below it, from after its name on.
void read_joint(Words& words, Bvh& bvh, std::string name, int parent, int depth) {
  if (depth > 200 || bvh.joints.size() > 2000) words.fail("there are too many joints");
  const int self = static_cast<int>(bvh.joints.size());
  bvh.joints.push_back({std::move(name), parent, {}, {}, false});
  words.expect("{");
  bvh.joints[self].offset = read_offset(words);
  words.expect("CHANNELS");
  const int channels = words.count("the number of channels", 6);
  for (int i = 0; i < channels; ++i) bvh.joints[self].channels.push_back(read_channel(words));
  bvh.channels += channels;
  for (;;) {
    const std::string_view word = words.next("\"}\"");
    if (word == "}") return;
    if (word == "JOINT") {
      std::string child = words.rest_of_line();
      read_joint(words, bvh, std::move(child), self, depth + 1);
    } else if (word == "End") {
      words.rest_of_line();
      words.expect("{");
      bvh.joints.push_back({"", self, read_offset(words), {}, true});
      words.expect("}");
    } else {
      words.fail("found \"" + std::string(word.substr(0, 40)) +
                 "\" where JOINT, End Site or \"}\" should be");
    }
  }
}

glm::quat axis_turn(BvhChannel channel, float degrees) {
  glm::vec3 axis(0);
  axis[static_cast<int>(channel) - 3] = 1;
  return glm::angleAxis(glm::radians(degrees), axis);
}

JointFrame place(const Bvh& bvh, const float* values) {
  JointFrame frame;
  for (const BvhJoint& joint : bvh.joints) {
    glm::vec3 translation = joint.offset;
    glm::quat rotation(1, 0, 0, 0);
    glm::vec3 moved(0);
    for (const BvhChannel channel : joint.channels) {
      const float value = values ? *values++ : 0;
      const int c = static_cast<int>(channel);
      if (c < 3)
        moved[c] = value;
      else
        rotation = rotation * axis_turn(channel, value);
    }
    // Position channels stand in the offset's stead for a root, and beside it elsewhere, as the
    // programs that write BVH have it.
    translation = joint.parent < 0 ? moved : translation + moved;
    if (joint.parent < 0) {
      frame.position.push_back(translation);
      frame.orientation.push_back(rotation);
    } else {
      const glm::quat& above = frame.orientation[joint.parent];
      frame.position.push_back(frame.position[joint.parent] + above * translation);
      frame.orientation.push_back(glm::normalize(above * rotation));
    }
  }
  return frame;
}

}  // namespace

Bvh read_bvh(const std::string& text, const std::string& where) {
  Words words(text, where);
  Bvh bvh;
  bvh.where = where;
  words.expect("HIERARCHY");
  words.expect("ROOT");
  std::string root = words.rest_of_line();
  read_joint(words, bvh, std::move(root), -1, 0);
  words.expect("MOTION");
  words.expect("Frames:");
  bvh.frames = words.count("the number of frames", 10'000'000);
  if (bvh.frames == 0) words.fail("there are no frames");
  words.expect("Frame");
  words.expect("Time:");
  bvh.frame_time = words.number("Frame Time");
  if (!(bvh.frame_time > 0)) words.fail("Frame Time must be more than 0");
  const std::size_t size = std::size_t(bvh.frames) * bvh.channels;
  // A wrong count must not ask for more memory than a file of this size can fill.
  if (size > text.size()) words.fail("there are fewer values than Frames says");
  bvh.values.reserve(size);
  for (std::size_t i = 0; i < size; ++i) bvh.values.push_back(words.number("a frame's value"));
  return bvh;
}

JointFrame frame_of(const Bvh& bvh, int frame) {
  return place(bvh, &bvh.values[std::size_t(frame) * bvh.channels]);
}

JointFrame zero_frame(const Bvh& bvh) { return place(bvh, nullptr); }

}  // namespace psgan
