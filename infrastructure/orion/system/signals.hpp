#pragma once

#include <csignal>
#include <functional>

namespace orion::system {

/// Turns SIGTERM, SIGINT and SIGHUP into something to wait for. Construct it in `main` before any thread starts:
/// threads inherit its signal mask. Also ignores SIGPIPE, so that a closed socket is an error code and not the end of
/// the process.
class Signals {
public:
    Signals();

    /// Returns when the first SIGTERM or SIGINT arrives; from then on another one ends the process at once. Until then
    /// it calls `reload` for SIGHUP, for several at once if they arrived together; afterwards SIGHUP does nothing.
    void wait_for_stop(const std::function<void()>& reload);

private:
    sigset_t stops_{};
    sigset_t all_{};
};

}  // namespace orion::system
