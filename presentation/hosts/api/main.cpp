#include "orion/system/signals.hpp"

#include "process/api_process.hpp"
#include "process/exit_deadline.hpp"
#include "process/host_arguments.hpp"
#include "process/reloading.hpp"
#include "process/worker_process.hpp"

#include <optional>
#include <thread>

namespace {

using namespace orion::hosts;

enum class Worker { elsewhere, inside };

int serve(const HostArguments& arguments, const orion::config::Settings& settings, Worker worker) {
    orion::system::Signals signals;
    Foundation foundation{settings, "orion-api"};
    Shop shop{foundation};
    std::optional<WorkerProcess> working;
    if (worker == Worker::inside) working.emplace(shop);
    ApiProcess api{shop};

    Reloading reloading{arguments, foundation, [&api](const orion::config::Settings& changed) { api.apply(changed); }};
    signals.wait_for_stop([&reloading] { reloading.reload(); });
    foundation.log.info("stopping");
    const ExitDeadline deadline{settings.shutdown.limit};
    bool complete = false;
    {
        const std::jthread handling{[&working] {
            if (working) working->stop();
        }};
        complete = api.drain();
    }
    foundation.log.info("stopped", {{"complete", complete}});
    return complete ? exit_ok : exit_failure;
}

}  // namespace

int main(int argc, char** argv) {
    HostArguments arguments{"orion-api", "Orion's REST API"};
    arguments.shortcut("--port", "http.port", "The port to listen on");
    bool with_worker = false;
    arguments.flag("--with-worker", with_worker, "Process orders in this process too");
    return arguments.run(argc, argv, [&](const auto& settings) {
        return serve(arguments, settings, with_worker ? Worker::inside : Worker::elsewhere);
    });
}
