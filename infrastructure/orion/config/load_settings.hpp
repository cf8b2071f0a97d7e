#pragma once

#include "orion/config/settings.hpp"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace orion::config {

/// A value from the command line. `source` is the option as typed, such as `--port`.
struct Override {
    std::string source;
    std::string key;
    std::string value;
};

/// Whether the secrets that settings refer to are read with them.
enum class SecretValues { read, left };

/// Where settings come from, the weakest first: defaults, file, environment, command line.
struct Sources {
    std::optional<std::string> file{};                 ///< path of a TOML file
    std::map<std::string, std::string> environment{};  ///< of which `ORION_…` is read, but for `ORION_CONFIG`
    std::vector<std::string> assignments{};            ///< `--set key=value`, as typed
    std::vector<Override> overrides{};                 ///< direct options
    SecretValues secrets = SecretValues::read;
};

/// Why the process must not start.
struct Problem {
    std::string source;  ///< "orion.toml:3", "ORION_HTTP_PORT", "--set"
    std::string key;     ///< empty when it is not about a key
    std::string message;

    friend bool operator==(const Problem&, const Problem&) = default;
};

struct LoadedSettings {
    Settings settings;
    std::map<std::string, std::string, std::less<>> origins;  ///< key to source, for every key that is not a default
};

/// All problems of all sources at once, unknown keys included; never a secret among them.
std::expected<LoadedSettings, std::vector<Problem>> load_settings(const Sources& sources);

/// The environment of this process.
std::map<std::string, std::string> process_environment();

/// One line for a terminal: `ORION_HTTP_PORT: http.port: expected …`.
std::string to_string(const Problem& problem);

}  // namespace orion::config
