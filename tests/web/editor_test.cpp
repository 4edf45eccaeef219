#include "editor/editor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "psgan/character.h"
#include "psgan/latent.h"
#include "psgan/share_link.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

TEST(Editor, BeginsUprightWithNothingToUndo) {
  const Editor editor(1);
  EXPECT_EQ(editor.pose(), editor.presets().front().pose);
  EXPECT_FALSE(editor.can_undo());
  EXPECT_FALSE(editor.wants_picture());
  EXPECT_GE(editor.presets().size(), 6u);
}

TEST(Editor, EveryMomentOfEveryClipIsAPoseThatALinkCanHold) {
  Editor editor(1);
  for (int i = 0; i < static_cast<int>(Editor::clips().size()); ++i) {
    editor.choose_clip(i);
    for (int step = 0; step < 40; ++step) {
      editor.turn(static_cast<float>(step) * 0.15f - 3);
      editor.advance(0.11);
      check(editor.pose(), "clip");
    }
    EXPECT_LE(editor.clip_time(), editor.motion().duration);
  }
}

TEST(Editor, AsksForTheNewestPictureOnly) {
  ReadyEditor editor;
  ASSERT_TRUE(editor.wants_picture());
  const Request first = editor.take_request();
  // Three changes while the first picture is computed are one request.
  editor.set_seed(5);
  editor.set_seed(6);
  editor.toggle_visible(Keypoint::nose);
  EXPECT_TRUE(editor.wants_picture());
  const Request second = editor.take_request();
  EXPECT_GT(second.number, first.number);
  EXPECT_EQ(second.inputs.at("latent"), latent_from_seed(6, editor.model()->spec.latent_size));
  EXPECT_EQ(second.inputs.at("keypoints")[2], 0.f);
  EXPECT_NE(editor.take_request().portrait, -1) << "nothing of the visitor's is left";
}

TEST(Editor, PortraysTheCardsCharactersWhileThereIsNothingElse) {
  ReadyEditor editor;
  EXPECT_EQ(editor.take_request().portrait, -1);
  ASSERT_TRUE(editor.wants_picture());
  editor.set_seed(99);
  EXPECT_EQ(editor.take_request().portrait, -1) << "the visitor comes first";
  const Request portrait = editor.take_request();
  EXPECT_EQ(portrait.portrait, 0);
  EXPECT_EQ(portrait.inputs.at("latent"), latent_from_seed(12, editor.model()->spec.latent_size));
  EXPECT_FALSE(editor.wants_picture());
}

TEST(Editor, UndoGoesBackEditByEdit) {
  Editor editor(1);
  const Pose start = editor.pose();
  editor.mirror();
  const Pose mirrored_pose = editor.pose();
  editor.toggle_visible(Keypoint::left_eye);
  EXPECT_FALSE(editor.pose()[Keypoint::left_eye].visible);
  editor.undo();
  EXPECT_EQ(editor.pose(), mirrored_pose);
  editor.undo();
  EXPECT_EQ(editor.pose(), start);
  editor.undo();
  EXPECT_EQ(editor.pose(), start);
}

TEST(Editor, UndoAndRedoGoAsFarAsOneWentAndBack) {
  Editor editor(1);
  std::vector<Pose> poses = {editor.pose()};
  for (int i = 0; i < 300; ++i) {
    editor.begin_edit();
    editor.drag(Keypoint::left_wrist, 0.55f + 0.0004f * static_cast<float>(i), 0.4f);
    if (!(editor.pose() == poses.back())) poses.push_back(editor.pose());
  }
  ASSERT_GT(poses.size(), 250u);
  for (std::size_t i = poses.size() - 1; i-- > 0;) {
    editor.undo();
    ASSERT_EQ(editor.pose(), poses[i]);
  }
  EXPECT_FALSE(editor.can_undo());
  for (std::size_t i = 1; i < poses.size(); ++i) {
    ASSERT_TRUE(editor.can_redo());
    editor.redo();
    ASSERT_EQ(editor.pose(), poses[i]);
  }
  EXPECT_FALSE(editor.can_redo());
  editor.undo();
  editor.mirror();
  EXPECT_FALSE(editor.can_redo()) << "another way was taken";
}

