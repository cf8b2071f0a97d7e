#pragma once

#include "orion/audit/list_entries.hpp"
#include "orion/audit/verify_audit_log.hpp"

#include <ostream>
#include <string>

namespace orion::cli {

struct VerifyAuditOptions {
    std::string expect{};  ///< the hash of an entry that must be there; empty: none
};

struct ListAuditOptions {
    std::int64_t limit = 20;  ///< from 1
    std::string actor{};      ///< empty: anybody's
    std::string act{};
    std::string subject{};
};

/// `orionctl audit verify | list`: each writes what it found to `out`.
class AuditCommands {
public:
    struct UseCases {
        audit::VerifyAuditLog& verify;
        audit::ListEntries& list;
    };
    AuditCommands(const UseCases& use_cases, std::ostream& out) : use_cases_{use_cases}, out_{out} {}

    /// `conflict` / `audit_log_broken` when the chain is not what it was.
    Result<void> verify(const VerifyAuditOptions& options);
    Result<void> list(const ListAuditOptions& options);

private:
    UseCases use_cases_;
    std::ostream& out_;
};

}  // namespace orion::cli
