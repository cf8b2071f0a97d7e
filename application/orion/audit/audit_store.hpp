#pragma once

#include "orion/audit/entry.hpp"
#include "orion/ports/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::audit {

/// The end of the chain.
struct Head {
    std::int64_t sequence = 0;
    std::string hash{genesis};

    friend bool operator==(const Head&, const Head&) = default;
};

/// What one transaction of the audit log may touch: it can grow, and nothing else.
class AuditWork {
public:
    virtual ~AuditWork() = default;
    /// Where the next entry goes; nobody else appends until the transaction ends.
    virtual Head lock_head() = 0;
    /// Whether the log has the message. After `lock_head`.
    virtual bool has(MessageId message) = 0;
    virtual void append(const Entry& entry) = 0;
};

using AuditStore = Store<AuditWork>;

struct EntryFilter {
    std::optional<std::string> actor{};
    std::optional<std::string> act{};
    std::optional<std::string> subject{};
    std::optional<Instant> from{};  ///< this and later
    std::optional<Instant> to{};    ///< this and earlier
};

/// Reading without changing. Thread-safe.
class AuditQueries {
public:
    virtual ~AuditQueries() = default;
    /// The last appended first, those before the sequence `before`.
    virtual Result<std::vector<Entry>> list(const EntryFilter& filter, std::optional<std::int64_t> before,
                                            std::size_t limit) = 0;
    /// In order, those after the sequence `after`.
    virtual Result<std::vector<Entry>> after(std::int64_t after, std::size_t limit) = 0;
};

}  // namespace orion::audit
