// Widening networks without changing their function (Chen, Goodfellow and Shlens, "Net2Net",
// arXiv 1511.05641): a run continues from a small network with a larger one, which generates the
// same images at first.
#pragma once

#include <torch/torch.h>

#include <string>

namespace psgan::trainer {

/// Copies the weights of `small` to `large`; both name their layers by the resolution. Layers that
/// `small` lacks are unchanged. Where `large` has k times the channels, each channel is copied k
/// times, and the layers that read it weight each copy with about 1/k: not exactly, because equal
/// copies would stay equal. The weights are sampled from LibTorch's global random numbers. Throws
/// Error opening with `where` if a width is not a multiple.
void copy_widened(const torch::nn::Module& small, torch::nn::Module& large,
                  const std::string& where);

}  // namespace psgan::trainer
