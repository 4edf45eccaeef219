// Training of a texture generator on the toy dolls with coordinates: cells, losses, resuming, the
// program.
#include <gtest/gtest.h>

#include "largest_difference.h"
#include "program_run.h"
#include "psgan/texture_painter.h"
#include "trainer/data/cell_set.h"
#include "trainer/networks/latents.h"
#include "trainer/training/methods.h"
#include "trainer/training/run_folder.h"
#include "trainer/training/texture_trainer.h"
#include "trainer/training/training_loop.h"
#include "training_fixture.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

TrainingOptions tiny_texture(const std::filesystem::path& data, Json changes = Json::object()) {
  Json all = {{"method", "texture"}, {"data", data.string()}, {"resolution", 32},
              {"cells", 32},         {"texels", 8},           {"basis", 6},
              {"fmap_base", 64},     {"fmap_max", 8},         {"latent_size", 5},
              {"batch", "4"},        {"kimg", 0.4},           {"seed", 5u},
              {"tick_kimg", 0.1},    {"snap_kimg", 0.2},      {"precision", "fp32"}};
  all.update(changes);
  TrainingOptions options = new_run("fast", all, "test");
  options.spec.traits = 5;
  return options;
}

class Texture : public testing::Test {
 protected:
  void SetUp() override { write_toy_coordinates(zip, 4, 8, 32, 2); }
  int run(const std::string& arguments) { return program(arguments); }
  std::string outdir() { return "--outdir '" + (folder / "runs").string() + "' "; }
  std::string latest() {
    return "--snapshot '" + RunFolder::latest_snapshot(folder / "runs").path.string() + "' ";
  }
  std::string file(const char* name) { return "'" + (folder / name).string() + "' "; }
  void expect(const std::string& sentence) {
    EXPECT_NE(program.said().find(sentence), std::string::npos) << program.said();
  }

  TemporaryFolder folder;
  std::filesystem::path zip = folder / "dolls.zip";
  ProgramRun program{folder};
};

bool same_weights(const Snapshot& a, const Snapshot& b) {
  const auto first = load_generator(a, "test")->parameters(),
             second = load_generator(b, "test")->parameters();
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const Tensor& x, const Tensor& y) { return torch::equal(x, y); });
}

TEST_F(Texture, CellsSayWhichPartIsSeenWhereAndPartsNeverWornTogetherShareALayer) {
  const ZipStoreReader reader(zip);
  const DatasetIndex index = read_dataset_index(reader, "test");
  const CellSet cells(reader, index, "test", 16, {});
  ASSERT_EQ(cells.parts().size(), 3u);
  const auto part = [&](const char* name) {
    return cells.parts()[static_cast<std::size_t>(find_part(cells.parts(), name))];
  };
  EXPECT_EQ(part("skirt").layer, part("trousers").layer);
  EXPECT_NE(part("skirt").layer, part("body").layer);
  const Tensor worn = cells.worn();
  EXPECT_EQ(worn[0][part("skirt").layer].item<int>(), find_part(cells.parts(), "trousers"));
  EXPECT_EQ(worn[1][part("skirt").layer].item<int>(), find_part(cells.parts(), "skirt"));

  const CellMaps maps = cells.maps(torch::tensor({0, 9}, torch::kInt64));
  EXPECT_TRUE(torch::allclose(maps.shares.sum(3), torch::ones({2, 16, 16}), 0, 1e-3));
  const Batch batch = TrainingData::load(zip, 32).batch(
      torch::tensor({0, 9}, torch::kInt64), torch::zeros({2}, torch::kBool), 16, torch::kCPU);
  // Where a cell is all ground the picture is white, and the figure is somewhere.
  const Tensor ground = maps.shares.select(3, 0), white = (batch.images > 0.85).all(1);
  EXPECT_TRUE(white.masked_select(ground > 0.999).all().item<bool>());
  EXPECT_GT((ground < 0.5).sum().item<int>(), 20);
  // The upper half is the body's, its place runs across the picture.
  const std::int64_t body = 2 * part("body").layer;
  const Tensor upper = maps.shares.slice(1, 0, 7);
  EXPECT_FLOAT_EQ(upper.narrow(3, 1 + 2 * part("skirt").layer, 2).sum().item<float>(), 0);
  EXPECT_GT(upper.narrow(3, 1 + body, 2).sum().item<float>(), 5);

  const CellMaps half = CellSet::halved(maps);
  EXPECT_TRUE(torch::allclose(half.shares.mean(torch::IntArrayRef{1, 2}),
                              maps.shares.mean(torch::IntArrayRef{1, 2}), 0, 1e-5));
  TextureParts others = cells.parts();
  others.erase(others.begin() + find_part(others, "skirt"));
  EXPECT_THROW(CellSet(reader, index, "test", 16, others), Error);
}

TEST_F(Texture, LearnsTheToyDollsAndDrawsTheWornParts) {
  const TrainingData data = TrainingData::load(zip, 32);
  TextureTrainer trainer(tiny_texture(zip, {{"kimg", 1.6}, {"lr", "0.01"}}), data);
  const auto some_steps = [&] {
    trainer.measures().take();
    for (int i = 0; i < 30; ++i) trainer.step();
    return trainer.measures().take();
  };
  const auto first = some_steps();
  while (trainer.progress().images < 1200) trainer.step();
  const auto learned = some_steps();
  for (const char* name : {"shares", "places", "truth", "parts"}) {
    EXPECT_LT(learned.at(name), 0.5 * first.at(name)) << name;
  }
  EXPECT_LT(learned.at("drawn"), 0.08);
  // Latents alone say who wears what.
  const auto generator =
      std::dynamic_pointer_cast<TextureGenerator>(load_generator(trainer.snapshot(), "test"));
  const Tensor latents = encoded_looks(data.index().traits);
  const ZipStoreReader reader(zip);
  const CellSet cells(reader, data.index(), "test", 16, {});
  EXPECT_TRUE(torch::equal(generator->textures->chosen(latents), cells.worn()));
}

