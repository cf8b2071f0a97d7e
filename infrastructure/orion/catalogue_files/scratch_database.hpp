#pragma once

#include "orion/persistence/session.hpp"

#include <filesystem>

namespace orion::catalogue_files {

/// A database for what an import has to keep in mind: a temporary file without a name, gone when this goes. It keeps
/// nothing after a crash, and needs memory only for a few pages.
class ScratchDatabase {
public:
    ScratchDatabase();
    persistence::Session& session() { return session_; }

private:
    explicit ScratchDatabase(const std::filesystem::path& file);
    persistence::Session session_;
};

}  // namespace orion::catalogue_files
