#include <gmock/gmock.h>

#include "../temporary_folder.h"
#include "common/program.h"

namespace psgan {
namespace {

using ::testing::HasSubstr;

TEST(Program, ExitStatusTellsWhoseFaultItWas) {
  EXPECT_EQ(run_program("test", [] {}), 0);
  EXPECT_EQ(run_program("test", [] { throw Error("a file is damaged"); }), 1);
  EXPECT_EQ(run_program("test", [] { throw UsageError("no such flag"); }), 2);
}

TEST(WriteFile, ReplacesAFileWholeAndLeavesNoTemporaryOne) {
  TemporaryFolder folder;
  write_file(folder / "a.txt", "first, and longer");
  write_file(folder / "a.txt", "second");
  EXPECT_EQ(read_text_file(folder / "a.txt"), "second");
  EXPECT_FALSE(std::filesystem::exists(folder / "a.txt.tmp"));
}

TEST(WriteFile, NamesTheFileThatCannotBeWritten) {
  EXPECT_THAT(error_of([] { write_file("/no/such/folder/a.txt", "x"); }),
              HasSubstr("/no/such/folder/a.txt"));
  EXPECT_THAT(error_of([] { read_text_file("/no/such/file"); }), HasSubstr("/no/such/file"));
}

TEST(DurationText, ReadsNaturally) {
  EXPECT_EQ(duration_text(8.2), "8 s");
  EXPECT_EQ(duration_text(190), "3 min 10 s");
  EXPECT_EQ(duration_text(3720), "1 h 02 min");
}

}  // namespace
}  // namespace psgan
