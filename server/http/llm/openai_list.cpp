#include <server/http/llm/openai_list.h>

namespace beaver::http {

Result<ListQuery> readListQuery(const Exchange &exchange, int missingLimit, int mostLimit)
{
    ListQuery query;
    const auto limit = queryNumber(exchange, "limit", missingLimit, 1, mostLimit);
    if (!limit)
        return limit.error();
    query.limit = *limit;
    if (const auto order = exchange.query("order")) {
        if (*order != "asc" && *order != "desc")
            return invalid("order", "'order' takes 'asc' or 'desc'.");
        query.ascending = *order == "asc";
    }
    query.after = exchange.query("after").value_or(std::string());
    return query;
}

Answer listAnswer(const std::vector<ListItem> &items, bool hasMore)
{
    JsonWriter json;
    json.beginObject().field("object", "list").key("data").beginArray();
    for (const auto &item : items)
        json.raw(item.json);
    json.endArray()
        .optionalField("first_id", items.empty() ? std::string_view() : std::string_view(items.front().id))
        .optionalField("last_id", items.empty() ? std::string_view() : std::string_view(items.back().id))
        .field("has_more", hasMore)
        .endObject();
    Answer answer;
    answer.body = json.take();
    return answer;
}

Answer deletedAnswer(std::string_view id, std::string_view object)
{
    JsonWriter json;
    json.beginObject().field("id", id).field("object", object).field("deleted", true).endObject();
    Answer answer;
    answer.body = json.take();
    return answer;
}

void timeField(JsonWriter &json, std::string_view name, std::optional<std::int64_t> ms)
{
    if (ms)
        json.field(name, *ms / 1000);
    else
        json.nullField(name);
}

} // namespace beaver::http
