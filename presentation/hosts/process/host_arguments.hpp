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

/// The command line of a program of Orion. Every one has `--config FILE`, `--data DIR`, `--set KEY=VALUE`,
/// `--check-config` and `--print-config`; what else it has is added before `run`.
class HostArguments {
public:
    HostArguments(const std::string& program, const std::string& description);
    ~HostArguments();
    HostArguments(const HostArguments&) = delete;
    HostArguments& operator=(const HostArguments&) = delete;

    /// Makes an option another name of a setting: `--port 8080` for `http.port`.
    void shortcut(const std::string& option, const std::string& key, const std::string& description);

    /// Sets `given`, which must outlive `run`, when the option is there.
    void flag(const std::string& option, bool& given, const std::string& description);

    /// For subcommands and what else only one program has.
    CLI::App& app() { return *app_; }

    /// The rest of `main`: parses, reads the settings and gives them to `body`. Every failure becomes an exit code and
    /// a line on stderr, a line for each problem of the settings.
    int run(int argc, char** argv, const std::function<int(const config::Settings&)>& body);

    /// From within `body`, as often as wanted: what the sources hold now, or all that is wrong with it.
    std::expected<config::LoadedSettings, std::vector<config::Problem>> load(config::SecretValues secrets) const;

private:
    struct Shortcut {
        std::string option;
        std::string key;
        std::optional<std::string> value;
    };
    enum class Mode { run, check, print };

    std::expected<config::Settings, int> settings() const;

    std::unique_ptr<CLI::App> app_;
    std::optional<std::string> file_;
    std::vector<std::string> assignments_;
    std::vector<std::unique_ptr<Shortcut>> shortcuts_;
    Mode mode_ = Mode::run;
};

/// The exit codes of Orion's programs.
inline constexpr int exit_ok = 0;
inline constexpr int exit_failure = 1;  ///< it ran and failed
inline constexpr int exit_usage = 2;    ///< it was asked for something that cannot be

}  // namespace orion::hosts
