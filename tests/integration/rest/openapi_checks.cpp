#include "integration/rest/openapi_checks.hpp"

#include "orion/rest/operations_routes.hpp"

#include "support/rest_client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>

namespace orion::test {
namespace {

namespace json = boost::json;

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

std::string upper_case(std::string_view text) {
    std::string upper{text};
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return upper;
}

bool fits_template(std::string_view path, std::string_view pattern) {
    while (!path.empty() && !pattern.empty()) {
        path.remove_prefix(1);
        pattern.remove_prefix(1);
        const auto segment = path.substr(0, path.find('/'));
        const auto wanted = pattern.substr(0, pattern.find('/'));
        if (!wanted.starts_with('{') && segment != wanted) return false;
        path.remove_prefix(segment.size());
        pattern.remove_prefix(wanted.size());
    }
    return path.empty() && pattern.empty();
}

bool has_type(std::string_view type, const json::value& value) {
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "boolean") return value.is_bool();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    return type == "null" && value.is_null();
}

bool has_one_of_types(const json::value& types, const json::value& value) {
    if (const auto* one = types.if_string()) return has_type(*one, value);
    return std::ranges::any_of(types.as_array(), [&](const auto& type) { return has_type(type.as_string(), value); });
}

std::string range_fault(const json::object& schema, const json::value& value) {
    const auto limit = [&schema](std::string_view name) { return schema.if_contains(name); };
    if (const auto* number = value.if_int64()) {
        if (const auto* min = limit("minimum"); min && *number < min->as_int64()) return "too small";
        if (const auto* max = limit("maximum"); max && *number > max->as_int64()) return "too large";
    }
    if (const auto* text = value.if_string()) {
        const auto length = static_cast<std::int64_t>(text->size());
        if (const auto* min = limit("minLength"); min && length < min->as_int64()) return "too short";
    }
    if (const auto* array = value.if_array()) {
        const auto length = static_cast<std::int64_t>(array->size());
        if (const auto* min = limit("minItems"); min && length < min->as_int64()) return "too few";
        if (const auto* max = limit("maxItems"); max && length > max->as_int64()) return "too many";
    }
    return {};
}

}  // namespace

OpenapiChecks::OpenapiChecks()
    : document_(json::parse(json::string_view{rest::openapi_document()})) {}  // braces would make a list of it

std::set<std::string> OpenapiChecks::operations() const {
    std::set<std::string> found;
    for (const auto& path : document_.at("paths").as_object()) {
        for (const auto& method : path.value().as_object())
            found.insert(upper_case(method.key()) + ' ' + std::string{path.key()});
    }
    return found;
}

bool OpenapiChecks::names_code(std::string_view code) const {
    const auto& codes = document_.at_pointer("/components/schemas/problem_code/enum").as_array();
    return std::ranges::any_of(codes, [&](const auto& known) { return known.as_string() == code; });
}

const json::value& OpenapiChecks::resolved(const json::value& node) const {
    const auto* object = node.if_object();
    const auto* reference = object ? object->if_contains("$ref") : nullptr;
    if (reference == nullptr) return node;  // NOLINT(bugprone-return-const-ref-from-parameter): a part of the document
    return resolved(document_.at_pointer(std::string_view{reference->as_string()}.substr(1)));
}

const json::value& OpenapiChecks::example_of(const json::object& request_body) const {
    const auto& media = request_body.at("content").as_object().begin()->value();
    return resolved(media.at("examples").as_object().begin()->value()).at("value");
}

const json::object* OpenapiChecks::operation(std::string_view method, std::string_view path) const {
    const auto verb = lower_case(method == "HEAD" ? "GET" : method);
    for (const auto& candidate : document_.at("paths").as_object()) {
        if (!fits_template(path, candidate.key())) continue;
        if (const auto* found = candidate.value().as_object().if_contains(verb)) return &found->as_object();
    }
    return nullptr;
}

