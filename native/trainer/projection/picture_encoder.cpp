#include "trainer/projection/picture_encoder.h"

#include <bit>
#include <string>
#include <vector>

#include "common/program.h"
#include "psgan/pose.h"
#include "trainer/evaluation/judging.h"
#include "trainer/files/archive_file.h"
#include "trainer/networks/latents.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr const char* encoder_kind = "encoder";

struct EncoderStep {
  int features, stride;
};
/// From 32² down to 4².
constexpr EncoderStep encoder_steps[] = {{16, 1}, {32, 2}, {32, 1}, {64, 2}, {64, 1}, {96, 2}};
constexpr int lowest_of_region = 4;
constexpr int numbers_of_region = 24;
constexpr int hidden_numbers = 256;

/// [2,3]: what takes (u, v, 1) to grid_sampler's coordinates, −1 to 1 of the picture.
void write_placement(const FigureRegion& region, float* to) {
  const float rows[] = {2 * region.right_x, 2 * region.down_x, 2 * region.x - 1,
                        2 * region.right_y, 2 * region.down_y, 2 * region.y - 1};
  std::copy(std::begin(rows), std::end(rows), to);
}

}  // namespace

Tensor cut_out(const Tensor& images, const Tensor& keypoints, int size) {
  const torch::NoGradGuard no_grad;
  const std::int64_t count = images.size(0), regions = figure_region_count;
  const Tensor points = keypoints.cpu();
  const Tensor placements = torch::zeros({count * regions, 2, 3});
  const Tensor seen = torch::zeros({count, regions, 1, 1, 1});
  for (std::int64_t i = 0; i < count; ++i) {
    const FigureRegions places = figure_regions(pose_of(points[i]));
    for (std::int64_t r = 0; r < regions; ++r) {
      const FigureRegion& region = places[static_cast<std::size_t>(r)];
      write_placement(region, placements[i * regions + r].data_ptr<float>());
      seen[i][r] = region.seen ? 1.0 : 0.0;
    }
  }
  const Tensor grid = torch::affine_grid_generator(placements.to(images.device()),
                                                   {count * regions, 3, 2 * size, 2 * size},
                                                   /*align_corners=*/false)
                          .view({count, regions * 2 * size, 2 * size, 2});
  // What lies outside counts as 0: of pictures whose white is 0.
  const Tensor fine = torch::grid_sampler(images.contiguous() - 1, grid, /*bilinear*/ 0,
                                          /*zeros*/ 0, /*align_corners=*/false);
  const Tensor cut = torch::avg_pool2d(
      fine.view({count, 3, regions, 2 * size, 2 * size}).transpose(1, 2).flatten(0, 1), 2);
  return (cut.view({count, regions, 3, size, size}) * seen.to(images.device()) + 1).flatten(1, 2);
}

PictureEncoderImpl::PictureEncoderImpl(int resolution, TraitSchema schema)
    : resolution_(resolution), schema_(std::move(schema)) {
  if (resolution < 32 || !std::has_single_bit(static_cast<unsigned>(resolution))) {
    throw Error("an encoder's resolution is a power of two from 32 on, found " +
                std::to_string(resolution));
  }
  if (schema_.empty()) throw Error("an encoder needs traits to find, found none");
  int in = 3, at = 0;
  for (const auto& [features, stride] : encoder_steps) {
    const std::string name = "step" + std::to_string(at++);
    steps_.push_back(
        {register_module(
             name,
             torch::nn::Conv2d(
                 torch::nn::Conv2dOptions(in, features, 3).stride(stride).padding(1).bias(false))),
         register_module(name + "_norm", torch::nn::BatchNorm2d(features))});
    in = features;
  }
  of_regions_ = register_module(
      "of_regions", torch::nn::Conv2d(torch::nn::Conv2dOptions(
                                          figure_region_count * in,
                                          figure_region_count * numbers_of_region, lowest_of_region)
                                          .groups(figure_region_count)));
  hidden_ = register_module(
      "hidden", torch::nn::Linear(
                    figure_region_count * (numbers_of_region + 3 * coarse * coarse) + pose_numbers,
                    hidden_numbers));
  numbers_ = register_module("numbers", torch::nn::Linear(hidden_numbers, encoded_size(schema_)));
}

Tensor PictureEncoderImpl::forward(const Tensor& regions, const Tensor& keypoints) {
  const std::int64_t count = regions.size(0);
  Tensor x = regions.reshape({count * figure_region_count, 3, region_size, region_size});
  for (Step& step : steps_) x = torch::relu(step.norm(step.convolution(x)));
  x = torch::relu(of_regions_(x.reshape({count, -1, lowest_of_region, lowest_of_region})));
  const Tensor colours = torch::avg_pool2d(regions, region_size / coarse);
  x = torch::cat({x.flatten(1), colours.flatten(1), keypoints.flatten(1)}, 1);
  x = torch::dropout(torch::relu(hidden_(x)), 0.2, is_training());
  return numbers_(x);
}

void check_encodes(const TraitSchema& schema, const std::string& where, const LatentSpace& space,
                   const std::string& space_where) {
  if (!space.has_traits()) {
    throw Error(space_where + ": its latents have no traits, which an encoder finds");
  }
  check_same(schema, where, space.schema, space_where);
}

Tensor encoded_pictures(PictureEncoder& encoder, const Tensor& images, const Tensor& keypoints) {
  const torch::NoGradGuard no_grad;
  const Tensor found = encoder->forward(
      cut_out(resized(images, encoder->resolution()), keypoints, PictureEncoderImpl::region_size),
      keypoints);
  const Tensor numbers = found.to(torch::kCPU, torch::kFloat32).contiguous();
  const auto size = static_cast<std::size_t>(numbers.size(1));
  std::vector<Tensor> encoded;
  for (std::int64_t i = 0; i < numbers.size(0); ++i) {
    const TraitValues values =
        decode(encoder->schema(), std::span(numbers[i].data_ptr<float>(), size));
    encoded.push_back(torch::tensor(encode(encoder->schema(), values)));
  }
  return torch::stack(encoded).to(images.device());
}

void write_encoder(const std::filesystem::path& path, const PictureEncoder& encoder,
                   const Json& about) {
  torch::serialize::OutputArchive archive;
  write_part(archive, "encoder", *encoder);
  write_archive_file(path, encoder_kind,
                     {{{"resolution", encoder->resolution()},
                       {"traits", to_json(encoder->schema())},
                       {"about", about}},
                      close_archive(archive)});
}

std::pair<PictureEncoder, Json> read_encoder(const std::filesystem::path& path) {
  const std::string where = path.string();
  const ArchiveFile file = read_archive_file(path, encoder_kind);
  PictureEncoder encoder(field<int>(file.header, "resolution", where),
                         trait_schema_from_json(field<Json>(file.header, "traits", where), where));
  auto archive = open_archive(file.archive);
  read_module(archive, "encoder", *encoder, where);
  encoder->eval();
  return {encoder, field<Json>(file.header, "about", where)};
}

}  // namespace psgan::trainer
