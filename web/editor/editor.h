// The editor's state: which character, which pose, which motion, which model, and what the visitor
// may do to them. It knows no GUI and no browser; stage and panel show it, bindings.cpp carries it
// to the script.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "editor/limbs.h"
#include "editor/messages.h"
#include "editor/model_inputs.h"
#include "editor/models.h"
#include "editor/picture_queue.h"
#include "editor/scene.h"
#include "motion/clip.h"
#include "motion/figure.h"
#include "motion/keyframes.h"
#include "psgan/character.h"
#include "psgan/model_card.h"
#include "psgan/openpose.h"
#include "psgan/pose.h"
#include "psgan/share_link.h"
#include "psgan/skeleton.h"

namespace psgan::web {

/// One picture to compute, numbered so that the answer can be told from older ones.
struct Request {
  int number = 0;
  int portrait = -1;  ///< Kind of tiles × most_tiles + the tile; −1: on the stage.
  InputValues inputs;
};

/// One picture as a model's encoder takes it, see EncoderCard.
struct EncoderInputs {
  std::vector<float> regions;
  std::vector<int> region_dims;
  std::vector<float> keypoints;
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
  Editor(const Editor&) = delete;  // Its models tell it what becomes of them.
  Editor& operator=(const Editor&) = delete;

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
  /// Another character than the present one; with a model of looks one that looks different, in
  /// colours of another number if it has them apart (seeds.cpp).
  void random_seed();
  /// As set_seed(), while a number is typed: digit after digit is one edit until end_typing().
  void type_seed(std::uint64_t seed);
  void end_typing();
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
  bool has_parts() const { return model() && (model()->takes("colours") || wardrobe()); }
  /// What the seed, mixing and neighbours change of her.
  void change_part(Part part);
  /// Keeps the present look for all characters to come, or no longer.
  void keep_look(bool on);
  std::vector<Character> neighbours() const;

  // What she wears, part by part, with a model whose latents begin with traits (wardrobe.cpp).
  /// The model's traits and how they are drawn, or null.
  const LatentSpace* wardrobe() const;
  TraitValues worn() const;  ///< Of the wardrobe's traits; there must be one.
  /// One edit until end_edit() if `passing`, as while a colour is dragged.
  void wear(int trait, const TraitValue& value, bool passing = false);
  /// Whether the model has an encoder, which finds the traits of a character in a picture.
  bool can_copy_look() const { return model() && model()->encoder.has_value(); }
  /// What the encoder takes for a square picture of its side, RGBA with the top row first, of a
  /// character who stands as she does. Throws Error if the number of bytes is another.
  EncoderInputs encoder_inputs(std::span<const std::uint8_t> rgba) const;
  /// What the encoder found: she wears it, but for what is locked.
  void take_look(std::span<const float> found);
  /// Another number leaves locked traits as they are.
  bool locked(int trait) const;
  void lock(int trait, bool on);
  /// What is worn from the key at the present time on; other traits change for all of the motion,
  /// or, where an earlier key has set them, from that one on.
  bool dress_keys = false;
  /// The key at the present time changes nothing of what she wears.
  void undress_key();
  /// The choice whose options are drawn as tiles, −1: none.
  void show_options_of(int trait);
  int shown_trait() const { return shown_trait_; }

