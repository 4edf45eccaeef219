// The measures against plain versions in double precision, written out pixel by pixel, and against
// what can be calculated by hand.
#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "psgan/pose.h"
#include "trainer/evaluation/appearance.h"
#include "trainer/evaluation/ms_ssim.h"
#include "trainer/evaluation/swd.h"

namespace psgan::trainer {
namespace {

using torch::Tensor;

/// A plain picture of one channel.
struct Plane {
  int side;
  std::vector<double> values;
  double at(int y, int x) const { return values[y * side + x]; }
  double mirrored(int y, int x) const {
    const auto inside = [&](int i) { return i < 0 ? -i : i >= side ? 2 * side - 2 - i : i; };
    return at(inside(y), inside(x));
  }
};

Plane plane_of(const Tensor& image) {
  const Tensor flat = image.to(torch::kFloat64).contiguous().view(-1);
  const auto* from = flat.data_ptr<double>();
  return {static_cast<int>(image.size(1)), {from, from + flat.numel()}};
}

constexpr double kernel[5] = {1 / 16., 4 / 16., 6 / 16., 4 / 16., 1 / 16.};

Plane reduce(const Plane& from) {
  Plane to{from.side / 2, {}};
  for (int y = 0; y < to.side; ++y) {
    for (int x = 0; x < to.side; ++x) {
      double sum = 0;
      for (int dy = -2; dy <= 2; ++dy) {
        for (int dx = -2; dx <= 2; ++dx) {
          sum += kernel[dy + 2] * kernel[dx + 2] * from.mirrored(2 * y + dy, 2 * x + dx);
        }
      }
      to.values.push_back(sum);
    }
  }
  return to;
}

Plane enlarge(const Plane& from) {
  Plane sparse{from.side * 2, std::vector<double>(4 * from.values.size(), 0.0)}, to = sparse;
  for (int y = 0; y < from.side; ++y) {
    for (int x = 0; x < from.side; ++x) sparse.values[2 * y * sparse.side + 2 * x] = from.at(y, x);
  }
  for (int y = 0; y < to.side; ++y) {
    for (int x = 0; x < to.side; ++x) {
      double sum = 0;
      for (int dy = -2; dy <= 2; ++dy) {
        for (int dx = -2; dx <= 2; ++dx) {
          sum += 4 * kernel[dy + 2] * kernel[dx + 2] * sparse.mirrored(y + dy, x + dx);
        }
      }
      to.values[y * to.side + x] = sum;
    }
  }
  return to;
}

double largest_difference(const Plane& a, const Tensor& b) {
  const Plane other = plane_of(b);
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::abs(a.values[i] - other.values[i]));
  }
  return largest;
}

TEST(LaplacianPyramid, IsTheDifferenceOfBlurredPictures) {
  torch::manual_seed(1);
  const Tensor images = torch::randn({2, 3, 64, 64});
  const std::vector<Tensor> levels = laplacian_pyramid(images);
  ASSERT_EQ(levels.size(), 3u);
  Plane rest = plane_of(images[1].narrow(0, 2, 1));
  for (std::size_t level = 0; level < levels.size(); ++level) {
    Plane expected = rest;
    if (level + 1 < levels.size()) {
      rest = reduce(rest);
      const Plane enlarged = enlarge(rest);
      for (std::size_t i = 0; i < expected.values.size(); ++i) {
        expected.values[i] -= enlarged.values[i];
      }
    }
    EXPECT_LT(largest_difference(expected, levels[level][1].narrow(0, 2, 1)), 1e-5) << level;
  }
  EXPECT_TRUE(torch::allclose(from_laplacian_pyramid(levels), images, 1e-4, 1e-5));
}

