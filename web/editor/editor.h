// The editor's state: which character, which pose, which motion, which model, and what the visitor
// may do to them. It knows no GUI and no browser; stage and panel show it, bindings.cpp carries it
// to the script.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "editor/model_family.h"
#include "editor/scene.h"
#include "motion/clip.h"
#include "psgan/model_card.h"
#include "psgan/share_link.h"

namespace psgan::web {

/// A sentence for the visitor; a new one about the same topic takes the old one's place.
struct Message {
  std::string topic;
  std::string text;
  bool problem = false;  ///< Otherwise good news, which goes away by itself.
  double age = 0;        ///< Seconds shown.
};

enum class ModelState { none, loading, ready, failed };

/// A model for the engine to load. A new number is a new wish, which takes the last one's place.
struct ModelWish {
  int number = 0;  ///< 0: none yet.
  const ModelCard* card = nullptr;
  bool beside = false;  ///< The present one goes on drawing until this one can.
  double limit = 0;     ///< ms; one that takes longer for a picture is not wanted. 0: none.
};

/// Small pictures that are drawn while there is nothing else to draw.
enum class Tiles {
  characters,  ///< Those that the model's card names, standing.
  poses,       ///< The character in the library's poses.
  neighbours,  ///< The characters around her, in her pose.
};
inline constexpr int tile_kinds = 3;
inline constexpr int most_tiles = 100;

/// One picture to compute, numbered so that the answer can be told from older ones.
struct Request {
  int number = 0;
  int portrait = -1;             ///< Kind of tiles × most_tiles + the tile; −1: on the stage.
  std::vector<float> latent;     ///< [Z]
  std::vector<float> colours;    ///< [Z]; empty for models that do not have them apart
  std::vector<float> keypoints;  ///< [20·3]
};

/// A pose that the visitor keeps.
struct Favourite {
  Figure figure;
  std::string code;  ///< As links write it.
};

/// A figure as 117 characters, its pose and its depths as in links; and back.
std::string encode_figure(const Figure& figure);
std::optional<Figure> decode_figure(std::string_view text);

class Editor {
 public:
  explicit Editor(std::uint64_t random_seed);

  // Who she is.
  const Character& character() const { return scene_.character; }
  /// Another character; remembered for back and forward unless `passing`, as while a slider moves.
  void set_character(const Character& character, bool passing = false);
  std::uint64_t seed() const { return scene_.character.seed; }
  /// Of the part that changes: the one that the field shows and that buttons step from.
  std::uint64_t changing_seed() const;
  /// The part that changes, alone, without walk and mix; a kept look stays.
  void set_seed(std::uint64_t seed);
  void next_seed() { set_seed(changing_seed() + 1); }
  void previous_seed() { set_seed(changing_seed() - 1); }
  void random_seed();
  void back();
  void forward();
  bool can_go_back() const { return visited_at_ > 0; }
  bool can_go_forward() const { return visited_at_ + 1 < visited_.size(); }
  /// Mixing with a second character, found by a random seed at first.
  void mix_with_another();
  void set_mix(float share);
  void end_mix();
  void set_variety(float variety);
  /// Whether the model has the colours apart, so that there are parts to choose from.
  bool has_parts() const { return model() && model()->colours; }
  /// What the seed, mixing and neighbours change of her.
  void change_part(Part part);
  /// Keeps the present look for all characters to come, or no longer.
  void keep_look(bool on);
  std::vector<Character> neighbours() const;

  // Others in a row with her.
  const std::vector<Character>& row() const { return scene_.row; }
  void add_to_row();  ///< The present character stays beside, and she becomes another.
  void leave_row(int number);
  static constexpr int most_in_row = 4;

  // The pose. Every edit can be undone; begin_edit() marks where undo() returns to, and stops the
  // motion. Edits of one kind in a row are one edit until end_edit(), as while a slider moves.
  const Pose& pose() const { return pose_; }
  const Figure& figure() const { return scene_.figure; }
  void begin_edit(const char* kind = "");
  void end_edit() { edit_kind_.clear(); }
  /// Drags a point towards (x, y), in units of the picture: like a puppet's (see limbs.h), or
  /// without `proportions` alone and wherever one likes.
  void drag(Keypoint keypoint, float x, float y);
  void toggle_visible(Keypoint keypoint);
  void mirror();
  void reset();
  void undo();
  void redo();
  bool can_undo() const { return history_.can_undo(scene_); }
  bool can_redo() const { return history_.can_redo(); }
  void choose_preset(int number);
  std::optional<int> preset() const { return preset_; }  ///< The one shown, if not edited since.
  void choose_figure(const Figure& figure);
  /// The pose of a person in a photo, or, while watching, before the camera: landmarks as
  /// read_landmarks() reads them, `mirror` as in a looking glass. False where nobody is seen.
  bool follow(const std::string& landmarks, bool mirror);
  /// Whether a camera drives the pose; any other edit of the pose ends that.
  void watch(bool on);
  bool watching() const { return watching_; }

