#include "trainer/training/option_table.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <type_traits>
#include <vector>

namespace psgan::trainer {
namespace {

using Options = TrainingOptions;

[[noreturn]] void fail(const std::string& where, std::string_view key, const std::string& found,
                       std::string_view expected) {
  throw Error(where + ": " + std::string(key) + " is " + found + ", expected " +
              std::string(expected));
}

/// The names that options.json has for an enum's values, in their order.
constexpr std::string_view names_of(Loss, std::size_t i) {
  return std::array{"logistic", "wgan-gp", "relativistic"}.at(i);
}
constexpr std::string_view names_of(Precision, std::size_t i) {
  return std::array{"auto", "fp32", "bf16"}.at(i);
}
constexpr std::string_view names_of(OnNan, std::size_t i) {
  return std::array{"stop", "rollback"}.at(i);
}
template <typename Enum>
std::string_view names_of(Enum, std::size_t i) {
  return name(static_cast<Enum>(i));
}
constexpr std::size_t count_of(Method) { return 4; }
constexpr std::size_t count_of(Loss) { return 3; }
constexpr std::size_t count_of(OptimizerKind) { return 2; }
constexpr std::size_t count_of(Precision) { return 3; }
constexpr std::size_t count_of(OnNan) { return 2; }
constexpr std::size_t count_of(Architecture) { return 3; }
constexpr std::size_t count_of(PoseEncoding) { return 4; }

/// "paper or fast", "a, b or c"
template <typename Enum>
std::string listed_names() {
  std::string text;
  for (std::size_t i = 0, count = count_of(Enum()); i < count; ++i) {
    if (i > 0) text += i + 1 == count ? " or " : ", ";
    text += names_of(Enum(), i);
  }
  return text;
}

Json to_value(const PerResolution& value) { return value.text(); }
template <typename T>
Json to_value(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return names_of(value, static_cast<std::size_t>(value));
  } else {
    return value;
  }
}

template <typename T>
T from_value(std::string_view key, const Json& value, const std::string& where) {
  const Json object = {{std::string(key), value}};
  const auto as = [&]<typename As>(As) {
    return field<As>(object, std::string(key).c_str(), where);
  };
  if constexpr (std::is_enum_v<T>) {
    const auto text = as(std::string());
    for (std::size_t i = 0; i < count_of(T()); ++i) {
      if (text == names_of(T(), i)) return static_cast<T>(i);
    }
    fail(where, key, "\"" + text + "\"", listed_names<T>());
  } else if constexpr (std::is_same_v<T, PerResolution>) {
    // One number for all resolutions may be written plainly.
    return PerResolution(value.is_number() ? value.dump() : as(std::string()), std::string(key));
  } else {
    return as(T());
  }
}

template <typename T>
constexpr FlagKind kind_of() {
  if constexpr (std::is_same_v<T, bool>) {
    return FlagKind::toggle;
  } else if constexpr (std::is_same_v<T, int>) {
    return FlagKind::whole;
  } else if constexpr (std::is_same_v<T, double>) {
    return FlagKind::number;
  } else if constexpr (std::is_same_v<T, std::uint64_t>) {
    return FlagKind::seed;
  } else {
    return FlagKind::text;
  }
}

/// The member of the options, or of the generator's specification in them.
template <auto member, typename O>
auto& at(O& options) {
  if constexpr (std::is_invocable_v<decltype(member), O&>) {
    return options.*member;
  } else {
    return options.spec.*member;
  }
}

/// Which numbers are allowed, and how that is said.
struct Range {
  bool (*good)(double) = nullptr;
  std::string_view expected;
};
constexpr Range any;
constexpr Range positive = {[](double x) { return x > 0; }, "more than 0"};
constexpr Range not_negative = {[](double x) { return x >= 0; }, "0 or more"};
constexpr Range from_one = {[](double x) { return x >= 1; }, "1 or more"};
constexpr Range share = {[](double x) { return x >= 0 && x <= 1; }, "0 to 1"};
constexpr Range whole_from_one = {[](double x) { return x >= 1 && x == std::floor(x); },
                                  "a whole number from 1 on"};
constexpr Range whole_from_zero = {[](double x) { return x >= 0 && x == std::floor(x); },
                                   "a whole number from 0 on"};

template <auto member>
void check_range(const Options& options, std::string_view key, const Range& range,
                 const std::string& where) {
  const auto expect = [&](double found) {
    if (range.good(found)) return;
    std::ostringstream text;
    text << found;
    fail(where, key, text.str(), range.expected);
  };
  const auto& value = at<member>(options);
  if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, PerResolution>) {
    for (int r = 4; r <= options.spec.resolution; r *= 2) expect(value.at(r));
  } else if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(value)>>) {
    expect(static_cast<double>(value));
  }
}

