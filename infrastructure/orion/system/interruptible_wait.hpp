#pragma once

#include <chrono>
#include <stop_token>

namespace orion::system {

/// Waits for `time`, or until `stop` is requested. False if it was, also when it already is.
bool wait_unless_stopped(const std::stop_token& stop, std::chrono::milliseconds time);

}  // namespace orion::system
