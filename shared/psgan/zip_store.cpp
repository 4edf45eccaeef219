#include "psgan/zip_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "psgan/error.h"

namespace psgan {
namespace {

// Signatures and sizes of PKWARE's APPNOTE 6.3, sections 4.3.7 to 4.3.16.
constexpr std::uint32_t local_signature = 0x04034b50, central_signature = 0x02014b50,
                        end_signature = 0x06054b50, end64_signature = 0x06064b50,
                        locator64_signature = 0x07064b50;
constexpr std::size_t local_size = 30, end_size = 22, end64_size = 56, locator64_size = 20;
constexpr std::uint32_t full32 = 0xFFFFFFFF;
constexpr std::uint16_t full16 = 0xFFFF;
constexpr std::uint16_t date_1980 = 0x21;  // A fixed date: the same data make the same bytes.

/// Writes a file through to the disk, so that after a power cut no half of it has the final name.
bool sync(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  return synced;
}

/// A CRC-32 that goes on over several pieces; begins with 0.
std::uint32_t continue_crc(std::uint32_t crc, std::span<const std::uint8_t> bytes) {
  static const auto table = [] {
    std::array<std::uint32_t, 256> t{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i;
      for (int k = 0; k < 8; ++k) c = c & 1 ? 0xEDB88320u ^ c >> 1 : c >> 1;
      t[i] = c;
    }
    return t;
  }();
  crc = ~crc;
  for (const std::uint8_t byte : bytes) crc = table[(crc ^ byte) & 0xFF] ^ crc >> 8;
  return ~crc;
}

template <typename T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(value >> 8 * i & 0xFF);
}

/// Little-endian numbers out of a block of bytes; reading past its end throws Error.
class Fields {
 public:
  Fields(std::span<const std::uint8_t> bytes, const std::filesystem::path& path)
      : bytes_(bytes), path_(path) {}

  template <typename T>
  T take() {
    need(sizeof(T));
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
      value = static_cast<T>(value | static_cast<T>(bytes_[at_ + i]) << 8 * i);
    }
    at_ += sizeof(T);
    return value;
  }
  std::string text(std::size_t length) {
    need(length);
    std::string value(reinterpret_cast<const char*>(bytes_.data()) + at_, length);
    at_ += length;
    return value;
  }
  Fields sub(std::size_t length) {
    need(length);
    Fields part(bytes_.subspan(at_, length), path_);
    at_ += length;
    return part;
  }
  void skip(std::size_t length) {
    need(length);
    at_ += length;
  }
  bool empty() const { return at_ >= bytes_.size(); }

 private:
  void need(std::size_t length) const {
    if (length > bytes_.size() - at_) {
      throw Error(path_.string() + ": the zip's table of contents is damaged or cut short");
    }
  }
  std::span<const std::uint8_t> bytes_;
  const std::filesystem::path& path_;
  std::size_t at_ = 0;
};

std::vector<std::uint8_t> read_range(std::ifstream& file, std::uint64_t offset, std::uint64_t size,
                                     std::uint64_t file_size, const std::filesystem::path& path) {
  if (offset > file_size || size > file_size - offset) {
    throw Error(path.string() + ": the zip is cut short: byte " + std::to_string(offset + size) +
                " is wanted, the file has " + std::to_string(file_size));
  }
  std::vector<std::uint8_t> bytes(size);
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
  if (!file) throw Error(path.string() + ": cannot be read at byte " + std::to_string(offset));
  return bytes;
}

std::ifstream open(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(path.string() + ": no such file, or it cannot be opened");
  return file;
}

/// Where the central directory lies and how many entries it has.
struct Directory {
  std::uint64_t entries, size, offset;
};