TEST(Editor, ASliderIsOneEdit) {
  Editor editor(1);
  const Pose start = editor.pose();
  for (int i = 1; i < 20; ++i) editor.turn(0.1f * static_cast<float>(i));
  editor.end_edit();
  editor.turn(2.5f);
  editor.undo();
  EXPECT_FLOAT_EQ(editor.yaw(), 1.9f);
  editor.undo();
  EXPECT_EQ(editor.pose(), start);
  EXPECT_EQ(editor.yaw(), 0);
}

TEST(Editor, APoseCanBeTurnedRound) {
  Editor editor(1);
  editor.choose_preset(3);
  const Pose front = editor.pose();
  editor.turn(3.14159265f);
  EXPECT_FALSE(editor.pose()[Keypoint::nose].visible);
  EXPECT_EQ(editor.clip_time(), 0);
  editor.turn(0);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(editor.pose().points[i].x, front.points[i].x, 1e-4f);
  }
}

TEST(Editor, SheIsTurnedAsFarAsTheModelKnowsHer) {
  constexpr float degree = 3.14159265f / 180;
  Editor editor(1);
  editor.open_link("#v=1&turn=-120&clip=walk&t=400");
  EXPECT_NEAR(editor.yaw(), -120 * degree, 1e-4f);
  editor.models().add("front", card("front", 0, 50.f));
  editor.models().add("round", card("round"));
  editor.models().complete();
  EXPECT_NEAR(editor.yaw(), -50 * degree, 1e-4f) << "a model chosen after the link";
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("50°"), std::string::npos);
  EXPECT_FALSE(editor.messages().front().problem);
  editor.unsay("turn");
  editor.turn(30 * degree);
  EXPECT_TRUE(editor.messages().empty());
  editor.turn(190 * degree);
  EXPECT_NEAR(editor.yaw(), 50 * degree, 1e-4f) << "not round the other side";
  EXPECT_EQ(editor.messages().size(), 1u);
  editor.open_link("#v=1&turn=170");
  EXPECT_NEAR(editor.yaw(), 50 * degree, 1e-4f);
  editor.models().choose("round");
  editor.turn(170 * degree);
  EXPECT_NEAR(editor.yaw(), 170 * degree, 1e-4f);
  editor.turn(190 * degree);
  EXPECT_NEAR(editor.yaw(), -170 * degree, 1e-4f);
}

TEST(Editor, APoseIsTurnedBackIntoTheModelsRange) {
  Editor editor(1);
  editor.turn(2);
  const Figure far = editor.figure();
  editor.models().add("front", card("front", 0, 50.f));
  editor.models().complete();
  EXPECT_NEAR(editor.yaw(), 0.8726646f, 1e-4f);
  const Figure expected = turned(far, 0.8726646f - 2, far[Keypoint::pelvis]);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_LT(glm::distance(editor.figure().points[i], expected.points[i]), 1e-4f);
  }
}

TEST(Editor, ANumberThatIsTypedIsOneEdit) {
  Editor editor(1);
  editor.set_seed(77);
  for (const std::uint64_t seed : {1u, 12u, 123u}) {
    editor.type_seed(seed);
    editor.end_edit();  // As the panel does in each frame.
  }
  editor.end_typing();
  EXPECT_EQ(editor.seed(), 123u);
  editor.back();
  EXPECT_EQ(editor.seed(), 77u) << "what one has seen in passing is not visited";
  editor.forward();
  EXPECT_EQ(editor.seed(), 123u);
  Editor other(1);
  other.set_seed(77);
  for (const std::uint64_t seed : {1u, 12u}) other.type_seed(seed);
  other.end_typing();
  other.type_seed(5);
  other.end_typing();
  other.undo();
  EXPECT_EQ(other.seed(), 12u);
  other.undo();
  EXPECT_EQ(other.seed(), 77u);
}