TEST(PatchSet, TakesSquaresOfNeighbours) {
  // Pixels that tell where they are.
  const Tensor y = torch::arange(16).view({16, 1}), x = torch::arange(16).view({1, 16});
  const Tensor image = (x + 100.0 * y).expand({3, 3, 16, 16}).to(torch::kFloat32);
  PatchSet set(16, 3, 9);
  set.add(image.narrow(0, 0, 2));
  set.add(image.narrow(0, 2, 1));
  ASSERT_EQ(set.levels(), 1);
  const Tensor patches = set.normalised(0).view({-1, 3, 7, 7}).to(torch::kFloat64);
  ASSERT_EQ(patches.size(0), 3 * patches_per_level);
  EXPECT_NEAR(patches.mean().item<double>(), 0, 1e-5);
  EXPECT_NEAR(patches.var(false).item<double>(), 1, 1e-4);
  // A step to the right is 1 before normalising, a step down 100.
  const Tensor steps = patches - patches.narrow(2, 0, 1).narrow(3, 0, 1);
  const Tensor unit = steps.select(2, 6).select(2, 6).mean() / 606;
  const Tensor expected = (torch::arange(7).view({1, 7}) + 100.0 * torch::arange(7).view({7, 1}));
  EXPECT_TRUE(
      torch::allclose(steps / unit, expected.to(torch::kFloat64).expand_as(steps), 1e-3, 0.05));
  // Different places, and not all at the border.
  EXPECT_GT(std::get<0>(at::_unique(patches.view({-1, 147}).select(1, 0))).numel(), 60);
}

TEST(SlicedWasserstein, EqualsThePlainVersion) {
  torch::manual_seed(2);
  const Tensor a = torch::randn({400, 6}), b = torch::randn({400, 6}) * 1.5 + 0.3;
  auto random = at::make_generator<at::CPUGeneratorImpl>(5);
  const Tensor lines = torch::randn({40, 6}, random, torch::TensorOptions()).to(torch::kFloat64);
  double sum = 0;
  for (int i = 0; i < 40; ++i) {
    const auto projected = [&](const Tensor& points) {
      std::vector<double> out;
      for (int p = 0; p < 400; ++p) {
        double product = 0, length = 0;
        for (int d = 0; d < 6; ++d) {
          const double line = lines[i][d].item<double>();
          product += line * points[p][d].item<float>();
          length += line * line;
        }
        out.push_back(product / std::sqrt(length));
      }
      std::sort(out.begin(), out.end());
      return out;
    };
    const auto first = projected(a), second = projected(b);
    for (int p = 0; p < 400; ++p) sum += std::abs(first[p] - second[p]) / 400;
  }
  EXPECT_NEAR(sliced_wasserstein(a, b, 5, 40), sum / 40, 1e-5);
  EXPECT_EQ(sliced_wasserstein(a, a, 5, 40), 0);
}

TEST(SlicedWasserstein, OfAMovedSetIsTheWayTimesTheMeanCosine) {
  torch::manual_seed(3);
  const Tensor a = torch::randn({1000, 3});
  const Tensor way = torch::tensor({1.0f, 2.0f, 2.0f});  // of length 3; in 3D the mean |cos| is 1/2
  EXPECT_NEAR(sliced_wasserstein(a, a + way, 1, 4096), 1.5, 0.05);
}

/// Structural similarity, scale by scale, as the paper writes it.
double plain_ms_ssim(Plane a, Plane b) {
  constexpr double weights[] = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
  constexpr double c1 = 0.02 * 0.02, c2 = 0.06 * 0.06;
  double product = 1;
  for (int scale = 0; scale < 5; ++scale) {
    const int size = std::min(11, a.side);
    const double sigma = 1.5 * size / 11;
    std::vector<double> window;
    double total = 0;
    for (int i = 0; i < size; ++i) {
      const double d = i - (size - 1) / 2.0;
      window.push_back(std::exp(-d * d / (2 * sigma * sigma)));
      total += window.back();
    }
    double similarity = 0;
    const int places = a.side - size + 1;
    for (int y = 0; y < places; ++y) {
      for (int x = 0; x < places; ++x) {
        double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
        for (int i = 0; i < size; ++i) {
          for (int j = 0; j < size; ++j) {
            const double w = window[i] * window[j] / (total * total);
            const double p = a.at(y + i, x + j), q = b.at(y + i, x + j);
            ma += w * p, mb += w * q, aa += w * p * p, bb += w * q * q, ab += w * p * q;
          }
        }
        double here = (2 * (ab - ma * mb) + c2) / (aa - ma * ma + bb - mb * mb + c2);
        if (scale == 4) here *= (2 * ma * mb + c1) / (ma * ma + mb * mb + c1);
        similarity += here / (places * places);
      }
    }
    product *= std::pow(std::max(similarity, 0.0), weights[scale]);
    for (Plane* plane : {&a, &b}) {
      Plane half{plane->side / 2, {}};
      for (int y = 0; y < half.side; ++y) {
        for (int x = 0; x < half.side; ++x) {
          half.values.push_back((plane->at(2 * y, 2 * x) + plane->at(2 * y + 1, 2 * x) +
                                 plane->at(2 * y, 2 * x + 1) + plane->at(2 * y + 1, 2 * x + 1)) /
                                4);
        }
      }
      *plane = half;
    }
  }
  return product;
}

