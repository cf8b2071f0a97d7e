#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace orion::test {

/// The DIR of `scripts/engines start DIR`, in the environment variable ENGINES. Nothing when no engines run: such a
/// test says so and returns.
inline std::optional<std::filesystem::path> engines_folder() {
    const char* const folder = std::getenv("ENGINES");  // NOLINT(concurrency-mt-unsafe): nothing sets it
    return folder == nullptr ? std::nullopt : std::optional{std::filesystem::path{folder}};
}

/// What it wrote for programs: `engine("postgres_url")`.
inline std::optional<std::string> engine(std::string_view name, const std::filesystem::path& folder) {
    std::ifstream urls{folder / "urls"};
    for (std::string line; std::getline(urls, line);) {
        const auto equals = line.find('=');
        if (equals != std::string::npos && std::string_view{line}.substr(0, equals) == name)
            return line.substr(equals + 1);
    }
    return std::nullopt;
}
inline std::optional<std::string> engine(std::string_view name) {
    const auto folder = engines_folder();
    return folder ? engine(name, *folder) : std::nullopt;
}

}  // namespace orion::test
