#include <server/http/rest/actor.h>
#include <server/http/rest/catalog_admin.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/price_corrections.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

void writeCorrection(JsonWriter &json, const pricing::Correction &correction)
{
    json.beginObject()
        .optionalField("id", correction.id)
        .field("model", correction.model)
        .field("from", api::rfc3339(correction.fromMs))
        .field("until", api::rfc3339(correction.untilMs))
        .field("reason", correction.reason)
        .optionalField("actor", correction.actor)
        .field("status", correction.status);
    if (correction.priceVersion != 0)
        json.field("price_version", correction.priceVersion);
    else
        json.nullField("price_version");
    json.field("calls", correction.calls)
        .field("refunded", correction.refunded)
        .field("charged", correction.charged)
        .field("uncollected", correction.uncollected)
        .field("currency", "USD")
        .field("created_at", api::rfc3339(correction.createdAtMs));
    if (correction.status == "dry_run") {
        json.key("sample").beginArray();
        for (const auto &call : correction.sample) {
            json.beginObject()
                .field("call_id", call.call.text())
                .field("account_id", call.account.text())
                .field("was", call.was)
                .field("becomes", call.became)
                .field("amount", call.amount)
                .endObject();
        }
        json.endArray();
    }
    json.endObject();
}

} // namespace

QCoro::Task<Result<Answer>> CorrectionHandlers::correct(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    pricing::CorrectionWish wish;
    wish.model = body.text("model");
    const auto from = body.text("from");
    const auto until = body.optionalText("until");
    const auto prices = body.optionalJson("list_prices");
    const bool free = body.optionalFlag("free").value_or(false);
    wish.reason = body.optionalText("reason").value_or("Price correction: " + wish.model);
    const bool dry = body.optionalFlag("dry_run").value_or(true);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (m_catalogue.priceHistory(wish.model).empty())
        co_return invalid("model", "There is no model '" + wish.model.substr(0, 80) + "'.");
    if (wish.reason.size() > 200)
        co_return invalid("reason", "'reason' takes up to 200 characters.");
    const auto fromMs = readMoment("from", from);
    if (!fromMs)
        co_return fromMs.error();
    const std::int64_t nowMs = m_clock.wallMs();
    // Half open: calls that ended in this millisecond are meant too.
    const auto untilMs = until ? readMoment("until", *until) : Result<std::int64_t>(nowMs + 1);
    if (!untilMs)
        co_return untilMs.error();
    if ((until && *untilMs > nowMs) || *fromMs >= *untilMs)
        co_return invalid("until", "'until' takes a time after 'from' that isn't in the future.");
    wish.fromMs = *fromMs;
    wish.untilMs = *untilMs;
    if (free == prices.has_value())
        co_return invalid("list_prices", "Either 'list_prices' or 'free': true is expected: the price that was right.");
    wish.price.state = catalog::PriceState::Free;
    if (prices) {
        auto read = readListPrices(*prices);
        if (!read)
            co_return read.error();
        wish.price = std::move(*read);
    }
    auto running = dry ? m_corrections.dryRun(*exchange->loop, wish)
                       : m_corrections.apply(*exchange->loop, actorOf(*exchange), wish);
    const auto done = co_await running;
    if (!done)
        co_return done.error();
    JsonWriter json;
    writeCorrection(json, *done);
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CorrectionHandlers::corrections(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    auto listing = m_corrections.list(*exchange->loop, *limit + 1, exchange->query("after").value_or(""));
    auto all = co_await listing;
    if (!all)
        co_return all.error();
    const bool more = all->size() > static_cast<std::size_t>(*limit);
    if (more)
        all->pop_back();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &correction : *all)
        writeCorrection(json, correction);
    json.endArray().field("has_more", more).optionalField("next", more ? all->back().id : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

} // namespace beaver::http
