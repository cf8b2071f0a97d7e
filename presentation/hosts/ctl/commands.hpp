#pragma once

#include "orion/config/settings.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace orion::hosts {

/// What the command line asked for; returns the exit code.
using Command = std::function<int(const config::Settings&)>;

/// Adds every subcommand of `orionctl`. Parsing sets `chosen`, which must outlive it.
void add_commands(CLI::App& app, Command& chosen);

}  // namespace orion::hosts
