# Included by the build, defines orion_embed_passwords(TARGET): the passwords of Debian's john-data, which are assumed to
# be in the public domain, become part of TARGET as orion::security::common_passwords. Run as a script, writes that
# source file.
if(NOT CMAKE_SCRIPT_MODE_FILE)
    function(orion_embed_passwords TARGET)
        find_file(ORION_COMMON_PASSWORDS john/password.lst PATHS /usr/share REQUIRED NO_DEFAULT_PATH)
        set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_passwords.cpp)
        add_custom_command(OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -DFILE=${ORION_COMMON_PASSWORDS} -DOUTPUT=${output} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
            DEPENDS ${ORION_COMMON_PASSWORDS} ${CMAKE_CURRENT_FUNCTION_LIST_FILE} VERBATIM COMMENT "Embedding passwords")
        target_sources(${TARGET} PRIVATE ${output})
    endfunction()
    return()
endif()

cmake_minimum_required(VERSION 3.25)
file(READ ${FILE} text)
string(REGEX REPLACE "#![^\n]*\n" "" text "${text}")
set(source "#include \"orion/security/breached_password_list.hpp\"\n\nnamespace orion::security {\n\n")
string(APPEND source "const std::string_view common_passwords = R\"orion_text(${text})orion_text\";\n")
string(APPEND source "\n}  // namespace orion::security\n")
file(WRITE ${OUTPUT} "${source}")
