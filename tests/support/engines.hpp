#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace orion::test {

/// What `scripts/engines start DIR` wrote for programs, DIR being in the environment variable ENGINES:
/// `engine("postgres_url")`. Nothing when no engines run: such a test says so and returns.
inline std::optional<std::string> engine(std::string_view name) {
    const char* const folder = std::getenv("ENGINES");  // NOLINT(concurrency-mt-unsafe): nothing sets it
    if (folder == nullptr) return std::nullopt;
    std::ifstream urls{std::filesystem::path{folder} / "urls"};
    for (std::string line; std::getline(urls, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos && std::string_view{line}.substr(0, equals) == name)
            return line.substr(equals + 1);
    }
    return std::nullopt;
}

}  // namespace orion::test
