#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

namespace orion::test {

/// A file of the data sets that lie beside the source tree and are not part of it. Nothing if it is missing: the test
/// then says so and returns, or fails where ORION_REQUIRE_SHARED_DATA is set.
inline std::optional<std::filesystem::path> shared_file(const std::string& name) {
    auto path = std::filesystem::path{ORION_SOURCE_DIR} / "../shared/data" / name;
    if (std::filesystem::exists(path)) return path;
    if (std::getenv("ORION_REQUIRE_SHARED_DATA") != nullptr) FAIL("missing data file: ", name);
    std::cerr << "skipped a test: no " << name << '\n';
    return std::nullopt;
}

}  // namespace orion::test