TEST(Editor, BackAndForwardWalkThroughTheCharactersSeen) {
  Editor editor(1);
  editor.set_seed(5);
  editor.set_seed(6);
  editor.mix_with_another();
  editor.set_mix(0.3f);
  editor.back();
  EXPECT_EQ(editor.seed(), 6u);
  EXPECT_TRUE(editor.character().seed2) << "the mix before the slider moved";
  editor.back();
  EXPECT_FALSE(editor.character().seed2);
  editor.back();
  EXPECT_EQ(editor.seed(), 5u);
  editor.forward();
  EXPECT_EQ(editor.seed(), 6u);
  editor.set_seed(9);
  EXPECT_FALSE(editor.can_go_forward());
}

TEST(Editor, TheRowIsDrawnInTurnWithHer) {
  ReadyEditor editor;
  while (editor.wants_picture()) editor.take_request();
  editor.add_to_row();
  editor.add_to_row();
  EXPECT_EQ(editor.row().size(), 2u);
  std::vector<int> slots;
  while (editor.wants_picture()) {
    const Request request = editor.take_request();
    if (request.portrait < 0) slots.push_back(editor.queue().arrived(request.number, 1));
  }
  std::sort(slots.begin(), slots.end());
  EXPECT_EQ(slots, (std::vector<int>{0, 1, 2}));
  // In motion each gets her turn.
  editor.choose_clip(2);
  std::array<int, 3> drawn{};
  for (int i = 0; i < 30; ++i) {
    editor.advance(0.02);
    ++drawn[editor.queue().arrived(editor.take_request().number, 1)];
  }
  EXPECT_EQ(drawn, (std::array<int, 3>{10, 10, 10}));
  EXPECT_EQ(editor.frame_inputs(0.5).size(), 3u);
  editor.leave_row(1);
  EXPECT_EQ(editor.row().size(), 1u);
}

TEST(Editor, KeysAreAddedEditedCopiedAndRemoved) {
  Editor editor(1);
  editor.new_motion();
  ASSERT_TRUE(editor.own_motion());
  editor.seek(1);
  EXPECT_FALSE(editor.key());
  editor.choose_preset(3);
  editor.add_key();
  ASSERT_EQ(editor.key(), 1);
  EXPECT_EQ(editor.motion().keys.size(), 2u);
  // What edits the pose edits the key.
  editor.drag(Keypoint::left_wrist, 0.7f, 0.3f);
  const Pose edited = editor.pose();
  editor.seek(0);
  EXPECT_NE(editor.pose(), edited);
  editor.seek(1);
  EXPECT_EQ(editor.pose(), edited);
  editor.set_ease(Ease::hold);
  editor.copy_key();
  editor.seek(1.5);
  editor.paste_key();
  ASSERT_EQ(editor.key(), 2);
  EXPECT_EQ(editor.motion().keys[2].ease, Ease::hold);
  EXPECT_EQ(editor.pose(), edited);
  editor.move_key(2, 1.8f);
  EXPECT_NEAR(editor.clip_time(), 1.8, 0.01);
  editor.remove_key();
  EXPECT_EQ(editor.motion().keys.size(), 2u);
  editor.undo();
  EXPECT_EQ(editor.motion().keys.size(), 3u);
  editor.set_duration(4);
  EXPECT_NEAR(editor.motion().keys[2].time, 3.6f, 0.02f);
}

TEST(Editor, AClipBecomesKeysOnlyWhenItIsChanged) {
  Editor editor(1);
  editor.choose_clip(0);
  EXPECT_FALSE(editor.own_motion());
  EXPECT_GE(editor.motion().keys.size(), 2u);
  editor.step_key(1);
  EXPECT_FALSE(editor.own_motion());
  ASSERT_TRUE(editor.key());
  editor.drag(Keypoint::right_wrist, 0.3f, 0.3f);
  EXPECT_TRUE(editor.own_motion());
}

TEST(Editor, PlaysOnceOrInALoopAndAsFastAsAsked) {
  Editor editor(1);
  editor.choose_clip(0);
  editor.speed = 2;
  editor.advance(0.1);
  EXPECT_NEAR(editor.clip_time(), 0.2, 1e-6);
  editor.set_loop(false);
  for (int i = 0; i < 200; ++i) editor.advance(0.1);
  EXPECT_FALSE(editor.playing());
  EXPECT_NEAR(editor.clip_time(), editor.motion().duration, 1e-6);
  editor.play(true);
  EXPECT_LT(editor.clip_time(), 0.3) << "from the beginning again";
}

