// psgan-data: makes data sets of posed characters.
#include <CLI/CLI.hpp>

#include "common/program.h"
#include "data/commands/commands.h"
#include "psgan/error.h"
#include "psgan/version.h"

int main(int argc, char** argv) {
  return psgan::run_program("psgan-data", [&] {
    CLI::App app("Makes data sets of posed anime characters: pictures with 20 keypoints each.",
                 "psgan-data");
    app.set_version_flag("--version", "psgan-data " + std::string(psgan::version()),
                         "Print the version and exit");
    app.require_subcommand(1);
    app.option_defaults()->always_capture_default();
    psgan::data::Run run;
    psgan::data::add_render_command(app, run);
    psgan::data::add_import_openpose_command(app, run);
    psgan::data::add_preview_command(app, run);
    psgan::data::add_view_command(app, run);
    psgan::data::add_wardrobe_command(app, run);
    psgan::data::add_bench_command(app, run);
    try {
      app.parse(argc, argv);
    } catch (const CLI::Success& help) {
      app.exit(help);
      return;
    } catch (const CLI::ParseError& error) {
      throw psgan::UsageError(std::string(error.what()) + " (--help shows what there is)");
    }
    run();
  });
}
