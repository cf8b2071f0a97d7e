#include "orion/config/render_settings.hpp"

#include "orion/config/settings_table.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace orion::config {

std::string render_toml(const LoadedSettings& loaded) {
    std::string toml;
    std::string_view section;
    for (const auto& setting : settings_table()) {
        if (setting.section() != section) {
            section = setting.section();
            toml += fmt::format("{}[{}]\n", toml.empty() ? "" : "\n", section);
        }
        const auto origin = loaded.origins.find(setting.key);
        toml += fmt::format("{} = {}  # {}\n", setting.name(), show(setting, loaded.settings),
                            origin == loaded.origins.end() ? "default" : origin->second);
    }
    return toml;
}

std::string render_reference() {
    std::string page =
        "# Configuration\n"
        "\n"
        "Made from the table in `infrastructure/orion/config/settings_table.cpp`; a test compares the two.\n"
        "\n"
        "Every setting has a default. A TOML file (`--config FILE` or `ORION_CONFIG`) overrides it, the environment\n"
        "overrides the file, and the command line (`--set http.port=9000`) overrides everything. A key that does not\n"
        "exist or a value out of its range stops the start, and all problems are told at once. `--check-config` only\n"
        "checks; `--print-config` shows the settings that a start would take and where each came from.\n"
        "\n"
        "A secret is never written down here: `env:NAME` names a variable that holds it, `file:PATH` a file,\n"
        "`sealed:PATH#NAME` an entry of an encrypted file, `vault:MOUNT/PATH#FIELD` one of HashiCorp Vault\n"
        "([secrets](secrets.md)).\n"
        "\n"
        "## Changing settings without a restart\n"
        "\n"
        "Change the file and send SIGHUP to each process (`ExecReload=/bin/kill -HUP $MAINPID` in a systemd unit). It\n"
        "reads file, environment and command line again and takes the keys with a `yes` under SIGHUP, for every\n"
        "request from then on; none is interrupted. The log tells: `settings were read again` with what changed, and\n"
        "`settings need a restart` with the keys whose new values wait for one. A file with anything wrong in it\n"
        "changes nothing: `settings were not taken`, with all that is wrong. Write a new file and rename\n"
        "it into its place: one that is read while it is still empty means all defaults. Secrets need no signal, and\n"
        "are not read for one; whether each can be read, `--check-config` tells before a restart.\n";
    const Settings defaults;
    std::optional<std::string_view> section;
    for (const auto& setting : settings_table()) {
        if (setting.section() != section) {
            section = setting.section();
            page += fmt::format(
                "\n## {}\n\n| key | environment | value | default | SIGHUP | meaning |\n"
                "|---|---|---|---|---|---|\n",
                section->empty() ? setting.name() : *section);
        }
        page += fmt::format("| `{}` | `{}` | {} | `{}` | {} | {} |\n", setting.key, setting.environment_name(),
                            expectation(setting), show(setting, defaults),
                            setting.taken == Taken::on_reload ? "yes" : "", setting.description);
    }
    return page;
}

}  // namespace orion::config
