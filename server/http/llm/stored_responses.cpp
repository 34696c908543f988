#include <server/http/llm/openai_list.h>
#include <server/http/llm/stored_responses.h>
#include <server/responses/items.h>

#include <algorithm>

namespace beaver::http {

QCoro::Task<Result<Answer>> StoredResponseHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto finding = m_responses.find(*exchange->loop, exchange->principal->account->id, exchange->parameter("id"));
    auto found = co_await finding;
    if (!found)
        co_return found.error();
    Answer answer;
    answer.body = std::move(found->body);
    co_return answer;
}

QCoro::Task<Result<Answer>> StoredResponseHandlers::remove(std::shared_ptr<Exchange> exchange)
{
    const std::string id = exchange->parameter("id");
    auto removing = m_responses.remove(*exchange->loop, exchange->principal->account->id, id);
    const auto removed = co_await removing;
    if (!removed)
        co_return removed.error();
    co_return deletedAnswer(id, "response");
}

QCoro::Task<Result<Answer>> StoredResponseHandlers::inputItems(std::shared_ptr<Exchange> exchange)
{
    const auto query = readListQuery(*exchange, 20, 100);
    if (!query)
        co_return query.error();
    const AccountId account = exchange->principal->account->id;
    auto finding = m_responses.find(*exchange->loop, account, exchange->parameter("id"));
    const auto found = co_await finding;
    if (!found)
        co_return found.error();
    auto looking = m_responses.history(*exchange->loop, account, found->previousId);
    auto texts = co_await looking;
    if (!texts)
        co_return texts.error();
    // Pieces of the history hold several items each.
    std::string array = "[";
    for (const auto &piece : *texts)
        array.append(array.size() > 1 ? "," : "").append(piece);
    auto own = responses::itemsOf(found->input);
    auto items = responses::itemsOf(array + ']');
    items.insert(items.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));

    std::vector<ListItem> shown;
    for (std::size_t at = 0; at < items.size(); ++at) {
        auto json = responses::shownItem(items[at], found->id, at);
        shown.push_back({responses::idOf(json), std::move(json)});
    }
    if (!query->ascending)
        std::reverse(shown.begin(), shown.end());
    const auto after =
        std::find_if(shown.begin(), shown.end(), [&](const ListItem &item) { return item.id == query->after; });
    if (after != shown.end())
        shown.erase(shown.begin(), after + 1);
    const bool hasMore = shown.size() > static_cast<std::size_t>(query->limit);
    if (hasMore)
        shown.resize(static_cast<std::size_t>(query->limit));
    co_return listAnswer(shown, hasMore);
}

} // namespace beaver::http
