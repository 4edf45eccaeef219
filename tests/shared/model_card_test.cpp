#include "psgan/model_card.h"

#include <gmock/gmock.h>

#include "../temporary_folder.h"
#include "psgan/json.h"
#include "psgan/version.h"

namespace psgan {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ModelCard example() {
  ModelCard card;
  card.name = "starter";
  card.title = "Starter";
  card.sha256 = std::string(64, 'a');
  card.bytes = 123;
  card.licence = "CC0-1.0";
  card.training = "1000 images";
  card.characters = {{"Aoi", 42}};
  card.inputs = standard_inputs(card.spec, false);
  card.output = standard_output(card.spec);
  return card;
}

/// With a wardrobe of two traits.
ModelCard dressed_example() {
  ModelCard card = example();
  card.latents.schema = {{.name = "hair", .kind = TraitKind::choice, .options = {"bob", "long"}},
                         {.name = "hair-colour", .kind = TraitKind::colour}};
  card.latents.sampler.weights = {{"hair", {1, 3}}};
  card.latents.size = card.spec.latent_size;
  card.spec.traits = 5;
  return card;
}

/// The example with one change, as text.
template <typename Change>
std::string altered(Change&& change) {
  Json json = Json::parse(to_json(example()));
  change(json);
  return json.dump();
}

std::string refusal(const std::string& text) {
  return error_of([&] { model_card_from_json(text, "card.json"); });
}

TEST(ModelCard, ComesBackAsItWas) {
  const ModelCard card = model_card_from_json(to_json(example()), "card.json");
  EXPECT_EQ(card.name, "starter");
  EXPECT_EQ(card.spec, example().spec);
  EXPECT_EQ(card.bytes, 123u);
  EXPECT_EQ(card.inputs, example().inputs);
  EXPECT_EQ(card.output, example().output);
  EXPECT_FALSE(card.takes("colours"));
  ASSERT_EQ(card.characters.size(), 1u);
  EXPECT_EQ(card.characters[0].title, "Aoi");
  EXPECT_EQ(card.characters[0].seed, 42u);
}

TEST(ModelCard, NamesTheProgramThatWroteItAndNeedNot) {
  EXPECT_EQ(model_card_from_json(to_json(example()), "card.json").version, version());
  EXPECT_EQ(model_card_from_json(altered([](Json& j) { j.erase("version"); }), "card.json").version,
            "");
  EXPECT_THAT(refusal(altered([](Json& j) { j["version"] = 2; })), HasSubstr("\"version\""));
}

TEST(ModelCard, SaysHowFarTheModelHasSeenHerTurnedAndNeedNot) {
  EXPECT_FALSE(model_card_from_json(to_json(example()), "card.json").yaw_range);
  ModelCard card = example();
  card.yaw_range = 50;
  EXPECT_EQ(model_card_from_json(to_json(card), "card.json").yaw_range, 50);
  EXPECT_EQ(model_card_from_json(altered([](Json& j) { j["yaw_range"] = 40; }), "c").yaw_range, 40);
  for (const Json& wrong : {Json(-1), Json(181), Json("50"), Json(nullptr)}) {
    EXPECT_THAT(refusal(altered([&](Json& j) { j["yaw_range"] = wrong; })),
                HasSubstr("\"yaw_range\""));
  }
}

TEST(ModelCard, SaysWhatTheModelTakes) {
  ModelCard card = example();
  card.inputs = standard_inputs(card.spec, true);
  card.inputs.push_back({"mood", {4, 2}});
  const Json json = Json::parse(to_json(card));
  EXPECT_EQ(json["inputs"][1], Json::parse(R"({"name": "keypoints", "shape": ["N", 20, 3]})"));
  EXPECT_EQ(json["output"], Json::parse(R"({"name": "image", "shape": ["N", 3, 64, 64]})"));
  EXPECT_EQ(json["colours"], true) << "older programs read this";
  EXPECT_EQ(model_card_from_json(json.dump(), "card.json").inputs, card.inputs);
}

TEST(ModelCard, OfBeforeThereWereInputsSaysColoursOrNothing) {
  const auto inputs = [](const auto& change) {
    return model_card_from_json(altered([&](Json& j) {
                                  j.erase("inputs");
                                  j.erase("output");
                                  change(j);
                                }),
                                "card.json")
        .inputs;
  };
  const GeneratorSpec spec = example().spec;
  EXPECT_EQ(inputs([](Json& j) { j["colours"] = true; }), standard_inputs(spec, true));
  EXPECT_EQ(inputs([](Json& j) { j.erase("colours"); }), standard_inputs(spec, false));
}

TEST(ModelCard, RefusesInputsThatAreNotItsGenerators) {
  const auto refusal_of = [](const char* inputs) {
    return refusal(altered([&](Json& j) { j["inputs"] = Json::parse(inputs); }));
  };
  EXPECT_THAT(refusal_of("[]"), HasSubstr("what the model takes"));
  EXPECT_THAT(refusal_of(R"([{"name": "latent", "shape": ["N", 32]}])"),
              AllOf(HasSubstr("\"latent\" should be [N,512]"), HasSubstr("[N,32]")));
  EXPECT_THAT(refusal_of(R"([{"name": "mood", "shape": [2]}])"), HasSubstr("\"mood\" should be"));
  EXPECT_THAT(refusal_of(R"([{"name": "mood", "shape": ["N", -2]}])"), HasSubstr("[\"N\",-2]"));
  EXPECT_THAT(refusal_of(R"([{"name": "mood", "shape": ["N"]}, {"name": "mood", "shape": ["N"]}])"),
              HasSubstr("\"mood\" twice"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["output"]["shape"][3] = 32; })),
              AllOf(HasSubstr("[N,3,64,64]"), HasSubstr("[N,3,64,32]")));
}

