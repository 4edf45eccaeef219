// What every subject of an evaluation is asked for.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "psgan/json.h"
#include "trainer/evaluation/evaluation.h"

namespace psgan::trainer {

/// Its distribution, redrawing and grid of characters are measured, and all numbers are finite.
inline void expect_measured(Subject& subject) {
  const EvaluationOptions few{.images = 8, .pose_images = 6, .characters = 3, .poses = 2};
  Evaluation evaluation;
  evaluation.about = Json::object();
  measure_distribution(subject, few, evaluation);
  measure_redrawing(subject, few, evaluation);
  measure_grid(subject, nullptr, few, evaluation);
  std::set<std::string> names;
  for (const Metric& metric : evaluation.metrics) {
    EXPECT_TRUE(std::isfinite(metric.value)) << metric.name;
    names.insert(metric.name);
  }
  for (const char* name : {"swd_mean", "redraw_l1", "edge_strength", "identity_drift"}) {
    EXPECT_EQ(names.count(name), 1u) << name;
  }
}

}  // namespace psgan::trainer
