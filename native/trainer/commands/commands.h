// The subcommands of psgan, one file each.
#pragma once

namespace CLI {
class App;
}

namespace psgan::trainer {

void add_train_command(CLI::App& program);
void add_generate_command(CLI::App& program);
void add_animate_command(CLI::App& program);
void add_evaluate_command(CLI::App& program);
void add_train_classifier_command(CLI::App& program);
void add_train_detector_command(CLI::App& program);
void add_train_encoder_command(CLI::App& program);
void add_project_command(CLI::App& program);
void add_compare_command(CLI::App& program);
void add_compact_command(CLI::App& program);
void add_export_command(CLI::App& program);
void add_export_encoder_command(CLI::App& program);
void add_bench_command(CLI::App& program);

}  // namespace psgan::trainer
