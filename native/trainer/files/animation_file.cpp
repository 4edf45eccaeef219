#include "trainer/files/animation_file.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "common/program.h"
#include "psgan/error.h"
#ifdef PSGAN_HAS_GIF
#include <gif_lib.h>
#endif

namespace psgan::trainer {
namespace fs = std::filesystem;
namespace {

class PngFrames : public AnimationFile {
 public:
  explicit PngFrames(fs::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) throw Error(folder_.string() + ": the folder cannot be made: " + error.message());
  }
  void add(const Picture& frame) override {
    char name[32];
    std::snprintf(name, sizeof name, "%05d.png", count_++);
    write_png(folder_ / name, frame);
  }
  void finish() override {}

 private:
  fs::path folder_;
  int count_ = 0;
};

#ifdef PSGAN_HAS_GIF

class Gif : public AnimationFile {
 public:
  Gif(fs::path path, double fps) : path_(std::move(path)), fps_(fps) {
    int error = 0;
    gif_ = EGifOpen(&bytes_, append, &error);
    if (gif_ == nullptr) fail(error);
    EGifSetGifVersion(gif_, true);
  }
  ~Gif() override {
    if (gif_ != nullptr) EGifCloseFile(gif_, nullptr);
  }

  void add(const Picture& frame) override {
    if (count_ == 0) begin(frame);
    ++count_;
    // Time is in hundredths of a second: rounded so that errors do not add up.
    const auto until = std::lround(100.0 * count_ / fps_);
    GraphicsControlBlock control{DISPOSE_DO_NOT, false, static_cast<int>(until - time_),
                                 NO_TRANSPARENT_COLOR};
    time_ = until;
    GifByteType extension[4];
    EGifGCBToExtension(&control, extension);
    expect(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE, sizeof extension, extension));

    const std::size_t pixels = frame.rgb.size() / 3;
    std::vector<GifByteType> planes[3], indices(pixels);
    for (int c = 0; c < 3; ++c) {
      planes[c].resize(pixels);
      for (std::size_t i = 0; i < pixels; ++i) planes[c][i] = frame.rgb[3 * i + c];
    }
    int colours = 256;
    const std::unique_ptr<ColorMapObject, decltype(&GifFreeMapObject)> palette(
        GifMakeMapObject(colours, nullptr), GifFreeMapObject);
    const auto width = static_cast<unsigned>(frame.width);
    expect(GifQuantizeBuffer(width, static_cast<unsigned>(frame.height), &colours, planes[0].data(),
                             planes[1].data(), planes[2].data(), indices.data(), palette->Colors));
    // giflib looks at the upper five bits alone, which makes white a grey of 248.
    for (int i = 0; i < colours; ++i) {
      GifColorType& colour = palette->Colors[i];
      for (GifByteType* value : {&colour.Red, &colour.Green, &colour.Blue}) {
        *value = static_cast<GifByteType>(std::min(255, (*value * 255 + 124) / 248));
      }
    }
    expect(EGifPutImageDesc(gif_, 0, 0, frame.width, frame.height, false, palette.get()));
    for (int row = 0; row < frame.height; ++row) {
      expect(EGifPutLine(gif_, indices.data() + row * frame.width, frame.width));
    }
  }

  void finish() override {
    int error = 0;
    GifFileType* gif = std::exchange(gif_, nullptr);
    if (EGifCloseFile(gif, &error) != GIF_OK) fail(error);
    write_file(path_, bytes_);
  }

 private:
  static int append(GifFileType* gif, const GifByteType* from, int size) {
    auto& to = *static_cast<std::vector<std::uint8_t>*>(gif->UserData);
    to.insert(to.end(), from, from + size);
    return size;
  }

  void begin(const Picture& frame) {
    expect(EGifPutScreenDesc(gif_, frame.width, frame.height, 8, 0, nullptr));
    // Played for ever.
    const GifByteType loop[] = {1, 0, 0};
    expect(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE));
    expect(EGifPutExtensionBlock(gif_, 11, "NETSCAPE2.0"));
    expect(EGifPutExtensionBlock(gif_, sizeof loop, loop));
    expect(EGifPutExtensionTrailer(gif_));
  }

  void expect(int status) const {
    if (status != GIF_OK) fail(gif_->Error);
  }
  [[noreturn]] void fail(int error) const {
    const char* reason = GifErrorString(error);
    throw Error(path_.string() + ": giflib: " + (reason == nullptr ? "failed" : reason));
  }

  fs::path path_;
  double fps_;
  std::vector<std::uint8_t> bytes_;
  GifFileType* gif_ = nullptr;
  int count_ = 0;
  long time_ = 0;
};

#endif

class Mp4 : public AnimationFile {
 public:
  Mp4(fs::path path, double fps)
      : path_(std::move(path)), temporary_(path_.string() + ".tmp.mp4"), fps_(fps) {
    if (std::system("ffmpeg -version >/dev/null 2>&1") != 0) {
      throw Error(path_.string() +
                  ": for MP4 the program ffmpeg is needed, and there is none; GIF works without");
    }
  }
  ~Mp4() override {
    if (pipe_ == nullptr) return;
    ::pclose(pipe_);
    std::error_code ignored;
    fs::remove(temporary_, ignored);
  }

  void add(const Picture& frame) override {
    if (pipe_ == nullptr) {
      // H.264 in the form that every player knows wants even sides.
      const std::string command =
          "ffmpeg -loglevel error -y -f rawvideo -pix_fmt rgb24 -s " + std::to_string(frame.width) +
          "x" + std::to_string(frame.height) + " -r " + std::to_string(fps_) +
          " -i - -vf 'pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white' -pix_fmt yuv420p "
          "-movflags +faststart " +
          quoted(temporary_.string());
      pipe_ = ::popen(command.c_str(), "w");
      if (pipe_ == nullptr) throw Error(path_.string() + ": ffmpeg cannot be started");
    }
    if (std::fwrite(frame.rgb.data(), 1, frame.rgb.size(), pipe_) != frame.rgb.size()) {
      throw Error(path_.string() + ": ffmpeg takes no more frames");
    }
  }
  void finish() override {
    if (::pclose(std::exchange(pipe_, nullptr)) != 0) {
      std::error_code ignored;
      fs::remove(temporary_, ignored);
      throw Error(path_.string() + ": ffmpeg could not write it");
    }
    fs::rename(temporary_, path_);
  }

 private:
  /// For the shell.
  static std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
  }

  fs::path path_, temporary_;
  double fps_;
  FILE* pipe_ = nullptr;
};

}  // namespace

std::unique_ptr<AnimationFile> make_animation_file(const fs::path& path, double fps) {
  if (path.extension() == ".mp4") return std::make_unique<Mp4>(path, fps);
  if (path.extension() != ".gif") return std::make_unique<PngFrames>(path);
#ifdef PSGAN_HAS_GIF
  return std::make_unique<Gif>(path, fps);
#else
  throw Error(path.string() + ": this program was built without giflib; a name without an ending " +
              "gives a folder of PNG files");
#endif
}

}  // namespace psgan::trainer
