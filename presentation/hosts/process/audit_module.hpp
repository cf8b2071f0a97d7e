#pragma once

#include "orion/audit/list_entries.hpp"
#include "orion/audit/record_act.hpp"
#include "orion/audit/verify_audit_log.hpp"
#include "orion/persistence/audit/soci_audit_store.hpp"

#include "process/foundation.hpp"

namespace orion::hosts {

/// Who did what.
struct AuditModule {
    explicit AuditModule(Foundation& base)
        : store{base.databases.of("audit")}, queries{base.databases.of("audit")}, digest{base.digest} {}

    persistence::SociAuditStore store;
    persistence::SociAuditQueries queries;
    const Digest& digest;
    audit::RecordAct record_act{store, digest};
    audit::ListEntries list_entries{queries};
    audit::VerifyAuditLog verify{queries, digest};
};

}  // namespace orion::hosts
