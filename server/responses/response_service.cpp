#include <server/responses/items.h>
#include <server/responses/response_service.h>
#include <server/responses/response_store.h>

#include <algorithm>
#include <ranges>

namespace beaver::responses {

namespace {

Error noSuchResponse(std::string_view id, std::string_view param = "id")
{
    return {ErrorCode::NotFound,
            "There is no stored response '" + std::string(id.substr(0, 80)) + "'.",
            std::string(param),
            param == "id" ? "response_not_found" : "previous_response_not_found",
            {},
            0};
}

Result<std::vector<std::string>> readHistory(storage::Connection &connection, const AccountId &account, std::string id,
                                             std::int64_t nowMs, const Settings &settings)
{
    std::vector<std::string> pieces; // newest first
    std::size_t bytes = 0;
    for (int link = 0; !id.empty(); ++link) {
        auto found = store::find(connection, account, id, nowMs);
        if (!found)
            return found.error();
        if (!*found)
            return noSuchResponse(id, "previous_response_id");
        pieces.push_back(outputAsInput((*found)->body));
        auto items = itemsOf((*found)->input);
        for (auto &item : std::views::reverse(items))
            pieces.push_back(std::move(item));
        bytes += (*found)->input.size() + (*found)->body.size();
        if (bytes > settings.historyBytes || link == settings.longestChain)
            return Error{ErrorCode::PayloadTooLarge,
                         "What this response goes on from is too long. Begin a new chain.",
                         "previous_response_id",
                         "request_too_large",
                         {},
                         0};
        id = std::move((*found)->previousId);
    }
    std::erase(pieces, std::string());
    std::reverse(pieces.begin(), pieces.end());
    return pieces;
}

} // namespace

QCoro::Task<Result<StoredResponse>> ResponseService::find(ops::Executor &loop, AccountId account, std::string id)
{
    auto reading = m_database.read(loop, [account, id, nowMs = m_clock.wallMs()](storage::Connection &connection) {
        return store::find(connection, account, id, nowMs);
    });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found)
        co_return noSuchResponse(id);
    co_return std::move(**found);
}

QCoro::Task<Result<void>> ResponseService::remove(ops::Executor &loop, AccountId account, std::string id)
{
    auto removing = m_database.write(loop, [account, id](storage::Connection &connection) -> Result<void> {
        const auto removed = store::remove(connection, account, id);
        if (!removed)
            return removed.error();
        return *removed ? Result<void>() : Result<void>(noSuchResponse(id));
    });
    co_return co_await removing;
}

QCoro::Task<Result<std::vector<std::string>>> ResponseService::history(ops::Executor &loop, AccountId account,
                                                                       std::string id)
{
    auto reading = m_database.read(
        loop, [account, id, nowMs = m_clock.wallMs(), settings = m_settings](storage::Connection &connection) {
            return readHistory(connection, account, id, nowMs, settings);
        });
    co_return co_await reading;
}

ops::Future<Result<void>> ResponseService::keep(ops::Executor &loop, StoredResponse response)
{
    response.createdAtMs = m_clock.wallMs();
    response.expiresAtMs = response.createdAtMs + m_settings.keptMs;
    return m_database.write(loop, [response = std::move(response)](storage::Connection &connection) {
        return store::insert(connection, response);
    });
}

void ResponseService::forgetExpired()
{
    m_database.write(
        [nowMs = m_clock.wallMs()](storage::Connection &connection) { return store::removeExpired(connection, nowMs); },
        [](const Result<void> &) {});
}

} // namespace beaver::responses
