#include "psgan/latent_space.h"

#include "psgan/error.h"
#include "psgan/json.h"
#include "psgan/latent.h"

namespace psgan {

std::vector<float> latent_from_seed(const LatentSpace& space, std::uint64_t seed) {
  if (!space.has_traits()) return latent_from_seed(seed, space.size);
  return latent_of_traits(space, traits_from_seed(space.schema, space.sampler, seed), seed);
}

std::vector<float> latent_of_traits(const LatentSpace& space, const TraitValues& values,
                                    std::uint64_t seed) {
  std::vector<float> latent = encode(space.schema, values);
  const std::vector<float> free =
      latent_from_seed(seed, space.size - static_cast<int>(latent.size()));
  latent.insert(latent.end(), free.begin(), free.end());
  return latent;
}

Json to_json(const LatentSpace& space) {
  Json json = {{"size", space.size}};
  if (!space.has_traits()) return json;
  json["traits"] = to_json(space.schema);
  json["sampler"] = to_json(space.sampler);
  return json;
}

LatentSpace latent_space_from_json(const Json& json, const std::string& where) {
  LatentSpace space{.size = field<int>(json, "size", where)};
  if (!json.contains("traits")) return space;
  space.schema = trait_schema_from_json(json["traits"], where);
  if (json.contains("sampler")) {
    space.sampler = trait_sampler_from_json(space.schema, json["sampler"], where);
  }
  if (encoded_size(space.schema) > space.size) {
    throw Error(where + ": the latent has " + std::to_string(space.size) +
                " numbers, expected at least the " + std::to_string(encoded_size(space.schema)) +
                " of the traits");
  }
  return space;
}

}  // namespace psgan
