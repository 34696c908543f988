#include <server/http/rest/account_json.h>
#include <server/http/rest/actor.h>
#include <server/http/rest/json_body.h>
#include <server/http/rest/money.h>
#include <server/http/rest/query_fields.h>
#include <server/payments/net_paid.h>
#include <shared/api/rfc3339.h>

namespace beaver::http {

namespace {

using payments::Refund;
using payments::Voucher;
using Posting = ledger::LedgerService::Posting;

constexpr std::int64_t mostVouchers = 1000;
constexpr std::size_t longestReason = 500;

Error outOfBounds(const std::string &name)
{
    return {ErrorCode::Unprocessable, "'" + name + "' takes more than 0 and at most 1000000 USD.", name, {}, {}, 0};
}

bool sensible(Money amount)
{
    return amount.nanoUsd() > 0 && amount.nanoUsd() <= largestTopUpNanoUsd;
}

/// `{"transaction":…,"account":…}` and what else the caller has to say.
MoneyOnce::Body entryBody(identity::Account account, std::string member, std::string json)
{
    return [account = std::move(account), member = std::move(member),
            json = std::move(json)](const ledger::Entry &entry, const ledger::Balance &balance) {
        JsonWriter out;
        out.beginObject();
        if (!member.empty())
            out.rawField(member, json);
        out.key("transaction");
        writeTransaction(out, entry);
        out.key("account");
        writeAccount(out, account, balance);
        return out.endObject().take();
    };
}

std::string auditJson(const std::string &account, Money amount, const std::string &reference, const std::string &reason)
{
    JsonWriter json;
    json.beginObject()
        .field("account_id", account)
        .field("amount", amount)
        .optionalField("reference", reference)
        .optionalField("reason", reason);
    return json.endObject().take();
}

std::string refundJson(const Refund &refund)
{
    JsonWriter json;
    json.beginObject()
        .field("id", refund.id)
        .field("account_id", refund.account.text())
        .field("kind", refund.ofCall ? "call" : "payment")
        .field("reference", refund.reference)
        .field("amount", refund.amount)
        .field("reason", refund.reason)
        .field("status", refund.state)
        .optionalField("transaction_id", refund.transaction)
        .field("actor", refund.actor)
        .field("created_at", api::rfc3339(refund.createdAtMs));
    return json.endObject().take();
}

std::string voucherJson(const Voucher &voucher, const Secret *code)
{
    JsonWriter json;
    json.beginObject().field("id", voucher.id);
    if (code)
        json.field("code", code->reveal());
    json.field("preview", voucher.preview)
        .field("amount", voucher.amount)
        .field("max_uses", voucher.maxUses)
        .field("uses", voucher.uses)
        .field("note", voucher.note)
        .optionalField("expires_at", voucher.expiresAtMs ? api::rfc3339(*voucher.expiresAtMs) : std::string())
        .optionalField("revoked_at", voucher.revokedAtMs ? api::rfc3339(*voucher.revokedAtMs) : std::string())
        .field("created_at", api::rfc3339(voucher.createdAtMs));
    return json.endObject().take();
}

/// A page of things with ids, of which one more was read than is shown.
template <typename Thing, typename Write> Answer pageOf(std::vector<Thing> found, int limit, const Write &write)
{
    const bool more = static_cast<int>(found.size()) > limit;
    if (more)
        found.pop_back();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &one : found)
        json.raw(write(one));
    json.endArray().field("has_more", more).optionalField("next", more ? found.back().id : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    return answer;
}

} // namespace

QCoro::Task<Result<Answer>> MoneyHandlers::adjust(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Posting posting;
    posting.type = ledger::EntryType::Adjustment;
    posting.account = AccountId(body.text("account_id"));
    posting.customer = body.money("amount");
    posting.corrections = -posting.customer;
    posting.description = body.text("reason");
    posting.reference = body.optionalText("reference").value_or(std::string());
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!sensible(posting.customer) && !sensible(-posting.customer))
        co_return Error{ErrorCode::Unprocessable,
                        "'amount' takes an amount other than 0, up to 1000000 USD either way.",
                        "amount",
                        {},
                        {},
                        0};
    if (posting.description.empty() || posting.description.size() > longestReason || posting.reference.size() > 200)
        co_return invalid("reason", "'reason' takes 1 to 500 bytes, 'reference' up to 200.");
    auto reading = m_services.identity.account(*exchange->loop, posting.account);
    const auto account = co_await reading;
    if (!account)
        co_return account.error();
    MoneyOnce once(m_services.ledger, m_services.idempotency);
    auto beginning = once.begin(exchange);
    auto begun = co_await beginning;
    if (!begun || *begun)
        co_return begun ? Result<Answer>(std::move(**begun)) : begun.error();
    auto alongside = [actor = actorOf(*exchange), posting](storage::Connection &connection,
                                                           const ledger::Entry &entry) {
        if (auto noted = payments::noteAdjustment(connection, entry); !noted)
            return noted;
        return audit::append(
            connection,
            {actor,
             "money.adjust",
             entry.id.text(),
             {},
             auditJson(posting.account.text(), posting.customer, posting.reference, posting.description)},
            entry.createdAtMs);
    };
    auto posted = once.post(exchange, posting, entryBody(*account, {}, {}), std::move(alongside));
    co_return co_await posted;
}

