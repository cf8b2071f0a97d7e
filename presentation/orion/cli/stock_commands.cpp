#include "orion/cli/stock_commands.hpp"

#include <fmt/ostream.h>

namespace orion::cli {
namespace {

constexpr std::size_t page_size = 500;

}  // namespace

Result<void> StockCommands::show(const ShowStockOptions& options) {
    if (options.sku) {
        ORION_TRY(const auto sku, Sku::parse(*options.sku));
        ORION_TRY(const auto stock, use_cases_.get.execute(sku));
        print_heading();
        print(stock);
        return {};
    }
    print_heading();
    inventory::ListStockQuery query{.filter = options.filter, .limit = page_size};
    do {
        ORION_TRY(const auto page, use_cases_.list.execute(query));
        for (const auto& stock : page.items) print(stock);
        query.after = page.next;
    } while (query.after);
    return {};
}

Result<void> StockCommands::receive(const ReceiveStockOptions& options) {
    ORION_TRY(const auto sku, Sku::parse(options.sku));
    ORION_TRY(const auto receipts, use_cases_.receive.execute({.lines = {{.sku = sku, .quantity = options.quantity}},
                                                               .reference = options.reference,
                                                               .actor = options.actor}));
    const auto& receipt = receipts.front();
    if (receipt.outcome == inventory::ReceiptOutcome::already_received) {
        fmt::print(out_, "{} of {} had been received under {} before: nothing was changed.\n", receipt.quantity,
                   options.sku, options.reference);
    }
    print_heading();
    print(receipt.stock);
    return {};
}

Result<void> StockCommands::adjust(const AdjustStockOptions& options) {
    ORION_TRY(const auto sku, Sku::parse(options.sku));
    ORION_TRY(const auto stock,
              use_cases_.adjust.execute(
                  {.sku = sku, .delta = options.delta, .reason = options.reason, .actor = options.actor}));
    print_heading();
    print(stock);
    return {};
}

void StockCommands::print_heading() {
    fmt::print(out_, "{:<24} {:>12} {:>12} {:>12}\n", "SKU", "on hand", "reserved", "available");
}

void StockCommands::print(const inventory::StockView& stock) {
    fmt::print(out_, "{:<24} {:>12} {:>12} {:>12}\n", stock.sku.text(), stock.on_hand, stock.reserved, stock.available);
}

}  // namespace orion::cli