TEST_F(Texture, IsPaintedTheSameWithoutTensors) {
  const TrainingData data = TrainingData::load(zip, 32);
  TextureTrainer trainer(tiny_texture(zip), data);
  for (int i = 0; i < 40; ++i) trainer.step();
  const auto generator =
      std::dynamic_pointer_cast<TextureGenerator>(load_generator(trainer.snapshot(), "test"));
  const torch::NoGradGuard no_grad;
  const Tensor latent = encoded_looks(data.index().traits).narrow(0, 1, 1);
  const Batch batch = data.batch(torch::tensor({9}, torch::kInt64), torch::zeros({1}, torch::kBool),
                                 32, torch::kCPU);
  const CellMaps maps =
      generator->cells(latent, draw_condition_pyramid(batch.keypoints, generator->spec(), 32), 32);
  const Tensor atlas = generator->textures_of(latent);
  const auto floats = [](const Tensor& x) {
    const Tensor plain = x.contiguous();
    return std::vector<float>(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
  };
  const auto shares = floats(maps.shares), places = floats(maps.places), extra = floats(maps.more),
             textures = floats(atlas);
  const PaintSource<const float> source{.images = 1,
                                        .cells = 32,
                                        .charts = atlas.size(1),
                                        .more = paint_extras,
                                        .texels = 8,
                                        .features = texel_numbers,
                                        .shares = shares.data(),
                                        .places = places.data(),
                                        .extra = extra.data(),
                                        .textures = textures.data()};
  const PixelColours colours{
      floats(generator->colour1->scaled_weight()), floats(generator->colour1->bias),
      floats(generator->colour2->scaled_weight()), floats(generator->colour2->bias)};
  for (const int resolution : {32, 64}) {
    std::vector<float> picture = paint(source, colours, resolution);
    const Tensor expected = generator->paint(maps, atlas, resolution);
    EXPECT_LT(expected.min().item<float>(), 0.9f);
    EXPECT_LT(largest_difference(torch::from_blob(picture.data(), {1, 3, resolution, resolution}),
                                 expected),
              1e-4);
  }
}

TEST_F(Texture, ResumedRunIsBitForBitTheSame) {
  const TrainingData data = TrainingData::load(zip, 32);
  const TrainingOptions options = tiny_texture(zip);
  TextureTrainer whole(options, data);
  std::vector<Snapshot> saved;
  for (int step = 0; !whole.finished(); ++step) {
    if (step == 3 || step == 51) saved.push_back(whole.snapshot());  // coarse and full cells
    whole.step();
  }
  for (const Snapshot& snapshot : saved) {
    TextureTrainer resumed(snapshot.options, data);
    resumed.restore(snapshot, "test");
    while (!resumed.finished()) resumed.step();
    EXPECT_TRUE(same_weights(whole.snapshot(), resumed.snapshot()));
  }
  // A compact snapshot goes on, though not bit for bit, and with finer cells.
  const Snapshot small = compacted(whole.snapshot(), "test");
  EXPECT_LT(small.archive.size(), whole.snapshot().archive.size() / 3);
  TrainingOptions finer = small.options;
  finer.spec.resolution = finer.spec.cells = 64;
  EXPECT_NO_THROW(check_weights(grown(small, finer.spec, "test"), "test"));
}

TEST_F(Texture, TheProgramTrainsResumesGeneratesAndEvaluates) {
  const std::string flags = "train --method texture --data '" + zip.string() + "' " + outdir() +
                            "--resolution 32 --cells 16 --texels 8 --basis 6 --fmap-base 64 "
                            "--fmap-max 8 --tick-kimg 0.05 ";
  ASSERT_EQ(run(flags + "--kimg 0.2 --minutes 0.00001"), 0) << program.said();
  ASSERT_EQ(run("train --resume latest --minutes 0 " + outdir()), 0) << program.said();
  expect("going on from");
  expect("3 parts in 2 layers");
  ASSERT_EQ(run("generate " + latest() + "--seeds 1-3 --out " + file("out.png")), 0)
      << program.said();
  ASSERT_EQ(run("evaluate " + latest() +
                "--images 8 --pose-images 3 --characters 2 --poses 2 --out " + file("report")),
            0)
      << program.said();
  expect("redraw");
  EXPECT_EQ(run("compact " + latest() + "--out " + file("small.pt")), 0) << program.said();
  EXPECT_EQ(run("generate --snapshot " + file("small.pt") + "--seeds 1 --out " + file("out.png")),
            0)
      << program.said();

  EXPECT_EQ(run(flags + "--loss logistic"), 2);
  expect("--loss is an option of --method psgan, and means nothing to texture");
  EXPECT_EQ(run(flags + "--mirror --kimg 0.1"), 1);
  expect("coordinates cannot be mirrored");
  write_toy_dataset(zip, 3, 8, 32, 0, false, toy_traits(3));
  EXPECT_EQ(run(flags), 1);
  expect("has no coordinates (psgan-data render --coordinates makes them)");
}

}  // namespace
}  // namespace psgan::trainer
