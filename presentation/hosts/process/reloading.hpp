#pragma once

#include "orion/config/settings.hpp"

#include "process/foundation.hpp"
#include "process/host_arguments.hpp"

#include <functional>
#include <vector>

namespace orion::hosts {

/// Reads the settings of a running process again. What changed and may change while it runs is put in force; what may
/// not, and why settings are refused, is said in the log. Of one thread.
class Reloading {
public:
    using Apply = std::function<void(const config::Settings&)>;

    /// `apply` hands changed settings to whoever in this process uses them, but for the log. All of it outlives this.
    Reloading(const HostArguments& arguments, Foundation& base, Apply apply);

    /// All or nothing.
    void reload() noexcept;

private:
    void read_again();
    void refuse(const std::vector<config::Problem>& problems);

    const HostArguments& arguments_;
    Foundation& base_;
    const Apply apply_;
    config::Settings in_force_;
};

}  // namespace orion::hosts
