#include <server/catalog/prices.h>
#include <shared/base/decimal.h>

namespace beaver::catalog {

namespace {

constexpr std::string_view flatName = "flat_per_token";
constexpr std::string_view fixedName = "fixed_price";
constexpr std::int64_t usualFlatFemtoUsd = 20'000'000'000; // 20 USD for a million tokens

Result<Policy> flatPolicy(std::string_view rate)
{
    std::int64_t price = usualFlatFemtoUsd;
    if (!rate.empty()) {
        const auto read = parsePrice(rate, 1'000'000);
        if (!read)
            return invalid({}, "the rate " + read.error().message);
        price = *read;
    }
    Policy policy{Policy::Kind::FlatPerToken};
    auto terms = std::make_shared<Policy::Terms>();
    terms->text = flatName;
    if (price != usualFlatFemtoUsd)
        terms->text += ":" + formatScaled(price, 9);
    terms->femtoUsdPerToken = price;
    policy.terms = std::move(terms);
    return policy;
}

Result<Policy> fixedPolicy(std::string_view list)
{
    auto terms = std::make_shared<Policy::Terms>();
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        const std::string_view part = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        const auto equals = part.find('=');
        const auto bucket = wire::bucketByName(part.substr(0, std::min(equals, part.size())));
        if (equals == std::string_view::npos || !bucket)
            return invalid({}, "'" + std::string(part.substr(0, 60)) + "' is no bucket and price");
        const auto price = parsePrice(part.substr(equals + 1), statedUnits(*bucket));
        if (!price)
            return invalid({}, "'" + std::string(wire::bucketName(*bucket)) + "' " + price.error().message);
        auto &kept = terms->prices[static_cast<std::size_t>(*bucket)];
        if (kept)
            return invalid({}, "'" + std::string(wire::bucketName(*bucket)) + "' is there twice");
        kept = *price;
    }
    terms->text = fixedName;
    char divider = ':';
    for (std::size_t at = 0; at < wire::bucketCount; ++at) {
        const auto bucket = static_cast<wire::Bucket>(at);
        if (!terms->prices[at])
            continue;
        terms->text += divider + std::string(wire::bucketName(bucket)) + "=" +
                       formatScaled(static_cast<Int128>(*terms->prices[at]) * statedUnits(bucket), 15);
        divider = ',';
    }
    if (divider == ':')
        return invalid({}, "at least one price is expected, as in fixed_price:input=5,output=10");
    Policy policy{Policy::Kind::FixedPrice};
    policy.terms = std::move(terms);
    return policy;
}

Result<Policy> read(std::string_view text)
{
    if (text == "category_markup")
        return Policy{Policy::Kind::CategoryMarkup};
    if (text == "pass_through")
        return Policy{Policy::Kind::PassThrough};
    const auto colon = std::min(text.find(':'), text.size());
    const std::string_view rest = text.substr(std::min(colon + 1, text.size()));
    if (text.substr(0, colon) == flatName && (colon == text.size() || !rest.empty()))
        return flatPolicy(rest);
    if (text.substr(0, colon) == fixedName)
        return fixedPolicy(rest);
    return invalid({}, "'" + std::string(text.substr(0, 60)) + "' is no policy");
}

} // namespace

std::optional<wire::Bucket> standIn(wire::Bucket bucket)
{
    using wire::Bucket;
    switch (bucket) {
    case Bucket::CachedRead:
    case Bucket::CacheWrite5m:
    case Bucket::CacheWrite1h:
    case Bucket::AudioIn:
    case Bucket::ImageIn:
        return Bucket::Input;
    case Bucket::Reasoning:
    case Bucket::AudioOut:
    case Bucket::ImageOut:
        return Bucket::Output;
    default:
        return std::nullopt;
    }
}

std::optional<Policy> Policy::byName(std::string_view text)
{
    auto policy = read(text);
    return policy ? std::optional(std::move(*policy)) : std::nullopt;
}

Result<Policy> Policy::parse(std::string_view field, std::string_view text)
{
    auto policy = read(text);
    if (policy)
        return policy;
    return invalid(std::string(field), "'" + std::string(field) +
                                           "' takes category_markup, pass_through, flat_per_token, "
                                           "flat_per_token:USD_PER_MILLION or fixed_price:input=USD,output=USD: " +
                                           policy.error().message + ".");
}

std::string_view Policy::name() const
{
    if (terms)
        return terms->text;
    return kind == Kind::PassThrough ? "pass_through" : "category_markup";
}

std::int64_t Policy::unitPrice(const PriceVersion &version, wire::Bucket bucket, std::int64_t inputTokens) const
{
    switch (kind) {
    case Kind::CategoryMarkup:
    case Kind::PassThrough:
        break;
    case Kind::FlatPerToken:
        if (wire::bucketUnit(bucket) == "token")
            return terms->femtoUsdPerToken;
        break;
    case Kind::FixedPrice: {
        if (const auto own = terms->prices[static_cast<std::size_t>(bucket)])
            return *own;
        const auto other = standIn(bucket);
        return other ? terms->prices[static_cast<std::size_t>(*other)].value_or(0) : 0;
    }
    }
    return version.unitPrice(bucket, inputTokens);
}

std::int64_t Policy::markupPpm(const Model &model) const
{
    return kind == Kind::CategoryMarkup ? model.markupPpm : 0;
}

const Policy &Policy::of(const Model &model) const
{
    return ofAccount || !model.policy ? *this : *model.policy;
}

} // namespace beaver::catalog
