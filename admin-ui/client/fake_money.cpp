#include <admin-ui/client/fake_state.h>

#include <algorithm>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

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
    state.corrections = {QJsonObject{{u"id"_s, u"cor_1"_s},
                                     {u"model"_s, u"deepseek-chat"_s},
                                     {u"from"_s, state.time(86'400 * 9)},
                                     {u"until"_s, state.time(86'400 * 8 - 4'000)},
                                     {u"reason"_s, u"The provider had lowered its price"_s},
                                     {u"actor"_s, u"acc_administrator"_s},
                                     {u"status"_s, u"done"_s},
                                     {u"price_version"_s, 412},
                                     {u"calls"_s, 1'204},
                                     {u"refunded"_s, 3.481250075},
                                     {u"charged"_s, 0},
                                     {u"uncollected"_s, 0},
                                     {u"currency"_s, u"USD"_s},
                                     {u"created_at"_s, state.time(86'400 * 7)}}};
    for (int i = 0; i < 14; ++i) {
        const auto n = static_cast<std::uint32_t>(i);
        const QJsonObject account = state.accounts.at(i % std::max<qsizetype>(1, state.accounts.size())).toObject();
        const bool ofCall = i % 4 != 3;
        state.refunds.append(
            QJsonObject{{u"id"_s, u"rfd_"_s + hex(0x6f0000u - n * 977u, 8)},
                        {u"account_id"_s, account[u"id"_s]},
                        {u"kind"_s, ofCall ? u"call"_s : u"payment"_s},
                        {u"reference"_s, ofCall ? u"req_"_s + hex(0x8f2c9000u - n * 3u, 10)
                                                : u"txn_"_s + hex(0x11ce0000u + n * 65'537u, 10)},
                        {u"amount"_s, usd(ofCall ? noise(n, 61) % 90'000'000u + 4'125 : 25'000'000'000LL)},
                        {u"reason"_s, ofCall ? u"The answer broke off"_s : u"Paid twice"_s},
                        {u"status"_s, u"posted"_s},
                        {u"transaction_id"_s, u"txn_"_s + hex(0x22ce0000u + n * 65'537u, 10)},
                        {u"actor"_s, u"acc_administrator"_s},
                        {u"created_at"_s, state.time(i * 44'000LL + 600)}});
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

} // namespace beaver::admin::fake
