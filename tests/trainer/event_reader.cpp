#include "event_reader.h"

#include <google/protobuf/unknown_field_set.h>

#include <cstring>
#include <stdexcept>

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

namespace {

/// A message's fields.
struct Parsed {
  explicit Parsed(const std::string& bytes) {
    if (!fields.ParseFromString(bytes)) throw std::runtime_error("no protobuf message");
  }
  const UnknownField& operator[](int i) const { return fields.field(i); }
  int size() const { return fields.field_count(); }

  UnknownFieldSet fields;
};

template <typename To, typename From>
To as(From bits) {
  static_assert(sizeof(To) == sizeof(From));
  To value{};
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace

ReadEvent read_event(const std::string& bytes) {
  ReadEvent event;
  const Parsed fields(bytes);
  for (int i = 0; i < fields.size(); ++i) {
    const UnknownField& field = fields[i];
    switch (field.number()) {
      case 1:
        event.wall_time = as<double>(field.fixed64());
        break;
      case 2:
        event.step = static_cast<std::int64_t>(field.varint());
        break;
      case 3:
        event.file_version = field.length_delimited();
        break;
      case 5: {
        const Parsed summary(field.length_delimited());
        for (int k = 0; k < summary.size(); ++k) {
          const Parsed value(summary[k].length_delimited());
          event.scalars[value[0].length_delimited()] = as<float>(value[1].fixed32());
        }
        break;
      }
      case 7:
        event.session_status = static_cast<int>(Parsed(field.length_delimited())[0].varint());
        break;
      default:
        throw std::runtime_error("no field of an Event");
    }
  }
  return event;
}
