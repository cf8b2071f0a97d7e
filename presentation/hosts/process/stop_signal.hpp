#pragma once

#include <csignal>

namespace orion::hosts {

/// Turns SIGTERM and SIGINT into something to wait for. Construct it in `main` before any thread starts: threads
/// inherit its signal mask. Also ignores SIGPIPE, so that a closed socket is an error code and not the end of the
/// process.
class StopSignal {
public:
    StopSignal();

    /// Returns when the first of them arrives. From then on another one ends the process at once.
    void wait();

private:
    sigset_t signals_{};
};

}  // namespace orion::hosts
