#include "process/stop_signal.hpp"

#include <system_error>

namespace orion::hosts {

StopSignal::StopSignal() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGTERM);
    sigaddset(&signals_, SIGINT);
    if (const int error = pthread_sigmask(SIG_BLOCK, &signals_, nullptr)) {
        throw std::system_error{error, std::generic_category(), "pthread_sigmask"};
    }
}

void StopSignal::wait() {
    int signal = 0;
    while (sigwait(&signals_, &signal) != 0) {
    }
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace orion::hosts
