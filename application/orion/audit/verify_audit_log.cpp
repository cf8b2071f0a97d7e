#include "orion/audit/verify_audit_log.hpp"

namespace orion::audit {
namespace {

/// So many are in memory at once.
constexpr std::size_t page = 500;

std::optional<Fault> fault_of(const Entry& entry, const Head& before, const Digest& digest) {
    if (entry.sequence != before.sequence + 1) return Fault::missing;
    if (digest.sha256(canonical_text(entry)) != entry.hash) return Fault::changed;
    if (entry.previous != before.hash) return Fault::unlinked;
    return std::nullopt;
}

}  // namespace

Result<AuditReport> VerifyAuditLog::execute(const std::optional<std::string>& expected) {
    AuditReport report;
    if (expected) report.has_expected = *expected == genesis;
    const auto check = [&](const Entry& entry) {
        if (const auto fault = fault_of(entry, report.head, digest_)) {
            ++report.faults;
            if (report.findings.size() < max_findings) report.findings.push_back({entry.sequence, *fault});
        }
        if (expected && entry.hash == *expected) report.has_expected = true;
        ++report.entries;
        report.head = {.sequence = entry.sequence, .hash = entry.hash};
    };
    for (auto is_last = false; !is_last;) {
        ORION_TRY(const auto entries, queries_.after(report.head.sequence, page));
        for (const auto& entry : entries) check(entry);
        is_last = entries.size() < page;
    }
    return report;
}

}  // namespace orion::audit
