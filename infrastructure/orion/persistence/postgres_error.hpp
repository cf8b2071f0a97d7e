#pragma once

#include "orion/persistence/database_error.hpp"

#include <string_view>

struct pg_result;

namespace orion::persistence::detail {

/// A serialization failure or a deadlock: the same transaction may well succeed when it is run again.
class RunAgain : public DatabaseUnavailable {
public:
    using DatabaseUnavailable::DatabaseUnavailable;
};

/// The connection is gone, and with it whatever transaction it was in.
class ConnectionLost : public DatabaseUnavailable {
public:
    using DatabaseUnavailable::DatabaseUnavailable;
};

/// What SQLSTATE says of a failed statement; never what the message says, which depends on language and version.
[[noreturn]] void throw_failure(const pg_result* result, std::string_view sql);

/// `shelf.room, shelf.item` for the constraint `shelf__room__item_key` of the table `shelf`; otherwise its own name.
std::string unique_columns(std::string_view table, std::string_view constraint);

}  // namespace orion::persistence::detail
