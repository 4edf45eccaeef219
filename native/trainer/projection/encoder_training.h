// Trains picture encoders: on renders, whose traits the data set says, and on pictures that a
// generator draws of random traits in the same poses, which cost nothing to label.
#pragma once

#include <memory>

#include "trainer/data/training_data.h"
#include "trainer/evaluation/judging.h"
#include "trainer/networks/generator.h"
#include "trainer/projection/picture_encoder.h"

namespace psgan::trainer {

/// A generator whose pictures are learned from, too; none: renders alone.
struct EncodedGenerator {
  std::shared_ptr<Generator> generator;
  Growth growth{};
  double share = 0.25;  ///< Of each minibatch, 0 to 1.
};

/// What an encoder is to say of each of some characters.
struct EncoderTargets {
  torch::Tensor encoded;  ///< [N,n] as encode() (psgan/traits.h) has them.
  torch::Tensor shown;    ///< [N,n]: 1 where the number's trait shows, else 0.
};

/// Of these looks.
EncoderTargets encoder_targets(const LookTraits& traits);

/// The mean over choices of the cross entropy, and the mean absolute difference of colours and
/// amounts, both of what shows.
torch::Tensor encoder_loss(const TraitSchema& schema, const torch::Tensor& found,
                           const EncoderTargets& wanted);

/// Trains on those of data's images that are no test images, with changes of colour, noise and
/// sharpness (judging.h) and keypoints moved a little, as detectors find them. The set must have
/// traits, the generator's being the same.
PictureEncoder train_encoder(const TrainingData& data, const EncodedGenerator& generator,
                             const JudgeOptions& options);

/// How well an encoder does.
struct EncoderMeasures {
  double choices = 0;      ///< The share of choices that show and were found, mean over choices.
  double colours = 0;      ///< Mean absolute difference of colours that show, of 255.
  double redraw = 0;       ///< Of what the generator draws of the found traits, of 255.
  double true_redraw = 0;  ///< Of the true ones; both 0 without a generator.
  std::vector<double> each{};  ///< Of `choices`, NaN for what never shows.
};

/// On these images of the set.
EncoderMeasures measure_encoder(PictureEncoder& encoder, const TrainingData& data,
                                const EncodedGenerator& generator, const torch::Tensor& images,
                                torch::Device device);

}  // namespace psgan::trainer
