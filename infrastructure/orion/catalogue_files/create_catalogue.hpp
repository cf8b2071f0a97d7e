#pragma once

#include "orion/catalog/catalogue_writer.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace orion::catalogue_files {

/// Files of this machine, and the standard output.
class LocalCatalogueTargets final : public catalog::CatalogueTargets {
public:
    Result<std::unique_ptr<catalog::CatalogueWriter>> create(const std::string& path, std::string_view format) override;
};

}  // namespace orion::catalogue_files