template <auto member>
OptionRow row(std::string_view key, std::string_view flag, std::string_view help,
              const Range& range = any, OptionRow::Change may_become = nullptr) {
  using T = std::remove_cvref_t<decltype(at<member>(std::declval<Options&>()))>;
  return {
      .key = key,
      .flag = flag,
      .help = help,
      .kind = flag.empty() ? FlagKind::none : kind_of<T>(),
      .write = [](const Options& o) { return to_value(at<member>(o)); },
      .read = [key](Options& o, const Json& value,
                    const std::string& where) { at<member>(o) = from_value<T>(key, value, where); },
      .check =
          [key, range](const Options& o, const std::string& where) {
            if (range.good) check_range<member>(o, key, range, where);
          },
      .may_become = may_become};
}

/// An option of some methods alone.
OptionRow only(std::vector<Method> methods, OptionRow row) {
  row.only = std::move(methods);
  return row;
}
OptionRow of_psgan(OptionRow row) { return only({Method::psgan}, std::move(row)); }
OptionRow of_growing(OptionRow row) {
  return only({Method::psgan, Method::texture}, std::move(row));
}
OptionRow of_texture(OptionRow row) { return only({Method::texture}, std::move(row)); }
OptionRow of_staged(OptionRow row) { return only({Method::pg2, Method::dpg2}, std::move(row)); }
OptionRow of_dpg2(OptionRow row) { return only({Method::dpg2}, std::move(row)); }

bool fixed(const Json&, const Json&, const Json&) { return false; }
/// PSGAN's networks grow, or become wider.
bool rises(const Json& before, const Json& after, const Json& all_before) {
  const Json& method = all_before["method"];
  return (method == name(Method::psgan) || method == name(Method::texture)) && after > before;
}
/// What was learned while one resolution alone drew stays right when that one is the first.
bool begins_there(const Json& before, const Json& after, const Json& all_before) {
  return before == 0 && after == all_before["resolution"];
}
/// From 128² on the map of half the resolution, enlarged, is nearly the same picture.
bool fine_enough(const Json& before, const Json& after, const Json&) {
  return before == 0 && after >= 128;
}

using O = TrainingOptions;
using G = GeneratorSpec;

/// What a set's characters wear is no flag, but belongs to the networks.
OptionRow parts_row() {
  return {.key = "parts",
          .flag = "",
          .help = "",
          .kind = FlagKind::none,
          .write = [](const Options& o) { return to_json(o.spec.parts); },
          .read =
              [](Options& o, const Json& value, const std::string& where) {
                o.spec.parts = texture_parts_from_json(value, where);
              },
          .check = [](const Options&, const std::string&) {},
          .may_become = fixed};
}

