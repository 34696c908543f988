#include <server/http/rest/call_json.h>
#include <server/http/rest/calls.h>
#include <server/http/rest/query_fields.h>
#include <server/http/rest/receipt_json.h>
#include <server/http/rest/row_stream.h>
#include <server/usage/log_partitions.h>
#include <server/wire/json_scan.h>
#include <shared/api/rfc3339.h>

#include <algorithm>
#include <charconv>

namespace beaver::http {

namespace {

using usage::Direction;

struct CallCursor
{
    Direction direction = Direction::Older;
    std::int64_t seq = 0;
};

// A page that finds too little within this time is given as far as it came; its `next` goes on.
constexpr std::int64_t pageUs = 1'500'000;
constexpr int exportRows = 2'000;
constexpr int mostSurface = 64;

Result<CallCursor> readCursor(const Exchange &exchange)
{
    CallCursor cursor;
    const auto after = exchange.query("after");
    const auto before = exchange.query("before");
    if (!after && !before)
        return cursor;
    const std::string name = after ? "after" : "before";
    if (after && before)
        return invalid("before", "Give either 'after' or 'before'.");
    const std::string &text = after ? *after : *before;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), cursor.seq);
    if (failure != std::errc() || end != text.data() + text.size() || cursor.seq < 1)
        return invalid(name, "'" + name + "' takes the 'next' or 'previous' of another page.");
    cursor.direction = after ? Direction::Older : Direction::Newer;
    return cursor;
}

/// `200`, `4xx`, `400-499`.
void readStatus(QueryFields &query, usage::CallFilter &filter)
{
    const std::string text = query.text("status");
    if (text.empty())
        return;
    const auto digits = [](std::string_view part) {
        int number = 0;
        const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool sound = part.size() == 3 && failure == std::errc() && end == part.data() + part.size();
        return sound && number >= 100 && number <= 599 ? std::optional(number) : std::nullopt;
    };
    const std::size_t dash = text.find('-');
    if (text.size() == 3 && text.ends_with("xx") && text[0] >= '1' && text[0] <= '5') {
        filter.statusFrom = (text[0] - '0') * 100;
        filter.statusTo = *filter.statusFrom + 99;
    } else if (dash != std::string::npos) {
        filter.statusFrom = digits(std::string_view(text).substr(0, dash));
        filter.statusTo = digits(std::string_view(text).substr(dash + 1));
    } else {
        filter.statusFrom = filter.statusTo = digits(text);
    }
    if (!filter.statusFrom || !filter.statusTo)
        query.refuse("status", "'status' takes an HTTP status (429), a class (4xx) or a range (400-499).");
}

/// A project's key sees that project's calls; an administrator's, on the paths for all accounts, every call.
ProjectId confinedTo(const Exchange &exchange, const AccountId &only)
{
    return only.isEmpty() ? ProjectId() : identity::confinedTo(*exchange.principal);
}

std::string rows(const std::vector<usage::Record> &records, const usage::CallNames &names)
{
    JsonWriter list;
    list.beginArray();
    for (const auto &record : records)
        writeCall(list, record, &names);
    return list.endArray().take();
}

void writeStep(JsonWriter &json, std::string_view event, std::int64_t startedMs, std::int64_t atMs)
{
    json.beginObject().field("event", event).field("at", api::rfc3339(atMs)).field("ms", atMs - startedMs);
}

/// What happened when: the call, each attempt in its turn, the first byte, the end.
void writeTimeline(JsonWriter &json, const ledger::Settlement &call)
{
    json.key("timeline").beginArray();
    writeStep(json, "received", call.startedAtMs, call.startedAtMs);
    json.endObject();
    simdjson::dom::array attempts;
    std::int64_t at = call.startedAtMs;
    if (!call.attempts.empty() && !wire::parseJson(call.attempts).get(attempts)) {
        for (const auto attempt : attempts) {
            std::string_view endpoint, reason;
            std::int64_t ms = 0;
            if (attempt["endpoint"].get(endpoint) || attempt["ms"].get(ms))
                continue;
            const bool failed = !attempt["reason"].get(reason) && !reason.empty();
            writeStep(json, "attempt", call.startedAtMs, at);
            json.field("endpoint", endpoint).field("duration_ms", ms);
            json.optionalField("reason", failed ? reason : std::string_view()).endObject();
            at += ms;
        }
    } else if (!call.endpoint.empty()) {
        writeStep(json, "attempt", call.startedAtMs, call.startedAtMs);
        json.field("endpoint", call.endpoint)
            .field("duration_ms", call.endedAtMs - call.startedAtMs)
            .nullField("reason")
            .endObject();
    }
    if (call.firstByteAtMs) {
        writeStep(json, "first_byte", call.startedAtMs, *call.firstByteAtMs);
        json.endObject();
    }
    writeStep(json, "settled", call.startedAtMs, call.endedAtMs);
    json.endObject().endArray();
}

} // namespace

