#include "orion/audit/record_act.hpp"

namespace orion::audit {

Result<void> RecordAct::execute(const RecordActCommand& command) {
    const auto& act = command.act;
    Entry entry{.sequence = 0,
                .id = command.message,
                .at = command.at,
                .actor = act.actor,
                .act = act.name,
                .subject = act.subject,
                .address = act.address,
                .correlation_id = command.correlation_id,
                .before = act.before,
                .after = act.after,
                .previous = {},
                .hash = {}};
    return store_.transact([&](AuditWork& work) -> Result<void> {
        const auto head = work.lock_head();
        if (work.has(command.message)) return {};
        entry.sequence = head.sequence + 1;
        entry.previous = head.hash;
        entry.hash = digest_.sha256(canonical_text(entry));
        work.append(entry);
        return {};
    });
}

}  // namespace orion::audit
