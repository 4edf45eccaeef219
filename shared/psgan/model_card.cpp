#include "psgan/model_card.h"

#include <algorithm>
#include <set>

#include "psgan/json.h"
#include "psgan/skeleton.h"
#include "psgan/version.h"

namespace psgan {
namespace {

constexpr int card_version = 1;

/// Cards come from the network: a name must not lead out of its folder.
bool plain_file_name(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  return !text.empty() && text[0] != '.' && std::all_of(text.begin(), text.end(), plain);
}

std::string file_field(const Json& json, const char* key, const std::string& where) {
  auto text = field<std::string>(json, key, where);
  if (!plain_file_name(text)) {
    throw Error(where + ": the field \"" + key + "\" should be a plain name, found \"" + text +
                "\"");
  }
  return text;
}

std::string checksum_field(const Json& json, const std::string& where) {
  auto text = field<std::string>(json, "sha256", where);
  if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw Error(where + ": the field \"sha256\" should be 64 hexadecimal digits, found \"" + text +
                "\"");
  }
  return text;
}

Json json_of(const EncoderCard& encoder) {
  return {{"onnx", encoder.onnx},
          {"sha256", encoder.sha256},
          {"bytes", encoder.bytes},
          {"resolution", encoder.resolution},
          {"region_size", encoder.region_size}};
}

int size_field(const Json& json, const char* key, const std::string& where) {
  const int size = field<int>(json, key, where);
  if (size < 1 || size > 4096) {
    throw Error(where + ": the field \"" + key + "\" should be from 1 to 4096, found " +
                std::to_string(size));
  }
  return size;
}

void read_encoder(const Json& json, ModelCard& card, const std::string& where) {
  if (!json.contains("encoder")) return;
  const Json encoder = field<Json>(json, "encoder", where);
  const std::string inside = where + ", encoder";
  if (!card.latents.has_traits()) {
    throw Error(inside + ": it finds traits, and this model's latents have none");
  }
  card.encoder = EncoderCard{.onnx = file_field(encoder, "onnx", inside),
                             .sha256 = checksum_field(encoder, inside),
                             .bytes = field<std::uint64_t>(encoder, "bytes", inside),
                             .resolution = size_field(encoder, "resolution", inside),
                             .region_size = size_field(encoder, "region_size", inside)};
}

Json json_of(const ModelTensor& tensor) {
  Json shape = Json::array({"N"});
  for (const int size : tensor.shape) shape.push_back(size);
  return {{"name", tensor.name}, {"shape", shape}};
}

ModelTensor tensor_from_json(const Json& json, const std::string& where) {
  ModelTensor tensor{field<std::string>(json, "name", where), {}};
  const Json shape = field<Json>(json, "shape", where);
  const auto is_size = [](const Json& size) {
    return size.is_number_unsigned() && size > 0 && size <= 1 << 20;
  };
  if (!shape.is_array() || shape.empty() || shape[0] != "N" ||
      !std::all_of(shape.begin() + 1, shape.end(), is_size)) {
    throw Error(where + ": the shape of \"" + tensor.name +
                "\" should be \"N\" and numbers of 1 or more, found " + shape.dump());
  }
  tensor.shape.assign(shape.begin() + 1, shape.end());
  return tensor;
}

void check_shape(const ModelTensor& found, const ModelTensor& expected, const std::string& where) {
  if (found == expected) return;
  throw Error(where + ": for this generator \"" + expected.name + "\" should be " +
              shape_text(expected) + ", found \"" + found.name + "\" " + shape_text(found));
}

void read_inputs_and_output(const Json& json, ModelCard& card, const std::string& where) {
  if (!json.contains("inputs")) {
    const bool colours = json.contains("colours") && field<bool>(json, "colours", where);
    card.inputs = standard_inputs(card.spec, colours);
    card.output = standard_output(card.spec);
    return;
  }
  const Json inputs = field<Json>(json, "inputs", where);
  if (!inputs.is_array() || inputs.empty()) {
    throw Error(where + ": the field \"inputs\" should list what the model takes");
  }
  std::set<std::string> names;
  for (const Json& input : inputs) {
    card.inputs.push_back(tensor_from_json(input, where + ", inputs"));
    const ModelTensor& last = card.inputs.back();
    if (!names.insert(last.name).second) {
      throw Error(where + ": the field \"inputs\" names \"" + last.name + "\" twice");
    }
    for (const ModelTensor& standard : standard_inputs(card.spec, true)) {
      if (last.name == standard.name) check_shape(last, standard, where + ", inputs");
    }
  }
  card.output = tensor_from_json(field<Json>(json, "output", where), where + ", output");
  check_shape(card.output, standard_output(card.spec), where + ", output");
}

void read_latents(const Json& json, ModelCard& card, const std::string& where) {
  card.latents.size = card.spec.latent_size;
  if (json.contains("latents")) {
    card.latents = latent_space_from_json(json["latents"], where + ", latents");
  }
  const int found = encoded_size(card.latents.schema);
  if (card.latents.size != card.spec.latent_size || found != card.spec.traits) {
    throw Error(where + ": the field \"latents\" has " + std::to_string(card.latents.size) +
                " numbers, " + std::to_string(found) + " of them traits, its generator " +
                std::to_string(card.spec.latent_size) + " and " + std::to_string(card.spec.traits));
  }
}

void read_yaw_range(const Json& json, ModelCard& card, const std::string& where) {
  if (!json.contains("yaw_range")) return;
  const auto degrees = field<float>(json, "yaw_range", where);
  if (!(degrees >= 0 && degrees <= 180)) {
    throw Error(where + ": the field \"yaw_range\" should be degrees from 0 to 180, found " +
                json["yaw_range"].dump());
  }
  card.yaw_range = degrees;
}

}  // namespace