  std::optional<Keypoint> selected;
  bool proportions = true;
  bool show_skeleton = true;
  /// Has never moved a point or seen a dance, so that the stage says how; the script knows.
  bool newcomer = false;

  // Favourites; the script keeps them in the browser as favourites_text().
  const std::vector<Favourite>& favourites() const { return favourites_; }
  void add_favourite();
  void remove_favourite(int number);
  void choose_favourite(int number) { choose_figure(favourites_.at(number).figure); }
  std::string favourites_text() const;
  void set_favourites(const std::string& text);

  // Motion (editor_motion.cpp). Its time goes on while it plays; seek() and a turn show a moment.
  void choose_clip(int number);
  void dance();  ///< The next of the dances.
  int clip() const { return scene_.clip; }
  bool own_motion() const { return scene_.keys != nullptr; }
  const KeyedMotion& motion() const;  ///< The clip's as well, as key frames.
  std::string motion_title() const;
  void play(bool on);
  bool playing() const { return playing_; }
  double clip_time() const { return clip_time_; }  ///< Seconds, from 0 to the motion's length.
  void seek(double seconds);
  float yaw() const { return scene_.turn; }  ///< Radians to her left; 0 faces us.
  void turn(float yaw);
  float speed = 1;

  // Key frames. The one at the present time is edited by whatever edits the pose.
  std::optional<int> key() const { return key_; }
  void new_motion();  ///< Of one key, the present pose.
  void add_key();     ///< The present pose at the present time.
  void remove_key();
  void move_key(int key, float time);
  void step_key(int by);  ///< Goes to the next (1) or previous (−1) key.
  void copy_key();
  void paste_key();  ///< At the present time.
  bool can_paste() const { return copied_.has_value(); }
  void set_ease(Ease ease);
  void set_loop(bool loop);
  void set_duration(float seconds);

  // Files dropped on the page: BVH, and OpenPose's JSON. What is wrong with them becomes a message.
  void open_bvh(const std::string& text, const std::string& name);
  void open_openpose(const std::string& json, const std::string& name);
  std::string to_openpose() const;
  /// People of the last OpenPose file, to choose from; empty once one is chosen or another pose is
  /// wanted.
  const std::vector<Figure>& people() const { return people_; }
  void choose_person(int number);

  /// Time passes: motion plays, messages age.
  void advance(double seconds);

  // Models (editor_models.cpp): families of a light and a full one, in the order of
  // models/index.json. First the index, then the cards of its models.
  std::vector<std::string> read_index(const std::string& index_json);
  void add_model(const std::string& name, const std::string& card_json);
  void models_complete();
  const std::vector<ModelFamily>& families() const { return families_; }
  const ModelFamily* family() const;                   ///< The chosen one, or null.
  const std::string& title(const ModelFamily&) const;  ///< Its light model's.
  void choose_model(const std::string& name);          ///< A family's name, or a model's in it.
  const ModelCard* model() const;  ///< The one that draws, or loads to draw first; or null.
  /// Light or full: what the visitor wants, and whether they pay for every byte, so that the full
  /// one comes only when they ask for it.
  Detail detail() const { return detail_; }
  void set_detail(Detail detail);
  void set_sparing(bool sparing) { sparing_ = sparing; }
  bool model_coming() const { return !coming_.empty(); }  ///< Another loads beside the present.
  ModelWish model_wish() const;
  ModelState model_state() const { return model_state_; }
  float load_progress() const { return load_progress_; }  ///< From 0 to 1; negative if unknown.
  const std::string& load_text() const { return load_text_; }
  void model_loading(const std::string& text, float progress);
  // Answers of the engine; those about models that are wanted no more change nothing.
  void model_ready(const std::string& name, const std::string& provider);
  void model_failed(const std::string& name, const std::string& sentence);
  void model_too_slow(const std::string& name);
  /// A picture of the present model took so long, of whatever kind it was.
  void picture_took(double milliseconds);
  const std::string& provider() const { return provider_; }

