#include "orion/system/signals.hpp"

#include <ctime>
#include <system_error>

namespace orion::system {

Signals::Signals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&stops_);
    sigaddset(&stops_, SIGTERM);
    sigaddset(&stops_, SIGINT);
    all_ = stops_;
    sigaddset(&all_, SIGHUP);
    if (const int error = pthread_sigmask(SIG_BLOCK, &all_, nullptr)) {
        throw std::system_error{error, std::generic_category(), "pthread_sigmask"};
    }
}

void Signals::wait_for_stop(const std::function<void()>& reload) {
    constexpr timespec at_once{};
    // SIGHUP is handed out first: a storm of it must not hide a stop.
    while (sigtimedwait(&stops_, nullptr, &at_once) < 0) {
        int signal = 0;
        if (sigwait(&all_, &signal) != 0) continue;
        if (signal != SIGHUP) break;
        reload();
    }
    pthread_sigmask(SIG_UNBLOCK, &stops_, nullptr);
}

}  // namespace orion::system