TEST(MsSsim, EqualsThePlainVersion) {
  torch::manual_seed(4);
  // Smooth pictures with some noise, so that no scale is all noise.
  const auto picture = [](double phase) {
    const Tensor x = torch::arange(64, torch::kFloat64) / 10;
    return (torch::outer((x + phase).sin(), (x * 1.3 - phase).cos()) * 0.7 +
            torch::randn({64, 64}, torch::kFloat64) * 0.1)
        .view({1, 64, 64});
  };
  const Tensor a = torch::stack({picture(0), picture(1)}),
               b = torch::stack({picture(0.2), picture(3)});
  const Tensor found = ms_ssim(a, b);
  for (int i = 0; i < 2; ++i) {
    EXPECT_NEAR(found[i].item<double>(), plain_ms_ssim(plane_of(a[i]), plane_of(b[i])), 1e-9) << i;
  }
  EXPECT_NEAR(ms_ssim(a, a).min().item<double>(), 1, 1e-12);
  EXPECT_LT(found[1].item<double>(), found[0].item<double>());
  EXPECT_EQ(ms_ssim(a, -a).max().item<double>(), 0);
}

TEST(Appearance, ColoursAreTakenWhereTheBonesAre) {
  // Left half red, right half green; the left arm (on the right) must be green.
  Tensor image = torch::full({1, 3, 64, 64}, -1.0f);
  image[0][0].narrow(1, 0, 32).fill_(1);
  image[0][1].narrow(1, 32, 32).fill_(1);
  const Pose pose = standing_pose();
  const auto numbers = to_numbers(pose);
  const Tensor keypoints =
      torch::tensor(std::vector<float>(numbers.begin(), numbers.end())).view({1, 20, 3});
  const Tensor colours = bone_colours(image, keypoints);
  ASSERT_EQ(colours.sizes(), torch::IntArrayRef({1, bone_count * places_per_bone, 4}));
  for (int bone = 0; bone < bone_count; ++bone) {
    const std::string_view end = name(bones[bone].to);
    const Tensor middle = colours[0][bone * places_per_bone + 1];
    if (end == "left_wrist") {
      EXPECT_NEAR(middle[1].item<float>(), 255, 1);
    }
    if (end == "right_wrist") {
      EXPECT_NEAR(middle[0].item<float>(), 255, 1);
    }
    EXPECT_EQ(middle[3].item<float>(), 1);
  }
}

TEST(Appearance, DriftIsTheDistanceFromTheMean) {
  // Two frames, places of 0 and 100: the mean is 50. A place seen once does not drift.
  Tensor colours = torch::zeros({2, 57, 4});
  colours.select(2, 3).fill_(1);
  colours[1].narrow(1, 0, 3).fill_(100);
  EXPECT_NEAR(colour_drift(colours), 50, 1e-4);
  colours[1].select(1, 3).fill_(0);
  EXPECT_NEAR(colour_drift(colours), 0, 1e-4);

  Tensor characters = torch::zeros({3, 2, 57, 4});
  characters.select(3, 3).fill_(1);
  characters[1].narrow(2, 0, 3).fill_(30);
  characters[2].narrow(2, 0, 3).fill_(60);
  EXPECT_NEAR(colour_difference(characters), (30 + 60 + 30) / 3.0, 1e-4);
}

}  // namespace
}  // namespace psgan::trainer
