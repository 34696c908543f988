#include <server/http/dialects/gateway_context.h>
#include <server/http/dialects/model_prices.h>
#include <shared/base/decimal.h>

#include <array>

namespace beaver::http {

void writeUnitPrices(JsonWriter &json, const catalog::Model &model, const catalog::Policy &policy)
{
    using wire::Bucket;
    constexpr std::array<std::pair<std::string_view, Bucket>, 8> names{{
        {"prompt", Bucket::Input},
        {"completion", Bucket::Output},
        {"request", Bucket::Requests},
        {"image", Bucket::ImageIn},
        {"web_search", Bucket::Searches},
        {"internal_reasoning", Bucket::Reasoning},
        {"input_cache_read", Bucket::CachedRead},
        {"input_cache_write", Bucket::CacheWrite5m},
    }};
    json.key("pricing").beginObject();
    for (const auto &[name, bucket] : names)
        json.field(name, formatScaled(salePrice(model, policy, bucket), 21));
    json.endObject();
}

} // namespace beaver::http
