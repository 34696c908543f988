#pragma once

#include <server/http/front/exchange.h>
#include <shared/base/json_writer.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::http {

/// How OpenAI's lists are asked for: `limit`, `order`, `after`.
struct ListQuery
{
    int limit = 20;
    bool ascending = false;
    std::string after;
};
Result<ListQuery> readListQuery(const Exchange &exchange, int missingLimit, int mostLimit);

/// `{"object":"list","data":[…],"first_id","last_id","has_more"}`; `items` are JSON.
struct ListItem
{
    std::string id;
    std::string json;
};
Answer listAnswer(const std::vector<ListItem> &items, bool hasMore);

/// `{"id","object","deleted":true}`
Answer deletedAnswer(std::string_view id, std::string_view object);

/// A time as OpenAI writes it: whole seconds, or null.
void timeField(JsonWriter &json, std::string_view name, std::optional<std::int64_t> ms);

} // namespace beaver::http
