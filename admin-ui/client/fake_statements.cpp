#include <admin-ui/client/fake_server.h>

#include <cmath>
#include <map>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

struct Total
{
    int entries = 0;
    std::int64_t nano = 0;
};

std::int64_t nanoOf(const QJsonValue &amount)
{
    return std::llround(amount.toDouble() * 1e9);
}

} // namespace

/// Ends at the account's balance; what lies before the month is its opening.
Answer Server::statement(const QUrlQuery &query, const QString &account) const
{
    const QString month = query.queryItemValue(u"month"_s);
    std::int64_t closing = nanoOf(find(state.accounts, account)[u"balance"_s]);
    std::map<QString, Total> totals;
    std::int64_t sum = 0;
    QJsonArray entries;
    for (const auto &each : state.transactions) { // newest first
        const QJsonObject entry = each.toObject();
        if (entry[u"account_id"_s] != account)
            continue;
        const QString at = entry[u"created_at"_s].toString();
        const std::int64_t amount = nanoOf(entry[u"amount"_s]);
        if (!month.isEmpty() && at.left(7) > month) {
            closing -= amount;
            continue;
        }
        if (!month.isEmpty() && at.left(7) < month)
            continue;
        Total &total = totals[entry[u"type"_s].toString()];
        ++total.entries;
        total.nano += amount;
        QJsonObject shown = entry;
        shown[u"balance_after"_s] = usd(closing - sum);
        sum += amount;
        entries.prepend(shown);
    }
    QJsonArray lines;
    for (const auto &[type, total] : totals)
        lines.append(QJsonObject{{u"type"_s, type}, {u"entries"_s, total.entries}, {u"amount"_s, usd(total.nano)}});
    return {200,
            {{u"account_id"_s, account},
             {u"currency"_s, u"USD"_s},
             {u"opening_balance"_s, usd(closing - sum)},
             {u"totals"_s, lines},
             {u"closing_balance"_s, usd(closing)},
             {u"data"_s, entries},
             {u"has_more"_s, false},
             {u"next"_s, QJsonValue::Null}}};
}

Answer Server::billingProfile(const ApiRequest &request, const QString &account, const QJsonObject &body)
{
    QJsonObject profile = state.billingProfiles[account].toObject();
    if (profile.isEmpty())
        profile = {{u"name"_s, find(state.accounts, account)[u"full_name"_s]},
                   {u"address"_s, u"12 Dam Road\nPortland, OR 97201"_s},
                   {u"tax_id"_s, QString()},
                   {u"tax_rate"_s, QJsonValue::Null}};
    if (request.verb == ApiRequest::Verb::Patch) {
        for (auto each = body.begin(); each != body.end(); ++each)
            profile[each.key()] = each.value();
        state.billingProfiles[account] = profile;
        state.note(u"billing.profile"_s, account, {}, profile);
    }
    return {200, profile};
}

} // namespace beaver::admin::fake