std::string shape_text(const ModelTensor& tensor) {
  std::string text = "[N";
  for (const int size : tensor.shape) {
    text += ',';
    text += std::to_string(size);
  }
  text += ']';
  return text;
}

bool ModelCard::takes(std::string_view input) const {
  return std::any_of(inputs.begin(), inputs.end(),
                     [&](const ModelTensor& tensor) { return tensor.name == input; });
}

std::vector<ModelTensor> standard_inputs(const GeneratorSpec& spec, bool colours) {
  std::vector<ModelTensor> inputs = {{"latent", {spec.latent_size}},
                                     {"keypoints", {keypoint_count, 3}}};
  if (colours) inputs.push_back({"colours", {spec.latent_size}});
  return inputs;
}

ModelTensor standard_output(const GeneratorSpec& spec) {
  return {"image", {3, spec.resolution, spec.resolution}};
}

std::string to_json(const ModelCard& card) {
  Json characters = Json::array();
  for (const NamedSeed& character : card.characters) {
    characters.push_back({{"title", character.title}, {"seed", character.seed}});
  }
  Json inputs = Json::array();
  for (const ModelTensor& input : card.inputs) inputs.push_back(json_of(input));
  Json json{{"card", card_version},
            {"version", version()},
            {"name", card.name},
            {"title", card.title},
            {"generator", Json::parse(to_json(card.spec))},
            {"onnx", card.onnx},
            {"sha256", card.sha256},
            {"bytes", card.bytes},
            {"preview", card.preview},
            {"licence", card.licence},
            {"training", card.training},
            {"characters", characters},
            {"inputs", inputs},
            {"output", json_of(card.output)},
            // For programs from before there were inputs.
            {"colours", card.takes("colours")},
            {"working_type_at", card.working_type_at}};
  // Of normal latents the generator says all.
  if (card.latents.has_traits()) json["latents"] = to_json(card.latents);
  if (card.yaw_range) json["yaw_range"] = *card.yaw_range;
  if (!card.start.empty()) json["start"] = card.start;
  if (card.encoder) json["encoder"] = json_of(*card.encoder);
  return json.dump(2) + "\n";
}

ModelCard model_card_from_json(const std::string& text, const std::string& where) {
  const Json json = parse_json_object(text, where);
  if (const int found = field<int>(json, "card", where); found != card_version) {
    throw Error(where + ": this is a card of version " + std::to_string(found) +
                ", this program reads version " + std::to_string(card_version));
  }
  ModelCard card;
  card.name = file_field(json, "name", where);
  card.title = field<std::string>(json, "title", where);
  card.spec =
      generator_spec_from_json(field<Json>(json, "generator", where).dump(), where + ", generator");
  read_latents(json, card, where);
  card.onnx = file_field(json, "onnx", where);
  card.sha256 = checksum_field(json, where);
  card.bytes = field<std::uint64_t>(json, "bytes", where);
  if (json.contains("version")) card.version = field<std::string>(json, "version", where);
  read_inputs_and_output(json, card, where);
  // Cards from before files could be changed do not say.
  if (json.contains("working_type_at")) {
    card.working_type_at = field<std::vector<std::uint64_t>>(json, "working_type_at", where);
    for (const std::uint64_t place : card.working_type_at) {
      if (place < card.bytes) continue;
      throw Error(where + ": the field \"working_type_at\" should name places in the file, found " +
                  std::to_string(place) + " of " + std::to_string(card.bytes) + " bytes");
    }
  }
  read_yaw_range(json, card, where);
  read_encoder(json, card, where);
  card.preview = file_field(json, "preview", where);
  if (json.contains("start")) card.start = file_field(json, "start", where);
  card.licence = field<std::string>(json, "licence", where);
  card.training = field<std::string>(json, "training", where);
  for (const Json& character : field<Json>(json, "characters", where)) {
    card.characters.push_back({field<std::string>(character, "title", where + ", characters"),
                               field<std::uint64_t>(character, "seed", where + ", characters")});
  }
  return card;
}

}  // namespace psgan
