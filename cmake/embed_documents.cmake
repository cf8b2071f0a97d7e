# Included by the build, defines orion_embed_documents(TARGET FOLDER): the pages that the API serves become part of
# TARGET as orion::rest::documents. Run as a script, writes that source file.
if(NOT CMAKE_SCRIPT_MODE_FILE)
    function(orion_embed_documents TARGET FOLDER)
        set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_documents.cpp)
        set(files openapi.json docs/docs.html docs/app.js docs/style.css)
        list(TRANSFORM files PREPEND ${FOLDER}/)
        add_custom_command(OUTPUT ${output}
            COMMAND ${CMAKE_COMMAND} -DFOLDER=${FOLDER} -DOUTPUT=${output} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
            DEPENDS ${files} ${CMAKE_CURRENT_FUNCTION_LIST_FILE} VERBATIM COMMENT "Embedding documents")
        target_sources(${TARGET} PRIVATE ${output})
    endfunction()
    return()
endif()

cmake_minimum_required(VERSION 3.25)
set(source "#include \"orion/rest/documents.hpp\"\n\nnamespace orion::rest::documents {\n\n")
foreach(document openapi_json=openapi.json docs_html=docs/docs.html docs_app_js=docs/app.js docs_style_css=docs/style.css)
    string(REGEX MATCH "^([^=]+)=(.+)$" ignored ${document})
    file(READ ${FOLDER}/${CMAKE_MATCH_2} text)
    string(APPEND source "const std::string_view ${CMAKE_MATCH_1} = R\"orion_text(${text})orion_text\";\n")
endforeach()
string(APPEND source "\n}  // namespace orion::rest::documents\n")
file(WRITE ${OUTPUT} "${source}")
