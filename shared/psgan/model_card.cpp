#include "psgan/model_card.h"

#include <algorithm>

#include "psgan/json.h"

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
  const auto text = field<std::string>(json, key, where);
  if (!plain_file_name(text)) {
    throw Error(where + ": the field \"" + key + "\" should be a plain name, found \"" + text +
                "\"");
  }
  return text;
}

}  // namespace

std::string to_json(const ModelCard& card) {
  Json characters = Json::array();
  for (const NamedSeed& character : card.characters) {
    characters.push_back({{"title", character.title}, {"seed", character.seed}});
  }
  return Json{{"card", card_version},
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
              {"colours", card.colours},
              {"working_type_at", card.working_type_at}}
             .dump(2) +
         "\n";
}

ModelCard model_card_from_json(const std::string& text, const std::string& where) {
  const Json json = parse_json_object(text, where);
  if (const int version = field<int>(json, "card", where); version != card_version) {
    throw Error(where + ": this is a card of version " + std::to_string(version) +
                ", this program reads version " + std::to_string(card_version));
  }
  ModelCard card;
  card.name = file_field(json, "name", where);
  card.title = field<std::string>(json, "title", where);
  card.spec =
      generator_spec_from_json(field<Json>(json, "generator", where).dump(), where + ", generator");
  card.onnx = file_field(json, "onnx", where);
  card.sha256 = field<std::string>(json, "sha256", where);
  if (card.sha256.size() != 64 ||
      card.sha256.find_first_not_of("0123456789abcdef") != std::string::npos) {
    throw Error(where + ": the field \"sha256\" should be 64 hexadecimal digits, found \"" +
                card.sha256 + "\"");
  }
  card.bytes = field<std::uint64_t>(json, "bytes", where);
  // Cards from before there were such models do not say.
  card.colours = json.contains("colours") && field<bool>(json, "colours", where);
  // Nor do cards from before files could be changed.
  if (json.contains("working_type_at")) {
    card.working_type_at = field<std::vector<std::uint64_t>>(json, "working_type_at", where);
    for (const std::uint64_t place : card.working_type_at) {
      if (place < card.bytes) continue;
      throw Error(where + ": the field \"working_type_at\" should name places in the file, found " +
                  std::to_string(place) + " of " + std::to_string(card.bytes) + " bytes");
    }
  }
  card.preview = file_field(json, "preview", where);
  card.licence = field<std::string>(json, "licence", where);
  card.training = field<std::string>(json, "training", where);
  for (const Json& character : field<Json>(json, "characters", where)) {
    card.characters.push_back({field<std::string>(character, "title", where + ", characters"),
                               field<std::uint64_t>(character, "seed", where + ", characters")});
  }
  return card;
}

}  // namespace psgan