Directory find_directory(std::ifstream& file, std::uint64_t file_size,
                         const std::filesystem::path& path) {
  // The end record is the last thing in the file but for a comment of at most 65,535 bytes.
  const std::uint64_t tail_size = std::min<std::uint64_t>(file_size, end_size + full16);
  const auto tail = read_range(file, file_size - tail_size, tail_size, file_size, path);
  for (std::size_t at = tail.size() < end_size ? 0 : tail.size() - end_size + 1; at-- > 0;) {
    Fields end(std::span<const std::uint8_t>(tail).subspan(at), path);
    if (end.take<std::uint32_t>() != end_signature) continue;
    end.skip(6);
    Directory directory{};
    directory.entries = end.take<std::uint16_t>();
    directory.size = end.take<std::uint32_t>();
    directory.offset = end.take<std::uint32_t>();
    const std::uint64_t end_offset = file_size - tail_size + at;
    const bool is64 =
        directory.entries == full16 || directory.size == full32 || directory.offset == full32;
    if (!is64 || end_offset < locator64_size) return directory;
    const auto locator_bytes =
        read_range(file, end_offset - locator64_size, locator64_size, file_size, path);
    Fields locator(locator_bytes, path);
    if (locator.take<std::uint32_t>() != locator64_signature) return directory;
    locator.skip(4);
    const auto end64_bytes =
        read_range(file, locator.take<std::uint64_t>(), end64_size, file_size, path);
    Fields end64(end64_bytes, path);
    if (end64.take<std::uint32_t>() != end64_signature) return directory;
    end64.skip(28);
    directory.entries = end64.take<std::uint64_t>();
    directory.size = end64.take<std::uint64_t>();
    directory.offset = end64.take<std::uint64_t>();
    return directory;
  }
  throw Error(path.string() +
              ": this is not a zip file, or it is cut short (no table of contents)");
}

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes) { return continue_crc(0, bytes); }

