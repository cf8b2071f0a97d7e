#include "process/host_arguments.hpp"

#include "orion/config/render_settings.hpp"

#include "process/edge.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <utility>

namespace orion::hosts {

HostArguments::HostArguments(const std::string& program, const std::string& description)
    : app_{std::make_unique<CLI::App>(description, program)} {
    app_->add_option("--config", file_, "A TOML file of settings")->envname("ORION_CONFIG");
    app_->add_option("--set", assignments_, "A setting, as section.key=value; may be repeated")
        ->allow_extra_args(false);
    shortcut("--data", "data.directory", "The data directory");
    app_->add_flag_callback("--check-config", [this] { mode_ = Mode::check; }, "Check the settings and stop");
    app_->add_flag_callback("--print-config", [this] { mode_ = Mode::print; }, "Print the settings in force and stop");
}

HostArguments::~HostArguments() = default;

void HostArguments::shortcut(const std::string& option, const std::string& key, const std::string& description) {
    auto& added = *shortcuts_.emplace_back(std::make_unique<Shortcut>(option, key, std::nullopt));
    app_->add_option(option, added.value, description + " (" + key + ")");
}

void HostArguments::flag(const std::string& option, bool& given, const std::string& description) {
    app_->add_flag(option, given, description);
}

int HostArguments::run(int argc, char** argv, const std::function<int(const config::Settings&)>& body) {
    try {
        app_->parse(argc, argv);
        const auto read = settings();
        return read ? body(*read) : read.error();
    } catch (const CLI::ParseError& error) {
        return app_->exit(error) == 0 ? exit_ok : exit_usage;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", app_->get_name().c_str(), error.what());
        return exit_failure;
    }
}

std::expected<config::LoadedSettings, std::vector<config::Problem>> HostArguments::load(
    config::SecretValues secrets) const {
    config::Sources sources{.file = file_,
                            .environment = config::process_environment(),
                            .assignments = assignments_,
                            .overrides = {},
                            .secrets = secrets};
    for (const auto& shortcut : shortcuts_) {
        if (shortcut->value) sources.overrides.push_back({shortcut->option, shortcut->key, *shortcut->value});
    }
    auto loaded = config::load_settings(sources);
    if (!loaded) return loaded;
    if (auto problems = problems_at_the_edge(loaded->settings); !problems.empty())
        return std::unexpected{std::move(problems)};
    return loaded;
}

std::expected<config::Settings, int> HostArguments::settings() const {
    auto loaded = load(config::SecretValues::read);
    if (!loaded) {
        std::fprintf(stderr, "The settings are not acceptable:\n");
        for (const auto& problem : loaded.error()) std::fprintf(stderr, "  %s\n", config::to_string(problem).c_str());
        return std::unexpected{exit_usage};
    }
    if (mode_ == Mode::print) std::fputs(config::render_toml(*loaded).c_str(), stdout);
    if (mode_ == Mode::check) std::puts("The settings are acceptable.");
    if (mode_ != Mode::run) return std::unexpected{exit_ok};
    return std::move(loaded->settings);
}

}  // namespace orion::hosts
