#include <QTimeZone>

#include <admin-ui/client/fake_state.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

struct Company
{
    const char *name;
    const char *mail;
    const char *plan;
    double balance;
};

constexpr std::array companies{
    Company{"Northwind Robotics", "ada@northwind.example", "pro", 124.31825},
    Company{"Lumen Labs", "platform@lumen-labs.example", "enterprise", 1250},
    Company{"Harbor Bio", "ops@harbor-bio.example", "pro", 3.2049175},
    Company{"Quillworks", "maria.santos@quillworks.example", "free", -1.42},
    Company{"Fjord Games", "dev@fjordgames.example", "enterprise", 4807.120000075},
    Company{"Atlas Freight", "a.very.long.address.that.nobody.would.choose@subsidiary.atlas-freight.example", "pro",
            512.9},
    Company{"Juniper Studio", "hello@juniper-studio.example", "free", 0.0000075},
    Company{"Meridian Systems", "finance@meridian-systems.example", "enterprise", 19999.999999999},
    Company{"Ember Robotics", "j.okafor@ember-robotics.example", "pro", 86.04173},
    Company{"Kestrel Finance", "api@kestrel.example", "enterprise", 912.4405},
    Company{"Orchid Retail", "research@orchid-retail.example", "pro", 48.2500075},
    Company{"Halcyon Health", "ops@halcyon.example", "enterprise", 2310.75},
    Company{"<b>Umbra</b> Media", "billing@umbra.example", "free", 0},
    Company{"Vertex Analytics", "ai@vertex-analytics.example", "pro", 341.11},
    Company{"Globex Retail", "dev@globex.example", "enterprise", 7620.5},
    Company{"Initech Media", "peter@initech.example", "pro", 27.3},
    Company{"Quill Energy", "grid@quill-energy.example", "enterprise", 1499.2},
    Company{"Cobalt Legal", "docs@cobalt-legal.example", "pro", 220.18},
    Company{"Tern Travel", "bots@tern.example", "pro", 64.02},
    Company{"Saffron Foods", "it@saffron.example", "free", 4.88},
    Company{"Bluefin Insurance", "claims-ai@bluefin.example", "enterprise", 3890.4},
    Company{"Nimbus Weather", "models@nimbus.example", "pro", 158.77},
    Company{"Palisade Security", "soc@palisade.example", "enterprise", 1020.01},
    Company{"Osprey Mapping", "tiles@osprey.example", "pro", 91.5},
    Company{"Larch & Sons", "office@larch.example", "free", 1.2},
    Company{"Copperfield Press", "desk@copperfield.example", "pro", 77.6},
    Company{"Delta Ferries", "ops@delta-ferries.example", "free", 9.4},
    Company{"Helix Genomics", "pipeline@helix.example", "enterprise", 5410.33},
    Company{"Rowan Schools", "tutor@rowan.example", "pro", 188.25},
    Company{"Sable Motors", "voice@sable.example", "enterprise", 2740},
    Company{"Tidewater Bank", "risk@tidewater.example", "enterprise", 11840.6},
    Company{"Wren Audio", "studio@wren.example", "free", 3.33},
    Company{"Yarrow Clinics", "intake@yarrow.example", "pro", 402.7},
    Company{"Zephyr Airlines", "desk@zephyr.example", "enterprise", 6600.08},
    Company{"Birch Architects", "drawings@birch.example", "pro", 55},
    Company{"Cinder Films", "subtitles@cinder.example", "free", 0.4},
    Company{"Drift Logistics", "routes@drift.example", "pro", 260.9},
    Company{"Elm Street Realty", "leads@elmstreet.example", "free", 12.1},
    Company{"Flint Chemicals", "lab@flint.example", "pro", 134.6},
    Company{"Beaver (internal)", "internal@beaver.example", "unlimited", 50}};

constexpr std::array keyNames{"production", "staging", "nightly batch", "web chat",     "search", "support bot",
                              "evaluation", "ci",      "mobile app",    "data pipeline"};

QString hex(std::uint32_t value, int width)
{
    return u"%1"_s.arg(value, width, 16, QLatin1Char('0'));
}

template <typename Array> QString pick(const Array &from, std::uint32_t place)
{
    return QString::fromUtf8(from[place % from.size()]);
}