TEST(Editor, FilesOfMotionAndPosesAreOpenedOrRefusedInWords) {
  Editor editor(1);
  editor.open_bvh("nonsense", "dance.bvh");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("dance.bvh"), std::string::npos);
  EXPECT_FALSE(editor.own_motion());
  editor.open_openpose("{\"people\": []}", "empty.json");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("empty.json"), std::string::npos);

  // What is written is read again.
  editor.choose_preset(3);
  const Pose pose = editor.pose();
  const std::string file = editor.to_openpose();
  editor.reset();
  editor.open_openpose(file, "pose.json");
  for (const Keypoint k : {Keypoint::left_wrist, Keypoint::right_knee, Keypoint::nose}) {
    EXPECT_NEAR(editor.pose()[k].x, pose[k].x, 2e-3f) << name(k);
    EXPECT_NEAR(editor.pose()[k].y, pose[k].y, 2e-3f) << name(k);
  }
}

TEST(Editor, AFileOfSeveralPeopleAsksWhich) {
  // Of COCO's 18 points three.
  std::string person = R"({"pose_keypoints_2d": [250, 100, 1, 250, 140, 1, 220, 140, 1)";
  for (int i = 0; i < 15; ++i) person += ", 0, 0, 0";
  person += "]}";
  Editor editor(1);
  editor.open_openpose("{\"people\": [" + person + "]}", "one.json");
  EXPECT_EQ(editor.asked_for_person(), 0);
  EXPECT_TRUE(editor.messages().empty());
  editor.open_openpose("{\"people\": [" + person + "," + person + "]}", "two.json");
  EXPECT_EQ(editor.asked_for_person(), 1);
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("2 people in “two.json”"), std::string::npos);
}

TEST(Editor, PeopleOfFilesAreFittedUnlessTheFileIsWanted) {
  // OpenPose's file of a photograph of 1920 × 1080, which never says so.
  const std::string photograph = R"({"people": [{"pose_keypoints_2d": [)"
                                 R"(960, 135, 1, 960, 247, 1, 840, 247, 1, 810, 382, 1, )"
                                 R"(795, 517, 1, 1080, 247, 1, 1110, 382, 1, 1125, 517, 1, )"
                                 R"(885, 540, 1, 885, 742, 1, 885, 945, 1, 1035, 540, 1, )"
                                 R"(1035, 742, 1, 1035, 945, 1, 936, 117, 1, 984, 117, 1, )"
                                 R"(912, 126, 1, 1008, 126, 1]}]})";
  Editor editor(1);
  editor.open_openpose(photograph, "photograph.json");
  EXPECT_TRUE(editor.messages().empty());
  EXPECT_EQ(editor.people().size(), 1u);
  EXPECT_EQ(visible_points(editor.pose()), 20);
  const Pose own = standing_pose();
  for (const Keypoint k : {Keypoint::left_eye, Keypoint::nose, Keypoint::neck, Keypoint::left_hip,
                           Keypoint::right_knee, Keypoint::left_ankle}) {
    EXPECT_NEAR(editor.pose()[k].x, own[k].x, 0.03f) << name(k);
    EXPECT_NEAR(editor.pose()[k].y, own[k].y, 0.03f) << name(k);
  }
  const Pose fitted = editor.pose();
  editor.set_as_in_file(true);
  EXPECT_EQ(visible_points(editor.pose()), 20) << "whole, though nobody said the size";
  EXPECT_NEAR(editor.pose()[Keypoint::left_eye].x - editor.pose()[Keypoint::right_eye].x,
              0.8f * 48 / (1.2f * (945 - 742) + 742 - 117), 1e-3f)
      << "an adult's eyes";
  editor.set_as_in_file(false);
  EXPECT_EQ(editor.pose(), fitted);
  editor.reset();
  EXPECT_TRUE(editor.people().empty());
  const Pose upright = editor.pose();
  editor.set_as_in_file(true);
  EXPECT_EQ(editor.pose(), upright) << "only people of files change";

  editor.open_openpose(R"({"people": [null, {"pose_keypoints_2d": []}]})", "hands.json");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_NE(editor.messages().front().text.find("nobody in hands.json"), std::string::npos);
}

