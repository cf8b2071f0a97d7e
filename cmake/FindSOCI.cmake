# SOCI's own package file names targets that Debian does not ship, so its libraries are found by name.
# Gives SOCI::sqlite3 and SOCI::postgresql. Installed with Orion's package file, which needs it too.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
find_library(SOCI_CORE_LIBRARY soci_core)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql)
mark_as_advanced(SOCI_INCLUDE_DIR SOCI_CORE_LIBRARY SOCI_SQLITE3_LIBRARY SOCI_POSTGRESQL_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI REQUIRED_VARS
    SOCI_CORE_LIBRARY SOCI_SQLITE3_LIBRARY SOCI_POSTGRESQL_LIBRARY SOCI_INCLUDE_DIR)

if(SOCI_FOUND AND NOT TARGET SOCI::sqlite3)
    find_package(SQLite3 REQUIRED)
    # CMake's own search asks for the server's headers too.
    find_package(PkgConfig REQUIRED)
    pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
    add_library(SOCI::sqlite3 INTERFACE IMPORTED)
    set_target_properties(SOCI::sqlite3 PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR};${SOCI_INCLUDE_DIR}/soci"
        INTERFACE_LINK_LIBRARIES "${SOCI_SQLITE3_LIBRARY};${SOCI_CORE_LIBRARY};SQLite::SQLite3")
    add_library(SOCI::postgresql INTERFACE IMPORTED)
    set_target_properties(SOCI::postgresql PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR};${SOCI_INCLUDE_DIR}/soci"
        INTERFACE_LINK_LIBRARIES "${SOCI_POSTGRESQL_LIBRARY};${SOCI_CORE_LIBRARY};PkgConfig::libpq")
endif()
