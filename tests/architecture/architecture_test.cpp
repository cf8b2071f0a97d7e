#include "architecture/rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace orion::architecture;  // NOLINT(google-build-using-namespace)

namespace {

const Sources& shop() {
    static const Sources sources = read_sources(ORION_SOURCE_DIR);
    return sources;
}

std::string listed(const Violations& violations) {
    std::ostringstream text;
    for (const auto& each : violations) text << "\n  " << each.path << ':' << each.line << ": " << each.why;
    return text.str();
}

void check_none(const Violations& violations) {
    INFO(listed(violations));
    CHECK(violations.empty());
}

/// What a rule says about one file, given the files it may include.
Violations verdict(Violations (*rule)(const Sources&), std::string path, std::string text) {
    Sources sources{
        {"domain/orion/kernel/money.hpp", "#pragma once\n"},
        {"domain/orion/ordering/order.hpp", "#pragma once\n"},
        {"domain/orion/inventory/stock_item.hpp", "#pragma once\n"},
        {"application/orion/ordering/place_order.hpp", "#pragma once\n"},
        {"infrastructure/orion/persistence/database.hpp", "#pragma once\n"},
        {"presentation/orion/http/router.hpp", "#pragma once\n"},
    };
    sources.emplace_back(std::move(path), std::move(text));
    return rule(sources);
}

struct Example {
    std::string path;
    std::string text;
};

void check_refused(Violations (*rule)(const Sources&), const std::vector<Example>& examples) {
    for (const auto& [path, text] : examples) {
        CAPTURE(path);
        CAPTURE(text);
        const auto violations = verdict(rule, path, text);
        REQUIRE(violations.size() == 1);
        CHECK(violations.front().path == path);
    }
}

void check_accepted(Violations (*rule)(const Sources&), const std::vector<Example>& examples) {
    for (const auto& [path, text] : examples) {
        CAPTURE(path);
        CAPTURE(text);
        check_none(verdict(rule, path, text));
    }
}

std::string openapi_document() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{ORION_SOURCE_DIR "/presentation"}) {
        if (entry.path().filename() != "openapi.json") continue;
        std::ifstream file{entry.path(), std::ios::binary};
        return {std::istreambuf_iterator<char>{file}, {}};
    }
    return {};
}

}  // namespace

