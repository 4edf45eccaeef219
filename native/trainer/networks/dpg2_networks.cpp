#include "trainer/networks/dpg2_networks.h"

#include <algorithm>
#include <cmath>

#include "psgan/pose.h"
#include "trainer/networks/pose_mask.h"

namespace psgan::trainer {

using torch::Tensor;

namespace {

constexpr int mlp_blocks = 4;

/// A code is the same in every pixel, a disc is a few pixels of one channel: with He's weights for
/// all channels together the pose would be a twentieth of what the code adds, and be learned late.
/// So the pose's weights begin as if its channels were the only ones, and the code's at a third.
void balance_inputs(ResidualUNetImpl& decoder) {
  const torch::NoGradGuard no_grad;
  const Tensor weight = decoder.named_parameters()["first.weight"];
  weight.narrow(1, 0, appearance_code_size).mul_(1.0 / 3);
  weight.narrow(1, appearance_code_size, keypoint_count)
      .mul_(std::sqrt(static_cast<double>(weight.size(1)) / keypoint_count));
}

}  // namespace

int region_side(int resolution) { return std::max(resolution / 4, 8); }

int dense_width(int width) { return std::min(16 * width, 512); }

AppearanceEncoderImpl::AppearanceEncoderImpl(int resolution, int width)
    : side_(region_side(resolution)) {
  first_ = before_relu(add_convolution(*this, "first", 3, width, 3, 1));
  block_ = add_residual_block(*this, "features", width);
  int side = side_;
  for (int level = 0;; ++level, side /= 2) {
    const std::string number = std::to_string(level);
    const int channels = width * (level + 1);
    blocks_.push_back(add_residual_block(*this, "region" + number, channels));
    if (side == 4) {
      code_ = register_module("code", torch::nn::Linear(channels * side * side, region_code_size));
      break;
    }
    halve_.push_back(
        before_relu(add_convolution(*this, "halve" + number, channels, channels + width, 3, 2)));
  }
}

Tensor AppearanceEncoderImpl::forward(const Tensor& pictures, const Tensor& keypoints) {
  const BodyRegions regions = find_body_regions(keypoints);
  const Tensor features =
      block_(torch::relu(first_->forward(pictures.contiguous(torch::MemoryFormat::ChannelsLast))));
  Tensor x =
      crop_boxes(features, regions.boxes, side_).contiguous(torch::MemoryFormat::ChannelsLast);
  for (std::size_t level = 0; level < blocks_.size(); ++level) {
    x = blocks_[level](x);
    if (level < halve_.size()) x = torch::relu(halve_[level]->forward(x));
  }
  const Tensor codes = code_->forward(x.flatten(1)).view({-1, body_region_count, region_code_size});
  return (codes * regions.seen.unsqueeze(2)).flatten(1);
}

PoseAutoencoderImpl::PoseAutoencoderImpl(int width)
    : encoder_(register_module(
          "encoder", ResidualMlp(pose_numbers, dense_width(width), mlp_blocks, pose_code_size))),
      decoder_(register_module(
          "decoder", ResidualMlp(pose_code_size, dense_width(width), mlp_blocks, pose_numbers))) {}

Tensor pose_vectors(const Tensor& keypoints) {
  const Tensor visible = keypoints.select(2, 2).gt(0).to(keypoints.dtype());
  const Tensor column = keypoints.select(2, 0) * 2 - 1, row = keypoints.select(2, 1) * 2 - 1;
  return torch::stack({row * visible, column * visible, visible}, 2).flatten(1);
}

Tensor keypoints_of_vectors(const Tensor& vectors) {
  const Tensor points = vectors.view({-1, keypoint_count, 3});
  const auto place = [&](int axis) { return ((points.select(2, axis) + 1) / 2).clamp(0, 1); };
  return torch::stack({place(1), place(0), points.select(2, 2).ge(0.5).to(vectors.dtype())}, 2);
}

MappingFunctionImpl::MappingFunctionImpl(int code_size, int width)
    : mean(register_parameter("mean", torch::zeros({code_size}), /*requires_grad=*/false)),
      scale(register_parameter("scale", torch::ones({code_size}), /*requires_grad=*/false)),
      layers_(register_module("layers",
                              ResidualMlp(code_size, dense_width(width), mlp_blocks, code_size))) {}

void MappingFunctionImpl::fit(const Tensor& codes) {
  const torch::NoGradGuard no_grad;
  mean.copy_(codes.mean(0));
  // A number that is the same in all codes stays as it is.
  scale.copy_(codes.std(0, /*unbiased=*/false).clamp_min(1e-4));
}

Tensor MappingFunctionImpl::codes(const Tensor& latents) {
  return forward(latents * mapping_noise) * scale + mean;
}

CodeCriticImpl::CodeCriticImpl(int code_size, int width)
    : first_(register_module("first", torch::nn::Linear(code_size, dense_width(width)))),
      second_(register_module("second", torch::nn::Linear(dense_width(width), dense_width(width)))),
      last_(register_module("last", torch::nn::Linear(dense_width(width), 1))) {}

Tensor CodeCriticImpl::forward(const Tensor& codes) {
  const Tensor x = torch::leaky_relu(first_->forward(codes), 0.2);
  return last_->forward(torch::leaky_relu(second_->forward(x), 0.2)).squeeze(1);
}

void CodeCriticImpl::clip(double limit) {
  const torch::NoGradGuard no_grad;
  for (Tensor& parameter : parameters()) parameter.clamp_(-limit, limit);
}

Dpg2Networks::Dpg2Networks(int side, int width)
    : resolution(side),
      encoder(side, width),
      decoder(UNetShape{appearance_code_size + keypoint_count, side, unet_levels(side), width,
                        unet_bottleneck}),
      poses(width),
      appearance_mapping(appearance_code_size, width),
      pose_mapping(pose_code_size, width) {
  balance_inputs(*decoder);
}

std::vector<std::pair<std::string, torch::nn::Module*>> Dpg2Networks::parts() const {
  return {{"E", encoder.ptr().get()},
          {"G", decoder.ptr().get()},
          {"P", poses.ptr().get()},
          {"MA", appearance_mapping.ptr().get()},
          {"MP", pose_mapping.ptr().get()}};
}

void Dpg2Networks::to(torch::Device device) const {
  for (const auto& [name, network] : parts()) network->to(device);
}

Tensor Dpg2Networks::draw(const Tensor& codes, const Tensor& keypoints) {
  const Tensor tiled = codes.unsqueeze(2).unsqueeze(3).expand({-1, -1, resolution, resolution});
  return decoder->forward(torch::cat({tiled, draw_pose_discs(keypoints, resolution)}, 1));
}

Tensor Dpg2Networks::draw_grid(const Tensor& codes, const Tensor& keypoints) {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> rows;
  for (std::int64_t i = 0; i < codes.size(0); ++i) {
    rows.push_back(
        draw(codes.narrow(0, i, 1).expand({keypoints.size(0), -1}), keypoints).clamp(-1, 1));
  }
  return torch::stack(rows);
}

Tensor Dpg2Networks::sampled_codes(const Tensor& latents) {
  return appearance_mapping->codes(latents.narrow(1, 0, appearance_code_size));
}

Tensor Dpg2Networks::sampled_poses(const Tensor& latents) {
  const torch::NoGradGuard no_grad;
  return keypoints_of_vectors(
      poses->decode(pose_mapping->codes(latents.narrow(1, appearance_code_size, pose_code_size))));
}

}  // namespace psgan::trainer
