#include "orion/rest/catalog_import_route.hpp"

#include "orion/rest/headers.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace orion::rest {
namespace {

using Limits = CatalogImportLimits;

constexpr std::string_view csv = "text/csv";
constexpr std::string_view json_lines = "application/x-ndjson";

/// Keeps the first rejections, and counts them all.
class Rejections final : public catalog::ImportListener {
public:
    void rejected(const catalog::LineProblem& problem) override {
        if (listed_.size() < Limits::rejections_listed) listed_.push_back(problem);
    }
    void remarked(const catalog::LineProblem&) override {}
    void progressed(const catalog::ImportReport&) override {}

    void write(JsonWriter& json) {
        std::ranges::stable_sort(listed_, {}, &catalog::LineProblem::line);
        json.begin_array();
        for (const auto& problem : listed_) {
            json.begin_object();
            json.member("line", static_cast<std::int64_t>(problem.line));
            json.member("code", problem.code.text());
            json.member("message", problem.message);
            json.end_object();
        }
        json.end_array();
    }

private:
    std::vector<catalog::LineProblem> listed_;
};

std::string report_text(const catalog::ImportReport& report, Rejections& rejections) {
    const auto count = [](std::size_t number) { return static_cast<std::int64_t>(number); };
    JsonWriter json;
    json.begin_object();
    json.member("created", count(report.variants.created));
    json.member("updated", count(report.variants.updated));
    json.member("unchanged", count(report.variants.unchanged));
    json.member("rejected_count", count(report.rejected));
    json.key("rejected");
    rejections.write(json);
    json.end_object();
    return std::move(json).text();
}

Outcome import(const CatalogImportUseCases& use, const Call& call) {
    const auto& body = call.request.body;
    if (std::ranges::count(body, '\n') > static_cast<std::ptrdiff_t>(Limits::lines)) {
        return std::unexpected{Problem{about({ErrorKind::invalid,
                                              "too_many_lines",
                                              "One import has at most " + std::to_string(Limits::lines) + " lines.",
                                              {}},
                                             "body")}};
    }
    const auto form = announces(call.request, csv) ? catalog::CatalogueForm::csv : catalog::CatalogueForm::json_lines;
    const auto source = use.texts.open(body, form);
    Rejections rejections;
    auto report = use.import_catalogue.execute({.currency = use.currency}, *source, rejections);
    if (!report) return std::unexpected{Problem{about(std::move(report).error(), "body")}};
    return json_response(200, report_text(*report, rejections));
}

}  // namespace

Route catalog_import_route(const CatalogImportUseCases& use) {
    return {.method = "POST",
            .pattern = "/api/v1/admin/catalog/import",
            .access = Access::manager,
            .handler = answering([use](const Call& call) { return import(use, call); }),
            .runs = Runs::in_write_pool,
            .body = Body::required,
            .privacy = Privacy::personal,
            .body_types = {csv, json_lines}};
}

}  // namespace orion::rest
