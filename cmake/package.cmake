# `cmake --install` gives the hosts, the headers of the inner layers and a package for find_package(orion).
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/orion)
foreach(layer domain application infrastructure)
    install(TARGETS orion_${layer} EXPORT orion-targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${layer}/orion DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN *.hpp PATTERN migrations EXCLUDE)
endforeach()
install(EXPORT orion-targets NAMESPACE orion:: DESTINATION ${package_folder})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/orion-config.cmake.in ${PROJECT_BINARY_DIR}/orion-config.cmake
    INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/orion-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/orion-config.cmake
    ${PROJECT_BINARY_DIR}/orion-config-version.cmake
    ${CMAKE_CURRENT_LIST_DIR}/FindSOCI.cmake
    DESTINATION ${package_folder})
