#include "trainer/snapshot.h"

#include <sstream>

#include "common/program.h"
#include "trainer/sha256.h"

namespace psgan {
namespace {

constexpr std::string_view magic = "psgan-snapshot 1\n";

}  // namespace

void write_snapshot(const std::filesystem::path& path, const Snapshot& snapshot) {
  const Json header = {{"skeleton", skeleton_name},
                       {"options", to_json(snapshot.options)},
                       {"progress",
                        {{"images", snapshot.progress.images},
                         {"steps", snapshot.progress.steps},
                         {"seconds", snapshot.progress.seconds}}},
                       {"looks", snapshot.looks},
                       {"archive_bytes", snapshot.archive.size()},
                       {"archive_sha256", sha256(snapshot.archive)}};
  write_file(path, std::string(magic) + header.dump() + "\n" + snapshot.archive);
}

Snapshot read_snapshot(const std::filesystem::path& path) {
  const std::string where = path.string();
  const std::string text = read_text_file(path);
  if (!text.starts_with(magic)) throw Error(where + ": this is no snapshot of psgan train");
  const std::size_t end = text.find('\n', magic.size());
  if (end == std::string::npos) throw Error(where + ": the snapshot is cut short in its header");
  const Json header = parse_json_object(text.substr(magic.size(), end - magic.size()), where);
  if (const auto skeleton = field<std::string>(header, "skeleton", where);
      skeleton != skeleton_name) {
    throw Error(where + ": the skeleton is \"" + skeleton + "\", but this program knows only \"" +
                std::string(skeleton_name) + "\"");
  }
  Snapshot snapshot;
  const auto options = field<Json>(header, "options", where);
  snapshot.options =
      with_changes(preset(field<std::string>(options, "cfg", where)), options, where);
  const auto progress = field<Json>(header, "progress", where);
  snapshot.progress = {field<std::uint64_t>(progress, "images", where),
                       field<std::uint64_t>(progress, "steps", where),
                       field<double>(progress, "seconds", where)};
  if (header.contains("looks")) snapshot.looks = field<int>(header, "looks", where);
  snapshot.archive = text.substr(end + 1);
  const auto bytes = field<std::uint64_t>(header, "archive_bytes", where);
  if (snapshot.archive.size() != bytes) {
    throw Error(where + ": the snapshot is cut short: " + std::to_string(snapshot.archive.size()) +
                " of " + std::to_string(bytes) + " bytes of weights are there");
  }
  if (sha256(snapshot.archive) != field<std::string>(header, "archive_sha256", where)) {
    throw Error(where + ": the snapshot is damaged: its checksum (archive_sha256) does not match");
  }
  return snapshot;
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

void read_module(torch::serialize::InputArchive& archive, const std::string& part,
                 torch::nn::Module& module, const std::string& where) {
  std::vector<std::vector<std::int64_t>> shapes;
  for (const torch::Tensor& parameter : module.parameters()) {
    shapes.push_back(parameter.sizes().vec());
  }
  try {
    torch::serialize::InputArchive inner;
    archive.read(part, inner);
    module.load(inner);
  } catch (const c10::Error& error) {
    throw Error(where + ": the weights of " + part +
                " cannot be read: " + error.what_without_backtrace());
  }
  std::size_t i = 0;
  for (const auto& parameter : module.named_parameters()) {
    if (parameter.value().sizes() == torch::IntArrayRef(shapes[i++])) continue;
    throw Error(where + ": the weights " + parameter.key() + " of " + part +
                " have another shape than the options in the snapshot say");
  }
}

std::shared_ptr<Generator> load_generator(const Snapshot& snapshot, const std::string& where) {
  auto generator = make_generator(snapshot.options.spec);
  torch::serialize::InputArchive archive = open_archive(snapshot.archive);
  read_module(archive, "G_ema", *generator, where);
  generator->eval();
  return generator;
}

}  // namespace psgan
