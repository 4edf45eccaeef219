// The subcommands of psgan-data. Each adds itself to the command line and sets `run` to
// what it does when it is chosen.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace psgan::data {

using Run = std::function<void()>;

void add_bench_command(CLI::App& app, Run& run);
void add_import_openpose_command(CLI::App& app, Run& run);
void add_preview_command(CLI::App& app, Run& run);
void add_render_command(CLI::App& app, Run& run);
void add_view_command(CLI::App& app, Run& run);
void add_wardrobe_command(CLI::App& app, Run& run);

}  // namespace psgan::data
