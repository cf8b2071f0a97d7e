#pragma once

#include "orion/inventory/adjust_stock.hpp"
#include "orion/inventory/get_stock.hpp"
#include "orion/inventory/list_stock.hpp"
#include "orion/inventory/receive_stock.hpp"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

namespace orion::cli {

struct ShowStockOptions {
    std::optional<std::string> sku{};  ///< all SKUs if there is none
    inventory::StockFilter filter = inventory::StockFilter::all;
};

struct ReceiveStockOptions {
    std::string sku;
    std::int64_t quantity;
    std::string reference;
    std::string actor;
};

struct AdjustStockOptions {
    std::string sku;
    std::int64_t delta;
    std::string reason;
    std::string actor;
};

/// `orionctl stock show [SKU] | receive SKU QTY --reference R | adjust SKU DELTA --reason TEXT`: each does its work,
/// writes what came of it to `out`, and returns the error that the tool is to show and exit with.
class StockCommands {
public:
    struct UseCases {
        inventory::GetStock& get;
        inventory::ListStock& list;
        inventory::ReceiveStock& receive;
        inventory::AdjustStock& adjust;
    };
    StockCommands(const UseCases& use_cases, std::ostream& out) : use_cases_{use_cases}, out_{out} {}

    Result<void> show(const ShowStockOptions& options);
    Result<void> receive(const ReceiveStockOptions& options);
    Result<void> adjust(const AdjustStockOptions& options);

private:
    void print_heading();
    void print(const inventory::StockView& stock);

    UseCases use_cases_;
    std::ostream& out_;
};

}  // namespace orion::cli