Result<usage::CallFilter> callFilter(const Exchange &exchange, const AccountId &only)
{
    QueryFields query(exchange);
    usage::CallFilter filter;
    filter.account = only.isEmpty() ? query.text("account", "account_id") : only.text();
    filter.project = query.text("project", "project_id");
    if (const ProjectId confined = confinedTo(exchange, only); !confined.isEmpty())
        filter.project = confined.text();
    filter.key = query.text("key", "key_id");
    filter.model = query.text("model");
    filter.provider = query.text("provider");
    filter.endpoint = query.text("endpoint", "endpoint_id");
    filter.surface = query.text("surface", mostSurface);
    filter.category = query.text("category");
    filter.outcome = query.text("outcome");
    filter.reason = query.text("reason");
    filter.id = query.text("id");
    filter.metadata = query.text("metadata");
    filter.search = query.text("search");
    if (filter.search.starts_with("req_") && filter.id.empty())
        filter.id = std::exchange(filter.search, {}); // has an index
    readStatus(query, filter);
    filter.costFrom = query.money("min_cost");
    filter.costTo = query.money("max_cost");
    filter.latencyFrom = query.number("min_latency_ms", 0, INT64_MAX / 2);
    filter.latencyTo = query.number("max_latency_ms", 0, INT64_MAX / 2);
    filter.fromMs = query.time("from");
    filter.untilMs = query.time("until");
    filter.failed = query.flag("failed");
    if (filter.outcome == "failed") {
        filter.outcome.clear();
        filter.failed = true;
    }
    if (auto sound = query.finish(); !sound)
        return sound.error();
    return filter;
}