std::string OpenapiChecks::fault_of(std::string_view method, std::string_view target,
                                    const http::Response& response) const {
    const auto* described = operation(method, target.substr(0, target.find('?')));
    if (described == nullptr) {
        const auto& any = document_.at_pointer("/components/responses/AnyProblem").as_object();
        return response.status < 400 ? "" : body_fault(any, response);
    }
    const auto& responses = described->at("responses").as_object();
    const auto* exact = responses.if_contains(std::to_string(response.status));
    if (exact == nullptr && response.status < 400) return "a status that is not described";
    const auto& description = resolved(exact ? *exact : responses.at("default")).as_object();
    auto fault = header_fault(description, response);
    return fault.empty() ? body_fault(description, response) : fault;
}

std::string OpenapiChecks::header_fault(const json::object& description, const http::Response& response) const {
    const auto* headers = description.if_contains("headers");
    if (headers == nullptr) return {};
    for (const auto& each : headers->as_object()) {
        const auto& known = resolved(each.value()).as_object();
        const auto value = header(response, each.key());
        if (value.empty() && known.if_contains("required")) return std::string{each.key()} + " is missing";
        if (value.empty()) continue;
        auto fault = schema_fault(known.at("schema"), json::value(value), std::string{each.key()});
        if (!fault.empty()) return fault;
    }
    return {};
}

std::string OpenapiChecks::body_fault(const json::object& description, const http::Response& response) const {
    const auto* content = description.if_contains("content");
    if (content == nullptr) return response.body.empty() ? "" : "a body that is not described";
    const auto sent = header(response, "Content-Type");
    const auto type = sent.substr(0, sent.find(';'));
    const auto* media = content->as_object().if_contains(type);
    if (media == nullptr) return "the media type " + type + " is not described";
    if (!type.ends_with("json")) return {};
    return schema_fault(media->at("schema"), json::parse(response.body), "");
}

std::string OpenapiChecks::schema_fault(const json::value& node, const json::value& value,
                                        const std::string& path) const {
    const auto& schema = resolved(node).as_object();
    if (const auto* all = schema.if_contains("allOf")) {
        for (const auto& part : all->as_array()) {
            if (auto fault = schema_fault(part, value, path); !fault.empty()) return fault;
        }
    }
    if (const auto* one = schema.if_contains("oneOf")) {
        const auto fitting = std::ranges::count_if(
            one->as_array(), [&](const auto& part) { return schema_fault(part, value, path).empty(); });
        if (fitting != 1) return path + " fits not exactly one alternative";
    }
    if (const auto* type = schema.if_contains("type"); type && !has_one_of_types(*type, value))
        return path + " has the wrong type: " + json::serialize(value);
    if (const auto* only = schema.if_contains("const"); only && *only != value)
        return path + " is " + json::serialize(value);
    if (const auto* values = schema.if_contains("enum");
        values && std::ranges::find(values->as_array(), value) == values->as_array().end())
        return path + " is " + json::serialize(value);
    if (const auto fault = range_fault(schema, value); !fault.empty()) return path + " is " + fault;
    if (const auto* items = schema.if_contains("items"); items && value.is_array()) {
        for (const auto& item : value.as_array()) {
            if (auto fault = schema_fault(*items, item, path + "[]"); !fault.empty()) return fault;
        }
    }
    return value.is_object() ? object_fault(schema, value.as_object(), path) : std::string{};
}

std::string OpenapiChecks::object_fault(const json::object& schema, const json::object& value,
                                        const std::string& path) const {
    if (const auto* required = schema.if_contains("required")) {
        for (const auto& name : required->as_array()) {
            if (!value.contains(name.as_string())) return path + '.' + std::string{name.as_string()} + " is missing";
        }
    }
    const auto* properties = schema.if_contains("properties");
    const auto* more = schema.if_contains("additionalProperties");
    for (const auto& member : value) {
        const auto member_path = path + '.' + std::string{member.key()};
        const auto* known = properties ? properties->as_object().if_contains(member.key()) : nullptr;
        if (known == nullptr && more && more->is_bool() && !more->as_bool()) return member_path + " is not described";
        const auto* rule = known ? known : more;
        if (rule == nullptr || rule->is_bool()) continue;
        if (auto fault = schema_fault(*rule, member.value(), member_path); !fault.empty()) return fault;
    }
    return {};
}

}  // namespace orion::test
