#pragma once

#include "orion/kernel/error.hpp"

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orion {

/// A value, or the reason why there is none. For everything a caller is expected to handle; exceptions are for the
/// rest.
template <class T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorKind::conflict, "out_of_stock", "…");`
inline std::unexpected<Error> fail(ErrorKind kind, ErrorCode code, std::string message) {
    return std::unexpected{Error{kind, code, std::move(message), {}}};
}

/// Throws std::logic_error unless `condition` holds. For bugs only, in release builds too; never for input.
void contract(bool condition, const char* why);

/// Collects every bad field of a request, so that the asker learns of all of them at once.
class FieldErrors {
public:
    /// Of two faults of one field the first is kept: it usually explains the second.
    void add(std::string field, ErrorCode code, std::string message);

    /// The parsed value, or nothing after noting the failure under `field`.
    template <class T>
    std::optional<T> take(std::string field, Result<T> parsed) {
        if (parsed) return std::move(*parsed);
        add(std::move(field), parsed.error().code, std::move(parsed.error().message));
        return std::nullopt;
    }

    bool empty() const { return errors_.empty(); }

    /// `invalid` / `invalid_fields` naming every field that was added. Precondition: not empty.
    Error to_error() &&;

private:
    std::vector<FieldError> errors_;
};

}  // namespace orion

#define ORION_CONCAT_INNER(a, b) a##b
#define ORION_CONCAT(a, b) ORION_CONCAT_INNER(a, b)

/// `ORION_TRY(auto order, repository.find(id));` binds the value or returns the error to the caller.
#define ORION_TRY(declaration, ...) ORION_TRY_INNER(ORION_CONCAT(orion_result_, __LINE__), declaration, __VA_ARGS__)
#define ORION_TRY_INNER(result, declaration, ...)                   \
    auto result = __VA_ARGS__;                                      \
    if (!result) return std::unexpected{std::move(result).error()}; \
    declaration = *std::move(result)

/// `ORION_CHECK(order.cancel(now));` returns the error to the caller, if there is one.
#define ORION_CHECK(...)                                              \
    do {                                                              \
        if (auto orion_checked = __VA_ARGS__; !orion_checked)         \
            return std::unexpected{std::move(orion_checked).error()}; \
    } while (false)
