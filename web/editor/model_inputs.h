// What the page gives a model: values for the inputs that its card names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "psgan/character.h"
#include "psgan/model_card.h"
#include "psgan/pose.h"

namespace psgan::web {

/// The numbers of each input, by its name; of one picture.
using InputValues = std::map<std::string, std::vector<float>>;

/// The first input that the page has no values for, or null.
const ModelTensor* unknown_input(const ModelCard& card);

/// A character in a pose, for a model without unknown inputs.
InputValues input_values(const ModelCard& card, const Character& character, const Pose& pose);

}  // namespace psgan::web