QCoro::Task<Result<Answer>> MoneyHandlers::refund(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Refund refund;
    refund.account = AccountId(body.text("account_id"));
    refund.reference = body.text("reference");
    refund.amount = body.money("amount");
    refund.reason = body.text("reason");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!sensible(refund.amount))
        co_return outOfBounds("amount");
    if (refund.reason.empty() || refund.reason.size() > longestReason)
        co_return invalid("reason", "'reason' takes 1 to 500 bytes.");
    refund.ofCall = refund.reference.starts_with(CallId::prefix);
    if (!refund.ofCall && !refund.reference.starts_with(TransactionId::prefix))
        co_return invalid("reference", "'reference' takes the id of a call (req_…) or of a payment (txn_…).");
    auto reading = m_services.identity.account(*exchange->loop, refund.account);
    const auto account = co_await reading;
    if (!account)
        co_return account.error();
    const std::int64_t now = m_services.clock.wallMs();
    refund.id = "rfd_" + newUlid(now);
    refund.actor = exchange->principal->account->id.text();
    refund.createdAtMs = now;

    MoneyOnce once(m_services.ledger, m_services.idempotency);
    auto beginning = once.begin(exchange);
    auto begun = co_await beginning;
    if (!begun || *begun)
        co_return begun ? Result<Answer>(std::move(**begun)) : begun.error();
    auto reserving = m_services.database.write(*exchange->loop, [refund](storage::Connection &connection) {
        return payments::refunds::reserve(connection, refund);
    });
    if (auto reserved = co_await reserving; !reserved)
        co_return reserved.error();

    Posting posting;
    posting.type = ledger::EntryType::Refund;
    posting.account = refund.account;
    // A call's money comes back to the balance; a payment's leaves it, to where it came from.
    posting.customer = refund.ofCall ? refund.amount : -refund.amount;
    (refund.ofCall ? posting.revenue : posting.cash) = -posting.customer;
    posting.reference = refund.reference;
    posting.description = refund.reason;
    auto alongside = [actor = actorOf(*exchange), refund](storage::Connection &connection, const ledger::Entry &entry) {
        if (auto marked = payments::refunds::posted(connection, refund.id, entry.id); !marked)
            return marked;
        return audit::append(connection,
                             {actor,
                              "money.refund",
                              refund.id,
                              {},
                              auditJson(refund.account.text(), refund.amount, refund.reference, refund.reason)},
                             entry.createdAtMs);
    };
    Refund shown = refund;
    shown.state = "posted";
    auto posted = once.post(exchange, posting, entryBody(*account, "refund", refundJson(shown)), std::move(alongside));
    auto answer = co_await posted;
    if (!answer) {
        auto releasing = m_services.database.write(*exchange->loop, [id = refund.id](storage::Connection &connection) {
            return payments::refunds::release(connection, id);
        });
        static_cast<void>(co_await releasing);
    }
    co_return answer;
}

