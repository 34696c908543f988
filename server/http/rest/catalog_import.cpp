#include <server/catalog/catalogue_admin.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/catalog_admin.h>
#include <shared/base/decimal.h>

#include <algorithm>

namespace beaver::http {

namespace {

constexpr std::size_t shownLines = 200;

std::string pricesJson(const catalog::PriceVersion &version)
{
    JsonWriter json;
    json.beginObject();
    catalog::writePrices(json, version);
    return json.endObject().take();
}

void writeChange(JsonWriter &json, const catalog::ImportedPrice &change)
{
    json.beginObject().field("model", change.model).field("provider", change.provider);
    if (change.was)
        json.rawField("was", pricesJson(*change.was));
    else
        json.nullField("was");
    json.rawField("becomes", pricesJson(change.becomes)).endObject();
}

} // namespace

QCoro::Task<Result<Answer>> CatalogAdminHandlers::import(std::shared_ptr<Exchange> exchange)
{
    const auto dry = exchange->query("dry_run").value_or("false");
    if (dry != "true" && dry != "false")
        co_return invalid("dry_run", "'dry_run' takes true or false.");
    auto importing =
        m_catalogue.importLater(*exchange->loop, std::move(exchange->request->body), dry == "true", actorOf(*exchange));
    const auto done = co_await importing;
    if (!done)
        co_return done.error();
    JsonWriter json;
    json.beginObject()
        .field("applied", dry == "false")
        .field("added", done->added)
        .field("repriced", done->repriced)
        .field("unchanged", done->unchanged)
        .field("skipped", done->skipped)
        .field("refused", done->problems.size())
        .key("problems")
        .beginArray();
    for (std::size_t i = 0; i < std::min(done->problems.size(), shownLines); ++i)
        json.value(done->problems[i]);
    json.endArray().key("changes").beginArray();
    for (std::size_t i = 0; i < std::min(done->changes.size(), shownLines); ++i)
        writeChange(json, done->changes[i]);
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CatalogAdminHandlers::withdrawPrice(std::shared_ptr<Exchange> exchange)
{
    const std::string version = exchange->query("version").value_or("");
    auto withdrawing = m_catalogue.withdrawPrice(*exchange->loop, actorOf(*exchange), exchange->parameter("model"),
                                                 parseScaled(version, 0).value_or(0));
    const auto withdrawn = co_await withdrawing;
    if (!withdrawn)
        co_return withdrawn.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("model", withdrawn->id).field("deleted", true).endObject().take();
    co_return answer;
}

} // namespace beaver::http
