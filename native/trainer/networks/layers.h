// The layers of Progressive GAN (Karras et al. 2017, section 4), in the forms both presets share.
// Tensors are [N,C,H,W], channels-last in memory. A convolution computes in the type of the
// features that it is given, fp32 or bf16; its weights are kept in fp32.
#pragma once

#include <torch/torch.h>

#include <cmath>
#include <cstdint>

namespace psgan::trainer {

/// He's constant: by what a weight drawn from N(0,1) is multiplied at run time, so that Adam's
/// steps are alike for all layers (equalized learning rate).
double he_constant(std::int64_t fan_in, double gain);

inline const double gain_before_leaky_relu = std::sqrt(2.0);

/// A constant that a layer makes when it first needs it, and anew for weights of another kind.
class KeptMatrix {
 public:
  torch::Tensor operator()(const torch::Tensor& like,
                           torch::Tensor (*make)(const torch::TensorOptions&));

 private:
  torch::Tensor matrix_;
};

/// A convolution with equalized learning rate and "same" padding.
class EqualizedConvImpl : public torch::nn::Module {
 public:
  EqualizedConvImpl(int in, int out, int kernel, double gain = gain_before_leaky_relu);

  torch::Tensor forward(const torch::Tensor& x);

  /// forward() followed by 2×2 average pooling, as one convolution of 4×4 with stride 2: 2.3 times
  /// faster than both. Kernel must be 3.
  torch::Tensor forward_halved(const torch::Tensor& x);

  /// The weights as used, He's constant multiplied in: [out,in,kernel,kernel].
  torch::Tensor scaled_weight() const { return weight * scale_; }
  /// The inverse: sets the weights so that they are used as `scaled`.
  void set_scaled_weight(const torch::Tensor& scaled);

  torch::Tensor weight, bias;

 private:
  double scale_;
  int padding_;
  KeptMatrix halving_;
};
TORCH_MODULE(EqualizedConv);

/// How much a condition map counts beside features when training starts.
enum class ConditionWeight {
  as_features,  ///< One of He's constants for all channels, as the papers say.
  /// Maps are empty nearly everywhere, so their channels' share of that sum is small, and for long
  /// the pose has no influence. Here they get a constant of their own that counts only the channels
  /// that are active in one pixel.
  active_channels,
};

/// A 3×3 convolution over features and condition map, concatenated: conv(cat(x, map)). It is
/// computed as conv(x) + conv(map), which is the same number, needs no gradient of the map, and
/// lets one conv(map) serve several x of the same poses.
class ConditionedConvImpl : public torch::nn::Module {
 public:
  struct Inputs {
    int features = 0;  ///< 0: the map is all there is.
    int extra = 0;     ///< Channels behind the features that are no feature of the layer below.
    int map = 0;       ///< Channels of the condition map.
    int active = 0;    ///< Of those, about how many are active in a pixel: active_channels().
  };
  ConditionedConvImpl(Inputs inputs, int out, ConditionWeight condition_weight);

  /// The map's part, bias included: [N,C,H,W] → [N,out,H,W]; undefined without condition channels.
  /// The map may have channels of zeros at its end, see in_type().
  torch::Tensor condition_part(const torch::Tensor& map);

  /// condition_part() of the map of the resolution below, enlarged as in enlarged_part():
  /// [N,C,h,w] → [N,out,2h,2w].
  torch::Tensor enlarged_condition_part(const torch::Tensor& map);
  /// The features' part, to which condition_part() is to be added; with the bias if there are no
  /// condition channels.
  torch::Tensor feature_part(const torch::Tensor& x);

  /// feature_part() of x enlarged twice, each pixel between its neighbours (bilinear, 0 outside):
  /// [N,features,h,w] → [N,out,2h,2w]. One convolution at h×w, with a kernel for each place in the
  /// blocks of 2×2: as many products as after enlarging, on a quarter of the memory.
  torch::Tensor enlarged_part(const torch::Tensor& x);

  /// enlarged_part()'s kernels, [4·out,features,3,3]: of each output channel its top left, top
  /// right, bottom left, bottom right.
  torch::Tensor enlarging_weight();

  /// [out, features + condition_channels, 3, 3], He's constants multiplied in.
  torch::Tensor scaled_weight() const;
  /// The inverse, see EqualizedConv.
  void set_scaled_weight(const torch::Tensor& scaled);
  /// All inputs but the map's channels, the extra ones included, and the extra ones alone.
  int features() const { return features_; }
  int extra() const { return extra_; }

  torch::Tensor weight, bias;

 private:
  /// The condition's part of the weights, with channels of zeros at its end for those of the map.
  torch::Tensor condition_weight(const torch::Tensor& map) const;
  /// The kernels [4·out,in,3,3] that do at the small size what [out,in,3,3] does after enlarging.
  torch::Tensor enlarging(const torch::Tensor& kernel);

  int features_, extra_;
  int condition_channels_;
  KeptMatrix enlarging_;
  double feature_scale_, condition_scale_;
};
TORCH_MODULE(ConditionedConv);

/// A dense layer with equalized learning rate.
class EqualizedLinearImpl : public torch::nn::Module {
 public:
  EqualizedLinearImpl(int in, int out, double gain = gain_before_leaky_relu,
                      double initial_bias = 0);

  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor scaled_weight() const { return weight * scale_; }
  /// See EqualizedConv.
  void set_scaled_weight(const torch::Tensor& scaled);

  torch::Tensor weight, bias;

 private:
  double scale_;
};
TORCH_MODULE(EqualizedLinear);

/// At least fp32: bf16 becomes fp32, double stays.
torch::Tensor at_least_fp32(const torch::Tensor& x);

torch::Tensor lrelu(const torch::Tensor& x);

/// Each pixel's feature vector divided by its root mean square over channels, √(mean + ε). Also
/// for [N,C]. Computed in fp32 whatever the type. Can be differentiated once; the backward pass is
/// written out, a quarter of autograd's time.
torch::Tensor pixel_norm(const torch::Tensor& x);

/// One more channel that holds, in every pixel, the standard deviation over the minibatch averaged
/// over features and pixels, computed in fp32.
torch::Tensor with_minibatch_stddev(const torch::Tensor& x);

/// What makes of a 3×3 kernel the four that do at the small size what it does after bilinear
/// enlarging, for each place in blocks of 2×2: [2·2·3·3,9].
torch::Tensor enlarging_matrix(const torch::TensorOptions& options);

torch::Tensor upsample_nearest(const torch::Tensor& x);
torch::Tensor upsample_bilinear(const torch::Tensor& x);
torch::Tensor downsample_average(const torch::Tensor& x);

}  // namespace psgan::trainer