QCoro::Task<Result<Answer>> CallHandlers::list(std::shared_ptr<Exchange> exchange)
{
    return page(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> CallHandlers::listOwn(std::shared_ptr<Exchange> exchange)
{
    const AccountId own = exchange->principal->account->id;
    return page(std::move(exchange), own);
}

QCoro::Task<Result<Answer>> CallHandlers::one(std::shared_ptr<Exchange> exchange)
{
    return detail(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> CallHandlers::oneOwn(std::shared_ptr<Exchange> exchange)
{
    const AccountId own = exchange->principal->account->id;
    return detail(std::move(exchange), own);
}

QCoro::Task<Result<Answer>> CallHandlers::exportAll(std::shared_ptr<Exchange> exchange)
{
    return download(std::move(exchange), {});
}

QCoro::Task<Result<Answer>> CallHandlers::exportOwn(std::shared_ptr<Exchange> exchange)
{
    const AccountId own = exchange->principal->account->id;
    return download(std::move(exchange), own);
}

QCoro::Task<Result<CallPage>> callPage(storage::Database &database, const Clock &clock,
                                       std::shared_ptr<Exchange> exchange, usage::CallFilter filter, int limit)
{
    const auto cursor = readCursor(*exchange);
    if (!cursor)
        co_return cursor.error();
    const bool older = cursor->direction == Direction::Older;
    const std::size_t wanted = static_cast<std::size_t>(limit) + 1;
    const std::int64_t deadline = clock.monotonicUs() + pageUs;
    CallPage page;
    auto &found = page.records;
    std::int64_t reached = cursor->seq;
    bool exhausted = false;
    while (!exhausted && found.size() < wanted && clock.monotonicUs() < deadline) {
        auto reading = database.read(*exchange->loop,
                                     [filter, direction = cursor->direction, reached,
                                      rest = static_cast<int>(wanted - found.size())](storage::Connection &connection) {
                                         return usage::callSlice(connection, filter, direction, reached, rest);
                                     });
        auto slice = co_await reading;
        if (!slice)
            co_return slice.error();
        std::ranges::move(slice->records, std::back_inserter(found));
        reached = slice->reached;
        exhausted = slice->exhausted;
    }
    const bool full = found.size() == wanted;
    if (full)
        found.pop_back();
    page.hasMore = full || !exhausted;
    // Where time ran out before the page was full, the next one goes on from there.
    const std::int64_t further = full ? found.back().seq : reached;
    if (!older)
        std::ranges::reverse(found);
    const std::int64_t newest = found.empty() ? cursor->seq : found.front().seq;
    const std::int64_t oldest = found.empty() ? cursor->seq : found.back().seq;
    const auto text = [&](bool there, std::int64_t seq) {
        return there && seq != 0 ? std::to_string(seq) : std::string();
    };
    // Back to where one came from there is always a way.
    page.next = text(older ? page.hasMore : true, older ? further : oldest);
    page.previous = text(older ? true : page.hasMore, older ? newest : further);
    co_return page;
}

QCoro::Task<Result<Answer>> CallHandlers::page(std::shared_ptr<Exchange> exchange, AccountId only)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    const auto filter = callFilter(*exchange, only);
    if (!filter)
        co_return filter.error();
    auto paging = callPage(m_database, m_clock, exchange, *filter, *limit);
    const auto page = co_await paging;
    if (!page)
        co_return page.error();
    auto naming = m_database.read(*exchange->loop, [found = page->records](storage::Connection &connection) {
        return usage::namesOf(connection, found);
    });
    const auto names = co_await naming;
    if (!names)
        co_return names.error();
    JsonWriter json;
    json.beginObject()
        .rawField("data", rows(page->records, *names))
        .field("has_more", page->hasMore)
        .optionalField("next", page->next)
        .optionalField("previous", page->previous);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CallHandlers::detail(std::shared_ptr<Exchange> exchange, AccountId only)
{
    struct Found
    {
        StoredReceipt receipt;
        usage::CallNames names;
    };
    const CallId id(exchange->parameter("id"));
    auto reading = m_database.read(*exchange->loop,
                                   [id, only, within = confinedTo(*exchange, only)](
                                       storage::Connection &connection) -> Result<std::optional<Found>> {
                                       auto receipt = readReceipt(connection, id);
                                       if (!receipt)
                                           return receipt.error();
                                       if (!*receipt || (!only.isEmpty() && (*receipt)->record.call.account != only) ||
                                           (!within.isEmpty() && (*receipt)->record.call.project != within))
                                           return std::optional<Found>();
                                       auto names = usage::namesOf(connection, {(*receipt)->record});
                                       if (!names)
                                           return names.error();
                                       return std::optional(Found{std::move(**receipt), std::move(*names)});
                                   });
    const auto found = co_await reading;
    if (!found)
        co_return found.error();
    if (!*found)
        co_return Error{ErrorCode::NotFound, "There is no call of this id in the log.", "id", "call_not_found", {}, 0};
    JsonWriter json;
    json.beginObject().key("call");
    writeCall(json, (*found)->receipt.record, &(*found)->names);
    json.key("receipt").beginObject();
    writeReceiptMembers(json, (*found)->receipt);
    json.endObject();
    writeTimeline(json, (*found)->receipt.record.call);
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> CallHandlers::download(std::shared_ptr<Exchange> exchange, AccountId only)
{
    const std::string format = exchange->query("format").value_or("csv");
    if (format != "csv" && format != "jsonl")
        co_return invalid("format", "'format' takes csv or jsonl.");
    const auto filter = callFilter(*exchange, only);
    if (!filter)
        co_return filter.error();
    struct Place
    {
        std::int64_t seq = 0;
        bool begun = false;
    };
    auto place = std::make_shared<Place>();
    const bool csv = format == "csv";
    auto source = [filter = *filter, place, csv](storage::Connection &connection) -> Result<RowChunk> {
        const auto slice = usage::callSlice(connection, filter, Direction::Older, place->seq, exportRows);
        if (!slice)
            return slice.error();
        RowChunk chunk;
        if (!std::exchange(place->begun, true) && csv)
            chunk.text = callCsvHeader();
        JsonWriter json;
        for (const auto &record : slice->records) {
            if (csv) {
                appendCallCsv(chunk.text, record);
            } else {
                writeCall(json, record, nullptr);
                chunk.text.append(json.take()).append(1, '\n');
                json = JsonWriter();
            }
        }
        place->seq = slice->reached;
        chunk.last = slice->exhausted;
        return chunk;
    };
    auto streaming = streamRows(std::move(exchange), m_database,
                                csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
                                csv ? "calls.csv" : "calls.jsonl", std::move(source));
    co_return co_await streaming;
}

} // namespace beaver::http
