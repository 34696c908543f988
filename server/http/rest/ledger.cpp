#include <server/http/rest/account_json.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/ledger.h>
#include <server/http/rest/top_up_audit.h>
#include <server/http/rest/visible_balance.h>
#include <server/ledger/ledger_store.h>
#include <server/ledger/proof.h>

#include <charconv>

namespace beaver::http {

namespace {

/// 1 credit = 0.00002 USD: the credit gateway's unit, rounded down.
std::int64_t credits(Money amount)
{
    return amount.nanoUsd() / 20'000;
}

std::string topUpJson(const ledger::Entry &entry, const identity::Account &account, const ledger::Balance &balance)
{
    JsonWriter json;
    json.beginObject().key("transaction");
    writeTransaction(json, entry);
    json.key("account");
    writeAccount(json, account, balance);
    return json.endObject().take();
}

} // namespace

QCoro::Task<Result<Answer>> LedgerHandlers::balance(std::shared_ptr<Exchange> exchange)
{
    auto loading = m_ledger.load(*exchange->loop, exchange->principal->account->id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    const auto seen = visibleBalance(*exchange, m_limits, *balance);
    JsonWriter json;
    json.beginObject()
        .field("balance", seen.balance)
        .field("held", seen.held)
        .field("available", seen.available())
        .field("currency", "USD")
        .field("credits", credits(seen.available()));
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LedgerHandlers::transactions(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 500);
    if (!limit)
        co_return limit.error();
    std::int64_t before = 0;
    if (const auto after = exchange->query("after")) {
        const auto [end, failure] = std::from_chars(after->data(), after->data() + after->size(), before);
        if (failure != std::errc() || end != after->data() + after->size() || before < 1)
            co_return invalid("after", "'after' takes the 'next' of the page before.");
    }
    const AccountId account = exchange->principal->account->id;
    ledger::store::EntryFilter filter;
    filter.account = account.text();
    filter.search = exchange->query("search").value_or("").substr(0, 200);
    auto reading =
        m_database.read(*exchange->loop, [account, filter, rows = *limit + 1, before](storage::Connection &connection) {
            return filter.search.empty() ? ledger::store::entries(connection, account, rows, before)
                                         : ledger::store::entries(connection, filter, rows, before);
        });
    auto entries = co_await reading;
    if (!entries)
        co_return entries.error();
    const bool more = static_cast<int>(entries->size()) > *limit;
    if (more)
        entries->pop_back();
    JsonWriter list;
    list.beginArray();
    for (const auto &entry : *entries)
        writeTransaction(list, entry);
    const std::string data = list.endArray().take();
    JsonWriter json;
    json.beginObject().rawField("data", data).rawField("transactions", data).field("has_more", more);
    json.optionalField("next", more ? std::to_string(entries->back().seq) : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> LedgerHandlers::topUp(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const AccountId id(body.text("account_id"));
    const Money amount = body.money("amount");
    const std::string description = body.optionalText("description").value_or("Top-up");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (amount.nanoUsd() <= 0 || amount.nanoUsd() > largestTopUpNanoUsd)
        co_return Error{
            ErrorCode::Unprocessable, "'amount' takes more than 0 and at most 1000000 USD.", "amount", {}, {}, 0};
    if (description.size() > 500)
        co_return invalid("description", "'description' takes at most 500 bytes.");

    auto reading = m_identity.account(*exchange->loop, id);
    const auto account = co_await reading;
    if (!account)
        co_return account.error();

    Answer answer;
    const AccountId actor = exchange->principal->account->id;
    const std::string key(exchange->request->header("idempotency-key"));
    const std::string hash = relay::Idempotency::hashRequest(exchange->route->name, exchange->request->body);
    if (exchange->request->hasHeader("idempotency-key")) {
        if (auto sound = relay::Idempotency::checkKey(key); !sound)
            co_return sound.error();
        auto claiming = m_idempotency.claim(*exchange->loop, actor, key, hash);
        const auto claimed = co_await claiming;
        if (!claimed)
            co_return claimed.error();
        if (*claimed) {
            answer.body = (*claimed)->body.value_or("");
            answer.headers.emplace_back("idempotent-replayed", "true");
            co_return answer;
        }
    }

    relay::Idempotency::Reply kept;
    const auto reply = [&](const ledger::Entry &entry, const ledger::Balance &balance) {
        ledger::StoredReply made{
            key, hash, exchange->callId, 200, "application/json", topUpJson(entry, *account, balance)};
        answer.body = *made.body;
        kept = std::make_shared<const ledger::StoredReply>(made);
        return made;
    };
    std::function<ledger::StoredReply(const ledger::Entry &, const ledger::Balance &)> keep;
    if (!key.empty())
        keep = reply;
    auto toppingUp = m_ledger.topUp(*exchange->loop, id, amount, description, actor, keep, topUpAudit(*exchange));
    const auto entry = co_await toppingUp;
    if (!key.empty())
        m_idempotency.release(actor, key, entry ? kept : nullptr);
    if (!entry)
        co_return entry.error();
    if (answer.body.empty())
        answer.body = topUpJson(*entry, *account, *m_ledger.balance(id));
    co_return answer;
}

QCoro::Task<Result<Answer>> LedgerHandlers::proof(std::shared_ptr<Exchange> exchange)
{
    auto proving =
        m_database.read(*exchange->loop, [](storage::Connection &connection) { return ledger::prove(connection); });
    const auto proof = co_await proving;
    if (!proof)
        co_return proof.error();
    JsonWriter json;
    json.beginObject()
        .field("ok", proof->ok)
        .field("trial_balance", proof->trialBalance)
        .field("accounts_checked", proof->accountsChecked)
        .field("entries_checked", proof->entriesChecked)
        .field("open_holds", proof->openHolds)
        .field("held", proof->held)
        .field("open_calls", m_ledger.openHolds())
        .field("interrupted_calls", proof->interrupted)
        .field("chain_head", proof->chainHead)
        .key("problems")
        .beginArray();
    for (const auto &problem : proof->problems)
        json.value(problem);
    Answer answer;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

} // namespace beaver::http
