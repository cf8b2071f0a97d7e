#include "orion/rest/category_admin_routes.hpp"

#include "orion/rest/catalog_json.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/headers.hpp"
#include "orion/rest/responses.hpp"

#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

using catalog::CategoryView;

/// The category says itself how long its name may be.
constexpr TextLimits as_typed{.min = 0, .max = 1000};

std::expected<CategoryId, Problem> category_of(const Call& call) {
    return call.id<CategoryId>("id", "category_not_found");
}

struct CategoryBody {
    std::string name;
    std::optional<catalog::Slug> slug;
    std::optional<std::optional<CategoryId>> parent;
};

std::expected<CategoryBody, Problem> read_category(const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto name = body.text("name", Presence::required, as_typed);
    auto slug = body.parsed("slug", Presence::optional, catalog::Slug::parse);
    std::optional<std::optional<CategoryId>> parent;
    if (const auto* member = body.value("parent_id", Presence::optional); member != nullptr && member->is_null()) {
        parent.emplace();
    } else if (member != nullptr) {
        parent.emplace(body.parsed("parent_id", Presence::optional, CategoryId::parse));
    }
    body.refuse_the_rest();
    if (name) catalog::check_category_name(errors, *name);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return CategoryBody{.name = *name, .slug = std::move(slug), .parent = parent};
}

// As deep as Category::max_depth at most.
const CategoryView* find_in(const std::vector<CategoryView>& shelves, CategoryId id) {
    for (const auto& shelf : shelves) {
        if (shelf.id == id) return &shelf;
        if (const auto* found = find_in(shelf.children, id)) return found;
    }
    return nullptr;
}

Outcome show(const CategoryAdminUseCases& use, const Call& call, int status, CategoryId id) {
    ORION_TRY(const auto roots, use.list_categories.execute());
    const auto* const category = find_in(roots, id);
    if (category == nullptr) return refuse(404, "category_not_found", "There is no such category.");
    return versioned_response(call, status, category_json(*category), category->version);
}

Outcome list_categories(const CategoryAdminUseCases& use, const Call&) {
    ORION_TRY(const auto roots, use.list_categories.execute());
    return json_response(200, categories_json(roots, Viewer::editor));
}

Outcome create_category(const CategoryAdminUseCases& use, const Call& call) {
    ORION_TRY(auto body, read_category(call));
    ORION_TRY(const auto id, use.create_category.execute({.name = std::move(body.name),
                                                          .slug = std::move(body.slug),
                                                          .parent = body.parent.value_or(std::nullopt)}));
    auto outcome = show(use, call, 201, id);
    if (outcome) outcome->headers.push_back(location("/admin/categories/" + id.to_string()));
    return outcome;
}

Outcome change_category(const CategoryAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, category_of(call));
    ORION_TRY(auto body, read_category(call));
    ORION_CHECK(use.change_category.execute({.category = id,
                                             .name = std::move(body.name),
                                             .slug = std::move(body.slug),
                                             .parent = body.parent,
                                             .expected = expected_versions_of(call.request)}));
    return show(use, call, 200, id);
}

Outcome remove_category(const CategoryAdminUseCases& use, const Call& call) {
    ORION_TRY(const auto id, category_of(call));
    ORION_CHECK(use.remove_category.execute({.category = id, .expected = expected_versions_of(call.request)}));
    return http::Response{204, {}, {}};
}

using Handler = Outcome (*)(const CategoryAdminUseCases&, const Call&);

Route route(const CategoryAdminUseCases& use, std::string_view method, std::string_view pattern, Handler handler) {
    const bool has_body = method == "POST" || method == "PUT";
    return {.method = method,
            .pattern = pattern,
            .access = Access::manager,
            .handler = answering([use, handler](const Call& call) { return handler(use, call); }),
            .runs = method == "GET" ? Runs::on_http_thread : Runs::in_write_pool,
            .body = has_body ? Body::required : Body::none,
            .privacy = Privacy::personal};
}

}  // namespace

std::vector<Route> category_admin_routes(const CategoryAdminUseCases& use) {
    return {
        route(use, "GET", "/api/v1/admin/categories", list_categories),
        route(use, "POST", "/api/v1/admin/categories", create_category),
        route(use, "PUT", "/api/v1/admin/categories/{id}", change_category),
        route(use, "DELETE", "/api/v1/admin/categories/{id}", remove_category),
    };
}

}  // namespace orion::rest