std::uint32_t crc32(std::string_view text) {
  return crc32(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

ZipStoreWriter::ZipStoreWriter(std::filesystem::path path, Unfinished unfinished)
    : path_(std::move(path)), temporary_(path_.string() + ".tmp"), unfinished_(unfinished) {
  if (unfinished_ == Unfinished::continued && std::filesystem::exists(temporary_)) {
    take_over();
    file_.open(temporary_, std::ios::binary | std::ios::in | std::ios::out);
    if (file_) keep(entries_.size());
  } else {
    file_.open(temporary_, std::ios::binary | std::ios::trunc);
  }
  if (!file_) throw Error(path_.string() + ": cannot be written (is the folder there?)");
}

ZipStoreWriter::~ZipStoreWriter() {
  if (finished_) return;
  file_.close();
  if (unfinished_ == Unfinished::continued) return;
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

/// Lists the whole entries at the beginning of the unfinished zip; what follows them is cut short
/// or was never written through to the disk.
void ZipStoreWriter::take_over() {
  std::ifstream file = open(temporary_);
  const std::uint64_t size = std::filesystem::file_size(temporary_);
  for (std::uint64_t at = 0; size - at >= local_size;) {
    const auto header_bytes = read_range(file, at, local_size, size, temporary_);
    Fields header(header_bytes, temporary_);
    if (header.take<std::uint32_t>() != local_signature) return;
    header.skip(10);
    Entry entry{"", header.take<std::uint32_t>(), header.take<std::uint32_t>(), at};
    header.skip(4);
    const std::uint64_t name_length = header.take<std::uint16_t>();
    if (size - at - local_size < name_length + entry.size) return;
    const auto name = read_range(file, at + local_size, name_length, size, temporary_);
    entry.name.assign(name.begin(), name.end());
    at += local_size + name_length;
    if (crc32(read_range(file, at, entry.size, size, temporary_)) != entry.crc) return;
    at += entry.size;
    offset_ = at;
    entries_.push_back(std::move(entry));
  }
}

void ZipStoreWriter::keep(std::size_t count) {
  if (count < entries_.size()) {
    offset_ = entries_[count].offset;
    entries_.resize(count);
  }
  file_.flush();
  std::error_code error;
  std::filesystem::resize_file(temporary_, offset_, error);
  file_.seekp(static_cast<std::streamoff>(offset_));
  if (error || !file_) throw Error(path_.string() + ": what was written cannot be continued");
}

void ZipStoreWriter::write(std::span<const std::uint8_t> bytes) {
  file_.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
  if (!file_) throw Error(path_.string() + ": writing failed (is the disk full?)");
  offset_ += bytes.size();
}

void ZipStoreWriter::write(const std::string& bytes) {
  write(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

void ZipStoreWriter::add(const std::string& name, std::span<const std::uint8_t> bytes) {
  check_entry(name, bytes.size());
  entries_.push_back({name, crc32(bytes), bytes.size(), offset_});
  write(local_header(entries_.back()));
  write(bytes);
  // Handed to the system, an entry outlives the process.
  if (unfinished_ == Unfinished::continued) file_.flush();
}

void ZipStoreWriter::add_pieces(const std::string& name,
                                const std::function<void(const Sink&)>& body) {
  check_entry(name, 0);
  Entry entry{name, 0, 0, offset_};
  write(local_header(entry));
  body([&](std::span<const std::uint8_t> bytes) {
    entry.crc = continue_crc(entry.crc, bytes);
    entry.size += bytes.size();
    check_entry(name, entry.size);
    write(bytes);
  });
  // The header tells checksum and size, which are known only now.
  const std::uint64_t end = offset_;
  file_.seekp(static_cast<std::streamoff>(entry.offset));
  write(local_header(entry));
  file_.seekp(static_cast<std::streamoff>(end));
  offset_ = end;
  entries_.push_back(std::move(entry));
}

void ZipStoreWriter::check_entry(const std::string& name, std::uint64_t size) const {
  if (name.empty() || name.size() >= full16) {
    throw Error(path_.string() + ": an entry's name needs 1 to 65534 bytes");
  }
  if (size >= full32) throw Error(path_.string() + ": " + name + " is larger than 4 GB");
}

std::string ZipStoreWriter::local_header(const Entry& entry) {
  std::string header;
  put<std::uint32_t>(header, local_signature);
  put<std::uint16_t>(header, 20);       // version needed
  put<std::uint16_t>(header, 1 << 11);  // names are UTF-8
  put<std::uint16_t>(header, 0);        // stored
  put<std::uint16_t>(header, 0);
  put<std::uint16_t>(header, date_1980);
  put<std::uint32_t>(header, entry.crc);
  put(header, static_cast<std::uint32_t>(entry.size));
  put(header, static_cast<std::uint32_t>(entry.size));
  put(header, static_cast<std::uint16_t>(entry.name.size()));
  put<std::uint16_t>(header, 0);
  return header + entry.name;
}

void ZipStoreWriter::finish() {
  const std::uint64_t directory_offset = offset_;
  for (const Entry& entry : entries_) {
    const bool far = entry.offset >= full32;
    std::string record;
    put<std::uint32_t>(record, central_signature);
    put<std::uint16_t>(record, far ? 45 : 20);
    put<std::uint16_t>(record, far ? 45 : 20);
    put<std::uint16_t>(record, 1 << 11);
    put<std::uint16_t>(record, 0);
    put<std::uint16_t>(record, 0);
    put<std::uint16_t>(record, date_1980);
    put<std::uint32_t>(record, entry.crc);
    put(record, static_cast<std::uint32_t>(entry.size));
    put(record, static_cast<std::uint32_t>(entry.size));
    put(record, static_cast<std::uint16_t>(entry.name.size()));
    put<std::uint16_t>(record, far ? 12 : 0);
    record.append(10, '\0');  // comment's length, disk, attributes
    put(record, far ? full32 : static_cast<std::uint32_t>(entry.offset));
    record += entry.name;
    if (far) {
      put<std::uint16_t>(record, 1);  // the Zip64 extra field, holding the offset alone
      put<std::uint16_t>(record, 8);
      put<std::uint64_t>(record, entry.offset);
    }
    write(record);
  }
  const std::uint64_t directory_size = offset_ - directory_offset;
  const bool is64 =
      entries_.size() >= full16 || directory_offset >= full32 || directory_size >= full32;
  std::string end;
  if (is64) {
    const std::uint64_t end64_offset = offset_;
    put<std::uint32_t>(end, end64_signature);
    put<std::uint64_t>(end, end64_size - 12);
    put<std::uint16_t>(end, 45);
    put<std::uint16_t>(end, 45);
    put<std::uint32_t>(end, 0);
    put<std::uint32_t>(end, 0);
    put<std::uint64_t>(end, entries_.size());
    put<std::uint64_t>(end, entries_.size());
    put<std::uint64_t>(end, directory_size);
    put<std::uint64_t>(end, directory_offset);
    put<std::uint32_t>(end, locator64_signature);
    put<std::uint32_t>(end, 0);
    put<std::uint64_t>(end, end64_offset);
    put<std::uint32_t>(end, 1);
  }
  const auto small16 = [is64](std::uint64_t v) { return is64 ? full16 : std::uint16_t(v); };
  const auto small32 = [is64](std::uint64_t v) { return is64 ? full32 : std::uint32_t(v); };
  put<std::uint32_t>(end, end_signature);
  put<std::uint32_t>(end, 0);
  put<std::uint16_t>(end, small16(entries_.size()));
  put<std::uint16_t>(end, small16(entries_.size()));
  put<std::uint32_t>(end, small32(directory_size));
  put<std::uint32_t>(end, small32(directory_offset));
  put<std::uint16_t>(end, 0);
  write(end);
  file_.close();
  if (!file_ || !sync(temporary_))
    throw Error(path_.string() + ": writing failed (is the disk full?)");
  std::filesystem::rename(temporary_, path_);
  finished_ = true;
}

ZipStoreReader::ZipStoreReader(std::filesystem::path path) : path_(std::move(path)) {
  std::ifstream file = open(path_);
  std::error_code error;
  file_size_ = std::filesystem::file_size(path_, error);
  if (error) throw Error(path_.string() + ": is not a regular file");
  const Directory directory = find_directory(file, file_size_, path_);
  const auto bytes = read_range(file, directory.offset, directory.size, file_size_, path_);
  Fields fields(bytes, path_);
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    if (fields.take<std::uint32_t>() != central_signature) {
      throw Error(path_.string() + ": the zip's table of contents is damaged");
    }
    fields.skip(4);
    const auto flags = fields.take<std::uint16_t>();
    const auto method = fields.take<std::uint16_t>();
    fields.skip(4);
    Entry entry;
    entry.crc = fields.take<std::uint32_t>();
    const std::uint64_t packed = fields.take<std::uint32_t>();
    entry.size = fields.take<std::uint32_t>();
    const auto name_length = fields.take<std::uint16_t>();
    const auto extra_length = fields.take<std::uint16_t>();
    const auto comment_length = fields.take<std::uint16_t>();
    fields.skip(8);
    entry.offset = fields.take<std::uint32_t>();
    const std::string name = fields.text(name_length);
    Fields extras = fields.sub(extra_length);
    fields.skip(comment_length);
    if (method != 0 || (flags & 1) != 0) {
      throw Error(path_.string() + ": the entry " + name +
                  " is compressed or encrypted; expected stored entries (zip -0)");
    }
    std::uint64_t packed64 = packed;
    while (!extras.empty()) {
      const auto id = extras.take<std::uint16_t>();
      Fields extra = extras.sub(extras.take<std::uint16_t>());
      if (id != 1) continue;
      if (entry.size == full32) entry.size = extra.take<std::uint64_t>();
      if (packed == full32) packed64 = extra.take<std::uint64_t>();
      if (entry.offset == full32) entry.offset = extra.take<std::uint64_t>();
    }
    if (packed64 != entry.size) {
      throw Error(path_.string() + ": the entry " + name + " has two different sizes");
    }
    entries_[name] = entry;
  }
}

std::vector<std::string> ZipStoreReader::names() const {
  std::vector<std::string> result;
  for (const auto& [name, entry] : entries_) result.push_back(name);
  return result;
}

std::vector<std::uint8_t> ZipStoreReader::read(const std::string& name) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) throw Error(path_.string() + ": has no entry " + name);
  const Entry& entry = found->second;
  std::ifstream file = open(path_);
  const auto header_bytes = read_range(file, entry.offset, local_size, file_size_, path_);
  Fields header(header_bytes, path_);
  if (header.take<std::uint32_t>() != local_signature) {
    throw Error(path_.string() + ": the entry " + name + " is not where the zip says it is");
  }
  header.skip(22);
  const std::uint64_t entry_name_length = header.take<std::uint16_t>();
  const std::uint64_t extra_length = header.take<std::uint16_t>();
  auto bytes = read_range(file, entry.offset + local_size + entry_name_length + extra_length,
                          entry.size, file_size_, path_);
  if (crc32(bytes) != entry.crc) {
    throw Error(path_.string() + ": the entry " + name + " is damaged (its checksum differs)");
  }
  return bytes;
}

}  // namespace psgan
