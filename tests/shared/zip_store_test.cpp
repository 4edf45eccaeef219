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
