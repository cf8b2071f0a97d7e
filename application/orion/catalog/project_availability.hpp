#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"

#include <vector>

namespace orion::catalog {

struct ProjectAvailabilityCommand {
    MessageId message;  ///< that brought the levels: handled once
    std::vector<AvailabilityLevel> levels;
};

/// Keeps the catalogue's own copy of what can be bought. Late and repeated levels change nothing.
class ProjectAvailability {
public:
    explicit ProjectAvailability(CatalogStore& store) : store_{store} {}
    Result<void> execute(const ProjectAvailabilityCommand& command);

private:
    CatalogStore& store_;
};

}  // namespace orion::catalog