TEST(ModelCard, NamesThePlacesOfTheWorkingType) {
  ModelCard card = example();
  card.working_type_at = {7, 100};
  EXPECT_THAT(model_card_from_json(to_json(card), "card.json").working_type_at,
              ElementsAre(7, 100));
  const std::string old = altered([](Json& j) { j.erase("working_type_at"); });
  EXPECT_THAT(model_card_from_json(old, "card.json").working_type_at, IsEmpty());
  EXPECT_THAT(refusal(altered([](Json& j) {
                j["working_type_at"] = {7, 123};
              })),
              HasSubstr("\"working_type_at\" should name places in the file, found 123 of 123"));
}

TEST(ModelCard, NamesTheFieldThatIsWrong) {
  EXPECT_THAT(refusal("nonsense"), HasSubstr("card.json"));
  EXPECT_THAT(refusal("[]"), HasSubstr("object"));
  EXPECT_THAT(refusal(altered([](Json& j) { j.erase("sha256"); })), HasSubstr("sha256"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["sha256"] = "abc"; })), HasSubstr("64"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["bytes"] = -1; })), HasSubstr("bytes"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["onnx"] = "../evil"; })), HasSubstr("onnx"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["characters"] = {1}; })), HasSubstr("characters"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["generator"]["encoding"] = "heat"; })),
              AllOf(HasSubstr("encoding"), HasSubstr("heat")));
  EXPECT_THAT(refusal(altered([](Json& j) { j["generator"]["resolution"] = 100; })),
              HasSubstr("power of two"));
  EXPECT_THAT(refusal(altered([](Json& j) { j["card"] = 9; })), HasSubstr("version 9"));
}

TEST(ModelCard, RefusesAnotherSkeleton) {
  EXPECT_THAT(refusal(altered([](Json& j) { j["generator"]["skeleton"] = "coco-18"; })),
              AllOf(HasSubstr("coco-18"), HasSubstr("psgan-20")));
}

TEST(GeneratorSpec, FeatureMapsFollowProgressiveGan) {
  GeneratorSpec spec;
  spec.fmap_base = 8192;
  spec.fmap_max = 512;
  spec.resolution = 1024;
  // Table 2 of Progressive GAN's paper.
  const std::array<std::pair<int, int>, 9> paper = {{{4, 512},
                                                     {8, 512},
                                                     {16, 512},
                                                     {32, 512},
                                                     {64, 256},
                                                     {128, 128},
                                                     {256, 64},
                                                     {512, 32},
                                                     {1024, 16}}};
  for (const auto& [resolution, maps] : paper) EXPECT_EQ(feature_maps(spec, resolution), maps);
  EXPECT_THROW(stage_of(48), Error);
  EXPECT_EQ(stage_of(4), 0);
  EXPECT_EQ(stage_of(1024), 8);
}

TEST(ModelCard, TraitsAndTheirSamplerComeBack) {
  const ModelCard card = model_card_from_json(to_json(dressed_example()), "card.json");
  EXPECT_EQ(card.latents, dressed_example().latents);
  EXPECT_TRUE(card.latents.has_traits());
  // Without traits the latents are as many normal numbers as the generator takes.
  const ModelCard plain = model_card_from_json(to_json(example()), "card.json");
  EXPECT_EQ(plain.latents, LatentSpace{.size = plain.spec.latent_size});
  EXPECT_THAT(to_json(example()), testing::Not(HasSubstr("latents")));
}

TEST(ModelCard, TraitsThatAreNotTheGeneratorsAreRefused) {
  ModelCard card = dressed_example();
  card.spec.traits = 4;
  EXPECT_THAT(refusal(to_json(card)), AllOf(HasSubstr("card.json"), HasSubstr("latents")));
  card = dressed_example();
  card.latents.schema.clear();
  EXPECT_THAT(refusal(to_json(card)), HasSubstr("latents")) << "a generator of traits without any";
}

TEST(ModelCard, AnEncoderComesBackAndBelongsToTraits) {
  ModelCard card = dressed_example();
  card.encoder = EncoderCard{"encoder.onnx", std::string(64, 'b'), 1000, 128, 32};
  const ModelCard read = model_card_from_json(to_json(card), "card.json");
  ASSERT_TRUE(read.encoder);
  EXPECT_EQ(read.encoder->onnx, "encoder.onnx");
  EXPECT_EQ(read.encoder->sha256, std::string(64, 'b'));
  EXPECT_EQ(read.encoder->bytes, 1000u);
  EXPECT_EQ(read.encoder->resolution, 128);
  EXPECT_EQ(read.encoder->region_size, 32);
  EXPECT_FALSE(model_card_from_json(to_json(dressed_example()), "card.json").encoder);

  Json json = Json::parse(to_json(card));
  json["encoder"]["onnx"] = "../elsewhere.onnx";
  EXPECT_THAT(refusal(json.dump()), HasSubstr("card.json, encoder"));
  json["encoder"]["onnx"] = "encoder.onnx";
  json["encoder"]["resolution"] = 0;
  EXPECT_THAT(refusal(json.dump()), HasSubstr("\"resolution\" should be from 1 to 4096"));
  json["encoder"]["resolution"] = 128;
  json["encoder"]["sha256"] = "no";
  EXPECT_THAT(refusal(json.dump()), HasSubstr("64 hexadecimal digits"));
  Json plain = Json::parse(to_json(example()));
  plain["encoder"] = Json::parse(to_json(card))["encoder"];
  EXPECT_THAT(refusal(plain.dump()), HasSubstr("latents have none"));
}

}  // namespace
}  // namespace psgan