TEST_SUITE("architecture") {
    TEST_CASE("the scan sees every layer") {
        for (const auto* layer : {"domain/", "application/", "infrastructure/", "presentation/", "tests/"}) {
            CAPTURE(layer);
            CHECK(std::ranges::count_if(shop(), [&](const Source& source) { return source.in(layer); }) > 1);
        }
    }

    TEST_CASE("everybody includes only what their layer, context and folder may know") {
        check_none(include_violations(shop()));
    }

    TEST_CASE("an include that reaches outwards is found") {
        check_refused(include_violations,
                      {{"domain/orion/ordering/cart.hpp", "#include \"orion/ordering/place_order.hpp\"\n"},
                       {"application/orion/ordering/cancel.hpp", "#include \"orion/persistence/database.hpp\"\n"},
                       {"infrastructure/orion/mail/mailer.cpp", "\n#include \"orion/http/router.hpp\"\n"},
                       {"presentation/orion/http/orders.cpp", "#include \"orion/persistence/database.hpp\"\n"}});
        check_accepted(include_violations,
                       {{"application/orion/ordering/cancel.hpp", "#include \"orion/ordering/order.hpp\"\n"},
                        {"presentation/hosts/api/main.cpp", "#include \"orion/persistence/database.hpp\"\n"},
                        {"domain/orion/ordering/cart.hpp", "// #include \"orion/ordering/place_order.hpp\"\n"}});
    }

    TEST_CASE("a context that includes another one is found") {
        check_refused(
            include_violations,
            {{"domain/orion/ordering/cart.hpp", "#include \"orion/inventory/stock_item.hpp\"\n"},
             {"application/orion/inventory/on_order.hpp", "#include \"orion/ordering/integration_events.hpp\"\n"},
             {"application/orion/catalog/show.hpp", "#include \"orion/pricing/totals.hpp\"\n"},
             {"infrastructure/orion/persistence/ordering/x.cpp", "#include \"orion/inventory/stock_item.hpp\"\n"}});
        check_accepted(
            include_violations,
            {{"application/orion/carts/show_cart.hpp", "#include \"orion/pricing/totals.hpp\"\n"},
             {"presentation/orion/consumers/x.cpp", "#include \"orion/inventory/integration_events.hpp\"\n"},
             {"infrastructure/orion/bridges/stock_levels.cpp", "#include \"orion/inventory/stock_item.hpp\"\n"}});
    }

    TEST_CASE("a library outside the folder that wraps it is found") {
        check_refused(include_violations, {{"domain/orion/kernel/x.cpp", "#include <fmt/format.h>\n"},
                                           {"domain/orion/kernel/x.cpp", "#include <iostream>\n"},
                                           {"application/orion/ports/x.cpp", "#include <boost/json.hpp>\n"},
                                           {"infrastructure/orion/messaging/x.cpp", "#include <soci/soci.h>\n"},
                                           {"presentation/hosts/api/x.hpp", "#include <pistache/listener.h>\n"},
                                           {"infrastructure/orion/system/x.cpp", "#include <curl/curl.h>\n"}});
        check_accepted(include_violations, {{"domain/orion/kernel/x.cpp", "#include <expected>\n"},
                                            {"infrastructure/orion/persistence/x.cpp", "#include <soci/soci.h>\n"}});
    }

    TEST_CASE("an include that is no path from the include root is found") {
        check_refused(include_violations, {{"tests/unit/x_test.cpp", "#include \"../support/shop.hpp\"\n"},
                                           {"domain/orion/kernel/x.cpp", "#include \"money.hpp\"\n"},
                                           {"domain/orion/kernel/x.cpp", "#include <orion/kernel/money.hpp>\n"}});
    }

    TEST_CASE("one file name has one meaning in a module") {
        check_none(ambiguous_file_violations(shop()));
        check_refused(ambiguous_file_violations, {{"application/orion/ordering/order.hpp", ""}});
        check_accepted(ambiguous_file_violations, {{"application/orion/carts/order.hpp", ""}});
    }

    TEST_CASE("what is banned stands only where it is allowed") { check_none(banned_text_violations(shop())); }

    TEST_CASE("banned text is found") {
        const std::string use_case = "application/orion/ordering/x.cpp";
        check_refused(banned_text_violations, {{use_case, "} catch (const std::exception&) {"},
                                               {use_case, "auto now = std::chrono::system_clock::now();"},
                                               {use_case, "std::regex pattern;"},
                                               {"domain/orion/kernel/x.hpp", "using namespace std;"},
                                               {"tests/unit/x_test.cpp", "std::cout << 1;"},
                                               {"presentation/orion/http/x.cpp", "std::cerr << 1;"},
                                               {"presentation/hosts/api/main.cpp", "std::getenv(\"HOME\");"},
                                               {"domain/orion/pricing/x.cpp", "double price;"},
                                               {"domain/orion/pricing/x.cpp", "float price;"},
                                               {"tests/unit/x_test.cpp", "std::this_thread::sleep_for(1s);"},
                                               {"tests/unit/x_test.cpp", "std::this_thread::sleep_until(then);"},
                                               {"tests/unit/x_test.cpp", "usleep(1);"},
                                               {use_case, "std::shared_ptr<Order> order;"},
                                               {use_case, "auto order = std::make_shared<Order>();"},
                                               {use_case, "#define ORDER 1"},
                                               {use_case, "int dice = rand();"},
                                               {"infrastructure/orion/x/x.cpp", "std::stod(text);"},
                                               {"infrastructure/orion/x/x.cpp", "strtod(text, nullptr);"},
                                               {use_case, "// TODO: later"},
                                               {use_case, "/* FIXME */"},
                                               {use_case, "// XXX"}});
    }

    TEST_CASE("banned text is harmless where it is allowed, in comments, in literals and inside other words") {
        check_accepted(banned_text_violations,
                       {{"infrastructure/orion/system/system_clock.cpp", "std::chrono::system_clock::now();"},
                        {"infrastructure/orion/persistence/x.cpp", "try { } catch (...) { }"},
                        {"domain/orion/kernel/x.cpp", "// double or nothing\n/* catch */ int doubled, catches;"},
                        {"domain/orion/kernel/x.cpp", "auto text = \"a \\\" double\"; auto raw = R\"(a \" double)\";"},
                        {"domain/orion/kernel/x.cpp", "int n = 1'000; char c = '\"'; int m = 2;  // catch '"},
                        {"tests/unit/x_test.cpp", "using namespace std::chrono_literals;"}});
    }

    TEST_CASE("files are short and names mean something") { check_none(form_violations(shop())); }

    TEST_CASE("a long file and an empty name are found") {
        std::string long_text;
        for (int line = 0; line < 401; ++line) long_text += "int x;\n";
        check_refused(form_violations, {{"tests/unit/long_test.cpp", long_text},
                                        {"domain/orion/kernel/x.hpp", "int x;\n"},
                                        {"domain/orion/kernel/money_utils.cpp", ""},
                                        {"domain/orion/kernel/x.cpp", "class OrderManager {};"},
                                        {"domain/orion/kernel/x.cpp", "struct OrderData {};"},
                                        {"domain/orion/kernel/x.cpp", "enum class BaseKind {};"},
                                        {"domain/orion/kernel/x.hpp", "#pragma once\nstruct OrderImpl;"}});
        check_accepted(form_violations, {{"domain/orion/kernel/x.cpp", "struct OrderImpl {}; class Database {};"}});
    }

    TEST_CASE("SQL is never put together from pieces") {
        check_none(sql_violations(shop()));
        const std::string file = "infrastructure/orion/persistence/x.cpp";
        check_refused(sql_violations, {{file, "run(\"select x from \" + table);"},
                                       {file, "run(prefix + \"delete from t\");"},
                                       {file, "run(fmt::format(\"update {} set x = 1\", table));"},
                                       {file, "sql.append(\"insert into t\");"},
                                       {file, "run(R\"(\n  select x from )\" + table);"}});
        check_accepted(sql_violations, {{file, "run(\"select x from t where id = :1\", id); total + other;"},
                                        {file, "run(\"select x \"\n \"from t\");"},
                                        {file, "message + \"selected\";"}});
    }

    TEST_CASE("only persistence and tests restore what was stored") {
        check_none(restore_violations(shop()));
        check_refused(restore_violations, {{"application/orion/ordering/x.cpp", "auto o = Order::restore(s);"},
                                           {"domain/orion/ordering/cart_line.cpp", "auto o = Order::restore(s);"}});
        check_accepted(
            restore_violations,
            {{"domain/orion/ordering/purchase_order.cpp", "PurchaseOrder PurchaseOrder::restore(Snapshot s) {"},
             {"infrastructure/orion/persistence/ordering/x.cpp", "auto o = Order::restore(s);"},
             {"tests/unit/ordering/x_test.cpp", "auto o = Order::restore(s);"}});
    }

    TEST_CASE("every error code is documented") {
        const auto document = openapi_document();
        if (!document.empty()) check_none(undocumented_code_violations(shop(), document));

        const Sources planted{
            {"domain/orion/ordering/x.cpp", "fail(ErrorKind::conflict,\n \"out_of_tea\", \"Sorry.\");"}};
        CHECK(undocumented_code_violations(planted, R"({"enum": ["out_of_coffee"]})").size() == 1);
        check_none(undocumented_code_violations(planted, R"({"enum": ["out_of_tea"]})"));
    }
}
