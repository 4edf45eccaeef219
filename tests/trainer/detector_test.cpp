// The keypoint detector, and the programs that measure with it.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

#include "program_run.h"
#include "toy_dataset.h"
#include "trainer/data/pose_split.h"
#include "trainer/evaluation/evaluation.h"
#include "trainer/evaluation/keypoint_detector.h"
#include "trainer/evaluation/ssim.h"
#include "trainer/networks/architectures.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

TEST(HeatMaps, TellPlacesBetweenPixels) {
  // A bell around x = 0.3, y = 0.62 of the picture.
  const Tensor centres = (torch::arange(32) + 0.5) / 32;
  const Tensor logits =
      (-((centres.view({1, 32}) - 0.3).square() + (centres.view({32, 1}) - 0.62).square()) *
       (32 * 32 / 2.0))
          .expand({1, 20, 32, 32});
  const Tensor places = places_of(logits);
  EXPECT_TRUE(torch::allclose(places.select(2, 0), torch::full({1, 20}, 0.3f), 0, 0.004));
  EXPECT_TRUE(torch::allclose(places.select(2, 1), torch::full({1, 20}, 0.62f), 0, 0.004));
  // The loss is least for the very map that tells this place.
  Tensor keypoints = torch::ones({1, 20, 3});
  keypoints.select(2, 0).fill_(0.3);
  keypoints.select(2, 1).fill_(0.62);
  const double best = heat_map_loss(logits, keypoints).item<double>();
  EXPECT_LT(best, heat_map_loss(logits.roll(1, 3), keypoints).item<double>());
  EXPECT_LT(best, heat_map_loss(logits * 0.8, keypoints).item<double>());
  EXPECT_LT(best, heat_map_loss(logits * 1.25, keypoints).item<double>());
  keypoints.select(2, 2).fill_(0);  // nothing is visible
  EXPECT_EQ(heat_map_loss(logits, keypoints).item<double>(), 0);
}

TEST(PoseScore, CountsVisiblePointsWithinAShareOfThePosesSize) {
  // Ten points on a line of length 0.5, the other ten invisible and far off.
  Tensor wanted = torch::zeros({1, 20, 3});
  for (int k = 0; k < 20; ++k) {
    wanted[0][k][0] = k < 10 ? 0.2 + 0.5 * k / 9 : 7.0;
    wanted[0][k][1] = 0.5;
    wanted[0][k][2] = k < 10 ? 1 : 0;
  }
  Tensor found = wanted.narrow(2, 0, 2).clone();
  found[0][0][1] += 0.02f;  // 0.04 of the size
  found[0][1][1] += 0.03f;  // 0.06
  found[0][2][1] -= 0.30f;  // 0.6
  const PoseScore score = pose_score(found, wanted);
  EXPECT_NEAR(score.pck_05, 0.8, 1e-9);
  EXPECT_NEAR(score.pck_10, 0.9, 1e-9);
  EXPECT_NEAR(score.mean_error, 0.035, 1e-6);
  EXPECT_NEAR(score.errors[2], 0.3, 1e-6);
  EXPECT_EQ(score.errors[15], 0);
}

TEST(PoseSplit, KeepsPosesApart) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 2, 25, 8);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 8);
  const auto train = images_of(data.index(), Split::train);
  const auto test = images_of(data.index(), Split::test);
  EXPECT_EQ(train.size() + test.size(), 50u);
  EXPECT_EQ(test.size(), 6u);  // poses 0, 10 and 20 of two looks
  for (const std::int64_t t : test) {
    for (const std::int64_t i : train) {
      EXPECT_NE(data.index().images[t].pose_number, data.index().images[i].pose_number);
    }
  }
}

TEST(PoseSplit, HonoursTheMarksOfTheDataSet) {
  DatasetIndex index;
  for (int i = 0; i < 20; ++i) index.images.push_back({"", 0, i, 0, {}});
  index.images[3].test = index.images[17].test = true;
  EXPECT_EQ(images_of(index, Split::test), (std::vector<std::int64_t>{3, 17}));
  EXPECT_EQ(images_of(index, Split::train).size(), 18u);
}

TEST(PoseSplit, LeavesSomethingToTrainOn) {
  DatasetIndex index;
  for (int look = 0; look < 3; ++look) index.images.push_back({"", look, 0, 0, {}});
  EXPECT_EQ(images_of(index, Split::train).size(), 3u);
}

