#include <server/http/rest/actor.h>
#include <server/http/rest/invoices.h>
#include <server/http/rest/json_body.h>
#include <server/limits/calendar.h>
#include <server/usage/reports.h>
#include <shared/api/rfc3339.h>
#include <shared/base/json_writer.h>

namespace beaver::http {

namespace {

constexpr int shownInvoices = 5;
constexpr std::size_t longestText = 1000;

/// Parts per million of a percentage with at most four decimals; an error names it.
Result<std::int64_t> ratePpm(Money percent)
{
    // JsonBody reads exact decimals as money: 19 is 19e9.
    const std::int64_t ppm = percent.nanoUsd() / 100'000;
    if (percent.isNegative() || percent.nanoUsd() % 100'000 != 0 || ppm > 1'000'000)
        return invalid("tax_rate", "'tax_rate' takes a percentage from 0 to 100 with at most four decimals.");
    return ppm;
}

Result<Money> spent(storage::Connection &connection, const AccountId &account, std::int64_t fromMs,
                    std::int64_t untilMs)
{
    auto &sum =
        connection.prepared("SELECT COALESCE(SUM(cost), 0) FROM usage_rollups WHERE account_id = ? AND hour >= ? "
                            "AND hour < ?");
    const auto row = sum.bind(account.text()).bind(fromMs).bind(untilMs).next();
    if (!row)
        return row.error();
    const Money cost = Money::fromNanoUsd(sum.integer(0));
    sum.reset();
    return cost;
}

bool tooLong(std::initializer_list<const std::string *> texts)
{
    return std::ranges::any_of(texts, [](const std::string *text) { return text->size() > longestText; });
}

} // namespace

QCoro::Task<Result<Answer>> InvoiceHandlers::billing(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    const identity::Account account = *exchange->principal->account;
    auto loading = m_services.ledger.load(*exchange->loop, account.id);
    const auto balance = co_await loading;
    if (!balance)
        co_return balance.error();
    const auto month = limits::calendarSpan(limits::Period::Month, m_services.clock.wallMs(), account.timeZone);
    const auto before = limits::calendarSpan(limits::Period::Month, month.startMs - 1, account.timeZone);
    auto reading = m_services.database.read(
        *exchange->loop,
        [account, month, before, balance = *balance](storage::Connection &connection) -> Result<std::string> {
            const auto now = spent(connection, account.id, month.startMs, month.endMs);
            const auto last = spent(connection, account.id, before.startMs, before.endMs);
            const auto profile = payments::store::profile(connection, account.id);
            const auto invoices = payments::invoices::list(connection, account.id.text(), {}, shownInvoices - 1, {});
            if (!now || !last || !profile || !invoices)
                return !now ? now.error() : !last ? last.error() : !profile ? profile.error() : invoices.error();
            JsonWriter json;
            json.beginObject()
                .field("balance", balance.balance)
                .field("held", balance.held)
                .field("available", balance.available())
                .field("currency", "USD")
                .field("plan", account.plan)
                .field("time_zone", account.timeZone)
                .field("spend_this_month", *now)
                .field("spend_last_month", *last)
                .field("month_start", api::rfc3339(month.startMs))
                .rawField("profile", profile->json())
                .key("invoices")
                .beginArray();
            for (const auto &invoice : *invoices)
                json.raw(invoice.json());
            return json.endArray().nullField("auto_top_up").endObject().take();
        });
    auto body = co_await reading;
    if (!body)
        co_return body.error();
    Answer answer;
    answer.body = std::move(*body);
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::ownProfile(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    auto showing = showProfile(exchange, exchange->principal->account->id);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::profile(std::shared_ptr<Exchange> exchange)
{
    auto asking = m_services.identity.account(*exchange->loop, AccountId(exchange->parameter("id")));
    const auto account = co_await asking;
    if (!account)
        co_return account.error();
    auto showing = showProfile(exchange, account->id);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::showProfile(std::shared_ptr<Exchange> exchange, AccountId account)
{
    auto reading = m_services.database.read(*exchange->loop, [account](storage::Connection &connection) {
        return payments::store::profile(connection, account);
    });
    const auto profile = co_await reading;
    if (!profile)
        co_return profile.error();
    Answer answer;
    answer.body = profile->json();
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::setOwnProfile(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkWholeAccount(*exchange); !may)
        co_return may.error();
    auto changing = changeProfile(exchange, exchange->principal->account->id, false);
    co_return co_await changing;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::setProfile(std::shared_ptr<Exchange> exchange)
{
    auto asking = m_services.identity.account(*exchange->loop, AccountId(exchange->parameter("id")));
    const auto account = co_await asking;
    if (!account)
        co_return account.error();
    auto changing = changeProfile(exchange, account->id, true);
    co_return co_await changing;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::changeProfile(std::shared_ptr<Exchange> exchange, AccountId account,
                                                           bool byAdmin)
{
    JsonBody body(exchange->request->body);
    const auto name = body.optionalText("name");
    const auto address = body.optionalText("address");
    const auto taxId = body.optionalText("tax_id");
    const bool noRate = byAdmin && body.saysNull("tax_rate");
    const auto rate = byAdmin ? body.optionalMoney("tax_rate") : std::optional<Money>();
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    std::optional<std::int64_t> ppm;
    if (rate) {
        const auto read = ratePpm(*rate);
        if (!read)
            co_return read.error();
        ppm = *read;
    }
    auto changed = std::make_shared<payments::BillingProfile>();
    auto writing = m_services.database.write(
        *exchange->loop,
        [=, actor = actorOf(*exchange),
         now = m_services.clock.wallMs()](storage::Connection &connection) -> Result<void> {
            auto profile = payments::store::profile(connection, account);
            if (!profile)
                return profile.error();
            const std::string before = profile->json();
            profile->name = name.value_or(profile->name);
            profile->address = address.value_or(profile->address);
            profile->taxId = taxId.value_or(profile->taxId);
            if (ppm || noRate)
                profile->taxRatePpm = ppm;
            if (tooLong({&profile->name, &profile->address, &profile->taxId}))
                return invalid("address", "'name', 'address' and 'tax_id' take at most 1000 bytes each.");
            if (auto set = payments::store::setProfile(connection, account, *profile, now); !set)
                return set;
            *changed = *profile;
            return audit::append(connection, {actor, "billing.profile", account.text(), before, profile->json()}, now);
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    Answer answer;
    answer.body = changed->json();
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::settings(std::shared_ptr<Exchange> exchange)
{
    auto reading = m_services.database.read(
        *exchange->loop, [](storage::Connection &connection) { return payments::store::settings(connection); });
    const auto settings = co_await reading;
    if (!settings)
        co_return settings.error();
    Answer answer;
    answer.body = settings->json();
    co_return answer;
}

QCoro::Task<Result<Answer>> InvoiceHandlers::setSettings(std::shared_ptr<Exchange> exchange)
{
    JsonBody body(exchange->request->body);
    const auto name = body.optionalText("seller_name");
    const auto address = body.optionalText("seller_address");
    const auto taxId = body.optionalText("seller_tax_id");
    const auto email = body.optionalText("seller_email");
    const auto rate = body.optionalMoney("tax_rate");
    const auto included = body.optionalFlag("tax_included");
    const auto prefix = body.optionalText("invoice_prefix");
    const auto note = body.optionalText("invoice_note");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    std::optional<std::int64_t> ppm;
    if (rate) {
        const auto read = ratePpm(*rate);
        if (!read)
            co_return read.error();
        ppm = *read;
    }
    if (prefix && (prefix->size() > 20 || prefix->find_first_of("<>\"'&\r\n") != std::string::npos))
        co_return invalid("invoice_prefix", "'invoice_prefix' takes at most 20 bytes without quotes and brackets.");
    auto changed = std::make_shared<payments::BillingSettings>();
    auto writing = m_services.database.write(
        *exchange->loop,
        [=, actor = actorOf(*exchange),
         now = m_services.clock.wallMs()](storage::Connection &connection) -> Result<void> {
            auto settings = payments::store::settings(connection);
            if (!settings)
                return settings.error();
            const std::string before = settings->json();
            settings->sellerName = name.value_or(settings->sellerName);
            settings->sellerAddress = address.value_or(settings->sellerAddress);
            settings->sellerTaxId = taxId.value_or(settings->sellerTaxId);
            settings->sellerEmail = email.value_or(settings->sellerEmail);
            settings->taxRatePpm = ppm.value_or(settings->taxRatePpm);
            settings->taxIncluded = included.value_or(settings->taxIncluded);
            settings->invoicePrefix = prefix.value_or(settings->invoicePrefix);
            settings->invoiceNote = note.value_or(settings->invoiceNote);
            if (tooLong({&settings->sellerName, &settings->sellerAddress, &settings->sellerTaxId,
                         &settings->sellerEmail, &settings->invoiceNote}))
                return invalid("seller_address", "Each text takes at most 1000 bytes.");
            if (auto set = payments::store::setSettings(connection, *settings); !set)
                return set;
            *changed = *settings;
            return audit::append(connection, {actor, "billing.settings", "billing", before, settings->json()}, now);
        });
    if (auto written = co_await writing; !written)
        co_return written.error();
    Answer answer;
    answer.body = changed->json();
    co_return answer;
}

} // namespace beaver::http
