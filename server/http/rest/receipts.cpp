#include <server/http/rest/receipt_json.h>
#include <server/http/rest/receipts.h>

namespace beaver::http {

QCoro::Task<Result<Answer>> ReceiptHandlers::one(std::shared_ptr<Exchange> exchange)
{
    const CallId id(exchange->parameter("id"));
    auto reading =
        m_database.read(*exchange->loop, [id](storage::Connection &connection) { return readReceipt(connection, id); });
    auto stored = co_await reading;
    if (!stored)
        co_return stored.error();
    const auto &principal = *exchange->principal;
    const bool mine = *stored && (*stored)->record.call.account == principal.account->id;
    if (!*stored || (!mine && principal.role < identity::Role::Viewer))
        co_return Error{ErrorCode::NotFound,
                        "There is no receipt of this id. A call still under way has none yet.",
                        "id",
                        "receipt_not_found",
                        {},
                        0};
    Answer answer;
    JsonWriter json;
    json.beginObject();
    writeReceiptMembers(json, **stored);
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
