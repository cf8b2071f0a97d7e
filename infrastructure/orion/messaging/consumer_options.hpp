#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace orion::messaging {

struct ConsumerOptions {
    std::string name;  ///< as in the Topology
    int threads = 4;
    int prefetch = 32;  ///< messages held at once, in hand or next in line
    /// How long a killed process keeps its messages from the others. Held messages are renewed well before.
    std::chrono::milliseconds lease{10'000};
    std::chrono::milliseconds handling_max{120'000};  ///< a handler that takes longer loses its message to another
    /// Before the second attempt, the third, …; the last one repeats. Each is varied by half of itself.
    std::vector<std::chrono::milliseconds> retry_delays{std::chrono::seconds{1}, std::chrono::seconds{5},
                                                        std::chrono::seconds{30}, std::chrono::seconds{120}};
    int attempts_max = 5;
    std::chrono::milliseconds idle_poll{1000};  ///< safety net under the change signal
};

}  // namespace orion::messaging
