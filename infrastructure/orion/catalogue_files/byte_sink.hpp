#pragma once

#include "orion/kernel/result.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace orion::catalogue_files {

/// Where a file is written to, front to back. Errors: `unavailable` / `unwritable_file`. For one thread.
class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual Result<void> write(std::string_view bytes) = 0;
    /// All of it is where it should be when this returns.
    virtual Result<void> finish() = 0;
};

/// A file that appears, or takes the place of another, when it is finished and safe on the disk; until then it is
/// written beside it.
Result<std::unique_ptr<ByteSink>> create_file(const std::filesystem::path& path);

std::unique_ptr<ByteSink> standard_output();

}  // namespace orion::catalogue_files
