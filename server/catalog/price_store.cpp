#include <server/catalog/price_store.h>

namespace beaver::catalog::store {

Result<std::optional<PriceVersion>> priceVersion(storage::Connection &connection, std::int64_t id)
{
    auto &find = connection.prepared("SELECT state, valid_from, source FROM price_versions WHERE id = ?");
    auto row = find.bind(id).next();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<PriceVersion>();
    PriceVersion version;
    version.id = id;
    const std::string state = find.text(0);
    version.state = state == "priced" ? PriceState::Priced : state == "free" ? PriceState::Free : PriceState::Unknown;
    version.validFromMs = find.integer(1);
    version.source = find.text(2);
    find.reset();

    auto &prices =
        connection.prepared("SELECT bucket, from_input_tokens, femto_usd FROM list_prices WHERE version_id = ? "
                            "ORDER BY from_input_tokens, bucket");
    prices.bind(id);
    for (;;) {
        row = prices.next();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const auto bucket = wire::bucketByName(prices.text(0));
        const std::int64_t from = prices.integer(1);
        if (!bucket)
            continue;
        if (version.tiers.empty() || version.tiers.back().fromInputTokens != from)
            version.tiers.push_back({from, {}});
        version.tiers.back().prices[static_cast<std::size_t>(*bucket)] = prices.integer(2);
    }
    return std::optional(std::move(version));
}

} // namespace beaver::catalog::store
