#pragma once

#include <string_view>

/// The files that the build puts into the program (see cmake/embed.cmake).
namespace orion::rest::documents {

extern const std::string_view openapi_json;
extern const std::string_view docs_html;
extern const std::string_view docs_app_js;
extern const std::string_view docs_style_css;

}  // namespace orion::rest::documents
