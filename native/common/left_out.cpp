#include "common/left_out.h"

#include <iostream>

namespace psgan {

bool LeftOut::reads(const std::function<void()>& read) {
  try {
    read();
    return true;
  } catch (const Error& error) {
    const std::scoped_lock guard(lock_);
    std::cerr << "left out: " << error.what() << std::endl;
    ++count_;
    return false;
  }
}

void LeftOut::tell(const std::string& made) const {
  if (count_ == 0) return;
  throw Incomplete(made + ": made without " + std::to_string(count_) +
                   (count_ == 1 ? " file that cannot be read" : " files that cannot be read"));
}

}  // namespace psgan
