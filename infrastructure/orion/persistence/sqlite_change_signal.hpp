#pragma once

#include "orion/persistence/session.hpp"
#include "orion/ports/change_signal.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace orion::persistence {

/// Commits of this process are announced with `committed`; those of others are seen by asking SQLite every few
/// milliseconds, by one of those who wait, while anybody waits.
class SqliteChangeSignal final : public ChangeSignal {
public:
    explicit SqliteChangeSignal(std::filesystem::path file) : file_{std::move(file)} {}

    Mark mark() const override;
    bool wait(Mark since, std::chrono::steady_clock::time_point deadline) override;
    void wake() override { committed(); }

    void committed();

private:
    bool changed_elsewhere();

    const std::filesystem::path file_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Mark generation_ = 0;
    bool somebody_asks_ = false;

    // Only for the one who asks.
    std::optional<Session> session_;
    std::int64_t seen_version_ = -1;
};

}  // namespace orion::persistence
