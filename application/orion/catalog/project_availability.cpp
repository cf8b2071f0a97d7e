#include "orion/catalog/project_availability.hpp"

namespace orion::catalog {

Result<void> ProjectAvailability::execute(const ProjectAvailabilityCommand& command) {
    return store_.transact([&command](CatalogWork& work) -> Result<void> {
        if (!work.accept(command.message)) return {};
        for (const auto& level : command.levels) work.availability().apply(level);
        return {};
    });
}

}  // namespace orion::catalog
