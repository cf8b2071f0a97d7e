#include "architecture/rules.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

namespace orion::architecture {

namespace {

const std::set<std::string_view> contexts{"catalog", "carts",    "pricing",       "ordering",  "inventory",
                                          "billing", "identity", "notifications", "analytics", "audit"};

/// Pure calculation on kernel types that carts and orders must share to the penny (docs/adr).
const std::set<std::string_view> contexts_that_price{"carts", "ordering"};

struct Layer {
    std::string_view folder;
    std::vector<std::string_view> may_include;
};

/// The first folder that fits is the layer of a file; tests and benchmarks are in none.
const std::array<Layer, 5> layers{{
    {"domain/", {"domain/"}},
    {"application/", {"domain/", "application/"}},
    {"infrastructure/", {"domain/", "application/", "infrastructure/"}},
    {"presentation/hosts/", {"domain/", "application/", "infrastructure/", "presentation/"}},
    {"presentation/", {"domain/", "application/", "presentation/"}},
}};

struct Library {
    std::string_view header;  ///< how its headers begin
    std::vector<std::string_view> folders;
};

/// Libraries that are no part of C++, and the only folders that may know each. The longest fitting entry counts.
const std::vector<Library> libraries{
    {"pistache/", {"presentation/orion/http/"}},
    {"boost/beast/", {"presentation/orion/http/", "tests/"}},
    {"boost/asio/", {"presentation/orion/http/", "tests/"}},
    {"boost/url/", {"presentation/orion/rest/"}},
    {"boost/json",
     {"presentation/orion/rest/", "infrastructure/orion/persistence/", "infrastructure/orion/catalogue_files/",
      "infrastructure/orion/security/", "infrastructure/orion/secrets/", "tests/integration/", "tests/fuzz/"}},
    {"soci/", {"infrastructure/orion/persistence/"}},
    {"libpq-fe.h", {"infrastructure/orion/persistence/"}},
    {"sqlite3.h", {"infrastructure/orion/persistence/", "tests/integration/"}},
    {"cereal/", {"infrastructure/orion/messaging/"}},
    {"amqp", {"infrastructure/orion/rabbitmq/"}},
    {"hiredis/", {"infrastructure/orion/redis/"}},
    {"spdlog/", {"infrastructure/orion/observability/"}},
    {"fmt/", {"infrastructure/", "presentation/", "tests/", "benchmarks/"}},
    {"openssl/", {"infrastructure/orion/security/"}},
    {"openssl/sha.h", {"infrastructure/orion/security/", "infrastructure/orion/persistence/"}},
    {"sodium.h", {"infrastructure/orion/security/", "infrastructure/orion/secrets/"}},
    {"curl/", {"infrastructure/orion/mail/", "infrastructure/orion/secrets/"}},
    {"crypt.h", {"infrastructure/orion/security/"}},
    {"lzma.h", {"infrastructure/orion/catalogue_files/", "tests/integration/"}},
    {"toml++/", {"infrastructure/orion/config/"}},
    {"CLI/", {"presentation/hosts/"}},
    {"doctest/", {"tests/"}},
    // The operating system.
    {"arpa/", {"presentation/orion/http/", "infrastructure/orion/config/", "tests/"}},
    {"netinet/", {"presentation/orion/http/", "infrastructure/orion/rabbitmq/", "tests/"}},
    {"sys/", {"infrastructure/", "presentation/", "tests/"}},
    {"fcntl.h", {"infrastructure/", "presentation/", "tests/"}},
    {"pthread.h", {"presentation/hosts/process/"}},
    {"poll.h", {"infrastructure/", "presentation/", "tests/"}},
    {"pwd.h", {"tests/"}},
    {"signal.h", {"presentation/", "tests/"}},
    {"unistd.h", {"infrastructure/", "presentation/", "tests/"}},
};

/// Of the standard library, what domain and application have no use for: they do no input or output.
const std::set<std::string_view> input_output{"filesystem", "fstream", "iostream", "istream",
                                              "ostream",    "regex",   "thread"};

/// The folder below `parent` in which a file stands, or the file itself.
std::string_view folder_in(std::string_view path, std::string_view parent) {
    const auto start = path.find(parent);
    if (start == path.npos) return {};
    path.remove_prefix(start + parent.size());
    return path.substr(0, path.find('/'));
}

/// `ordering` for `application/orion/ordering/place_order.cpp`.
std::string_view module_of(std::string_view path) { return folder_in(path, "orion/"); }

const Layer* layer_of(const Source& source) {
    const auto layer = std::ranges::find_if(layers, [&](const Layer& each) { return source.in(each.folder); });
    return layer == layers.end() ? nullptr : &*layer;
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& prefixes) {
    return std::ranges::any_of(prefixes, [text](std::string_view prefix) { return text.starts_with(prefix); });
}

class Check {
public:
    explicit Check(const Sources& sources) {
        for (const auto& source : sources)
            if (layer_of(source)) headers_.emplace(source.path.substr(source.path.find('/') + 1), source.path);
    }

