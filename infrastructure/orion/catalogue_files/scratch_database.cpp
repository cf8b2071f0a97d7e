#include "orion/catalogue_files/scratch_database.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace orion::catalogue_files {
namespace {

std::filesystem::path empty_file() {
    auto path = (std::filesystem::temp_directory_path() / "orion-import-XXXXXX").string();
    const int descriptor = ::mkstemp(path.data());
    if (descriptor < 0) throw std::system_error{errno, std::generic_category(), "a temporary file"};
    ::close(descriptor);
    return path;
}

}  // namespace

ScratchDatabase::ScratchDatabase() : ScratchDatabase{empty_file()} {}

ScratchDatabase::ScratchDatabase(const std::filesystem::path& file) : session_{{.file = file}} {
    session_.run_script("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
    std::filesystem::remove(file);
}

}  // namespace orion::catalogue_files
