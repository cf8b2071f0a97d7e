# Third-party libraries, all from the distribution.
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(LibLZMA REQUIRED)
find_package(cereal REQUIRED)
pkg_check_modules(pistache REQUIRED IMPORTED_TARGET libpistache)

# SOCI's own package file names targets that Debian does not ship; its libraries are found by name.
find_path(SOCI_INCLUDE_DIR soci/soci.h REQUIRED)
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
add_library(orion_soci INTERFACE)
target_include_directories(orion_soci SYSTEM INTERFACE ${SOCI_INCLUDE_DIR} ${SOCI_INCLUDE_DIR}/soci)
target_link_libraries(orion_soci INTERFACE ${SOCI_SQLITE3_LIBRARY} ${SOCI_CORE_LIBRARY} SQLite::SQLite3)

set(ORION_INFRASTRUCTURE_LIBRARIES
    $<BUILD_INTERFACE:orion_soci> Boost::json fmt::fmt spdlog::spdlog OpenSSL::Crypto LibLZMA::LibLZMA tomlplusplus::tomlplusplus)
set(ORION_PRESENTATION_LIBRARIES PkgConfig::pistache Boost::json Boost::url fmt::fmt CLI11::CLI11)
