// What the page says to the visitor.
#pragma once

#include <deque>
#include <string>

namespace psgan::web {

/// A sentence for the visitor; a new one about the same topic takes the old one's place.
struct Message {
  std::string topic;
  std::string text;
  bool problem = false;  ///< Otherwise good news, which goes away by itself.
  double age = 0;        ///< Seconds shown.
};

class Messages {
 public:
  void say(const std::string& topic, const std::string& text, bool problem = true) {
    unsay(topic);
    messages_.push_back({topic, text, problem, 0});
  }
  void unsay(const std::string& topic) {
    std::erase_if(messages_, [&](const Message& m) { return m.topic == topic; });
  }
  /// Seconds passed; good news that was shown long enough goes away.
  void age(double seconds) {
    for (Message& message : messages_) message.age += seconds;
    std::erase_if(messages_,
                  [](const Message& m) { return !m.problem && m.age > good_news_seconds; });
  }
  const std::deque<Message>& all() const { return messages_; }

 private:
  static constexpr double good_news_seconds = 3.5;
  std::deque<Message> messages_;
};

}  // namespace psgan::web
