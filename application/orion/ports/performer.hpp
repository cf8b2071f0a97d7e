#pragma once

#include <string>

namespace orion {

/// For whom the current thread works: who answers in the audit log for what it does.
struct Performer {
    std::string actor = "shop";  ///< `user:ID`, `key:ID`, `operator:NAME`, `anonymous`, or the shop by itself
    std::string address{};       ///< of the client; empty if there is none
};

/// Of this thread; the shop outside any scope.
const Performer& current_performer();

/// Makes `performer` the current one until the scope ends, then restores the one before. Not to be moved between
/// threads. A store that runs a transaction on another thread takes the performer along.
class PerformerScope {
public:
    explicit PerformerScope(Performer performer);
    ~PerformerScope();
    PerformerScope(const PerformerScope&) = delete;
    PerformerScope& operator=(const PerformerScope&) = delete;

private:
    Performer previous_;
};

}  // namespace orion
