#include "orion/system/signals.hpp"

#include "process/exit_deadline.hpp"
#include "process/host_arguments.hpp"
#include "process/reloading.hpp"
#include "process/worker_process.hpp"

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
    HostArguments arguments{"orion-worker", "Orion's order processing"};
    arguments.shortcut("--modules", "worker.modules", "Whose messages and jobs to handle, with commas");
    return arguments.run(argc, argv, [&](const auto& settings) { return work(arguments, settings); });
}
