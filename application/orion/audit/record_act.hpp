#pragma once

#include "orion/audit/audit_store.hpp"
#include "orion/ports/acts.hpp"
#include "orion/ports/digest.hpp"

#include <string>
#include <variant>

namespace orion::audit {

/// What every context tells the audit log.
using Event = std::variant<Act>;

struct RecordActCommand {
    MessageId message;
    Instant at;
    std::string correlation_id;
    Act act;
};

/// Appends an act to the chain, once per message however late that comes again.
class RecordAct {
public:
    RecordAct(AuditStore& store, const Digest& digest) : store_{store}, digest_{digest} {}
    Result<void> execute(const RecordActCommand& command);

private:
    AuditStore& store_;
    const Digest& digest_;
};

}  // namespace orion::audit