std::vector<OptionRow> make_table() {
  return {
      row<&O::cfg>("cfg", "", "", any, fixed),
      row<&O::method>("method", "--method",
                      "psgan: characters from latents, in poses; pg2: a picture's character in "
                      "another pose (Ma et al. 2017); dpg2: appearance and pose apart, of "
                      "pictures or sampled (Ma et al. 2018); texture: characters from traits, of "
                      "a set with coordinates, drawn as textures",
                      any, fixed),
      row<&O::data>("data", "--data", "Data set: a zip of psgan-data render"),
      of_growing(row<&G::architecture>("architecture", "", "", any, fixed)),
      of_growing(row<&G::encoding>("encoding", "--encoding",
                                   "Condition maps: point, gaussian, limb or none", any, fixed)),
      row<&G::resolution>("resolution", "--resolution",
                          "Of the generator's images: 4 to 1024, a power of two; a resumed run "
                          "may ask for more",
                          any, rises),
      of_growing(
          row<&G::latent_size>("latent_size", "--latent",
                               "Numbers in the latent (default: 512; with anchors as many as the "
                               "looks need)",
                               any, fixed)),
      of_growing(
          row<&G::fmap_base>("fmap_base", "--fmap-base",
                             "Feature maps are min(base / 2^stage, max); a resumed run may ask for "
                             "more",
                             any, rises)),
      of_growing(row<&G::fmap_max>("fmap_max", "--fmap-max", "See --fmap-base", any, rises)),
      of_psgan(row<&G::looks>("looks", "", "")),
      of_psgan(row<&G::sum_from>(
          "sum_from", "--sum-from",
          "Above this resolution each adds to the enlarged picture of the one below "
          "(fast: 16); 0: the newest draws all",
          any, begins_there)),
      of_psgan(row<&G::maps_from_below>(
          "maps_from_below", "--maps-from-below",
          "From this resolution on each takes the condition map of half its "
          "size, enlarged (fast: 256); 0: none does",
          any, fine_enough)),
      of_growing(row<&G::traits>("traits", "", "", any, fixed)),
      of_psgan(row<&G::palette>(
          "palette", "--palette",
          "What features weigh in a pixel's colour depends on the latent, for each "
          "resolution (fast)",
          any, fixed)),
      of_psgan(
          row<&O::loss>("loss", "--loss",
                        "relativistic (with R1 and R2; fast's), logistic (with R1) or wgan-gp (the "
                        "papers')",
                        any, fixed)),
      of_growing(row<&O::start_resolution>("start_resolution", "--start-resolution",
                                           "Where growing starts", any, fixed)),
      of_psgan(row<&O::fade_kimg>("fade_kimg", "--fade-kimg",
                                  "Thousands of images of each fade-in, as 20 or 8:5,32:20")),
      of_psgan(row<&O::stable_kimg>("stable_kimg", "--stable-kimg",
                                    "Thousands of images of each stable part, likewise")),
      row<&O::kimg>("kimg", "--kimg",
                    "Thousands of real images to show in all; 0: as the preset says", not_negative),
      row<&O::batch>("batch", "--batch",
                     "Minibatch, as 16 or 16,256:12 (12 from 256² on); fast: 16, on the CPU 4",
                     whole_from_one),
      of_growing(
          row<&O::optimizer>("optimizer", "--optimizer",
                             "adam, or muon: orthogonalized momentum for convolutions and dense "
                             "layers, Adam for the rest; a resumed run may change it")),
      row<&O::lr>("lr", "--lr", "Learning rate, as 0.001 or 0.001,128:0.0008", positive),
      row<&O::lr_decay>("lr_decay", "--lr-decay",
                        "Over this last share of all images (0 to 1) the learning rate falls to a "
                        "tenth: edges and grounds become calm",
                        share),
      of_psgan(row<&O::r1_gamma>("r1_gamma", "--r1-gamma",
                                 "R1's strength, as 4 or 4,64:1 (not for wgan-gp)", not_negative)),
      of_psgan(
          row<&O::r2_gamma>("r2_gamma", "--r2-gamma", "R2's strength, likewise", not_negative)),
      of_psgan(row<&O::r1_every>("r1_every", "--r1-every",
                                 "Steps between two penalties of R1 and R2", from_one)),
      of_growing(row<&O::ema_kimg>("ema_kimg", "--ema-kimg",
                                   "Half-life of the average of G's weights", positive)),
      of_psgan(row<&O::anchors>(
          "anchors", "--anchors",
          "Share of G's batch (0 to 1) that redraws the real images, each look from "
          "its own region of the latents",
          share)),
      of_psgan(row<&O::anchor_weight>("anchor_weight", "--anchor-weight",
                                      "Weight of the anchors' L1", not_negative)),
      of_psgan(row<&O::anchor_limbs>(
          "anchor_limbs", "--anchor-limbs",
          "How much more it counts on limbs than elsewhere (0: alike; 4: five "
          "times)",
          not_negative)),
      of_psgan(row<&O::anchor_edges>(
          "anchor_edges", "--anchor-edges",
          "Weight, of the anchors' L1, of that of the steps between "
          "neighbouring pixels: patterns come sooner, edges are a little softer",
          not_negative)),
      of_psgan(row<&O::anchor_steps>(
          "anchor_steps", "--anchor-steps",
          "Further steps of G after each of D and G, by the anchors' L1 alone, "
          "as 4 or 0,256:4: a third of a step's cost each",
          whole_from_zero)),
      of_psgan(
          row<&O::feature_weight>("feature_weight", "--feature-weight",
                                  "Weight of feature matching: the anchors' distance to the real "
                                  "images as the discriminator sees it",
                                  not_negative)),
      of_psgan(row<&O::anchor_fade_kimg>("anchor_fade_kimg", "--anchor-fade-kimg",
                                         "The anchors' weight falls to 0 until then; 0: it stays")),
      row<&O::mirror>("mirror", "--mirror", "Mirror half of the images and poses"),
      of_psgan(
          row<&O::windows>("windows", "--windows",
                           "From 64² on compute only in windows around the figures, where pictures "
                           "have white ground and all of G's batch redraws real images")),
      of_staged(row<&O::width>(
          "width", "--width",
          "Channels of the networks' first level; a U-Net has 2, 3 … times as many at the levels "
          "below (default 16, as published 128)",
          from_one, fixed)),
      of_staged(row<&O::stage1_kimg>(
          "stage1_kimg", "--stage1-kimg",
          "Thousands of images of the first stage: pg2: of G1 alone, before G2 and D (default: 22 "
          "of 80, as published); dpg2: of reconstruction, before the mapping functions (default: "
          "2 of 3)",
          not_negative)),
      of_staged(row<&O::l1_weight>("l1_weight", "--l1-weight",
                                   "Weight of the L1 beside D's judgement (default: pg2, whose L1 "
                                   "is masked, 10; dpg2 100, paper-deepfashion 20)",
                                   not_negative)),
      of_dpg2(row<&O::figure_weight>("figure_weight", "--figure-weight",
                                     "How much more the L1 counts on the pose's mask (default 4; "
                                     "paper-deepfashion 0)",
                                     not_negative)),
      of_dpg2(row<&O::judged_from>("judged_from", "--judged-from",
                                   "Share of the first stage, 0 to 1, after which D joins (default "
                                   "5/6; paper-deepfashion 0)",
                                   share)),
      of_dpg2(row<&O::mapping_lr>("mapping_lr", "--mapping-lr",
                                  "Learning rate of the mapping functions (default 0.0002; "
                                  "paper-deepfashion 0.00002)",
                                  positive)),
      of_dpg2(row<&O::critic_lr>("critic_lr", "--critic-lr",
                                 "Learning rate of the mapping functions' critics (default 0.001; "
                                 "paper-deepfashion 0.00002)",
                                 positive)),
      of_texture(row<&G::cells>("cells", "--cells",
                                "Of the grid that says what is seen where, along each side: 16 "
                                "to the resolution, a power of two (default 64)",
                                any, rises)),
      of_texture(row<&G::texels>("texels", "--texels",
                                 "Of a texture, along each side, a multiple of 8 (default 48)", any,
                                 fixed)),
      of_texture(row<&G::basis>("basis", "--basis", "Numbers of a texel, 6 or more", any, fixed)),
      of_texture(parts_row()),
      row<&O::tick_kimg>("tick_kimg", "--tick-kimg",
                         "Thousands of images between two lines of the log", positive),
      row<&O::snap_kimg>("snap_kimg", "--snap-kimg", "Thousands of images between two snapshots",
                         positive),
      row<&O::keep>("keep", "--keep", "Snapshots that are kept", from_one),
      row<&O::on_nan>("on_nan", "--on-nan",
                      "When a loss or a weight is no number any more: stop, or rollback to the "
                      "last snapshot with half the learning rate and other random numbers, at "
                      "most three times a run (default stop)"),
      row<&O::minutes>("minutes", "--minutes",
                       "A new run without --kimg or --fade-kimg, --stable-kimg: the phases fit "
                       "into this time. Else stop with a snapshot after it; 0: no limit",
                       not_negative),
      of_psgan(row<&O::fit>("fit", "", "")),
      row<&O::seed>("seed", "--seed", "Of everything random", any, fixed),
      row<&O::device>("device", "--device", "cpu or cuda"),
      of_growing(row<&O::precision>(
          "precision", "--precision",
          "fp32, bf16 or auto: bf16 on CUDA and on processors that compute in it "
          "faster, else fp32")),
  };
}

}  // namespace

std::string names_of_methods(const OptionRow& row) {
  std::string text;
  for (const Method method : row.only)
    text += (text.empty() ? "" : " or ") + std::string(name(method));
  return text;
}

std::span<const OptionRow> option_table() {
  static const std::vector<OptionRow> table = make_table();
  return table;
}

}  // namespace psgan::trainer
