#include "orion/system/free_space.hpp"

#include <system_error>

namespace orion::system {

Result<void> require_free_space(const std::filesystem::path& folder, std::uintmax_t bytes) {
    std::error_code error;
    const auto space = std::filesystem::space(folder, error);
    if (!error && space.available >= bytes) return {};
    return fail(ErrorKind::unavailable, "disk_full", "There is not enough room on the disk.");
}

}  // namespace orion::system
