// The editor's state: which character, which pose, which model, and what the visitor may do to
// them. It knows no GUI and no browser; stage and panel show it, bindings.cpp carries it to the
// script.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "motion/clip.h"
#include "psgan/model_card.h"
#include "psgan/pose.h"

namespace psgan::web {

/// A sentence for the visitor; a new one about the same topic takes the old one's place.
struct Message {
  std::string topic;
  std::string text;
  bool problem = false;  ///< Otherwise good news, which goes away by itself.
  double age = 0;        ///< Seconds shown.
};

enum class ModelState { none, loading, ready, failed };

/// One picture to compute, numbered so that the answer can be told from older ones.
struct Request {
  int number = 0;
  int portrait = -1;  ///< A named character of the card, or -1 for the picture on the stage.
  std::vector<float> latent;     ///< [Z]
  std::vector<float> keypoints;  ///< [20·3]
};

class Editor {
 public:
  explicit Editor(std::uint64_t random_seed);

  // Who she is.
  std::uint64_t seed() const { return seed_; }
  void set_seed(std::uint64_t seed);
  void next_seed() { set_seed(seed_ + 1); }
  void previous_seed() { set_seed(seed_ - 1); }
  void random_seed();

  // The pose. Every edit can be undone; begin_edit() marks where undo() returns to.
  const Pose& pose() const { return pose_; }
  void begin_edit();
  /// Drags a point towards (x, y), in units of the image: like a puppet's (see limbs.h), or
  /// without `proportions` alone and wherever one likes.
  void drag(Keypoint keypoint, float x, float y);
  void toggle_visible(Keypoint keypoint);
  void mirror();
  void reset();
  void undo();
  bool can_undo() const { return !history_.empty(); }
  void choose_preset(int number);
  std::optional<int> preset() const { return preset_; }  ///< The one shown, if not edited since.

  std::optional<Keypoint> selected;
  bool proportions = true;
  bool show_skeleton = true;

  // Motion.
  void choose_clip(int number);
  int clip() const { return clip_; }
  void play(bool on);
  bool playing() const { return playing_; }
  double clip_time() const { return clip_time_; }  ///< Seconds, from 0 to the clip's length.
  void seek(double seconds);
  float yaw() const { return yaw_; }  ///< Radians that motion is turned by; 0 faces us.
  void turn(float yaw);

  /// Time passes: motion plays, messages age.
  void advance(double seconds);

  // Models, in the order of models/index.json.
  const std::vector<ModelCard>& models() const { return models_; }
  const ModelCard* model() const;  ///< The chosen one, or null while there is none.
  void add_model(const std::string& name, const std::string& card_json);
  void models_complete();
  void choose_model(const std::string& name);
  ModelState model_state() const { return model_state_; }
  float load_progress() const { return load_progress_; }  ///< From 0 to 1; negative if unknown.
  const std::string& load_text() const { return load_text_; }
  void model_loading(const std::string& text, float progress);
  void model_ready(const std::string& provider);
  void model_failed(const std::string& sentence);
  const std::string& provider() const { return provider_; }

  // Pictures: the newest wish alone is computed. While there is none, the card's characters are
  // portrayed one by one.
  bool wants_picture() const;
  Request take_request();
  void picture_arrived(int number, double milliseconds);
  double last_milliseconds() const { return last_milliseconds_; }
  int pictures() const { return pictures_; }
  /// The pose that the shown picture was computed for.
  const Pose& pictured_pose() const { return pictured_pose_; }

  // Messages.
  void say(const std::string& topic, const std::string& text, bool problem = true);
  void unsay(const std::string& topic);
  const std::deque<Message>& messages() const { return messages_; }

  // Links. open_link() says what it could not read; a field it leaves out stays as it is.
  void open_link(const std::string& fragment);
  std::string link() const;

  /// For tests and the curious: the state as JSON.
  std::string to_json() const;

  const std::vector<StillPose>& presets() const { return presets_; }
  static const std::vector<Clip>& clips() { return own_clips(); }

 private:
  void set_pose(const Pose& pose);
  void show_moment();  ///< Of the clip, at its time and turn.

  std::vector<StillPose> presets_;

  std::uint64_t seed_ = 1;
  bool seed_chosen_ = false;  ///< By the visitor or a link, so that a model's card does not.
  std::uint64_t random_state_;
  Pose pose_ = standing_pose();
  std::vector<Pose> history_;
  std::optional<int> preset_;

  int clip_ = 0;
  bool playing_ = false;
  double clip_time_ = 0;
  float yaw_ = 0;

  std::vector<ModelCard> models_;
  std::string model_;         ///< Name of the chosen one, or empty.
  std::string linked_model_;  ///< Asked for by a link before the models were known.
  bool models_complete_ = false;
  ModelState model_state_ = ModelState::none;
  float load_progress_ = -1;
  std::string load_text_;
  std::string provider_;

  int next_portrait_ = 0;
  bool changed_ = true;  ///< Pose or seed differ from the last request.
  int requests_ = 0;
  int pictures_ = 0;
  Pose requested_pose_, pictured_pose_;
  double last_milliseconds_ = 0;

  std::deque<Message> messages_;
};

}  // namespace psgan::web
