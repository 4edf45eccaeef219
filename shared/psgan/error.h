// The exception class of this project: its message is a sentence that a user understands.
#pragma once

#include <stdexcept>
#include <string>

namespace psgan {

/// The message says what went wrong: the file, the field, what was found, what was expected.
/// Programs print it and exit with status 1.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Wrong usage of the command line: programs print it and exit with status 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

}  // namespace psgan
