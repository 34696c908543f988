#pragma once

#include <server/catalog/catalogue_admin.h>
#include <server/storage/connection.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace beaver::pricing {

/// What is thought of being changed; what is empty stays as it is.
struct WhatIf
{
    std::optional<catalog::Policy> policy;                   ///< the gateway's
    std::map<std::string, std::int64_t> markups;             ///< parts per million, by category
    std::map<std::string, std::string> categories;           ///< of models that would lie in another, by model
    std::map<std::string, catalog::PriceVersion> listPrices; ///< by model
    std::int64_t fromMs = 0;                                 ///< usage since then
};

/// What the calls of the time would have brought. Money of all of them together.
struct Takings
{
    Money listCost; ///< what providers charge by the list
    Money revenue;
    Money margin() const { return revenue - listCost; }
};

struct Comparison
{
    struct Line
    {
        std::string name; ///< of the category or the model
        std::int64_t calls = 0;
        std::int64_t tokens = 0;
        Takings today;
        Takings changed;
    };
    std::int64_t calls = 0;
    Money charged; ///< what they really paid, at the prices of their time
    Takings today; ///< by today's policies and markups
    Takings changed;
    std::vector<Line> categories;
    std::vector<Line> models; ///< the largest change first
    bool approximate = false; ///< list prices change: tokens of one kind are taken for all of theirs
};

/// Compares, out of the usage rollups. Accounts and models with policies of their own keep them. On a reader's thread.
Result<Comparison> compare(storage::Connection &connection, const catalog::Snapshot &catalogue,
                           const catalog::PricingState &pricing, const WhatIf &change);

} // namespace beaver::pricing
