#include "ctl/commands.hpp"
#include "process/host_arguments.hpp"

int main(int argc, char** argv) {
    orion::hosts::HostArguments arguments{"orionctl", "Orion's tool for operators"};
    const orion::hosts::Commands commands{arguments.app()};
    return arguments.run(argc, argv, [&](const auto& settings) { return commands.run(settings); });
}
