#pragma once

#include "orion/http/message.hpp"

#include <boost/json/value.hpp>

#include <set>
#include <string>
#include <string_view>

namespace orion::test {

/// The API's published description, and whether what is seen is what it says.
class OpenapiChecks {
public:
    OpenapiChecks();

    /// `GET /api/v1/products` and so on.
    std::set<std::string> operations() const;
    bool names_code(std::string_view code) const;

    /// What is wrong with `response` as an answer to that request; empty if nothing is.
    std::string fault_of(std::string_view method, std::string_view target, const http::Response& response) const;

    const boost::json::value& document() const { return document_; }
    /// Where a `$ref` leads, or the node itself.
    const boost::json::value& resolved(const boost::json::value& node) const;
    /// The example of a request's body.
    const boost::json::value& example_of(const boost::json::object& request_body) const;

private:
    const boost::json::object* operation(std::string_view method, std::string_view path) const;
    std::string header_fault(const boost::json::object& description, const http::Response& response) const;
    std::string body_fault(const boost::json::object& description, const http::Response& response) const;
    std::string schema_fault(const boost::json::value& node, const boost::json::value& value,
                             const std::string& path) const;
    std::string object_fault(const boost::json::object& schema, const boost::json::object& value,
                             const std::string& path) const;

    boost::json::value document_;
};

}  // namespace orion::test
