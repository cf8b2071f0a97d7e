#pragma once

#include "orion/kernel/secret.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>

namespace orion::security {

/// Files that only their owner may use. Each function throws std::runtime_error, with path and reason, for whoever
/// starts the program to show.

/// Nothing if there is no such file. It throws if the file is no plain one, has more than `max_bytes`, cannot be read,
/// or others than its owner may use it.
std::optional<Secret> read_private_file(const std::filesystem::path& path, std::size_t max_bytes);

enum class Existing {
    keep,     ///< a file that is there stays as it is
    replace,  ///< readers see the old content or the new one, never less
};

/// Durable when it returns.
void write_private_file(const std::filesystem::path& path, const Secret& content, Existing existing);

}  // namespace orion::security