  // Those beside her (companions.cpp), numbered from 1; number 0 is she herself.
  const std::vector<Companion>& row() const { return scene_.row; }
  void add_to_row();  ///< The present character stays beside, and she becomes another.
  void leave_row(int number);
  /// One who is beside becomes the one who is posed and dressed, and the other way round; each
  /// stays where she stands.
  void take_turns(int number);
  /// The number of one who just did: once, so that her picture goes with her.
  std::optional<int> turn_taken() { return std::exchange(turn_taken_, std::nullopt); }
  /// Whether one beside keeps a pose of her own, at first the present one, or does the same.
  void keep_own_pose(int number, bool on);
  bool has_own_pose(int number) const;
  /// Where anybody's picture is on the stage: its middle and its size in parts of the stage's
  /// width.
  struct Place {
    float middle = 0.5f, size = 1;
  };
  Place place_of(int number) const;
  /// Puts her there, 0 to 1: one edit until end_edit().
  void put(int number, float middle);
  /// Back in a row, evenly.
  void line_up();
  bool moved_apart() const;  ///< Anybody was put somewhere.
  Pose pose_of(int number) const;
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
  // Several points that move and grow together (picking.cpp); fewer than two are none.
  const PickedPoints& picked() const { return picked_; }
  void pick(const PickedPoints& which);
  void pick(Keypoint keypoint, bool on);
  /// A press on a point picks it, for those who have no Shift key.
  bool picking = false;
  /// By parts of the picture; begin_edit() comes first.
  void shift_picked(float dx, float dy);
  /// About a point of the picture.
  void scale_picked(float factor, float x, float y);
  /// The box around them in the picture: left, top, right, bottom; nothing if none are picked.
  struct Box {
    float left, top, right, bottom;
  };
  std::optional<Box> picked_box() const;
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

  // Motion (motion.cpp). Its time goes on while it plays; seek() and a turn show a moment.
  void choose_clip(int number);
  void dance();  ///< The next of the dances.
  int clip() const { return scene_.clip; }
  bool own_motion() const { return scene_.keys != nullptr; }
  const KeyedMotion& motion() const;  ///< The clip's as well, as key frames.
  std::string motion_title() const;
  void play(bool on);
  /// Again and again, if a link brought a motion; a pose stays one.
  void play_for_ever();
  bool playing() const { return playing_; }
  double clip_time() const { return clip_time_; }  ///< Seconds, from 0 to the motion's length.
  void seek(double seconds);
  float yaw() const { return scene_.turn; }  ///< Radians to her left; 0 faces us.
  /// As far as the model knows her, and with a word if that is not so far.
  void turn(float yaw);
  /// How far the present model can turn her either way, radians; nothing: all round.
  std::optional<float> most_turn() const;
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
  void open_bvh(const std::string& bytes, const std::string& name);
  void open_openpose(const std::string& json, const std::string& name);
  std::string to_openpose() const { return to_openpose({&pose_, 1}); }
  /// Those on the stage, as frame_inputs() has them.
  std::vector<Pose> poses_left_to_right() const;
  static std::string to_openpose(std::span<const Pose> poses);
  // The clipboard (pose_clipboard.cpp): OpenPose's JSON with the figure in a field of its own, so
  // that here the very same pose comes back, depths and all.
  std::string copied_pose() const;
  /// As a file dropped on the page, if others wrote it; what is no pose becomes a message.
  void paste_pose(const std::string& text);
  /// People of the last OpenPose file, to choose from; empty once another pose is wanted.
  const std::vector<Figure>& people() const { return people_; }
  void choose_person(int number);
  /// Counts files with several people, of whom the visitor is asked to choose one.
  int asked_for_person() const { return asked_for_person_; }
  /// Whether people stand as their files have them, or fitted to her own proportions; those of the
  /// last file change with it.
  void set_as_in_file(bool on);
  bool as_in_file() const { return as_in_file_; }

  /// Time passes: motion plays, messages age.
  void advance(double seconds);

  Models& models() { return models_; }
  const Models& models() const { return models_; }
  /// The model that draws, or loads to draw first; or null.
  const ModelCard* model() const { return models_.present(); }

  // Pictures (pictures.cpp).
  PictureQueue& queue() { return queue_; }
  const PictureQueue& queue() const { return queue_; }
  bool wants_picture() const;
  Request take_request();
  /// What stands on the stage, left to right, at a moment of the motion, or, if that is negative,
  /// as it is. Empty without a model.
  std::vector<InputValues> frame_inputs(double seconds) const;
  /// The poses in these pictures.
  std::vector<Pose> frame_poses(double seconds) const;
  /// Where these pictures lie on a canvas for a file, in parts of a picture's side: as on the
  /// stage if anybody was put somewhere, otherwise side by side.
  struct FileLayout {
    float width = 1, height = 1;
    std::vector<float> lefts;
    float top = 0;
  };
  FileLayout file_layout() const;
  TileCounts tile_counts() const;

