#include "trainer/files/archive_file.h"

#include <torch/version.h>

#include <algorithm>
#include <sstream>

#include "common/program.h"
#include "psgan/skeleton.h"
#include "psgan/version.h"
#include "trainer/files/sha256.h"

namespace psgan::trainer {
namespace fs = std::filesystem;
namespace {

constexpr int format_version = 1;

fs::path part_of(const fs::path& path, std::size_t number) {
  char digits[16];
  std::snprintf(digits, sizeof digits, ".%03zu", number);
  return path.string() + digits;
}

/// The whole text of a file, or of all its parts that are there.
std::string read_whole(const fs::path& path) {
  if (fs::exists(path) || !fs::exists(part_of(path, 1))) return read_text_file(path);
  std::string text;
  for (std::size_t i = 1; fs::exists(part_of(path, i)); ++i) {
    text += read_text_file(part_of(path, i));
  }
  return text;
}

/// Cuts the line of kind and version off.
void check_kind(std::string_view line, const std::string& kind, const std::string& where) {
  const std::string start = "psgan-" + kind + " ";
  if (!line.starts_with(start)) {
    throw Error(where + ": this is no " + kind + " of psgan, which begins with \"" + start +
                std::to_string(format_version) + "\"");
  }
  if (line.substr(start.size()) != std::to_string(format_version)) {
    throw Error(where + ": the " + kind + "'s format is version " +
                std::string(line.substr(start.size(), 16)) + ", this program reads version " +
                std::to_string(format_version));
  }
}

/// An archive of another LibTorch can be unreadable: the error says what wrote it. Empty for files
/// that do not say.
std::string written_by(const Json& header) {
  if (!header.contains("libtorch")) return {};
  const std::string program =
      header.contains("version") ? "version " + header["version"].dump() + " with " : "";
  return " (written by " + program + "LibTorch " + header["libtorch"].dump() +
         ", this is version " + std::string(version()) + " with " + TORCH_VERSION + ")";
}

}  // namespace

void write_archive_file(const fs::path& path, const std::string& kind, ArchiveFile file,
                        std::uint64_t part_bytes) {
  file.header["skeleton"] = skeleton_name;
  file.header["version"] = version();
  file.header["libtorch"] = TORCH_VERSION;
  file.header["archive_bytes"] = file.archive.size();
  file.header["archive_sha256"] = sha256(file.archive);
  const std::string text = "psgan-" + kind + " " + std::to_string(format_version) + "\n" +
                           file.header.dump() + "\n" + file.archive;
  const bool whole = part_bytes == 0 || text.size() <= part_bytes;
  const std::size_t parts = whole ? 0 : (text.size() + part_bytes - 1) / part_bytes;
  // Parts of an older file of this name would be read as this one's.
  for (std::size_t i = parts + 1; fs::remove(part_of(path, i));) ++i;
  if (whole) return write_file(path, text);
  fs::remove(path);
  for (std::size_t i = parts; i > 0; --i) {
    const std::string_view all = text;
    write_file(part_of(path, i), all.substr((i - 1) * part_bytes, part_bytes));
  }
}

ArchiveFile read_archive_file(const fs::path& path, const std::string& kind) {
  // A part's name stands for the whole.
  if (path.extension() == ".001")
    return read_archive_file(fs::path(path).replace_extension(), kind);
  const std::string where = path.string();
  const std::string text = read_whole(path);
  const std::size_t line_end = std::min(text.find('\n'), text.size());
  check_kind(std::string_view(text).substr(0, line_end), kind, where);
  const std::size_t end = text.find('\n', line_end + 1);
  if (end == std::string::npos) {
    throw Error(where + ": the " + kind + " is cut short in its header");
  }
  ArchiveFile file;
  file.header = parse_json_object(text.substr(line_end + 1, end - line_end - 1), where);
  check_skeleton(field<std::string>(file.header, "skeleton", where), where);
  file.archive = text.substr(end + 1);
  const auto bytes = field<std::uint64_t>(file.header, "archive_bytes", where);
  if (file.archive.size() != bytes) {
    throw Error(where + ": the " + kind + " is cut short: " + std::to_string(file.archive.size()) +
                " of " + std::to_string(bytes) + " bytes of weights are there");
  }
  if (sha256(file.archive) != field<std::string>(file.header, "archive_sha256", where)) {
    throw Error(where + ": the " + kind +
                " is damaged: its checksum (archive_sha256) does not match");
  }
  try {
    open_archive(file.archive);
  } catch (const c10::Error& error) {
    throw Error(where + ": the weights cannot be read" + written_by(file.header) + ": " +
                error.what_without_backtrace());
  }
  return file;
}

torch::serialize::InputArchive open_archive(const std::string& bytes, torch::Device device) {
  std::istringstream in(bytes);
  torch::serialize::InputArchive archive;
  archive.load_from(in, device);
  return archive;
}

std::string close_archive(torch::serialize::OutputArchive& archive) {
  std::ostringstream out;
  archive.save_to(out);
  return std::move(out).str();
}

namespace {

/// Reads `to`, which is `whole_name` of a module: "block.weight" lies in the archive "block" within
/// that of the part.
void read_tensor(torch::serialize::InputArchive& archive, const std::string& part,
                 const std::string& whole_name, torch::Tensor to, const std::string& where) {
  torch::Tensor stored;
  try {
    torch::serialize::InputArchive folder;
    archive.read(part, folder);
    std::string name = whole_name;
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.')) {
      torch::serialize::InputArchive inner;
      folder.read(name.substr(0, dot), inner);
      folder = std::move(inner);
      name.erase(0, dot + 1);
    }
    folder.read(name, stored);
  } catch (const c10::Error& error) {
    throw Error(where + ": the weights of " + part +
                " cannot be read: " + error.what_without_backtrace());
  }
  if (stored.sizes() != to.sizes()) {
    throw Error(where + ": the weights " + whole_name + " of " + part +
                " have another shape than the options in the file say");
  }
  to.copy_(stored);
}

}  // namespace

void read_module(torch::serialize::InputArchive& archive, const std::string& part,
                 torch::nn::Module& module, const std::string& where) {
  const torch::NoGradGuard no_grad;
  for (auto& parameter : module.named_parameters()) {
    read_tensor(archive, part, parameter.key(), parameter.value(), where);
  }
  // The running means of batch norms.
  for (auto& buffer : module.named_buffers()) {
    read_tensor(archive, part, buffer.key(), buffer.value(), where);
  }
}

}  // namespace psgan::trainer
