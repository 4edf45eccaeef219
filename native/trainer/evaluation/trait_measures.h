// How well the parts of a character are what was asked for, and apart from one another.
#pragma once

#include <vector>

#include "trainer/evaluation/evaluation.h"
#include "trainer/evaluation/subject.h"
#include "trainer/evaluation/trait_classifier.h"

namespace psgan::trainer {

/// How often the classifier reads the asked-for options off redrawn test images, beside off the
/// real ones: the mean over choices, and each choice in into.about["trait_accuracy"]. Nothing for a
/// subject that does not know looks. Throws Error if the classifier is for other traits.
void measure_traits(Subject& subject, TraitClassifier& classifier, const EvaluationOptions& options,
                    Evaluation& into);

/// Two test images in one pose, of looks that differ in a single trait.
struct ChangedPair {
  std::int64_t before = 0, after = 0;  ///< Images.
  int trait = 0;
};

/// All such pairs of a set (psgan-data render --changes makes them). A trait that shows only with
/// the changed option changes with it.
std::vector<ChangedPair> changed_pairs(const DatasetIndex& index);

/// Separation: where the real images of a pair differ lies the changed part. How much the redrawn
/// pair changes there, beside the real one, and on the rest of the figure, where nothing should.
/// Nothing for a set without pairs or a subject that does not know looks.
void measure_separation(Subject& subject, const EvaluationOptions& options, Evaluation& into);

}  // namespace psgan::trainer
