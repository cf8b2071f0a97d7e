# orion_layer(NAME [LINKS public...] [PRIVATE_LINKS private...] [PRECOMPILE header...])
# One static library per layer, orion::NAME, of everything under NAME/orion/. Its include root is its own folder.
function(orion_layer NAME)
    cmake_parse_arguments(ARG "" "" "LINKS;PRIVATE_LINKS;PRECOMPILE" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${NAME}/orion/*.cpp)
    add_library(orion_${NAME} STATIC ${sources})
    add_library(orion::${NAME} ALIAS orion_${NAME})
    set_target_properties(orion_${NAME} PROPERTIES EXPORT_NAME ${NAME})
    target_compile_features(orion_${NAME} PUBLIC cxx_std_23)
    target_include_directories(orion_${NAME} PUBLIC
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/${NAME}>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(orion_${NAME} PUBLIC ${ARG_LINKS} PRIVATE $<BUILD_INTERFACE:orion_options> ${ARG_PRIVATE_LINKS})
    orion_precompile(orion_${NAME} ${ARG_PRECOMPILE})
endfunction()
