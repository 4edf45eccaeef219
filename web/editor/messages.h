// What the page says to the visitor.
#pragma once

#include <algorithm>
#include <deque>
#include <string>

namespace psgan::web {

/// A sentence for the visitor; a new one about the same topic takes the old one's place.
struct Message {
  std::string topic;
  std::string text;
  bool problem = false;  ///< Otherwise good news.
  bool retry = false;  ///< What failed can be tried again, so it stays until it was, or is closed.
  double age = 0;      ///< Seconds shown.
};

class Messages {
 public:
  void say(const std::string& topic, const std::string& text, bool problem = true,
           bool retry = false) {
    unsay(topic);
    messages_.push_back({topic, text, problem, retry, 0});
  }
  void unsay(const std::string& topic) {
    std::erase_if(messages_, [&](const Message& m) { return m.topic == topic; });
  }
  /// Seconds passed; what was shown for as long as it takes to be read goes away.
  void age(double seconds) {
    for (Message& message : messages_) message.age += seconds;
    std::erase_if(messages_, [](const Message& m) { return passes(m) && m.age > reading(m); });
  }
  const std::deque<Message>& all() const { return messages_; }
  /// Some go away by themselves.
  bool passing() const { return std::any_of(messages_.begin(), messages_.end(), passes); }

 private:
  static bool passes(const Message& message) { return !message.retry; }
  /// Seconds, for who is looking elsewhere at first and then reads some 15 characters a second.
  static double reading(const Message& message) {
    const double letters = static_cast<double>(message.text.size()) / 15;
    return message.problem ? std::max(8.0, 4 + letters) : std::max(3.5, 1.5 + letters);
  }

  std::deque<Message> messages_;
};

}  // namespace psgan::web
