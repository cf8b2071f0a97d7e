#include "ctl/commands.hpp"
#include "process/host_arguments.hpp"

#include <CLI/CLI.hpp>

int main(int argc, char** argv) {
    CLI::App app{"Orion's tool for operators", "orionctl"};
    orion::hosts::HostArguments arguments{app};
    const orion::hosts::Commands commands{app};
    return orion::hosts::run_program(app, argc, argv, [&] {
        const auto settings = arguments.settings();
        return settings ? commands.run(*settings) : settings.error();
    });
}
