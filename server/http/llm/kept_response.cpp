#include <QLoggingCategory>

#include <server/http/llm/kept_response.h>
#include <server/wire/json_scan.h>

Q_LOGGING_CATEGORY(logResponses, "beaver.responses")

namespace beaver::http {

namespace {

/// The response in an event that ends a stream; empty in any other.
std::string endedResponse(std::string_view data)
{
    simdjson::dom::object event;
    std::string_view type;
    if (data.find("\"response.") == std::string_view::npos || wire::parseJson(data).get(event) ||
        event["type"].get(type) ||
        (type != "response.completed" && type != "response.incomplete" && type != "response.failed"))
        return {};
    simdjson::dom::element response;
    return event["response"].get(response) ? std::string() : simdjson::minify(response);
}

} // namespace

QCoro::Task<Result<KeptResponse>> prepareResponse(responses::ResponseService &service,
                                                  std::shared_ptr<Exchange> exchange)
{
    const auto &body = exchange->request->body;
    auto wish = responses::readWish(body);
    if (!wish)
        co_return wish.error();
    KeptResponse kept;
    kept.keep = wish->store.value_or(service.settings().storesByDefault);
    kept.response.account = exchange->principal->account->id;
    kept.response.previousId = wish->previousId;
    kept.response.model = wish->model;
    kept.response.input = wish->input;
    if (wish->previousId.empty()) {
        kept.body = body;
        co_return kept;
    }
    auto looking = service.history(*exchange->loop, kept.response.account, wish->previousId);
    const auto history = co_await looking;
    if (!history)
        co_return history.error();
    std::string items;
    for (const auto &piece : *history)
        items.append(items.empty() ? "" : ",").append(piece);
    kept.body = responses::withHistory(body, items, kept.response.input);
    co_return kept;
}

QCoro::Task<> keepResponse(responses::ResponseService &service, ops::EventLoop &loop,
                           responses::StoredResponse response, std::string body)
{
    response.id = responses::idOf(body);
    if (response.id.empty())
        co_return;
    response.body = std::move(body);
    auto keeping = service.keep(loop, std::move(response));
    const auto kept = co_await keeping;
    if (!kept)
        qCWarning(logResponses, "a response wasn't kept: %s", kept.error().detail.c_str());
}

void KeepingSink::write(std::string_view bytes)
{
    if (m_response.empty()) {
        m_splitter.feed(bytes);
        while (const auto frame = m_splitter.next()) {
            if (frame->hasData && m_response.empty())
                m_response = endedResponse(frame->data);
        }
    }
    if (m_response.empty())
        m_client.write(bytes);
    else
        m_held += bytes;
}

void KeepingSink::finish()
{
    m_finished = true;
    if (m_response.empty())
        m_client.finish();
}

void KeepingSink::letGo()
{
    if (m_response.empty())
        return;
    m_client.write(m_held);
    if (m_finished)
        m_client.finish();
}

} // namespace beaver::http
