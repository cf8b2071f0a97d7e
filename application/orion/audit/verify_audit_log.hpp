#pragma once

#include "orion/audit/audit_store.hpp"
#include "orion/ports/digest.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::audit {

enum class Fault : std::uint8_t {
    changed,   ///< the entry is not what its hash says
    missing,   ///< entries before it are gone
    unlinked,  ///< it does not follow the one before it: one of the two was replaced or put in
};

struct Finding {
    std::int64_t sequence;
    Fault fault;

    friend bool operator==(const Finding&, const Finding&) = default;
};

struct AuditReport {
    std::int64_t entries = 0;
    Head head{};
    std::vector<Finding> findings{};  ///< the first `VerifyAuditLog::max_findings`
    std::int64_t faults = 0;          ///< all of them
    /// Whether the entry with the expected hash was met; nothing if none was expected.
    std::optional<bool> has_expected{};

    bool is_sound() const { return faults == 0 && has_expected.value_or(true); }
};

/// Walks the chain from its beginning. What it cannot see by itself is that the newest entries are gone, or that
/// somebody wrote the rest of the chain anew: a hash that was noted before, and is expected, is then not found.
class VerifyAuditLog {
public:
    static constexpr std::size_t max_findings = 100;

    VerifyAuditLog(AuditQueries& queries, const Digest& digest) : queries_{queries}, digest_{digest} {}
    Result<AuditReport> execute(const std::optional<std::string>& expected = {});

private:
    AuditQueries& queries_;
    const Digest& digest_;
};

}  // namespace orion::audit
