# What every target of Orion is compiled with. Sanitizers and optimisation come from the presets.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_package(Threads REQUIRED)

find_program(ORION_CCACHE ccache)
if(ORION_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Paths relative to the checkout, so that clones of it share their cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros ${ORION_CCACHE})
endif()

find_program(ORION_MOLD mold)
if(ORION_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

add_library(orion_options INTERFACE)
# Templates of Pistache's async.h and RapidJSON's document.h that nobody instantiates are wrong; Clang would look into them.
target_compile_options(orion_options INTERFACE
    $<$<CXX_COMPILER_ID:Clang>:-fdelayed-template-parsing;-Wno-delayed-template-parsing-in-cxx20>)
# GCC 12 takes std::optional and std::expected for uninitialised when it optimises (its bug 80635).
target_compile_options(orion_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
target_compile_options(orion_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    -fstack-protector-strong
    -ffile-prefix-map=${PROJECT_SOURCE_DIR}=.)
target_compile_definitions(orion_options INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(orion_options INTERFACE -Wl,-z,relro,-z,now)
target_link_libraries(orion_options INTERFACE Threads::Threads)
option(ORION_WARNINGS_AS_ERRORS "Treat warnings as errors" ON)
if(ORION_WARNINGS_AS_ERRORS)
    target_compile_options(orion_options INTERFACE -Werror)
endif()
