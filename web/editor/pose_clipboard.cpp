// Editor: poses to and from the clipboard.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "editor/editor.h"
#include "editor/texts.h"
#include "motion/figure.h"
#include "psgan/error.h"
#include "psgan/openpose.h"

namespace psgan::web {
namespace {

// What this page adds to OpenPose's JSON: the figure as encode_figure() writes it. Editors that do
// not know the field may keep it beside another pose, so it counts only if both say the same.
constexpr const char* figure_field = "kisekae_figure";

/// The figure of a text that this page has copied; nothing of any other.
std::optional<Figure> own_figure_in(const nlohmann::json& json) {
  if (!json.is_object() || !json.contains(figure_field) || !json[figure_field].is_string()) {
    return std::nullopt;
  }
  const auto figure = decode_figure(json[figure_field].get<std::string>());
  if (!figure || !json.contains("people") || !json["people"].is_array()) return std::nullopt;
  const Pose pose = project(*figure);
  const auto expected = nlohmann::json::parse(Editor::to_openpose({&pose, 1}));
  const auto bodies = [](const nlohmann::json& people) {
    std::vector<double> numbers;
    for (const auto& person : people) {
      if (!person.is_object()) continue;
      for (const auto& number : person.value("pose_keypoints_2d", nlohmann::json::array())) {
        numbers.push_back(number.is_number() ? number.get<double>() : -1e9);
      }
    }
    return numbers;
  };
  const auto found = bodies(json["people"]), wanted = bodies(expected["people"]);
  if (found.size() != wanted.size()) return std::nullopt;
  constexpr double pixel = 1;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::abs(found[i] - wanted[i]) > pixel) return std::nullopt;
  }
  return figure;
}

}  // namespace

std::string Editor::copied_pose() const {
  auto json = nlohmann::ordered_json::parse(to_openpose());
  json[figure_field] = encode_figure(scene_.figure);
  return json.dump();
}

void Editor::paste_pose(const std::string& text) {
  unsay("file");
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_structured()) {
    say("file", tr("What was pasted is no pose: a pose is text in OpenPose’s JSON."));
    return;
  }
  if (const auto figure = own_figure_in(json)) {
    choose_figure(*figure);
  } else {
    open_openpose(text, tr("the clipboard"));
  }
  const auto& all = messages();
  if (std::none_of(all.begin(), all.end(), [](const Message& m) { return m.topic == "file"; })) {
    say("file", tr("The pose is pasted."), false);
  }
}

}  // namespace psgan::web