TEST(Editor, FavouritesAreKeptAsText) {
  Editor editor(1);
  editor.choose_preset(4);
  const Pose kept = editor.pose();
  editor.add_favourite();
  Editor other(2);
  other.set_favourites(editor.favourites_text());
  ASSERT_EQ(other.favourites().size(), 1u);
  other.choose_favourite(0);
  EXPECT_EQ(encode_pose(other.pose()), encode_pose(kept));
  other.set_favourites("{broken");
  other.set_favourites("[1, \"short\"]");
  EXPECT_TRUE(other.favourites().empty());
}

TEST(Editor, ALinkHoldsTheWholeScene) {
  ReadyEditor editor;
  editor.choose_clip(5);
  editor.advance(0.2);
  editor.play(false);
  editor.turn(0.5f);
  editor.mix_with_another();
  editor.set_mix(0.25f);
  editor.add_to_row();
  editor.speed = 1.5f;
  Editor clip(2);
  clip.open_link(editor.link());
  EXPECT_EQ(clip.clip(), 5);
  EXPECT_FALSE(clip.own_motion());
  EXPECT_NEAR(clip.clip_time(), editor.clip_time(), 1e-3);
  EXPECT_NEAR(clip.yaw(), editor.yaw(), 0.01f);
  EXPECT_EQ(clip.character(), editor.character());
  EXPECT_EQ(clip.row(), editor.row());
  EXPECT_FLOAT_EQ(clip.speed, 1.5f);
  EXPECT_TRUE(clip.messages().empty());

  editor.new_motion();
  editor.seek(1);
  editor.choose_preset(3);
  editor.add_key();
  editor.play(true);
  Editor keys(3);
  keys.open_link(editor.link());
  EXPECT_TRUE(keys.playing());
  ASSERT_EQ(keys.motion().keys.size(), 2u);
  keys.play(false);
  keys.seek(1);
  editor.play(false);
  editor.seek(1);
  for (int i = 0; i < keypoint_count; ++i) {
    EXPECT_NEAR(keys.pose().points[i].x, editor.pose().points[i].x, 0.01f);
    EXPECT_NEAR(keys.pose().points[i].y, editor.pose().points[i].y, 0.01f);
  }
}

TEST(Editor, ACutLinkSaysWhatIsMissing) {
  Editor editor(1);
  editor.new_motion();
  editor.seek(1);
  editor.choose_preset(3);
  editor.add_key();
  const std::string link = editor.link();
  const std::size_t dot = link.rfind('.');
  Editor other(2);
  other.open_link(link.substr(0, dot + 20));
  EXPECT_EQ(other.motion().keys.size(), 1u);
  ASSERT_EQ(other.messages().size(), 1u);
  EXPECT_NE(other.messages().front().text.find("key frame"), std::string::npos);
  other.open_link("#v=1&clip=gone&k=!!");
  EXPECT_EQ(other.messages().size(), 1u);
}

TEST(Editor, ALinkRestoresWhatItWasMadeOf) {
  ReadyEditor editor;
  editor.models().choose("beta");
  editor.set_seed(18446744073709551615u);
  editor.choose_preset(3);
  editor.toggle_visible(Keypoint::left_toe);

  Editor other(2);
  other.open_link(editor.link());  // Before the models are known, as on a fresh page.
  other.models().add("alpha", card("alpha", 12));
  other.models().add("beta", card("beta", 34));
  other.models().complete();
  ASSERT_NE(other.model(), nullptr);
  EXPECT_EQ(other.model()->name, "beta");
  EXPECT_EQ(other.seed(), 18446744073709551615u) << "the card's first character must not win";
  EXPECT_EQ(encode_pose(other.pose()), encode_pose(editor.pose()));
  EXPECT_TRUE(other.messages().empty());
}

TEST(Editor, AModelsFirstCharacterIsShownUntilTheVisitorChooses) {
  ReadyEditor editor;
  EXPECT_EQ(editor.seed(), 12u);
  editor.models().choose("beta");
  EXPECT_EQ(editor.seed(), 34u);
  editor.set_seed(7);
  editor.models().choose("alpha");
  EXPECT_EQ(editor.seed(), 7u);
}

