#pragma once

#include "orion/kernel/result.hpp"
#include "orion/ports/clock.hpp"

#include <chrono>

namespace orion::persistence {

class Database;

/// Of SQLite, where old pages outlive what was overwritten in the file itself; PostgreSQL does the like by vacuum.
/// `unavailable` / `database_unavailable` while somebody reads an older moment: for the next time.
Result<void> empty_write_ahead_log(Database& database);

/// After somebody was erased, empties the write-ahead log. For the scheduler, one thread. Needs the schema module
/// `messaging`.
class ErasedTraces {
public:
    /// Left to every context to erase its part.
    static constexpr std::chrono::seconds patience{20};

    ErasedTraces(Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    /// Whether there was anything to do. As `empty_write_ahead_log`.
    Result<bool> execute();

private:
    Database& database_;
    const Clock& clock_;
    Instant since_{};
};

}  // namespace orion::persistence