    Violations run(const Source& source) {
        for (const auto& include : source.includes) {
            if (include.quoted)
                own(source, include);
            else
                foreign(source, include);
        }
        return std::exchange(violations_, {});
    }

private:
    void own(const Source& source, const Include& include) {
        if (include.header.starts_with("../") || include.header.starts_with("./"))
            return report(source, include, "includes are written from the include root");
        const auto* layer = layer_of(source);
        if (!layer) return;
        if (!include.header.starts_with("orion/")) {
            if (!source.in("presentation/hosts/")) report(source, include, "own headers begin with orion/");
            return;
        }
        if (const auto target = headers_.find(include.header); target != headers_.end())
            if (!starts_with_any(target->second, layer->may_include))
                report(source, include, std::string{layer->folder} + " must not include " + target->second);
        context(source, include);
    }

    void context(const Source& source, const Include& include) {
        const auto target = module_of(include.header);
        if (!contexts.contains(target)) return;
        auto module = module_of(source.path);
        if (module == "persistence") module = folder_in(source.path, "orion/persistence/");
        if (!contexts.contains(module)) return;
        if (module == target) return;
        if (target == "pricing" && contexts_that_price.contains(module)) return;
        report(source, include, std::string{module} + " must not include " + std::string{target});
    }

    void foreign(const Source& source, const Include& include) {
        const std::string_view header = include.header;
        if (header.starts_with("orion/")) return report(source, include, "own headers are included with quotes");
        const bool pure = source.in("domain/") || source.in("application/");
        if (header.find_first_of("./") == header.npos) {
            if (pure && input_output.contains(header)) report(source, include, "no input or output in this layer");
            return;
        }
        if (pure) return report(source, include, "domain and application use the standard library only");
        const Library* library = nullptr;
        for (const auto& each : libraries)
            if (header.starts_with(each.header) && (!library || each.header.size() > library->header.size()))
                library = &each;
        if (!library) return report(source, include, "a library that no folder is known to use: see include_rules.cpp");
        if (!starts_with_any(source.path, library->folders)) report(source, include, "a library of another folder");
    }

    void report(const Source& source, const Include& include, std::string why) {
        violations_.push_back({source.path, include.line, include.header + ": " + std::move(why)});
    }

    std::map<std::string, std::string, std::less<>> headers_;  ///< as included → path
    Violations violations_;
};

}  // namespace

Violations include_violations(const Sources& sources) {
    Check check{sources};
    Violations all;
    for (const auto& source : sources) std::ranges::move(check.run(source), std::back_inserter(all));
    return all;
}

Violations ambiguous_file_violations(const Sources& sources) {
    Violations violations;
    std::map<std::string, std::string> first;
    for (const auto& source : sources) {
        if (!layer_of(source) || source.in("presentation/hosts/")) continue;
        const auto [known, is_new] = first.emplace(source.path.substr(source.path.find('/') + 1), source.path);
        if (!is_new) violations.push_back({source.path, 1, "the module has this file already: " + known->second});
    }
    return violations;
}

}  // namespace orion::architecture