TEST(Editor, SaysWhatIsWrongAndGoesOn) {
  Editor editor(1);
  editor.open_link("#v=1&m=gone&p=short");
  ASSERT_EQ(editor.messages().size(), 1u);
  editor.models().add("bad", "{\"card\": 1}");
  editor.models().add("alpha", card("other name"));
  EXPECT_EQ(editor.messages().size(), 3u);
  editor.models().add("alpha", card("alpha"));
  editor.models().complete();
  ASSERT_NE(editor.model(), nullptr);
  EXPECT_EQ(editor.model()->name, "alpha");
  EXPECT_NE(editor.messages().back().text.find("gone"), std::string::npos);
  editor.models().failed("alpha", "It broke.");
  EXPECT_FALSE(editor.wants_picture());
  EXPECT_NE(editor.messages().back().text.find("It broke."), std::string::npos);
  editor.models().ready("alpha", "here");
  EXPECT_EQ(editor.messages().back().text.find("It broke."), std::string::npos);
}

TEST(Editor, AnEngineThatFailedBeforeThereWasAModelIsNotForgotten) {
  Editor editor(1);
  editor.models().failed("", "The engine could not run: no.");
  editor.models().add("alpha", card("alpha"));
  editor.models().complete();
  EXPECT_EQ(editor.models().state(), ModelState::failed);
  ASSERT_FALSE(editor.messages().empty());
  EXPECT_NE(editor.messages().back().text.find("could not run"), std::string::npos);
}

TEST(Editor, MessagesStayAsLongAsTheyTakeToRead) {
  Editor editor(1);
  editor.say("a", "What can be tried again.", true, true);
  editor.say("b", "A problem.");
  editor.say("c", "Good news.", false);
  editor.say("d", std::string(300, 'x'));  // Much to read.
  const auto texts = [&](double seconds) {
    for (double t = 0; t < seconds; t += 0.2) editor.advance(0.2);
    std::vector<std::string> topics;
    for (const Message& m : editor.messages()) topics.push_back(m.topic);
    return topics;
  };
  EXPECT_EQ(texts(3), (std::vector<std::string>{"a", "b", "c", "d"}));
  EXPECT_EQ(texts(2), (std::vector<std::string>{"a", "b", "d"}));
  EXPECT_EQ(texts(5), (std::vector<std::string>{"a", "d"}));
  EXPECT_TRUE(editor.messages_pass());
  EXPECT_EQ(texts(20), (std::vector<std::string>{"a"}));
  EXPECT_FALSE(editor.messages_pass());
  // A page that draws seldom counts what it has shown, not what has passed.
  editor.say("b", "A problem.");
  editor.advance(60);
  EXPECT_EQ(editor.messages().size(), 2u);
}

TEST(Editor, AFailedModelIsTriedAgain) {
  ReadyEditor editor;
  const std::string name = editor.model()->name;
  editor.models().failed(name, "It broke.");
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_TRUE(editor.messages().front().retry);
  const int wish = editor.models().wish().number;
  editor.retry("model");
  EXPECT_EQ(editor.models().wish().number, wish + 1);
  EXPECT_EQ(editor.models().state(), ModelState::loading);
  EXPECT_TRUE(editor.messages().empty());
  EXPECT_FALSE(editor.take_reload_wish());
  // What the page cannot do again it does from the beginning.
  editor.say("index", "It did not come.", true, true);
  editor.retry("index");
  EXPECT_TRUE(editor.take_reload_wish());
  EXPECT_FALSE(editor.take_reload_wish());
}

