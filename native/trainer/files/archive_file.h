// Files of weights: snapshots, keypoint detectors, trait classifiers, picture encoders.
//
//   psgan-snapshot 1\n                       what it is, and the format's version
//   one line of JSON: what the kind of file says, and the rest's length and SHA-256
//   a LibTorch archive
//
// A file may also be split into NAME.001, NAME.002 and so on, and is then read by NAME.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "psgan/json.h"

namespace psgan::trainer {

struct ArchiveFile {
  Json header = Json::object();
  std::string archive;  ///< A LibTorch archive's bytes.
};

/// Written atomically, by renaming a temporary file. `kind` is "snapshot", "detector",
/// "classifier" or "encoder". With `part_bytes` more than 0 and a file larger than that: in parts,
/// of which the first is written last.
void write_archive_file(const std::filesystem::path& path, const std::string& kind,
                        ArchiveFile file, std::uint64_t part_bytes = 0);

/// Throws Error naming the file, and what is wrong with it: missing, of another kind or version,
/// truncated, damaged, of another skeleton.
ArchiveFile read_archive_file(const std::filesystem::path& path, const std::string& kind);

/// A LibTorch archive as a string and back, its tensors on that device.
torch::serialize::InputArchive open_archive(const std::string& bytes,
                                            torch::Device device = torch::kCPU);
std::string close_archive(torch::serialize::OutputArchive& archive);

/// Writes a module's parameters, or an optimizer's state, as a part of an archive.
template <typename Part>
void write_part(torch::serialize::OutputArchive& archive, const std::string& name,
                const Part& part) {
  torch::serialize::OutputArchive inner(archive.compilation_unit());
  part.save(inner);
  archive.write(name, inner);
}

/// Reads a module's parameters and buffers from a part of an archive, as float32 whatever they are
/// stored as. Throws Error naming `where` if they are not there or have other shapes (LibTorch's
/// own load takes any shape).
void read_module(torch::serialize::InputArchive& archive, const std::string& part,
                 torch::nn::Module& module, const std::string& where);

}  // namespace psgan::trainer