QJsonObject endpoint(const State &state, int place, const QString &provider, const QString &name, const QString &region,
                     const QString &health, int firstByteMs, double failurePercent, const QString &status)
{
    const bool down = health == "down"_L1;
    QJsonArray strip;
    for (int i = 0; i < 48; ++i) {
        const std::uint32_t n = noise(static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(place)) % 100;
        strip.append(down && i > 41                      ? u"down"_s
                     : health == "degraded"_L1 && i > 43 ? u"degraded"_s
                     : n < 2                             ? u"degraded"_s
                                                         : u"healthy"_s);
    }
    QJsonArray latency;
    for (int i = 0; i < 32; ++i)
        latency.append(static_cast<int>(
            firstByteMs *
            (0.75 + noise(static_cast<std::uint32_t>(i), 70u + static_cast<std::uint32_t>(place)) % 60 / 100.0)));
    const QJsonObject check{{u"ok"_s, !down},
                            {u"status"_s, down ? 0 : 200},
                            {u"took_ms"_s, down ? 5000 : firstByteMs / 3},
                            {u"detail"_s, down ? u"Connection refused."_s : QString()}};
    const QJsonObject shown{{u"state"_s, health},
                            {u"breaker"_s, down                      ? u"open"_s
                                           : health == "degraded"_L1 ? u"half_open"_s
                                                                     : u"closed"_s},
                            {u"reason"_s, down                      ? u"upstream_unreachable"_s
                                          : health == "degraded"_L1 ? u"upstream_timeout"_s
                                                                    : QString()},
                            {u"back_in_ms"_s, down ? 24'000 : 0},
                            {u"in_flight"_s, down ? 0 : 3 + place * 2},
                            {u"waiting"_s, 0},
                            {u"first_byte_ms"_s, firstByteMs},
                            {u"failure_percent"_s, failurePercent},
                            {u"cooling_models"_s, 0},
                            {u"answered"_s, down ? 812 : 24'810 + place * 3'119},
                            {u"failed"_s, static_cast<int>((24'810 + place * 3'119) * failurePercent / 100)},
                            {u"overloaded"_s, place},
                            {u"key_refused"_s, false},
                            {u"ejections"_s, down ? 4 : 0},
                            {u"last_used_at"_s, state.time(down ? 1'900 : 2)},
                            {u"last_checked_at"_s, state.time(22)},
                            {u"check"_s, check},
                            {u"strip"_s, strip},
                            {u"latency"_s, latency}};
    return {{u"id"_s, u"end_"_s + hex(0x51c0ffu + static_cast<std::uint32_t>(place) * 7919u, 8)},
            {u"name"_s, name},
            {u"provider"_s, provider},
            {u"base_url"_s, u"https://api.%1.example/v1"_s.arg(provider)},
            {u"has_credential"_s, true},
            {u"models"_s, provider == "litellm"_L1 ? QJsonArray{QJsonObject{{u"model"_s, u"*"_s}}} : QJsonArray()},
            {u"priority"_s, provider == "litellm"_L1 ? 200 : place % 2 * 10 + 100},
            {u"weight"_s, 100 - place * 10},
            {u"max_concurrency"_s, 200},
            {u"queue_length"_s, 100},
            {u"cost_percent"_s, 100},
            {u"region"_s, region},
            {u"timeouts"_s, QJsonObject{{u"connect_ms"_s, 5'000},
                                        {u"first_byte_ms"_s, 60'000},
                                        {u"silence_ms"_s, 60'000},
                                        {u"whole_ms"_s, 600'000},
                                        {u"hedge_ms"_s, place == 1 ? 1'500 : 0}}},
            {u"status"_s, status},
            {u"source"_s, place == 0 ? u"env"_s : u"admin"_s},
            {u"created_at"_s, state.time(86'400LL * 190)},
            {u"updated_at"_s, state.time(86'400LL * 9)},
            {u"health"_s, shown}};
}

void makeAccounts(State &state, int count)
{
    for (int i = 0; i < count; ++i) {
        const auto place = static_cast<std::uint32_t>(i);
        const Company &company = companies[place % companies.size()];
        const bool again = i >= static_cast<int>(companies.size());
        const auto balance = static_cast<std::int64_t>(std::llround(company.balance * 1e9));
        const std::int64_t held = i % 4 == 1 ? 12'500'000LL * (i % 9 + 1) : 0;
        const int requests = company.balance > 1000 ? 9'000 + i * 731 : 40 + i * 97;
        const QString status = i % 23 == 9 ? u"suspended"_s : u"active"_s;
        state.accounts.append(
            QJsonObject{{u"id"_s, u"acc_"_s + hex(0x3f9a0000u + place * 7919u, 12)},
                        {u"email"_s, again ? u"%1-%2"_s.arg(i).arg(QLatin1StringView(company.mail))
                                           : QString::fromUtf8(company.mail)},
                        {u"full_name"_s, again ? u"%1 %2"_s.arg(QString::fromUtf8(company.name)).arg(i)
                                               : QString::fromUtf8(company.name)},
                        {u"plan"_s, QString::fromUtf8(company.plan)},
                        {u"status"_s, status},
                        {u"balance"_s, usd(balance)},
                        {u"held"_s, usd(held)},
                        {u"available"_s, usd(balance - held)},
                        {u"currency"_s, u"USD"_s},
                        {u"time_zone"_s, u"UTC"_s},
                        {u"spend_30d"_s, usd(static_cast<std::int64_t>(requests) * 61'871'003)},
                        {u"requests_30d"_s, requests},
                        {u"keys"_s, static_cast<int>(1 + noise(place, 3) % 5)},
                        {u"last_active_at"_s, state.time(static_cast<qint64>(noise(place, 5) % 90'000))},
                        {u"created_at"_s, state.time(static_cast<qint64>(i) * (57'000 + i * 911) + 4'000)}});
    }
}

void makeKeys(State &state)
{
    int made = 0;
    for (const auto &each : state.accounts) {
        const QJsonObject account = each.toObject();
        const auto place = static_cast<std::uint32_t>(made);
        for (int i = 0; i < std::min(3, account[u"keys"_s].toInt()) && made < 120; ++i, ++made) {
            const auto n = static_cast<std::uint32_t>(made);
            const QString tail = hex(noise(n, 11), 8).left(4);
            const bool expired = made % 19 == 7;
            const bool off = made % 13 == 5;
            state.keys.append(QJsonObject{
                {u"id"_s, u"key_"_s + hex(0x7b1d0000u + n * 104'729u, 10)},
                {u"account_id"_s, account[u"id"_s]},
                {u"account_email"_s, account[u"email"_s]},
                {u"account_name"_s, account[u"full_name"_s]},
                {u"project_id"_s, QJsonValue::Null},
                {u"name"_s, pick(keyNames, n + place)},
                {u"preview"_s, u"beaver_%1…%2"_s.arg(hex(noise(n, 12), 8).left(4), tail)},
                {u"scopes"_s, n % 5 == 3 ? QJsonArray{u"chat.completions"_s, u"embeddings"_s} : QJsonArray{}},
                {u"allowed_models"_s, n % 7 == 2 ? QJsonArray{u"gpt-4o-mini"_s, u"gemini-1.5-flash"_s} : QJsonArray{}},
                {u"metadata"_s,
                 n % 3 == 0 ? QJsonObject{{u"team"_s, u"search"_s}, {u"cost_center"_s, 4'200 + made}} : QJsonObject{}},
                {u"allowed_ips"_s, n % 6 == 1 ? QJsonArray{u"203.0.113.0/24"_s} : QJsonArray{}},
                {u"expires_at"_s, expired ? QJsonValue(state.time(-86'400LL * 4)) : QJsonValue()},
                {u"is_active"_s, !off},
                {u"status"_s, off ? u"paused"_s : u"active"_s},
                {u"usage"_s,
                 QJsonObject{
                     {u"requests"_s, static_cast<int>(noise(n, 14) % 40'000)},
                     {u"cost"_s, usd(static_cast<std::int64_t>(noise(n, 15) % 900) * 1'000'000'000LL + 418'250)}}},
                {u"last_used_at"_s, off ? QJsonValue() : QJsonValue(state.time(noise(n, 16) % 200'000))},
                {u"created_at"_s, state.time(86'400LL * (made % 60 + 1) + 3'600)}});
        }
    }
}

void makeMoney(State &state)
{
    static constexpr std::array kinds{"usage", "top_up", "usage", "usage", "refund", "usage", "adjustment", "top_up"};
    for (int i = 0; i < 240; ++i) {
        const auto n = static_cast<std::uint32_t>(i);
        const QJsonObject account =
            state.accounts
                .at(static_cast<qsizetype>(noise(n, 21) %
                                           static_cast<std::uint32_t>(std::max<qsizetype>(1, state.accounts.size()))))
                .toObject();
        const QString kind = pick(kinds, noise(n, 22));
        const bool credit = kind != "usage"_L1;
        const std::int64_t amount = kind == "top_up"_L1   ? (noise(n, 23) % 20 + 1) * 25'000'000'000LL
                                    : kind == "refund"_L1 ? 4'180'250'000LL
                                    : kind == "adjustment"_L1
                                        ? 1'000'000'000LL
                                        : -static_cast<std::int64_t>(noise(n, 24) % 90'000'000u + 4'125);
        state.transactions.append(QJsonObject{
            {u"id"_s, u"txn_"_s + hex(0x11ce0000u + n * 65'537u, 10)},
            {u"account_id"_s, account[u"id"_s]},
            {u"account_email"_s, account[u"email"_s]},
            {u"type"_s, kind},
            {u"amount"_s, usd(amount)},
            {u"balance_after"_s, usd(static_cast<std::int64_t>(noise(n, 25) % 4'000) * 1'000'000'000LL + 250'000'000)},
            {u"description"_s, kind == "top_up"_L1   ? u"Card payment"_s
                               : kind == "refund"_L1 ? u"Double charge of 12 November"_s
                               : kind == "adjustment"_L1
                                   ? u"Goodwill for the outage"_s
                                   : QString::fromUtf8(models()[noise(n, 26) % models().size()].id)},
            {u"reference"_s, credit ? u"pay_"_s + hex(noise(n, 27), 8) : u"req_"_s + hex(noise(n, 28), 8)},
            {u"created_at"_s, state.time(i * 5'400LL + 70)}});
    }
    for (int i = 0; i < 36; ++i) {
        const auto n = static_cast<std::uint32_t>(i);
        const QJsonObject account = state.accounts.at(i % std::max<qsizetype>(1, state.accounts.size())).toObject();
        const QDate month = state.now.date().addMonths(-1 - i / 18);
        const std::int64_t net = static_cast<std::int64_t>(noise(n, 31) % 90'000) * 10'000'000LL + 3'120'000'000LL;
        state.invoices.append(
            QJsonObject{{u"id"_s, u"inv_"_s + hex(0x2a0000u + n * 977u, 8)},
                        {u"number"_s, u"BV-%1-%2"_s.arg(month.year()).arg(214 - i, 5, 10, QLatin1Char('0'))},
                        {u"account_id"_s, account[u"id"_s]},
                        {u"account_email"_s, account[u"email"_s]},
                        {u"account_name"_s, account[u"full_name"_s]},
                        {u"period"_s, month.toString(u"yyyy-MM"_s)},
                        {u"status"_s, i % 9 == 4 ? u"issued"_s : u"paid"_s},
                        {u"net"_s, usd(net)},
                        {u"tax"_s, usd(net / 5)},
                        {u"total"_s, usd(net + net / 5)},
                        {u"currency"_s, u"USD"_s},
                        {u"issued_at"_s, state.time(86'400LL * (20 + 30 * (i / 18)))}});
    }
    for (int i = 0; i < 8; ++i) {
        const auto n = static_cast<std::uint32_t>(i);
        state.vouchers.append(QJsonObject{{u"id"_s, u"vou_"_s + hex(noise(n, 41), 8)},
                                          {u"code"_s, u"BEAVER-%1"_s.arg(hex(noise(n, 42), 8).toUpper())},
                                          {u"amount"_s, usd((n % 4 + 1) * 25'000'000'000LL)},
                                          {u"uses"_s, static_cast<int>(n % 3)},
                                          {u"max_uses"_s, static_cast<int>(n % 4 + 1)},
                                          {u"expires_at"_s, state.time(-86'400LL * (30 + 10 * i))},
                                          {u"note"_s, i % 2 ? u"Conference booth"_s : u"Partner programme"_s},
                                          {u"created_at"_s, state.time(86'400LL * (5 + 3 * i))}});
    }
}

void makeAudit(State &state)
{
    static constexpr std::array actions{"endpoint.pause",      "model.price",    "account.change", "key.create",
                                        "pricing.recalculate", "account.create", "plan.change",    "key.revoke",
                                        "settings.change",     "ledger.top_up"};
    static constexpr std::array people{"maya@beaver.example", "admin@beaver.example", "tomas@beaver.example", "system"};
    for (int i = 0; i < 140; ++i) {
        const auto n = static_cast<std::uint32_t>(i);
        const QString action = pick(actions, noise(n, 51));
        const QJsonObject account =
            state.accounts
                .at(static_cast<qsizetype>(noise(n, 52) %
                                           static_cast<std::uint32_t>(std::max<qsizetype>(1, state.accounts.size()))))
                .toObject();
        QJsonValue before;
        QJsonValue after;
        QString subject = account[u"id"_s].toString();
        if (action == "model.price"_L1) {
            subject = QString::fromUtf8(models()[noise(n, 53) % models().size()].id);
            before = QJsonObject{{u"input"_s, 2.5}, {u"output"_s, 10}};
            after = QJsonObject{{u"input"_s, 2.5}, {u"output"_s, 12.5}};
        } else if (action == "account.change"_L1) {
            before = QJsonObject{{u"plan"_s, u"free"_s}, {u"status"_s, u"active"_s}};
            after = QJsonObject{{u"plan"_s, u"pro"_s}, {u"status"_s, u"active"_s}};
        } else if (action == "endpoint.pause"_L1) {
            subject = u"openai-us"_s;
            before = QJsonObject{{u"status"_s, u"active"_s}};
            after = QJsonObject{{u"status"_s, u"paused"_s}};
        } else if (action == "settings.change"_L1) {
            subject = u"registration"_s;
            before = u"open"_s;
            after = u"invite"_s;
        } else if (action == "pricing.recalculate"_L1) {
            subject = u"31 models"_s;
        }
        state.audit.append(
            QJsonObject{{u"id"_s, u"aud_"_s + hex(0x90000u + n, 6)},
                        {u"at"_s, state.time(i * 7'711LL + 130)},
                        {u"actor"_s, action.startsWith("pricing"_L1) ? u"system"_s : pick(people, noise(n, 54))},
                        {u"action"_s, action},
                        {u"subject"_s, subject},
                        {u"before"_s, before},
                        {u"after"_s, after},
                        {u"address"_s, u"203.0.113.%1"_s.arg(n % 40 + 4)},
                        {u"request_id"_s, u"req_"_s + hex(noise(n, 55), 8)},
                        {u"hash"_s, hex(noise(n, 56), 8) + hex(noise(n, 57), 8)}});
    }
}

} // namespace

const std::array<ModelFacts, 31> &models()
{
    static constexpr std::array<ModelFacts, 31> all{{
        {"gpt-4o", "openai", "GPT-4o", "2.5", "10", "1.25", "PREMIUM", 128000, 16384, 30},
        {"gpt-4o-mini", "openai", "GPT-4o mini", "0.15", "0.6", "0.075", "BUDGET", 128000, 16384, 24},
        {"gpt-4-turbo", "openai", "GPT-4 Turbo", "10", "30", "", "ULTRA_PREMIUM", 128000, 4096, 1},
        {"gpt-4", "openai", "GPT-4", "30", "60", "", "ULTRA_PREMIUM", 8192, 4096, 1},
        {"gpt-3.5-turbo", "openai", "GPT-3.5 Turbo", "0.5", "1.5", "", "BUDGET", 16385, 4096, 1},
        {"o1", "openai", "o1", "15", "60", "7.5", "ULTRA_PREMIUM", 200000, 100000, 4},
        {"o1-mini", "openai", "o1-mini", "1.1", "4.4", "0.55", "MID_RANGE", 128000, 65536, 1},
        {"claude-3-5-sonnet-20241022", "anthropic", "Claude 3.5 Sonnet (v2)", "3", "15", "0.3", "PREMIUM", 200000, 8192,
         34},
        {"claude-3-5-haiku-20241022", "anthropic", "Claude 3.5 Haiku", "0.8", "4", "0.08", "MID_RANGE", 200000, 8192,
         12},
        {"claude-3-opus-20240229", "anthropic", "Claude 3 Opus", "15", "75", "1.5", "ULTRA_PREMIUM", 200000, 4096, 1},
        {"claude-3-sonnet-20240229", "anthropic", "Claude 3 Sonnet", "3", "15", "", "PREMIUM", 200000, 4096, 1},
        {"claude-3-haiku-20240307", "anthropic", "Claude 3 Haiku", "0.25", "1.25", "0.03", "BUDGET", 200000, 4096, 1},
        {"gemini-1.5-pro", "google", "Gemini 1.5 Pro", "1.25", "5", "0.3125", "PREMIUM", 2097152, 8192, 9},
        {"gemini-1.5-flash", "google", "Gemini 1.5 Flash", "0.075", "0.3", "0.01875", "ULTRA_BUDGET", 1048576, 8192,
         14},
        {"gemini-1.5-flash-8b", "google", "Gemini 1.5 Flash-8B", "0.0375", "0.15", "0.01", "ULTRA_BUDGET", 1048576,
         8192, 1},
        {"gemini-pro", "google", "Gemini 1.0 Pro", "0.5", "1.5", "", "BUDGET", 32760, 8192, 1},
        {"gemini-pro-vision", "google", "Gemini 1.0 Pro Vision", "0.5", "1.5", "", "BUDGET", 30720, 2048, 1},
        {"deepseek-chat", "deepseek", "DeepSeek Chat (V3)", "0.27", "1.1", "0.07", "BUDGET", 65536, 8192, 11},
        {"deepseek-coder", "deepseek", "DeepSeek Coder", "0.14", "0.28", "0.014", "ULTRA_BUDGET", 128000, 4096, 1},
        {"deepseek-reasoner", "deepseek", "DeepSeek R1", "0.55", "2.19", "0.14", "MID_RANGE", 65536, 8192, 5},
        {"deepseek-v2", "deepseek", "DeepSeek V2", "0.14", "0.28", "0.014", "ULTRA_BUDGET", 128000, 4096, 1},
        {"deepseek-v2.5", "deepseek", "DeepSeek V2.5", "0.14", "0.28", "0.014", "ULTRA_BUDGET", 128000, 8192, 1},
        {"llama-3.1-sonar-small-128k-online", "perplexity", "Llama 3.1 Sonar Small 128K Online", "0.2", "0.2", "",
         "ULTRA_BUDGET", 127072, 127072, 1},
        {"llama-3.1-sonar-large-128k-online", "perplexity", "Llama 3.1 Sonar Large 128K Online", "1", "1", "", "BUDGET",
         127072, 127072, 1},
        {"llama-3.1-sonar-huge-128k-online", "perplexity", "Llama 3.1 Sonar Huge 128K Online", "5", "5", "", "PREMIUM",
         127072, 127072, 1},
        {"llama-3.1-sonar-small-128k-chat", "perplexity", "Llama 3.1 Sonar Small 128K Chat", "0.2", "0.2", "",
         "ULTRA_BUDGET", 131072, 131072, 1},
        {"llama-3.1-sonar-large-128k-chat", "perplexity", "Llama 3.1 Sonar Large 128K Chat", "1", "1", "", "BUDGET",
         131072, 131072, 1},
        {"llama-3.1-70b-instruct", "perplexity", "Llama 3.1 70B Instruct", "1", "1", "", "BUDGET", 131072, 131072, 3},
        {"grok-beta", "xai", "Grok Beta", "5", "15", "", "ULTRA_PREMIUM", 131072, 131072, 1},
        {"grok-2-1212", "xai", "Grok 2", "2", "10", "", "PREMIUM", 131072, 131072, 3},
        {"grok-2-vision-1212", "xai", "Grok 2 Vision", "2", "10", "", "PREMIUM", 32768, 32768, 1},
    }};
    return all;
}

double markupOf(const QString &category)
{
    return category == "ULTRA_BUDGET"_L1 ? 10
           : category == "BUDGET"_L1     ? 12.5
           : category == "MID_RANGE"_L1  ? 15
           : category == "PREMIUM"_L1    ? 5.5
                                         : 3.5;
}

QJsonValue usd(std::int64_t nanoUsd)
{
    return static_cast<double>(nanoUsd) / 1e9;
}

std::uint32_t noise(std::uint32_t place, std::uint32_t salt)
{
    std::uint32_t x = place * 2'654'435'761u + salt * 40'503u + 0x9e3779b9u;
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

int callsInHour(const QDateTime &now, int hoursAgo)
{
    const QDateTime at = now.addSecs(-3'600LL * hoursAgo);
    const double hour = at.time().hour() + at.time().minute() / 60.0;
    const double day = 0.5 + 0.5 * std::sin((hour - 8.5) / 24.0 * 2 * std::numbers::pi);
    const bool weekend = at.date().dayOfWeek() > 5;
    const double growth = 1.0 - hoursAgo / (keptHours * 3.2);
    const double wobble = 0.9 + noise(static_cast<std::uint32_t>(hoursAgo), 61) % 200 / 1'000.0;
    return static_cast<int>((70 + 330 * day * day) * (weekend ? 0.55 : 1.0) * growth * wobble);
}

State::State(int accountCount)
    : now(QDateTime::currentDateTimeUtc())
{
    makeAccounts(*this, accountCount);
    makeKeys(*this);
    makeMoney(*this);
    makeAudit(*this);
    for (const auto &[place, facts] : std::initializer_list<std::pair<int, std::array<const char *, 4>>>{
             {0, {"openai", "openai-us", "us-east", "healthy"}},
             {1, {"anthropic", "anthropic-eu", "eu-west", "healthy"}},
             {2, {"google", "vertex-eu", "eu-west", "healthy"}},
             {3, {"openai", "openai-eu", "eu-west", "degraded"}},
             {4, {"deepseek", "deepseek", "ap-east", "healthy"}},
             {5, {"perplexity", "perplexity", "us-west", "healthy"}},
             {6, {"xai", "xai", "us-east", "down"}},
             {7, {"litellm", "litellm-1", "", "healthy"}}}) {
        static constexpr std::array latencies{412, 388, 301, 1'480, 620, 540, 0, 455};
        static constexpr std::array failures{0.21, 0.08, 0.12, 4.1, 0.6, 0.3, 100.0, 0.9};
        const auto at = static_cast<std::size_t>(place);
        endpoints.append(endpoint(*this, place, QString::fromUtf8(facts[0]), QString::fromUtf8(facts[1]),
                                  QString::fromUtf8(facts[2]), QString::fromUtf8(facts[3]), latencies[at], failures[at],
                                  place == 6 ? u"paused"_s : u"active"_s));
    }
    for (const ModelFacts &each : fake::models()) {
        QJsonObject tier{{u"from_input_tokens"_s, 0},
                         {u"input"_s, QByteArray(each.input).toDouble()},
                         {u"output"_s, QByteArray(each.output).toDouble()}};
        if (*each.cachedRead)
            tier[u"cached_read"_s] = QByteArray(each.cachedRead).toDouble();
        this->models.append(QJsonObject{{u"id"_s, QString::fromUtf8(each.id)},
                                        {u"provider"_s, QString::fromUtf8(each.provider)},
                                        {u"name"_s, QString::fromUtf8(each.name)},
                                        {u"upstream_model"_s, QString::fromUtf8(each.id)},
                                        {u"is_active"_s, QByteArray(each.id) != "gemini-pro-vision"},
                                        {u"category"_s, QString::fromUtf8(each.category)},
                                        {u"context_length"_s, each.contextLength},
                                        {u"max_output_tokens"_s, each.maxOutput},
                                        {u"input_modalities"_s, QJsonArray{u"text"_s}},
                                        {u"output_modalities"_s, QJsonArray{u"text"_s}},
                                        {u"features"_s, QJsonArray{u"tools"_s, u"json_schema"_s}},
                                        {u"aliases"_s, QJsonArray{}},
                                        {u"price_state"_s, u"priced"_s},
                                        {u"price_version"_s, 3},
                                        {u"requests_30d"_s, each.popularity * 1'210},
                                        {u"list_prices"_s, QJsonArray{tier}}});
    }
    const auto plan = [this](const QString &name, const QString &shown, int perMinute, int perMonth, int accountsOn) {
        QJsonObject limits;
        if (perMinute)
            limits = {{u"requests_per_minute"_s, perMinute}, {u"requests_per_month"_s, perMonth}};
        plans.append(QJsonObject{{u"id"_s, name},
                                 {u"name"_s, shown},
                                 {u"is_default"_s, name == "free"_L1},
                                 {u"accounts"_s, accountsOn},
                                 {u"limits"_s, limits}});
    };
    plan(u"free"_s, u"Free"_s, 60, 10'000, 9);
    plan(u"pro"_s, u"Pro"_s, 600, 200'000, 16);
    plan(u"enterprise"_s, u"Enterprise"_s, 5'000, 5'000'000, 14);
    plan(u"unlimited"_s, u"Unlimited"_s, 0, 0, 1);
    for (const auto &[name, cut, count] :
         std::initializer_list<std::tuple<const char *, double, int>>{{"ULTRA_BUDGET", 0.21, 7},
                                                                      {"BUDGET", 1.0, 6},
                                                                      {"MID_RANGE", 2.75, 6},
                                                                      {"PREMIUM", 9, 7},
                                                                      {"ULTRA_PREMIUM", 0, 5}}) {
        QJsonObject category{{u"id"_s, QString::fromUtf8(name)},
                             {u"name"_s, QString::fromUtf8(name)},
                             {u"markup_percent"_s, markupOf(QString::fromUtf8(name))},
                             {u"models"_s, count}};
        category[u"upper_cut_per_million"_s] = cut > 0 ? QJsonValue(cut) : QJsonValue();
        categories.append(category);
    }
    for (int i = 0; i < 5; ++i)
        projects.append(QJsonObject{
            {u"id"_s, u"prj_"_s + hex(noise(static_cast<std::uint32_t>(i), 81), 8)},
            {u"name"_s, QStringList{u"Default"_s, u"Storefront"_s, u"Research"_s, u"Support"_s, u"Batch"_s}[i]},
            {u"keys"_s, i + 1},
            {u"created_at"_s, time(86'400LL * (40 + i))}});
    webhooks = {QJsonObject{{u"id"_s, u"whk_1"_s},
                            {u"url"_s, u"https://ops.beaver.example/hooks/gateway"_s},
                            {u"description"_s, u"On-call chat"_s},
                            {u"events"_s, QJsonArray{u"endpoint.failed"_s, u"endpoint.recovered"_s}},
                            {u"status"_s, u"active"_s},
                            {u"failing_since"_s, QJsonValue::Null},
                            {u"created_at"_s, time(86'400 * 12)}},
                QJsonObject{{u"id"_s, u"whk_2"_s},
                            {u"url"_s, u"https://finance.beaver.example/alerts"_s},
                            {u"description"_s, QString()},
                            {u"events"_s, QJsonArray()},
                            {u"status"_s, u"disabled"_s},
                            {u"failing_since"_s, time(86'400 * 2)},
                            {u"created_at"_s, time(86'400 * 30)}}};
    deliveries = {QJsonObject{{u"id"_s, u"dlv_2"_s},
                              {u"webhook_id"_s, u"whk_1"_s},
                              {u"event"_s, u"endpoint.recovered"_s},
                              {u"state"_s, u"delivered"_s},
                              {u"attempts"_s, 1},
                              {u"last_status"_s, 204},
                              {u"created_at"_s, time(5'400)}},
                  QJsonObject{{u"id"_s, u"dlv_1"_s},
                              {u"webhook_id"_s, u"whk_1"_s},
                              {u"event"_s, u"endpoint.failed"_s},
                              {u"state"_s, u"failed"_s},
                              {u"attempts"_s, 8},
                              {u"last_status"_s, 502},
                              {u"last_error"_s, u"Bad Gateway"_s},
                              {u"created_at"_s, time(7'200)}}};
    invitations = {QJsonObject{{u"id"_s, u"inv_1"_s},
                               {u"email"_s, u"noor@beaver.example"_s},
                               {u"role"_s, u"billing"_s},
                               {u"plan"_s, QJsonValue::Null},
                               {u"state"_s, u"open"_s},
                               {u"created_at"_s, time(86'400)},
                               {u"expires_at"_s, time(-86'400 * 6)}},
                   QJsonObject{{u"id"_s, u"inv_2"_s},
                               {u"email"_s, QJsonValue::Null},
                               {u"role"_s, QJsonValue::Null},
                               {u"plan"_s, u"pro"_s},
                               {u"state"_s, u"open"_s},
                               {u"created_at"_s, time(86'400 * 9)},
                               {u"expires_at"_s, time(86'400 * 2)}}};
    mail = {QJsonObject{{u"id"_s, u"mail_2"_s},
                        {u"kind"_s, u"balance_low"_s},
                        {u"to"_s, u"ops@northwind.example"_s},
                        {u"subject"_s, u"Your balance is low"_s},
                        {u"state"_s, u"queued"_s},
                        {u"attempts"_s, 2},
                        {u"last_error"_s, u"451 Try again later"_s},
                        {u"next_attempt_at"_s, time(-120)},
                        {u"created_at"_s, time(300)}},
            QJsonObject{{u"id"_s, u"mail_1"_s},
                        {u"kind"_s, u"verification"_s},
                        {u"to"_s, u"platform@lumen-labs.example"_s},
                        {u"subject"_s, u"Prove your address"_s},
                        {u"state"_s, u"sent"_s},
                        {u"attempts"_s, 1},
                        {u"created_at"_s, time(9'000)}}};
    sessions = {QJsonObject{{u"id"_s, u"ses_1"_s},
                            {u"user_agent"_s, u"beaver-console"_s},
                            {u"address"_s, u"127.0.0.1"_s},
                            {u"current"_s, true},
                            {u"created_at"_s, time(900)},
                            {u"refreshed_at"_s, time(4)}},
                QJsonObject{{u"id"_s, u"ses_2"_s},
                            {u"user_agent"_s, u"Mozilla/5.0 (X11; Linux x86_64)"_s},
                            {u"address"_s, u"203.0.113.24"_s},
                            {u"current"_s, false},
                            {u"created_at"_s, time(86'400 * 3)},
                            {u"refreshed_at"_s, time(3'700)}}};
    own = {{u"id"_s, u"acc_administrator"_s},
           {u"email"_s, u"admin@beaver.example"_s},
           {u"full_name"_s, u"Maya Lindqvist"_s},
           {u"time_zone"_s, u"UTC"_s},
           {u"two_factor"_s, false}};
    settings = {{u"seller_name"_s, u"Beaver Cloud GmbH"_s},
                {u"seller_address"_s, u"Am Wehr 4, 04109 Leipzig, Germany"_s},
                {u"seller_tax_id"_s, u"DE123456789"_s},
                {u"seller_email"_s, u"billing@beaver.example"_s},
                {u"tax_rate"_s, 19},
                {u"tax_included"_s, true},
                {u"invoice_prefix"_s, u"INV-"_s},
                {u"invoice_note"_s, u"Paid from your balance; nothing is left to pay."_s}};
    int sum = 0;
    for (int hour = 0; hour < keptHours; ++hour)
        callsUpTo.push_back(sum += callsInHour(now, hour));
}

QString State::time(qint64 secondsAgo) const
{
    return now.addSecs(-secondsAgo).toString(Qt::ISODateWithMs);
}

void State::note(const QString &action, const QString &subject, const QJsonValue &before, const QJsonValue &after)
{
    const auto n = static_cast<std::uint32_t>(audit.size());
    audit.prepend(QJsonObject{{u"id"_s, u"aud_"_s + hex(0xa0000u + n, 6)},
                              {u"at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                              {u"actor"_s, u"admin@beaver.example"_s},
                              {u"action"_s, action},
                              {u"subject"_s, subject},
                              {u"before"_s, before},
                              {u"after"_s, after},
                              {u"address"_s, u"127.0.0.1"_s},
                              {u"request_id"_s, u"req_"_s + hex(noise(n, 55), 8)},
                              {u"hash"_s, hex(noise(n, 56), 8) + hex(noise(n, 57), 8)}});
}

QJsonObject find(const QJsonArray &list, const QString &id)
{
    for (const auto &each : list)
        if (each.toObject()[u"id"_s] == id)
            return each.toObject();
    return {};
}

bool replace(QJsonArray &list, const QJsonObject &item)
{
    for (auto each : list)
        if (each.toObject()[u"id"_s] == item[u"id"_s]) {
            each = item;
            return true;
        }
    return false;
}

bool remove(QJsonArray &list, const QString &id)
{
    for (qsizetype i = 0; i < list.size(); ++i)
        if (list[i].toObject()[u"id"_s] == id) {
            list.removeAt(i);
            return true;
        }
    return false;
}

} // namespace beaver::admin::fake