  // Pictures: the newest wish alone is computed, for her and the row in turn. While there is none,
  // tiles of the kinds asked for are drawn one by one.
  bool wants_picture() const;
  Request take_request();
  /// What stands on the stage, left to right, at a moment of the motion, or, if that is negative,
  /// as it is. Empty without a model.
  std::vector<Request> frame_requests(double seconds) const;
  /// Returns whose picture on the stage it is: 0 is hers, others stand in the row.
  int picture_arrived(int number, double milliseconds);
  double last_milliseconds() const { return last_milliseconds_; }
  int pictures() const { return pictures_; }
  /// The pose that her shown picture was computed for.
  const Pose& pictured_pose() const { return pictured_pose_; }
  void want_tiles(Tiles kind, bool wanted) { wanted_[static_cast<int>(kind)] = wanted; }
  int tile_count(Tiles kind) const;

  // Messages.
  void say(const std::string& topic, const std::string& text, bool problem = true);
  void unsay(const std::string& topic);
  const std::deque<Message>& messages() const { return messages_; }

  // Links (editor_link.cpp). open_link() says what it could not read; a field it leaves out stays
  // as it is.
  void open_link(const std::string& fragment);
  std::string link() const;

  /// For tests and the curious: the state as JSON.
  std::string to_json() const;

  const std::vector<StillPose>& presets() const { return presets_; }
  static const std::vector<Clip>& clips() { return own_clips(); }

 private:
  void show_figure(const Figure& figure);  ///< As seen; a key at the present time becomes it.
  Figure moment(double seconds) const;     ///< Of the motion, turned.
  void show_moment();                      ///< At the motion's time.
  void remember(const char* kind = "");    ///< For undo, without stopping the motion.
  /// Sets a number of the character that a slider moves, 0 to 1: one edit until end_edit().
  void slide(float Character::*number, float value, const char* kind);
  void find_key();  ///< The key at the present time.
  /// Changes the motion, which becomes the visitor's own.
  void change_motion(const std::function<void(KeyedMotion&)>& change);
  void scene_came_back();  ///< After undo and redo.
  void changed(bool pose, bool character);
  /// As the model can draw her: without parts, if it has none.
  Character drawable(const Character& character) const;
  Request request_of(const Character& character, const Pose& pose) const;
  void remember_visit();
  std::uint64_t random_number();

  std::vector<StillPose> presets_;
  std::uint64_t random_state_;
  bool character_chosen_ = false;  ///< By the visitor or a link, so that a model's card does not.

  Scene scene_;
  History<Scene> history_;
  std::string edit_kind_;
  Pose pose_;  ///< Of the scene's figure.
  std::optional<int> preset_;
  std::vector<Character> visited_;
  std::size_t visited_at_ = 0;
  std::vector<Favourite> favourites_;
  std::vector<Figure> people_;

  bool watching_ = false;
  bool playing_ = false;
  bool on_motion_ = false;  ///< The figure is the motion's moment, not edited since.
  double clip_time_ = 0;
  std::optional<int> key_;
  std::optional<Keyframe> copied_;

  const ModelCard* card_of(const std::string& name) const;
  void complete_families();
  void load_first(const std::string& name);
  void load_beside(const std::string& name, double limit);
  std::vector<ModelFamily> families_;
  std::vector<ModelCard> models_;
  std::string family_;  ///< Name of the chosen one, or empty.
  std::string model_;   ///< Of its models, see model().
  std::string coming_;  ///< The other, while it loads beside.
  double coming_limit_ = 0;
  int wishes_ = 0;
  Detail detail_ = Detail::automatic;
  bool sparing_ = false;
  std::string engine_failure_;  ///< Of an engine that failed before there was a model to load.
  bool full_refused_ = false;   ///< The full one was too slow or could not be loaded.
  std::deque<double> took_;     ///< The last pictures' milliseconds by the present model.
  std::string linked_model_;    ///< Asked for by a link before the models were known.
  bool models_complete_ = false;
  ModelState model_state_ = ModelState::none;
  float load_progress_ = -1;
  std::string load_text_;
  std::string provider_;

  std::vector<bool> stale_ = {true};  ///< Of the pictures on the stage: hers, then the row's.
  int next_slot_ = 0;                 ///< Whose turn it is.
  int requested_slot_ = 0;
  std::array<int, tile_kinds> next_tile_{};
  std::array<bool, tile_kinds> wanted_{true, false, false};
  int requests_ = 0;
  int pictures_ = 0;
  Pose requested_pose_, pictured_pose_;
  double last_milliseconds_ = 0;

  std::deque<Message> messages_;
};

}  // namespace psgan::web