  // Messages.
  void say(const std::string& topic, const std::string& text, bool problem = true,
           bool retry = false) {
    messages_.say(topic, text, problem, retry);
  }
  void unsay(const std::string& topic) { messages_.unsay(topic); }
  const std::deque<Message>& messages() const { return messages_.all(); }
  bool messages_pass() const { return messages_.passing(); }

  /// What a message says that failed is tried once more.
  void retry(const std::string& topic);
  /// It can only be tried from the beginning: true once.
  bool take_reload_wish() { return std::exchange(reload_wish_, false); }

  // Links (link.cpp). open_link() says what it could not read; a field it leaves out stays
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
  float within_range(float yaw);           ///< What the model can turn her by, with a word.
  void stay_in_range();                    ///< With another model or link.
  void remember(const char* kind = "");    ///< For undo, without stopping the motion.
  /// Sets a number of the character that a slider moves, 0 to 1: one edit until end_edit().
  void slide(float Character::*number, float value, const char* kind);
  void find_key();  ///< The key at the present time.
  /// Changes the motion, which becomes the visitor's own.
  void change_motion(const std::function<void(KeyedMotion&)>& change);
  void scene_came_back();  ///< After undo and redo.
  void changed(bool pose, bool character);
  void model_chosen(const ModelCard& card);
  void check_parts();  ///< Says which chosen parts the model does not have.
  /// She in what the keys of the motion dress her in at a time.
  Character dressed(const Character& character, double seconds) const;
  /// The key that a trait is chosen at; nothing: it is her own.
  std::optional<int> dressing_key(const std::string& trait) const;
  /// As the model can draw her: without parts, if it has none.
  Character drawable(const Character& character) const;
  /// She with another number for what changes and is not locked.
  Character numbered(std::uint64_t seed) const;
  InputValues inputs_of(const Character& character, const Pose& pose) const;
  Request request_of_tile(Tiles kind, int tile) const;
  void remember_visit();
  std::uint64_t random_number();

  std::vector<StillPose> presets_;
  std::uint64_t random_state_;
  bool character_chosen_ = false;  ///< By the visitor or a link, so that a model's card does not.

  Scene scene_;
  History<Scene> history_;
  std::string edit_kind_;
  Pose pose_;  ///< Of the scene's figure.
  PickedPoints picked_;
  std::optional<int> preset_;
  std::vector<Character> visited_;
  std::size_t visited_at_ = 0;
  std::set<std::string> locked_;                     ///< Names of traits.
  std::map<std::string, std::string> shown_outfit_;  ///< Of the keys, in the tiles.
  int shown_trait_ = -1;
  std::vector<Favourite> favourites_;
  struct OpenedFile {
    OpenPoseFile file;
    std::string name;
    int person = 0;  ///< The one shown.
  };
  OpenedFile opened_;  ///< The last one with people.
  std::vector<Figure> people_;
  bool as_in_file_ = false;
  int asked_for_person_ = 0;

  bool watching_ = false;
  bool typing_ = false;  ///< A number.
  bool playing_ = false;
  bool again_and_again_ = false;  ///< It begins anew even if it is no loop.
  bool just_opened_ = false;      ///< So that its first moment is shown.
  bool on_motion_ = false;        ///< The figure is the motion's moment, not edited since.
  double clip_time_ = 0;
  std::optional<int> key_;
  std::optional<Keyframe> copied_;

  bool reload_wish_ = false;
  std::optional<int> turn_taken_;
  Messages messages_;
  Models models_;
  PictureQueue queue_;
};

}  // namespace psgan::web
