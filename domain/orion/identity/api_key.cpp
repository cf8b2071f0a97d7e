#include "orion/identity/api_key.hpp"

#include <algorithm>
#include <cstddef>

namespace orion::identity {

std::string_view scope_name(Scope scope) {
    switch (scope) {
        case Scope::orders_read:
            return "orders:read";
        case Scope::orders_write:
            return "orders:write";
        case Scope::stock_read:
            return "stock:read";
        case Scope::stock_write:
            return "stock:write";
        case Scope::catalog_read:
            return "catalog:read";
        case Scope::catalog_write:
            return "catalog:write";
        case Scope::tokens_validate:
            return "tokens:validate";
    }
    return {};
}

Result<Scope> parse_scope(std::string_view name) {
    const auto found = std::ranges::find(scopes, name, scope_name);
    if (found != scopes.end()) return *found;
    return fail(ErrorKind::invalid, "unknown_scope",
                "A scope is orders, stock or catalog with :read or :write, or tokens:validate.");
}

bool ApiKey::matches(std::string_view hash_of_text) const {
    if (hash_of_text.size() != hash.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < hash.size(); ++i)
        difference |= static_cast<unsigned char>(hash[i]) ^ static_cast<unsigned char>(hash_of_text[i]);
    return difference == 0;
}

}  // namespace orion::identity
