#pragma once

#include "orion/config/load_settings.hpp"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): not ours
class App;
}

namespace orion::hosts {

/// The options that every program of Orion has: `--config FILE`, `--data DIR`, `--set KEY=VALUE`, `--check-config`,
/// `--print-config`. More options are added to the same CLI::App; `shortcut` makes one of them a setting's other name.
class HostArguments {
public:
    explicit HostArguments(CLI::App& app);

    /// `--port 8080` for `http.port`.
    void shortcut(CLI::App& app, const std::string& option, const std::string& key, const std::string& description);

    /// After parsing, as often as wanted: what the sources hold now, or all that is wrong with it.
    std::expected<config::LoadedSettings, std::vector<config::Problem>> load(config::SecretValues secrets) const;

    /// After parsing: the settings; or an exit code, after printing all problems, or what `--print-config` asks for.
    /// The code is 0 for the latter, `exit_usage` for problems.
    std::expected<config::Settings, int> settings() const;

private:
    struct Shortcut {
        std::string option;
        std::string key;
        std::optional<std::string> value;
    };
    std::optional<std::string> file_;
    std::vector<std::string> assignments_;
    std::vector<std::unique_ptr<Shortcut>> shortcuts_;
    enum class Mode { run, check, print };
    Mode mode_ = Mode::run;
};

/// The exit codes of Orion's programs.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failure = 1;  ///< it ran and failed
inline constexpr int exit_usage = 2;    ///< it was asked for something that cannot be

/// Runs `body` as the rest of `main`: parses, maps every failure to an exit code and a line on stderr.
int run_program(CLI::App& app, int argc, char** argv, const std::function<int()>& body);

}  // namespace orion::hosts
