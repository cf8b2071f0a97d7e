# SOCI's own package file names targets that Debian does not ship, so its libraries are found by name.
# Gives SOCI::sqlite3. Installed with Orion's package file, which needs it too.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
find_library(SOCI_CORE_LIBRARY soci_core)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3)
mark_as_advanced(SOCI_INCLUDE_DIR SOCI_CORE_LIBRARY SOCI_SQLITE3_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI REQUIRED_VARS SOCI_CORE_LIBRARY SOCI_SQLITE3_LIBRARY SOCI_INCLUDE_DIR)

if(SOCI_FOUND AND NOT TARGET SOCI::sqlite3)
    find_package(SQLite3 REQUIRED)
    add_library(SOCI::sqlite3 INTERFACE IMPORTED)
    set_target_properties(SOCI::sqlite3 PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES "${SOCI_INCLUDE_DIR};${SOCI_INCLUDE_DIR}/soci"
        INTERFACE_LINK_LIBRARIES "${SOCI_SQLITE3_LIBRARY};${SOCI_CORE_LIBRARY};SQLite::SQLite3")
endif()
