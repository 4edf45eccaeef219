// Models and messages.
#include <gtest/gtest.h>

#include "editor/editor.h"
#include "ready_editor.h"

namespace psgan::web {
namespace {

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

}  // namespace
}  // namespace psgan::web
