#include "psgan/zip_store.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <random>

#include "../temporary_folder.h"
#include "common/program.h"

namespace psgan {
namespace {

using ::testing::HasSubstr;

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::filesystem::path example(const TemporaryFolder& folder) {
  ZipStoreWriter zip(folder / "set.zip");
  zip.add("00000/a.png", bytes_of("first"));
  zip.add("dataset.json", bytes_of("{}"));
  zip.add("empty", {});
  zip.finish();
  return folder / "set.zip";
}

TEST(ZipStore, ReadsWhatItWrote) {
  TemporaryFolder folder;
  const ZipStoreReader zip(example(folder));
  EXPECT_THAT(zip.names(), ::testing::ElementsAre("00000/a.png", "dataset.json", "empty"));
  EXPECT_EQ(zip.read("00000/a.png"), bytes_of("first"));
  EXPECT_EQ(zip.read("empty").size(), 0u);
  EXPECT_TRUE(zip.contains("dataset.json"));
  EXPECT_THAT(error_of([&] { zip.read("b.png"); }), HasSubstr("b.png"));
}

TEST(ZipStore, OtherProgramsReadItToo) {
  if (std::system("python3 -c 'import zipfile' 2>/dev/null") != 0) GTEST_SKIP() << "no python3";
  TemporaryFolder folder;
  const std::string check = "python3 -c \"import zipfile; z = zipfile.ZipFile('" +
                            example(folder).string() +
                            "'); assert z.testzip() is None; "
                            "assert z.read('00000/a.png') == b'first'\"";
  EXPECT_EQ(std::system(check.c_str()), 0);
}

TEST(ZipStore, CountsBeyond65535NeedZip64AndComeBack) {
  TemporaryFolder folder;
  ZipStoreWriter writer(folder / "many.zip");
  for (int i = 0; i < 70'000; ++i) writer.add(std::to_string(i), {});
  writer.finish();
  EXPECT_EQ(ZipStoreReader(folder / "many.zip").names().size(), 70'000u);
}

TEST(ZipStore, PiecesMakeTheSameEntryAsTheWhole) {
  TemporaryFolder folder;
  const std::vector<std::uint8_t> bytes = bytes_of("all of it");
  for (const bool pieces : {false, true}) {
    ZipStoreWriter zip(folder / (pieces ? "pieces.zip" : "whole.zip"));
    if (pieces) {
      zip.add_pieces("a", [&](const ZipStoreWriter::Sink& sink) {
        sink(std::span(bytes).first(3));
        sink(std::span(bytes).subspan(3));
      });
    } else {
      zip.add("a", bytes);
    }
    zip.add("b", {});
    zip.finish();
  }
  EXPECT_EQ(read_file(folder / "pieces.zip"), read_file(folder / "whole.zip"));
}

TEST(ZipStore, AnUnfinishedZipCanBeContinuedWhereverItWasCut) {
  TemporaryFolder folder;
  const auto write = [&](const std::string& name, std::size_t from, std::size_t to) {
    ZipStoreWriter zip(folder / name, Unfinished::continued);
    EXPECT_GE(zip.entries(), from);
    for (std::size_t i = zip.entries(); i < to; ++i) {
      zip.add("entry" + std::to_string(i), bytes_of(std::string(50 * i, char('a' + i))));
    }
    if (to == 5) zip.finish();
  };
  write("whole.zip", 0, 5);
  write("part.zip", 0, 4);
  const auto part = read_file(folder / "part.zip.tmp");
  for (std::size_t cut = 0; cut <= part.size(); cut += 29) {
    write_file(folder / "cut.zip.tmp", std::span(part).first(cut));
    write("cut.zip", 0, 5);
    EXPECT_EQ(read_file(folder / "cut.zip"), read_file(folder / "whole.zip")) << cut;
    EXPECT_FALSE(std::filesystem::exists(folder / "cut.zip.tmp"));
  }
  // Bytes that never reached the disk are zeros after a power cut.
  auto damaged = part;
  std::fill(damaged.end() - 60, damaged.end(), 0);
  write_file(folder / "cut.zip.tmp", damaged);
  write("cut.zip", 3, 5);
  EXPECT_EQ(read_file(folder / "cut.zip"), read_file(folder / "whole.zip"));

  write_file(folder / "cut.zip.tmp", part);
  ZipStoreWriter zip(folder / "cut.zip", Unfinished::continued);
  EXPECT_EQ(zip.entries(), 4u);
  zip.keep(2);
  EXPECT_EQ(zip.entries(), 2u);
  zip.add("last", bytes_of("x"));
  zip.finish();
  EXPECT_THAT(ZipStoreReader(folder / "cut.zip").names(),
              ::testing::ElementsAre("entry0", "entry1", "last"));
}

TEST(ZipStore, AnUnfinishedFileLeavesNothing) {
  TemporaryFolder folder;
  { ZipStoreWriter(folder / "set.zip").add("a", bytes_of("x")); }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_THAT(error_of([] { ZipStoreWriter zip("/no/such/folder/set.zip"); }),
              HasSubstr("/no/such/folder/set.zip"));
}

TEST(ZipStore, SaysWhatIsWrongWithAFile) {
  TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { ZipStoreReader zip(folder / "none.zip"); }), HasSubstr("none.zip"));
  write_file(folder / "text.zip", "this is no zip at all, only a text");
  EXPECT_THAT(error_of([&] { ZipStoreReader zip(folder / "text.zip"); }), HasSubstr("not a zip"));
  write_file(folder / "nothing.zip", "");
  EXPECT_THAT(error_of([&] { ZipStoreReader zip(folder / "nothing.zip"); }),
              HasSubstr("not a zip"));
}

TEST(ZipStore, EveryTruncationIsNoticed) {
  TemporaryFolder folder;
  const auto whole = read_file(example(folder));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write_file(folder / "cut.zip", std::span(whole).first(size));
    EXPECT_NE(error_of([&] {
                const ZipStoreReader zip(folder / "cut.zip");
                zip.read("00000/a.png");
              }),
              "")
        << size;
  }
}

TEST(ZipStore, NoDamageCrashesItOrChangesAnEntryUnnoticed) {
  TemporaryFolder folder;
  const auto whole = read_file(example(folder));
  std::mt19937 random(3);
  for (int i = 0; i < 3000; ++i) {
    auto bytes = whole;
    for (int change = 1 + static_cast<int>(random() % 3); change > 0; --change) {
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
    }
    write_file(folder / "bad.zip", bytes);
    error_of([&] {
      const ZipStoreReader zip(folder / "bad.zip");
      if (zip.contains("00000/a.png")) {
        EXPECT_EQ(zip.read("00000/a.png"), bytes_of("first"));
      }
    });
  }
}

}  // namespace
}  // namespace psgan
