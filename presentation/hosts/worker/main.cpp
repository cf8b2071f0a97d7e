#include "orion/system/signals.hpp"

#include "process/exit_deadline.hpp"
#include "process/host_arguments.hpp"
#include "process/reloading.hpp"
#include "process/worker_process.hpp"

#include <CLI/CLI.hpp>

namespace {

using namespace orion::hosts;

int work(const HostArguments& arguments, const orion::config::Settings& settings) {
    orion::system::Signals signals;
    Foundation foundation{settings, "orion-worker", contexts_in(settings.worker.modules)};
    Shop shop{foundation};
    WorkerProcess worker{shop};

    Reloading reloading{arguments, foundation, [](const orion::config::Settings&) {}};
    signals.wait_for_stop([&reloading] { reloading.reload(); });
    foundation.log.info("stopping");
    const ExitDeadline deadline{settings.shutdown.limit};
    worker.stop();
    foundation.log.info("stopped");
    return exit_ok;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Orion's order processing", "orion-worker"};
    HostArguments arguments{app};
    arguments.shortcut(app, "--modules", "worker.modules", "Whose messages and jobs to handle, with commas");
    return run_program(app, argc, argv, [&] {
        const auto settings = arguments.settings();
        return settings ? work(arguments, *settings) : settings.error();
    });
}
