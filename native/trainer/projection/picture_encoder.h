// From a picture of a character and her pose to her traits, in one pass: what a projection begins
// with, and what the page does with a dropped picture. Trained by psgan train-encoder.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "psgan/figure_regions.h"
#include "psgan/json.h"
#include "psgan/latent_space.h"
#include "psgan/traits.h"

namespace psgan::trainer {

/// What the regions of figures show (psgan/figure_regions.h), as cut_out() gives it but for
/// rounding: images [N,3,r,r] in [−1,1] and keypoints [N,20,3] → [N,regions·3,size,size]. Without
/// gradients.
torch::Tensor cut_out(const torch::Tensor& images, const torch::Tensor& keypoints, int size);

/// The same convolutions for every region, a dense layer for each of them; of all together, the
/// regions' colours and the pose two more.
class PictureEncoderImpl : public torch::nn::Module {
 public:
  /// Of a region's picture, pixels along a side.
  static constexpr int region_size = 32;
  /// Colours are read off a region's picture at so many places along a side.
  static constexpr int coarse = 4;

  /// `resolution` of the pictures that regions are cut from, a power of two from 32 on. The schema
  /// must not be empty. Throws Error otherwise.
  PictureEncoderImpl(int resolution, TraitSchema schema);

  /// regions [N,regions·3,32,32] and keypoints [N,20,3] → [N,encoded_size(schema)], which decode()
  /// (psgan/traits.h) makes traits of: a logit for each option, colours and amounts as encode() has
  /// them.
  torch::Tensor forward(const torch::Tensor& regions, const torch::Tensor& keypoints);

  int resolution() const { return resolution_; }
  const TraitSchema& schema() const { return schema_; }

  /// A convolution and the batch norm behind it; ReLU follows.
  struct Step {
    torch::nn::Conv2d convolution;
    torch::nn::BatchNorm2d norm;
  };
  const std::vector<Step>& steps() const { return steps_; }
  const torch::nn::Conv2d& of_regions() const { return of_regions_; }
  const torch::nn::Linear& hidden() const { return hidden_; }
  const torch::nn::Linear& numbers() const { return numbers_; }

 private:
  int resolution_;
  TraitSchema schema_;
  std::vector<Step> steps_;
  torch::nn::Conv2d of_regions_{nullptr};
  torch::nn::Linear hidden_{nullptr}, numbers_{nullptr};
};
TORCH_MODULE(PictureEncoder);

/// Throws Error unless the latents of `space`, of `space_where`, have the traits of `schema`, of
/// `where`, which an encoder finds or learns to find.
void check_encodes(const TraitSchema& schema, const std::string& where, const LatentSpace& space,
                   const std::string& space_where);

/// The traits of pictures [N,3,R,R], R a power of two, as latents hold them:
/// [N,encoded_size(schema)].
torch::Tensor encoded_pictures(PictureEncoder& encoder, const torch::Tensor& images,
                               const torch::Tensor& keypoints);

/// A file as archive_file.h describes; `about` says how it was trained and how well it does.
void write_encoder(const std::filesystem::path& path, const PictureEncoder& encoder,
                   const Json& about);

/// An encoder and what its file says about it. Throws Error naming the file.
std::pair<PictureEncoder, Json> read_encoder(const std::filesystem::path& path);

}  // namespace psgan::trainer