TEST(Detector, LearnsPosesItHasNotSeen) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 4, 60, 32);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 32);
  const Tensor tests = torch::tensor(images_of(data.index(), Split::test), torch::kInt64);
  const Batch batch =
      data.batch(tests, torch::zeros({tests.size(0)}, torch::kBool), 32, torch::kCPU);
  const auto score_after = [&](double kimg) {
    JudgeOptions options;
    options.resolution = 32;
    options.kimg = kimg;
    KeypointDetector detector = train_detector(data, options);
    write_detector(folder / "detector.pt", detector, {{"kimg", kimg}});
    const auto [read, about] = read_detector(folder / "detector.pt");
    EXPECT_EQ(about.at("kimg"), kimg);
    KeypointDetector again = read;
    EXPECT_TRUE(torch::equal(detect(detector, batch.images), detect(again, batch.images)));
    return pose_score(detect(again, batch.images), batch.keypoints);
  };
  const PoseScore at_first = score_after(0.016), after = score_after(3);
  EXPECT_LT(after.mean_error, 0.5 * at_first.mean_error);
  EXPECT_GT(after.pck_10, 0.6);
}

TEST(Detector, AnotherFileIsRefused) {
  const TemporaryFolder folder;
  write_file(folder / "x.pt", "psgan-snapshot 1\n{}\n");
  const std::string error = error_of([&] { read_detector(folder / "x.pt"); });
  EXPECT_NE(error.find("no detector"), std::string::npos) << error;
}

TEST(Evaluation, RedrawingIsHeldAgainstTheTestImages) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 3, 12, 16);
  const TrainingData data = TrainingData::load(folder / "toy.zip", 16);
  GeneratorSpec spec = preset("fast").spec;
  spec.resolution = 16;
  spec.fmap_base = spec.fmap_max = spec.latent_size = 8;
  spec.looks = 3;
  const auto generator = make_generator(spec);
  {
    const torch::NoGradGuard no_grad;
    for (Tensor& parameter : generator->parameters()) parameter.zero_();  // it draws grey
  }
  Evaluation evaluation;
  EvaluationOptions options;
  options.batch = 5;  // not a divisor
  GeneratorSubject subject(*generator, {16, 1}, data, torch::kCPU);
  measure_redrawing(subject, options, evaluation);
  ASSERT_EQ(evaluation.metrics.size(), 5u);
  const Metric &redraw = evaluation.metrics[0], &edges = evaluation.metrics[1];

  const auto tests = images_of(data.index(), Split::test);
  const auto count = static_cast<std::int64_t>(tests.size());
  ASSERT_NE(count % options.batch, 0);
  const Tensor images = data.batch(torch::tensor(tests, torch::kInt64),
                                   torch::zeros({count}, torch::kBool), 16, torch::kCPU)
                            .images;
  const auto value = images.accessor<float, 4>();
  double distance = 0, across = 0, down = 0;
  for (std::int64_t n = 0; n < count; ++n) {
    for (int c = 0; c < 3; ++c) {
      for (int y = 0; y < 16; ++y) {
        for (int x = 0; x < 16; ++x) {
          distance += std::abs(127.5 * (value[n][c][y][x] + 1) - 128);
          if (x > 0) across += std::abs(value[n][c][y][x] - value[n][c][y][x - 1]);
          if (y > 0) down += std::abs(value[n][c][y][x] - value[n][c][y - 1][x]);
        }
      }
    }
  }
  const double planes = 3.0 * static_cast<double>(count);
  EXPECT_NEAR(redraw.value, distance / (planes * 16 * 16), 1e-3);
  const Tensor grey = torch::full_like(images, 128 / 127.5 - 1);
  EXPECT_EQ(evaluation.metrics[2].name, "ssim");
  EXPECT_NEAR(evaluation.metrics[2].value, ssim(grey, images).mean().item<double>(), 1e-5);
  EXPECT_EQ(edges.value, 0);
  EXPECT_NEAR(*edges.real, (across + down) / 2 * 127.5 / (planes * 15 * 16), 1e-3);
}

