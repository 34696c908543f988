#include <server/audit/audit_log.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/mail.h>
#include <server/mail/header_text.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

#include <memory>

namespace beaver::http {

namespace {

void writeEntry(JsonWriter &json, const mail::Entry &entry)
{
    const bool queued = entry.state == mail::State::Queued;
    json.beginObject()
        .field("id", entry.id)
        .field("kind", entry.kind)
        .field("to", entry.to)
        .field("subject", entry.subject)
        .optionalField("account_id", entry.account)
        .field("state", mail::stateName(entry.state))
        .field("attempts", entry.attempts)
        .optionalField("last_error", entry.lastError)
        .optionalField("next_attempt_at", queued ? api::rfc3339(entry.nextAttemptMs) : std::string())
        .field("created_at", api::rfc3339(entry.createdAtMs))
        .optionalField("ended_at", queued ? std::string() : api::rfc3339(entry.endedAtMs))
        .endObject();
}

} // namespace

QCoro::Task<Result<Answer>> MailHandlers::list(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    const std::string state = exchange->query("state").value_or("");
    if (!state.empty() && state != "queued" && state != "sent" && state != "failed" && state != "logged")
        co_return invalid("state", "'state' takes queued, sent, failed or logged.");
    const std::string after = exchange->query("after").value_or("");
    const std::string search = exchange->query("search").value_or("").substr(0, 200);
    auto reading =
        m_database.read(*exchange->loop, [wanted = *limit, after, state, search](storage::Connection &connection) {
            return mail::Outbox::list(connection, wanted + 1, after, state, search);
        });
    auto entries = co_await reading;
    if (!entries)
        co_return entries.error();
    const bool more = entries->size() > static_cast<std::size_t>(*limit);
    if (more)
        entries->pop_back();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &entry : *entries)
        writeEntry(json, entry);
    json.endArray().field("has_more", more).optionalField("next", more ? entries->back().id : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> MailHandlers::test(std::shared_ptr<Exchange> exchange)
{
    const auto account = exchange->principal->account;
    mail::Message message;
    message.to = account->email;
    if (!exchange->request->body.empty()) {
        JsonBody body(exchange->request->body);
        message.to = body.optionalText("to").value_or(message.to);
        if (auto sound = body.finish(); !sound)
            co_return sound.error();
    }
    if (!mail::isAddress(message.to))
        co_return Error{ErrorCode::Unprocessable, "'to' takes an address such as name@example.com.", "to", {}, {}, 0};
    message.kind = "test";
    message.account = account->id.text();
    message.subject = "Beaver can send mail";
    message.text = "This is the message that an administrator of Beaver asked for, to see whether mail arrives.\n";

    auto id = std::make_shared<std::string>();
    auto writing = m_database.write(*exchange->loop, [this, id, message](storage::Connection &connection) {
        auto queued = m_outbox.enqueue(connection, message);
        if (!queued)
            return Result<void>(std::move(queued).error());
        *id = *queued;
        JsonWriter after;
        after.beginObject().field("to", message.to).endObject();
        return audit::append(connection, {message.account, "mail.test", *id, {}, after.take()}, m_clock.wallMs());
    });
    const auto written = co_await writing;
    if (!written)
        co_return written.error();
    m_outbox.wake();
    JsonWriter json;
    json.beginObject().field("id", *id).field("to", message.to).field("state", "queued").endObject();
    Answer answer;
    answer.status = 202;
    answer.body = json.take();
    co_return answer;
}

} // namespace beaver::http
