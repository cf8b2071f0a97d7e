#pragma once

#include "orion/kernel/result.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace orion::catalogue_files {

/// Bytes from front to back, once. For one thread.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    /// Fills the front of `space`, which is not empty; 0 at the end. `unavailable` / `unreadable_file`.
    virtual Result<std::size_t> read(std::span<char> space) = 0;
};

/// A file as it is. `unavailable` / `unreadable_file` if it cannot be opened.
Result<std::unique_ptr<ByteSource>> open_file(const std::filesystem::path& path);

/// The bytes of `source`, unpacked if they begin like an .xz file (XZ format, one or several streams, at most 128 MiB
/// for the decoder). A damaged or cut file is `unreadable_file` when its damage is reached.
Result<std::unique_ptr<ByteSource>> unpacked(std::unique_ptr<ByteSource> source);

}  // namespace orion::catalogue_files
