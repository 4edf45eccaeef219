// Networks made wider without forgetting anything (Chen, Goodfellow and Shlens, "Net2Net",
// arXiv 1511.05641): a run that a small network has brought as far as it can goes on with a larger
// one, which draws the same pictures at first.
#pragma once

#include <torch/torch.h>

#include <string>

namespace psgan::trainer {

/// Gives `large` what `small` has learned; both name their layers by the resolution. Layers that
/// `small` lacks stay as they are. Where `large` has k times the channels, each channel is there k
/// times, and what reads it gives each copy a share: about a k-th, not exactly, as equal copies
/// would stay equal for ever. Shares are drawn from LibTorch's global random numbers. Throws Error
/// opening with `where` if a width is no multiple.
void copy_widened(const torch::nn::Module& small, torch::nn::Module& large,
                  const std::string& where);

}  // namespace psgan::trainer
