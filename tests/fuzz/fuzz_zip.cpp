// A zip file from a stranger: its entries, or Error.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "psgan/error.h"
#include "psgan/zip_store.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A file in memory, for the reader opens files.
  const int file = memfd_create("fuzz.zip", 0);
  if (file < 0 || write(file, data, size) != ssize_t(size)) std::abort();
  try {
    const psgan::ZipStoreReader zip("/proc/self/fd/" + std::to_string(file));
    for (const std::string& name : zip.names()) zip.read(name);
  } catch (const psgan::Error&) {
  }
  close(file);
  return 0;
}
