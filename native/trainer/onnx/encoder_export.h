// A picture encoder as an ONNX graph beside a model that the page can run.
#pragma once

#include <filesystem>

#include "psgan/model_card.h"
#include "trainer/onnx/onnx_writer.h"
#include "trainer/projection/picture_encoder.h"

namespace psgan::trainer {

/// Inputs regions [N,regions·3,32,32], as cut_out() (psgan/figure_regions.h) gives them, and
/// keypoints [N,20,3]; output numbers [N,encoded_size(schema)], of which decode() makes traits.
/// Weights are stored as float16, batch norms are part of the convolutions.
OnnxModel export_encoder(const PictureEncoder& encoder);

/// Writes encoder.onnx into a model's folder and names it in the model's card, which is returned.
/// Throws Error naming `where`, the encoder's file, if its traits are not the model's.
ModelCard add_encoder(const std::filesystem::path& folder, const PictureEncoder& encoder,
                      const std::string& where);

}  // namespace psgan::trainer
