// Editor: what the pictures in its queue show.
#include "editor/editor.h"
#include "psgan/character_traits.h"

namespace psgan::web {

TileCounts Editor::tile_counts() const {
  const ModelCard* card = model();
  const LatentSpace* space = wardrobe();
  const bool options = space && shown_trait_ >= 0;
  return {card ? static_cast<int>(card->characters.size()) : 0, static_cast<int>(presets_.size()),
          9, options ? static_cast<int>(space->schema[shown_trait_].options.size()) : 0};
}

bool Editor::wants_picture() const {
  return models_.state() == ModelState::ready && model() && queue_.waits(tile_counts());
}

InputValues Editor::inputs_of(const Character& character, const Pose& pose) const {
  return input_values(*model(), drawable(character), pose);
}

Request Editor::request_of_tile(Tiles kind, int tile) const {
  Request request;
  request.portrait = static_cast<int>(kind) * most_tiles + tile;
  switch (kind) {
    case Tiles::characters: {
      Character character;
      character.seed = model()->characters[tile].seed;
      request.inputs = inputs_of(character, presets_.front().pose);
      break;
    }
    case Tiles::poses:
      request.inputs = inputs_of(dressed(scene_.character, clip_time_), presets_[tile].pose);
      break;
    case Tiles::neighbours:
      request.inputs = inputs_of(dressed(neighbours()[tile], clip_time_), pose_);
      break;
    case Tiles::options:
      request.inputs = inputs_of(with_part(dressed(scene_.character, clip_time_),
                                           wardrobe()->schema, shown_trait_, {.option = tile}),
                                 pose_);
  }
  return request;
}

Request Editor::take_request() {
  const auto task = queue_.take(tile_counts(), pose_);
  if (!task) return {};
  if (task->tile >= 0) return request_of_tile(task->kind, task->tile);
  const Character who = task->slot == 0 ? dressed(scene_.character, clip_time_)
                                        : scene_.row[task->slot - 1].character;
  return {task->number, -1, inputs_of(who, pose_of(task->slot))};
}

std::vector<InputValues> Editor::frame_inputs(double seconds) const {
  std::vector<InputValues> inputs;
  if (!model()) return inputs;
  const std::vector<Pose> poses = frame_poses(seconds);
  const double time = seconds < 0 ? clip_time_ : seconds * speed;
  for (const int number : numbers_left_to_right(static_cast<int>(scene_.row.size()))) {
    const Character who =
        number == 0 ? dressed(scene_.character, time) : scene_.row[number - 1].character;
    inputs.push_back(inputs_of(who, poses[inputs.size()]));
  }
  return inputs;
}

std::vector<Pose> Editor::frame_poses(double seconds) const {
  const Pose pose = seconds < 0 ? pose_ : project(moment(seconds * speed));
  std::vector<Pose> poses;
  for (const int number : numbers_left_to_right(static_cast<int>(scene_.row.size()))) {
    poses.push_back(has_own_pose(number) ? pose_of(number) : pose);
  }
  return poses;
}

}  // namespace psgan::web