QCoro::Task<Result<Answer>> MoneyHandlers::refunds(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    QueryFields query(*exchange);
    const std::string account = query.text("account", "account_id");
    const std::string after = query.text("after");
    const std::string search = query.text("search");
    if (auto sound = query.finish(); !sound)
        co_return sound.error();
    auto reading = m_services.database.read(*exchange->loop, [=, rows = *limit](storage::Connection &connection) {
        return payments::refunds::list(connection, account, rows, after, search);
    });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    co_return pageOf(std::move(*found), *limit, refundJson);
}

QCoro::Task<Result<Answer>> MoneyHandlers::createVouchers(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    Voucher voucher;
    voucher.amount = body.money("amount");
    const std::int64_t count = body.optionalNumber("count").value_or(1);
    voucher.maxUses = body.optionalNumber("max_uses").value_or(1);
    voucher.note = body.optionalText("note").value_or(std::string());
    const auto expires = body.optionalText("expires_at");
    if (expires) {
        voucher.expiresAtMs = parseTime(*expires);
        if (!voucher.expiresAtMs || *voucher.expiresAtMs <= m_services.clock.wallMs())
            body.refuse("expires_at", "'expires_at' takes a time to come, such as 2027-01-31T12:00:00Z.");
    }
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    if (!sensible(voucher.amount))
        co_return outOfBounds("amount");
    if (count < 1 || count > mostVouchers)
        co_return invalid("count", "'count' takes 1 to 1000.");
    if (voucher.maxUses < 1 || voucher.maxUses > 1'000'000)
        co_return invalid("max_uses", "'max_uses' takes 1 to 1000000.");
    if (voucher.note.size() > longestReason)
        co_return invalid("note", "'note' takes at most 500 bytes.");
    if (exchange->request->hasHeader("idempotency-key"))
        co_return invalid("Idempotency-Key", "Codes are shown once and kept nowhere: they can't be given again.");
    voucher.actor = exchange->principal->account->id.text();
    voucher.createdAtMs = m_services.clock.wallMs();

    struct Made
    {
        std::vector<Voucher> vouchers;
        std::vector<Secret> codes;
        std::vector<std::string> hashes;
    };
    auto made = std::make_shared<Made>();
    for (std::int64_t at = 0; at < count; ++at) {
        Secret code = payments::VoucherCodes::random();
        voucher.id = "vch_" + newUlid(voucher.createdAtMs);
        voucher.preview = "…" + code.reveal().substr(code.reveal().size() - 4);
        made->hashes.push_back(m_services.codes.hash(payments::VoucherCodes::normalised(code.reveal())));
        made->vouchers.push_back(voucher);
        made->codes.push_back(std::move(code));
    }
    auto writing = m_services.database.write(
        *exchange->loop, [made, actor = actorOf(*exchange)](storage::Connection &connection) -> Result<void> {
            for (std::size_t at = 0; at < made->vouchers.size(); ++at) {
                const auto &one = made->vouchers[at];
                if (auto inserted = payments::vouchers::insert(connection, one, made->hashes[at]); !inserted)
                    return inserted;
                if (auto noted = audit::append(
                        connection, {actor, "voucher.create", one.id, {}, voucherJson(one, nullptr)}, one.createdAtMs);
                    !noted)
                    return noted;
            }
            return {};
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (std::size_t at = 0; at < made->vouchers.size(); ++at)
        json.raw(voucherJson(made->vouchers[at], &made->codes[at]));
    Answer answer;
    answer.status = 201;
    answer.body = json.endArray().endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> MoneyHandlers::vouchers(std::shared_ptr<Exchange> exchange)
{
    const auto limit = queryNumber(*exchange, "limit", 50, 1, 200);
    if (!limit)
        co_return limit.error();
    const std::string after = exchange->query("after").value_or(std::string());
    const std::string search = exchange->query("search").value_or(std::string()).substr(0, 200);
    auto reading =
        m_services.database.read(*exchange->loop, [after, search, rows = *limit](storage::Connection &connection) {
            return payments::vouchers::list(connection, rows, after, search);
        });
    auto found = co_await reading;
    if (!found)
        co_return found.error();
    co_return pageOf(std::move(*found), *limit, [](const Voucher &voucher) { return voucherJson(voucher, nullptr); });
}

QCoro::Task<Result<Answer>> MoneyHandlers::revokeVoucher(std::shared_ptr<Exchange> exchange)
{
    auto found = std::make_shared<std::optional<Voucher>>();
    auto writing = m_services.database.write(
        *exchange->loop,
        [found, id = exchange->parameter("id"), actor = actorOf(*exchange),
         now = m_services.clock.wallMs()](storage::Connection &connection) -> Result<void> {
            auto revoked = payments::vouchers::revoke(connection, id, now);
            if (!revoked)
                return revoked.error();
            *found = std::move(*revoked);
            if (!*found)
                return {};
            return audit::append(connection, {actor, "voucher.revoke", id, {}, voucherJson(**found, nullptr)}, now);
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    if (!*found)
        co_return Error{ErrorCode::NotFound, "There is no such voucher.", "id", "voucher_not_found", {}, 0};
    Answer answer;
    answer.body = voucherJson(**found, nullptr);
    co_return answer;
}

QCoro::Task<Result<Answer>> MoneyHandlers::redeem(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const std::string code = body.text("code");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const identity::Account account = *exchange->principal->account;
    MoneyOnce once(m_services.ledger, m_services.idempotency);
    auto beginning = once.begin(exchange);
    auto begun = co_await beginning;
    if (!begun || *begun)
        co_return begun ? Result<Answer>(std::move(**begun)) : begun.error();

    // 80 random bits aren't guessed, but who tries is slowed.
    const std::string &address = exchange->caller.address;
    if (const auto wait = m_services.guesses.begin(address, account.id.text()); wait > 0)
        co_return Error{ErrorCode::RateLimited,
                        "Too many codes were tried. Wait before the next.",
                        "code",
                        "too_many_attempts",
                        {},
                        wait};
    const std::string plain = payments::VoucherCodes::normalised(code);
    auto taken = std::make_shared<Voucher>();
    auto reserving =
        m_services.database.write(*exchange->loop,
                                  [taken, hash = m_services.codes.hash(plain), id = account.id,
                                   now = m_services.clock.wallMs()](storage::Connection &connection) -> Result<void> {
                                      auto reserved = payments::vouchers::reserve(connection, hash, id, now);
                                      if (!reserved)
                                          return reserved.error();
                                      *taken = std::move(*reserved);
                                      return {};
                                  });
    const auto reserved = co_await reserving;
    if (!reserved) {
        if (reserved.error().code != ErrorCode::NotFound || !reserved.error().detail.empty())
            m_services.guesses.takenBack(address, account.id.text());
        co_return reserved.error();
    }
    m_services.guesses.succeeded(address, account.id.text());

    Posting posting;
    posting.type = ledger::EntryType::TopUp;
    posting.account = account.id;
    posting.customer = taken->amount;
    posting.corrections = -taken->amount;
    posting.reference = taken->id;
    posting.description = "Voucher " + taken->preview;
    auto alongside = [actor = actorOf(*exchange), taken, id = account.id](storage::Connection &connection,
                                                                          const ledger::Entry &entry) {
        if (auto marked = payments::vouchers::posted(connection, taken->id, id, entry.id); !marked)
            return marked;
        return audit::append(
            connection,
            {actor, "voucher.redeem", taken->id, {}, auditJson(id.text(), taken->amount, entry.id.text(), {})},
            entry.createdAtMs);
    };
    JsonWriter shown;
    shown.beginObject()
        .field("id", taken->id)
        .field("preview", taken->preview)
        .field("amount", taken->amount)
        .endObject();
    auto posted = once.post(exchange, posting, entryBody(account, "voucher", shown.take()), std::move(alongside));
    auto answer = co_await posted;
    if (!answer) {
        auto releasing =
            m_services.database.write(*exchange->loop, [taken, id = account.id](storage::Connection &connection) {
                return payments::vouchers::release(connection, taken->id, id);
            });
        static_cast<void>(co_await releasing);
    }
    co_return answer;
}

} // namespace beaver::http
