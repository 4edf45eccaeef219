// The one exception of this project: a sentence that a user understands.
#pragma once

#include <stdexcept>
#include <string>

namespace psgan {

/// Says what went wrong in words: the file, the field, what was found, what was expected.
/// Programs print it and exit with status 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A wrong use of the command line: programs print it and exit with status 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

}  // namespace psgan
