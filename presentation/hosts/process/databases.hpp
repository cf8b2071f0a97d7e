#pragma once

#include "orion/config/settings.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/ports/clock.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace orion::hosts {

using Contexts = std::set<std::string, std::less<>>;

/// All contexts that keep records. Each has a schema module of its name.
const Contexts& all_contexts();

/// Of a list with commas.
Contexts contexts_in(std::string_view list);

/// A database and what is kept there.
struct Home {
    std::string url;  ///< empty: the SQLite file in the data directory
    Contexts contexts;
};

/// Where the settings put the contexts; first the one that holds the queues of the embedded broker.
std::vector<Home> homes(const config::Settings& settings);

/// For the schema modules of `home`.
persistence::Migrator migrator(const Home& home, const config::Settings& settings, const Clock& clock);

/// The databases of a process: one, unless settings give contexts their own.
class Databases {
public:
    /// Opens the databases of `used` and brings them to this binary's schema, or only checks it if the settings say so.
    /// Throws std::runtime_error, for `main` to show, when one is not there or not usable.
    Databases(const config::Settings& settings, const Contexts& used, const Clock& clock);

    /// Of a context that is used.
    persistence::Database& of(std::string_view context);
    /// Each once.
    std::vector<persistence::Database*> of(const Contexts& contexts);
    /// Holds the queues of the embedded broker.
    persistence::Database& main() { return *databases_.front(); }

private:
    std::vector<std::unique_ptr<persistence::Database>> databases_;
    std::map<std::string, persistence::Database*, std::less<>> by_context_;
};

}  // namespace orion::hosts
