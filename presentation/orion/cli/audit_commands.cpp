#include "orion/cli/audit_commands.hpp"

#include "orion/kernel/instant.hpp"

#include <fmt/ostream.h>

#include <optional>
#include <string_view>

namespace orion::cli {
namespace {

using audit::Fault;

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

std::string_view words_for(Fault fault) {
    switch (fault) {
        case Fault::changed:
            return "was changed";
        case Fault::missing:
            return "does not follow: entries before it are missing";
        case Fault::unlinked:
            return "does not belong to the one before it: one of them was replaced or put in";
    }
    return {};
}

}  // namespace

Result<void> AuditCommands::verify(const VerifyAuditOptions& options) {
    ORION_TRY(const auto report, use_cases_.verify.execute(unless_empty(options.expect)));
    for (const auto& [sequence, fault] : report.findings)
        fmt::print(out_, "NOT TRUE: entry {} {}\n", sequence, words_for(fault));
    if (report.has_expected == false) fmt::print(out_, "NOT TRUE: no entry has the expected hash\n");
    fmt::print(out_, "{} entries, {} faults\nhead {} {}\n", report.entries, report.faults, report.head.sequence,
               report.head.hash);
    if (report.is_sound()) return {};
    return fail(ErrorKind::conflict, "audit_log_broken", "The audit log is not what was written.");
}

Result<void> AuditCommands::list(const ListAuditOptions& options) {
    if (options.limit < 1) return fail(ErrorKind::invalid, "out_of_range", "A list has at least one line.");
    ORION_TRY(const auto page, use_cases_.list.execute({.filter = {.actor = unless_empty(options.actor),
                                                                   .act = unless_empty(options.act),
                                                                   .subject = unless_empty(options.subject)},
                                                        .limit = static_cast<std::size_t>(options.limit)}));
    const auto print_facts = [this](std::string_view what, const audit::Facts& facts) {
        for (const auto& [name, value] : facts) fmt::print(out_, "  {} {}={}", what, name, value);
    };
    for (const auto& entry : page.items) {
        fmt::print(out_, "{:>8}  {}  {:<45}  {:<24}  {}", entry.sequence, to_rfc3339(entry.at), entry.actor, entry.act,
                   entry.subject);
        if (!entry.address.empty()) fmt::print(out_, "  from {}", entry.address);
        print_facts("before", entry.before);
        print_facts("after", entry.after);
        fmt::print(out_, "\n");
    }
    return {};
}

}  // namespace orion::cli