TEST(Editor, RandomKeepsThePartThatStays) {
  Editor editor(3);
  ModelCard card;
  card.name = card.title = "parts";
  card.sha256 = std::string(64, 'a');
  card.inputs = standard_inputs(card.spec, true);
  card.output = standard_output(card.spec);
  editor.models().read_index(R"({"models": ["parts"]})");
  editor.models().add("parts", to_json(card));
  editor.models().complete();
  editor.models().ready("parts", "test");
  ASSERT_TRUE(editor.has_parts());
  editor.set_seed(5);
  editor.change_part(Part::colours);
  editor.random_seed();
  EXPECT_EQ(editor.seed(), 5u);
  EXPECT_EQ(editor.character().colours, editor.changing_seed());
  const Request request = editor.take_request();
  EXPECT_EQ(request.inputs.at("latent"), latent_from_seed(5, card.spec.latent_size));
  EXPECT_EQ(request.inputs.at("colours"),
            latent_from_seed(editor.changing_seed(), card.spec.latent_size));
  editor.undo();
  EXPECT_FALSE(editor.character().colours);

  // Another page's link says all of it.
  editor.redo();
  Editor friends(4);
  friends.open_link(editor.link());
  EXPECT_EQ(friends.character(), editor.character());
  // Without such a model there is only all of her.
  EXPECT_FALSE(friends.has_parts());
  friends.set_seed(9);
  EXPECT_EQ(friends.seed(), 9u);
  EXPECT_FALSE(friends.character().colours);
}

TEST(Editor, AModelWithAnInputThatThePageDoesNotKnowIsRefusedInWords) {
  ModelCard moody;
  moody.name = moody.title = "moody";
  moody.sha256 = std::string(64, 'a');
  moody.inputs = standard_inputs(moody.spec, false);
  moody.inputs.push_back({"mood", {4}});
  moody.output = standard_output(moody.spec);
  Editor editor(1);
  editor.models().add("moody", to_json(moody));
  ASSERT_EQ(editor.messages().size(), 1u);
  EXPECT_EQ(editor.messages().front().text,
            "The model \"moody\" takes an input \"mood\" that this page does not know.");
  editor.models().add("alpha", card("alpha"));
  editor.models().complete();
  ASSERT_NE(editor.model(), nullptr);
  EXPECT_EQ(editor.model()->name, "alpha");
}

TEST(Editor, AModelIsGivenWhatItsCardNames) {
  Editor editor(1);
  ModelCard mute;
  mute.name = mute.title = "mute";
  mute.sha256 = std::string(64, 'a');
  mute.inputs = {{"keypoints", {keypoint_count, 3}}};
  mute.output = standard_output(mute.spec);
  editor.models().add("mute", to_json(mute));
  editor.models().complete();
  editor.models().ready("mute", "here");
  const Request request = editor.take_request();
  ASSERT_EQ(request.inputs.size(), 1u);
  EXPECT_EQ(request.inputs.at("keypoints").size(), 3u * keypoint_count);
}

TEST(Editor, RandomNeverRepeatsALookAndDyesIt) {
  Editor editor(3);
  ModelCard looks;
  looks.name = looks.title = "looks";
  looks.sha256 = std::string(64, 'a');
  looks.spec.latent_size = 16;
  looks.spec.looks = 12;
  looks.inputs = standard_inputs(looks.spec, true);
  looks.output = standard_output(looks.spec);
  editor.models().add("looks", to_json(looks));
  editor.models().complete();
  const auto figure = [&] {
    return *look_of(latent_of(editor.character(), looks.spec), looks.spec);
  };
  const auto colours = [&] {
    return *look_of(colours_of(editor.character(), looks.spec), looks.spec);
  };
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < 60; ++i) {
    const int was_figure = figure(), was_colours = colours();
    editor.random_seed();
    EXPECT_NE(figure(), was_figure);
    EXPECT_NE(colours(), was_colours);
    seen.insert({figure(), colours()});
  }
  EXPECT_GT(seen.size(), 40u) << "more than there are looks";
  editor.keep_look(true);
  const int kept = figure();
  editor.random_seed();
  EXPECT_EQ(figure(), kept);
  editor.keep_look(false);
  editor.change_part(Part::colours);
  for (int i = 0; i < 20; ++i) {
    const int was_figure = figure(), was_colours = colours();
    editor.random_seed();
    EXPECT_EQ(figure(), was_figure);
    EXPECT_NE(colours(), was_colours);
  }
}

TEST(Editor, RandomIsAlwaysAnother) {
  Editor editor(3);
  for (int i = 0; i < 100; ++i) {
    const std::uint64_t before = editor.seed();
    editor.random_seed();
    EXPECT_NE(editor.seed(), before);
  }
}

}  // namespace
}  // namespace psgan::web
