# orion_precompile(TARGET [header...])
# The standard headers that most of TARGET's sources include, and the given ones, are parsed once instead of once a
# source. Sources still include what they use: the presets without this would not compile otherwise.
option(ORION_PRECOMPILE "Precompile the standard headers" ON)

function(orion_precompile TARGET)
    if(ORION_PRECOMPILE)
        target_precompile_headers(${TARGET} PRIVATE
            <algorithm> <array> <atomic> <charconv> <chrono> <concepts> <condition_variable> <expected> <filesystem>
            <functional> <map> <memory> <mutex> <optional> <set> <span> <string> <string_view> <thread> <unordered_map>
            <utility> <variant> <vector> ${ARGN})
    endif()
endfunction()
