#include <admin-ui/client/fake_state.h>

#include <algorithm>
#include <cmath>

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

} // namespace

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

} // namespace beaver::admin::fake
