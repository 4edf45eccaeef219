// What is evaluated: something that draws characters in poses, and the data to hold it against.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "trainer/data/pose_split.h"
#include "trainer/data/training_data.h"
#include "trainer/networks/generator.h"

namespace psgan::trainer {

/// A trained method. Evaluation knows no more of it than this.
class Subject {
 public:
  /// `data` holds pictures of at least resolution².
  Subject(const TrainingData& data, int resolution, torch::Device device)
      : data_(data), resolution_(resolution), device_(device) {}
  virtual ~Subject() = default;
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  const TrainingData& data() const { return data_; }
  int resolution() const { return resolution_; }
  torch::Device device() const { return device_; }

  /// Whether it draws characters by seeds; else it draws looks of the data set alone, see
  /// redrawn().
  virtual bool draws_characters() const { return true; }
  /// Characters by seeds `first` and on, each in its pose [N,20,3]: [N,3,r,r] in [−1,1], clamped
  /// and in steps of 1/255, as a picture is. Throws Error if it draws none.
  virtual torch::Tensor characters(std::uint64_t first, const torch::Tensor& keypoints) = 0;

  /// Whether it can draw the looks of the data set, see redrawn(). Throws Error if it knows looks
  /// by another schema of traits.
  virtual bool knows_looks() const = 0;
  /// The looks and poses of these images; what looks do not decide is from seeds `first` and on.
  virtual torch::Tensor redrawn(const Batch& batch, std::uint64_t first) = 0;

  /// Weights of the networks that draw.
  virtual std::int64_t parameters() const = 0;

  /// What it draws in the poses of these images: characters by seeds `first` and on if it draws
  /// such, else the images' looks.
  torch::Tensor drawn(const Batch& batch, std::uint64_t first) {
    return draws_characters() ? characters(first, batch.keypoints) : redrawn(batch, first);
  }

 private:
  const TrainingData& data_;
  int resolution_;
  torch::Device device_;
};

std::int64_t parameters_of(const torch::nn::Module& module);

/// A PSGAN generator.
class GeneratorSubject : public Subject {
 public:
  GeneratorSubject(Generator& generator, Growth growth, const TrainingData& data,
                   torch::Device device)
      : Subject(data, growth.resolution, device), generator_(generator), growth_(growth) {}

  torch::Tensor characters(std::uint64_t first, const torch::Tensor& keypoints) override;
  bool knows_looks() const override;
  torch::Tensor redrawn(const Batch& batch, std::uint64_t first) override;
  std::int64_t parameters() const override { return parameters_of(generator_); }

 private:
  torch::Tensor latents(std::uint64_t first, std::int64_t count) const;
  torch::Tensor draw(const torch::Tensor& latents, const torch::Tensor& keypoints);

  Generator& generator_;
  Growth growth_;
  torch::Tensor encoded_looks_;  // [looks,n], made when first needed
};

/// What a generator draws of latents [N,Z] in poses [N,20,3], as pictures: [N,3,r,r].
torch::Tensor drawn_pictures(Generator& generator, Growth growth, const torch::Tensor& latents,
                             const torch::Tensor& keypoints);

/// Images [N,3,r,r] as a picture has them: in [−1,1] and in steps of 1/255.
torch::Tensor as_picture(const torch::Tensor& images);

torch::Tensor index_tensor(const std::vector<std::int64_t>& indices);

/// The real images of these indices.
Batch real_batch(const Subject& subject, const torch::Tensor& indices);

/// So many of these, evenly spread over them.
std::vector<std::int64_t> spread(const std::vector<std::int64_t>& from, std::int64_t count);

/// The test images, at most so many. Throws Error if there are none.
torch::Tensor test_images(const Subject& subject, std::int64_t most);

}  // namespace psgan::trainer
