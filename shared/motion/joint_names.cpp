#include "motion/joint_names.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "motion/bvh_words.h"
#include "motion/joint_tree.h"
#include "motion/joint_vocabulary.h"

namespace psgan {
namespace {

using enum BodyJoint;

/// What files call a joint of the torso; of several names the first that is there counts.
struct Naming {
  BodyJoint joint;
  std::vector<std::string_view> names;
};

/// The torso has the same candidates in all families: LowerBack, Spine, Spine1 in one are
/// lowerback, Chest, Chest2 in the next and abdomen, chest in the third.
const std::vector<Naming> torso{
    {hips, {"hips", "hip", "pelvis", "hipcenter", "centerhip", "spinebase", "lowerbody", "下半身"}},
    {spine, {"lowerback", "abdomen", "spine001", "spine01", "spine", "上半身"}},
    {chest, {"spine2", "spine003", "spine03", "spine1", "chest2", "chest", "上半身2"}},
    {upper_chest, {"upperchest"}},
    {neck, {"neck1", "neck01", "neck", "首"}},
    {head, {"head", "頭"}},
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace

JointNames read_joint_names(const std::string& text, const std::string& where) {
  JointNames names;
  std::istringstream lines(text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string_view content = trimmed(std::string_view(line).substr(0, line.find('#')));
    if (content.empty()) continue;
    const auto space = content.find_first_of(" \t");
    const std::string_view ours = content.substr(0, space);
    const auto joint = joint_named(ours);
    const std::string at = where + ", line " + std::to_string(number) + ": ";
    if (!joint)
      throw Error(at + "\"" + std::string(ours.substr(0, 40)) +
                  "\" is none of VRM's bones (hips, spine, leftUpperLeg and so on)");
    if (space == std::string_view::npos)
      throw Error(at + "the motion file's name for " + std::string(ours) + " is missing");
    names.emplace_back(*joint, trimmed(content.substr(space)));
  }
  if (names.empty()) throw Error(where + ": names no joint");
  return names;
}

namespace {

/// A limb's joints of one side by what their names say, before it is decided what doubtful words
/// mean: the best joint for each word.
class NamedLimbs {
 public:
  NamedLimbs(const std::vector<NameWords>& names, const std::vector<int>& depth, Side side) {
    joint_.fill(-1);
    std::array<int, words> rank{};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const NameWords& name = names[i];
      if (name.side != side || name.helper) continue;
      // A name that says nothing else comes before one with other words before it.
      int extra = 0;
      auto word = limb_word(name.part);
      for (std::size_t t = 0; !word && t < name.tails.size(); ++t) {
        word = limb_word(name.tails[t]);
        extra = 1 + int(t);
      }
      if (!word) continue;
      const auto w = std::size_t(*word);
      const int here = 10'000 * extra + std::min(depth[i], 9'999);
      if (joint_[w] >= 0 && rank[w] <= here) continue;
      joint_[w] = int(i);
      rank[w] = here;
    }
  }

  int operator[](LimbWord word) const { return joint_[std::size_t(word)]; }

 private:
  static constexpr std::size_t words = std::size_t(LimbWord::toes) + 1;
  std::array<int, words> joint_{};
};

void name_limbs(const NamedLimbs& named, bool right, PerJoint<int>& found) {
  using enum LimbWord;
  const auto set = [&](BodyJoint left, std::initializer_list<int> candidates) {
    int& joint = found[right ? mirrored(left) : left];
    for (const int candidate : candidates)
      if (joint < 0) joint = candidate;
  };
  const bool has_upper_arm = named[upper_arm] >= 0, has_lower_arm = named[lower_arm] >= 0;
  // Collar, shoulder, arm, hand: without a forearm the arm is the lower one.
  const bool arm_is_lower = named[arm] >= 0 && !has_lower_arm &&
                            (has_upper_arm || (named[collar] >= 0 && named[shoulder] >= 0));
  const int arm_above = arm_is_lower ? -1 : named[arm];
  const bool shoulder_is_collar = has_upper_arm || arm_above >= 0;
  set(left_upper_arm, {named[upper_arm], arm_above, shoulder_is_collar ? -1 : named[shoulder]});
  set(left_lower_arm, {named[lower_arm], arm_is_lower ? named[arm] : -1});
  set(left_hand, {named[hand]});
  set(left_shoulder, {named[collar], shoulder_is_collar ? named[shoulder] : -1});

  const bool hip_is_upper = named[upper_leg] < 0 && named[hip] >= 0;
  const bool has_upper_leg = named[upper_leg] >= 0 || hip_is_upper;
  set(left_upper_leg,
      {named[upper_leg], hip_is_upper ? named[hip] : -1, has_upper_leg ? -1 : named[leg]});
  set(left_lower_leg, {named[lower_leg], has_upper_leg ? named[leg] : -1});
  const bool foot_is_toes = named[ankle] >= 0;
  set(left_foot, {named[ankle], foot_is_toes ? -1 : named[foot]});
  set(left_toes, {named[toes], foot_is_toes ? named[foot] : -1});
}

/// The torso's joint that a name means; a joint of one side is of a limb.
struct TorsoWord {
  std::string_view word;
  bool exact = false;  ///< Without other words before it.
};

TorsoWord torso_word(const NameWords& name) {
  if (name.side != Side::none || name.helper) return {};
  const auto known = [](std::string_view part) {
    return std::any_of(torso.begin(), torso.end(), [&](const Naming& n) {
      return std::find(n.names.begin(), n.names.end(), part) != n.names.end();
    });
  };
  if (known(name.part)) return {name.part, true};
  for (const std::string& tail : name.tails)
    if (known(tail)) return {tail, false};
  return {};
}

void name_torso(const std::vector<NameWords>& names, PerJoint<int>& found) {
  std::vector<TorsoWord> words;
  for (const NameWords& name : names) words.push_back(torso_word(name));
  for (const bool exact : {true, false})
    for (const Naming& n : torso)
      for (const std::string_view wanted : n.names)
        for (std::size_t i = 0; found[n.joint] < 0 && i < words.size(); ++i)
          if (words[i].word == wanted && words[i].exact == exact) found[n.joint] = int(i);
}

/// The joints that are needed and were not found, with commas between them.
std::string missing(const PerJoint<int>& found) {
  std::string names;
  for (int j = 0; j < body_joint_count; ++j) {
    const auto joint = static_cast<BodyJoint>(j);
    if (!required(joint) || joint == spine || found[joint] >= 0) continue;
    if (!names.empty()) names += ", ";
    names += name(joint);
  }
  return names;
}

/// What can be told of a skeleton by names and, if it has one, by its hierarchy.
PerJoint<int> understood(const Skeleton& skeleton, const JointNames& own) {
  PerJoint<int> found;
  found.fill(-1);
  for (const auto& [joint, name] : own) {
    const auto it = std::find(skeleton.names.begin(), skeleton.names.end(), name);
    if (found[joint] < 0 && it != skeleton.names.end())
      found[joint] = int(it - skeleton.names.begin());
  }
  for (const auto& [joint, place] : skeleton.known)
    if (found[joint] < 0) found[joint] = place;
  if (!skeleton.known.empty() && missing(found).empty()) return found;
  const std::vector<NameWords> names = words_of(skeleton.names);
  const bool tree = !skeleton.parents.empty();
  std::vector<int> depth(names.size(), 0);
  for (std::size_t i = 0; tree && i < depth.size(); ++i)
    if (skeleton.parents[i] >= 0) depth[i] = depth[std::size_t(skeleton.parents[i])] + 1;
  name_torso(names, found);
  name_limbs(NamedLimbs(names, depth, Side::left), false, found);
  name_limbs(NamedLimbs(names, depth, Side::right), true, found);
  if (!tree) return found;
  std::vector<Side> sides;
  for (const NameWords& name : names) sides.push_back(name.side);
  JointTree(skeleton).complete(found, sides);
  return found;
}

/// A skeleton's tree, a joint a line, with what each was understood to be.
std::string described(const Skeleton& skeleton, const PerJoint<int>& found) {
  constexpr int most = 60;
  const int count = int(skeleton.names.size());
  std::vector<std::vector<int>> children(skeleton.names.size());
  std::vector<std::pair<int, int>> open;  // joint, depth
  for (int i = count - 1; i >= 0; --i) {
    if (skeleton.parents[i] >= 0)
      children[skeleton.parents[i]].push_back(i);
    else
      open.emplace_back(i, 1);
  }
  std::string text;
  int lines = 0;
  while (!open.empty()) {
    const auto [joint, depth] = open.back();
    open.pop_back();
    const bool nameless = skeleton.names[joint].empty();
    if (nameless && children[joint].empty()) continue;
    if (++lines > most) return text + "\n  …";
    text += "\n" + std::string(std::size_t(2 * std::min(depth, 20)), ' ') +
            (nameless ? "(no name)" : shortened(skeleton.names[joint]));
    for (int j = 0; j < body_joint_count; ++j)
      if (found[static_cast<BodyJoint>(j)] == joint)
        text += " = " + std::string(name(static_cast<BodyJoint>(j)));
    for (const int child : children[joint]) open.emplace_back(child, depth + 1);
  }
  return text;
}

/// One of several trees, the joints of the others without names or relations.
Skeleton tree_below(const Skeleton& skeleton, int root, std::vector<int>& place) {
  Skeleton tree;
  std::vector<int> to(skeleton.parents.size(), -1);
  for (int i = 0; i < int(skeleton.parents.size()); ++i) {
    const int parent = skeleton.parents[i];
    if (i != root && (parent < 0 || to[parent] < 0)) continue;
    to[i] = int(place.size());
    place.push_back(i);
    tree.names.push_back(skeleton.names[i]);
    tree.parents.push_back(i == root ? -1 : to[parent]);
    tree.position.push_back(skeleton.position[i]);
  }
  for (const auto& [joint, at] : skeleton.known)
    if (to[at] >= 0) tree.known.emplace_back(joint, to[at]);
  return tree;
}

/// The first of a file's trees that is a body, and how many are; −1s if none is.
std::pair<PerJoint<int>, int> first_body(const Skeleton& skeleton, const JointNames& own) {
  constexpr std::size_t fewest = 8, most_trees = 50;
  PerJoint<int> first;
  first.fill(-1);
  int bodies = 0;
  std::size_t tried = 0;
  for (int i = 0; i < int(skeleton.parents.size()) && tried < most_trees; ++i) {
    if (skeleton.parents[i] >= 0) continue;
    std::vector<int> place;
    const Skeleton tree = tree_below(skeleton, i, place);
    if (place.size() < fewest) continue;
    ++tried;
    PerJoint<int> found = understood(tree, own);
    if (!missing(found).empty()) continue;
    if (++bodies > 1) continue;
    for (int& joint : found)
      if (joint >= 0) joint = place[std::size_t(joint)];
    first = found;
  }
  return {first, bodies};
}

std::string sentence(const std::string& where, const std::string& missing_joints) {
  return where + ": no joint could be found for " + missing_joints;
}

}  // namespace

PerJoint<int> find_joints(const Skeleton& skeleton, const JointNames& own, const std::string& where,
                          std::vector<std::string>* notes) {
  if (std::count(skeleton.parents.begin(), skeleton.parents.end(), -1) > 1) {
    const auto [found, bodies] = first_body(skeleton, own);
    if (bodies > 1 && notes)
      notes->push_back(where + ": has " + std::to_string(bodies) +
                       " figures; the first one is used");
    if (bodies > 0) return found;
  }
  const PerJoint<int> found = understood(skeleton, own);
  const std::string names = missing(found);
  if (!names.empty())
    throw UnknownJoints(
        sentence(where, names) +
        ". Its joints, and what they were understood to be:" + described(skeleton, found));
  return found;
}

PerJoint<int> find_joints(const std::vector<std::string>& names, const JointNames& own,
                          const std::string& where) {
  const PerJoint<int> found = understood({names, {}, {}, {}}, own);
  const std::string open = missing(found);
  if (!open.empty()) throw UnknownJoints(sentence(where, open));
  return found;
}

}  // namespace psgan