TEST(Evaluation, FromTheProgramsOfTheCommandLine) {
  const TemporaryFolder folder;
  write_toy_dataset(folder / "toy.zip", 3, 12, 32);
  ProgramRun run(folder);
  const auto at = [&](const char* name) {
    std::ostringstream quoted;
    quoted << "'" << (folder / name).string() << "'";
    return quoted.str();
  };
  for (const char* cfg : {"fast", "paper-avatar"}) {
    ASSERT_EQ(run("train --data " + at("toy.zip") + " --outdir " + at("runs") + " --cfg " + cfg +
                  " --resolution 32 --start-resolution 16 --fmap-base 64 --fmap-max 8 --latent 8 "
                  "--batch 4 --kimg 0.1 --fade-kimg 0 --stable-kimg 0.04"),
              0)
        << run.said();
  }
  ASSERT_EQ(run("train-detector --data " + at("toy.zip") + " --out " + at("detector.pt") +
                " --resolution 32 --kimg 0.1"),
            0)
      << run.said();
  const auto runs = folder / "runs";
  for (const char* name : {"00000-fast-toy-32", "00001-paper-avatar-toy-32"}) {
    ASSERT_EQ(run("evaluate --snapshot '" + (runs / name / "snapshot-000000.pt").string() +
                  "' --detector " + at("detector.pt") + " --characters 4 --poses 2"),
              0)
        << run.said();
    const auto found = read_metrics(runs / name / "evaluation-000000" / "metrics.jsonl");
    std::map<std::string, Metric> metrics;
    for (const Metric& metric : found) {
      EXPECT_TRUE(std::isfinite(metric.value)) << metric.name;
      // What already compares with real images has no value of real ones.
      const bool compares = std::set<std::string>{"redraw_l1", "ssim",         "ssim_on_figure",
                                                  "mask_ssim", "ms_per_image", "parameters"}
                                .contains(metric.name);
      EXPECT_EQ(metric.real.has_value(), !compares) << metric.name;
      metrics[metric.name] = metric;
    }
    for (const char* metric :
         {"swd_32", "swd_16", "swd_mean", "ms_ssim", "pck_05", "pck_10", "pose_error",
          "identity_drift", "character_difference", "dress_up_drift", "ms_ssim_in_a_pose",
          "ms_per_image", "parameters"}) {
      EXPECT_TRUE(metrics.contains(metric)) << metric;
    }
    // The paper's generator knows no looks.
    for (const char* metric :
         {"redraw_l1", "edge_strength", "ssim", "ssim_on_figure", "mask_ssim"}) {
      EXPECT_EQ(metrics.contains(metric), std::string_view(name).find("fast") != std::string::npos);
    }
    // Nothing was learned yet: real pictures are far nearer to real ones.
    EXPECT_GT(metrics["swd_mean"].value, *metrics["swd_mean"].real);
    const std::string report = read_text_file(runs / name / "evaluation-000000" / "report.html");
    EXPECT_NE(report.find("data:image/png;base64,iVBOR"), std::string::npos);
  }
  ASSERT_EQ(run("compare '" + (runs / "00000-fast-toy-32").string() + "' '" +
                (runs / "00001-paper-avatar-toy-32").string() + "/' --out " + at("compare.html")),
            0)
      << run.said();
  EXPECT_NE(run.said().find("architecture"), std::string::npos) << run.said();
  EXPECT_NE(run.said().find("swd_mean"), std::string::npos) << run.said();
  EXPECT_NE(read_text_file(folder / "compare.html").find("00001-paper-avatar-toy-32"),
            std::string::npos);
  EXPECT_NE(read_text_file(folder / "compare.html").find("redrawn.png"), std::string::npos);
  // As many as there are: three columns of numbers.
  ASSERT_EQ(run("compare '" + (runs / "00000-fast-toy-32").string() + "' '" +
                (runs / "00001-paper-avatar-toy-32").string() + "' '" +
                (runs / "00000-fast-toy-32").string() + "' --out " + at("three.html")),
            0)
      << run.said();
  EXPECT_EQ(run("compare '" + (runs / "00000-fast-toy-32").string() + "'"), 2);
  EXPECT_EQ(run("compare '" + folder.path().string() + "' x"), 1);
  EXPECT_NE(run.said().find("options.json"), std::string::npos) << run.said();
}

}  // namespace
}  // namespace psgan::trainer
