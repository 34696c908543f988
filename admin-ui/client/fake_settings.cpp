#include <admin-ui/client/fake_state.h>

#include <algorithm>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

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

void makeSettings(State &state)
{
    state.settings = {{u"seller_name"_s, u"Beaver Cloud GmbH"_s},
                      {u"seller_address"_s, u"Am Wehr 4, 04109 Leipzig, Germany"_s},
                      {u"seller_tax_id"_s, u"DE123456789"_s},
                      {u"seller_email"_s, u"billing@beaver.example"_s},
                      {u"tax_rate"_s, 19},
                      {u"tax_included"_s, true},
                      {u"invoice_prefix"_s, u"INV-"_s},
                      {u"invoice_note"_s, u"Paid from your balance; nothing is left to pay."_s}};
    state.webhooks = {QJsonObject{{u"id"_s, u"whk_1"_s},
                                  {u"url"_s, u"https://ops.beaver.example/hooks/gateway"_s},
                                  {u"description"_s, u"On-call chat"_s},
                                  {u"events"_s, QJsonArray{u"endpoint.failed"_s, u"endpoint.recovered"_s}},
                                  {u"status"_s, u"active"_s},
                                  {u"failing_since"_s, QJsonValue::Null},
                                  {u"created_at"_s, state.time(86'400 * 12)}},
                      QJsonObject{{u"id"_s, u"whk_2"_s},
                                  {u"url"_s, u"https://finance.beaver.example/alerts"_s},
                                  {u"description"_s, QString()},
                                  {u"events"_s, QJsonArray()},
                                  {u"status"_s, u"disabled"_s},
                                  {u"failing_since"_s, state.time(86'400 * 2)},
                                  {u"created_at"_s, state.time(86'400 * 30)}}};
    state.deliveries = {QJsonObject{{u"id"_s, u"dlv_2"_s},
                                    {u"webhook_id"_s, u"whk_1"_s},
                                    {u"event"_s, u"endpoint.recovered"_s},
                                    {u"state"_s, u"delivered"_s},
                                    {u"attempts"_s, 1},
                                    {u"last_status"_s, 204},
                                    {u"created_at"_s, state.time(5'400)}},
                        QJsonObject{{u"id"_s, u"dlv_1"_s},
                                    {u"webhook_id"_s, u"whk_1"_s},
                                    {u"event"_s, u"endpoint.failed"_s},
                                    {u"state"_s, u"failed"_s},
                                    {u"attempts"_s, 8},
                                    {u"last_status"_s, 502},
                                    {u"last_error"_s, u"Bad Gateway"_s},
                                    {u"created_at"_s, state.time(7'200)}}};
    state.invitations = {QJsonObject{{u"id"_s, u"inv_1"_s},
                                     {u"email"_s, u"noor@beaver.example"_s},
                                     {u"role"_s, u"billing"_s},
                                     {u"plan"_s, QJsonValue::Null},
                                     {u"state"_s, u"open"_s},
                                     {u"created_at"_s, state.time(86'400)},
                                     {u"expires_at"_s, state.time(-86'400 * 6)}},
                         QJsonObject{{u"id"_s, u"inv_2"_s},
                                     {u"email"_s, QJsonValue::Null},
                                     {u"role"_s, QJsonValue::Null},
                                     {u"plan"_s, u"pro"_s},
                                     {u"state"_s, u"open"_s},
                                     {u"created_at"_s, state.time(86'400 * 9)},
                                     {u"expires_at"_s, state.time(86'400 * 2)}}};
    const auto keep = [&](qsizetype account, const QString &model, int replies, qint64 bytes) {
        if (account < state.accounts.size())
            state.cache.append(QJsonObject{{u"account_id"_s, state.accounts[account].toObject()[u"id"_s]},
                                           {u"model"_s, model},
                                           {u"replies"_s, replies},
                                           {u"bytes"_s, bytes}});
    };
    keep(0, u"gpt-4o-mini"_s, 1'840, 9'300'000);
    keep(0, u"text-embedding-3-small"_s, 12'600, 84'000'000);
    keep(1, u"claude-3-5-sonnet-20241022"_s, 212, 3'100'000);
    state.mail = {QJsonObject{{u"id"_s, u"mail_2"_s},
                              {u"kind"_s, u"balance_low"_s},
                              {u"to"_s, u"ops@northwind.example"_s},
                              {u"subject"_s, u"Your balance is low"_s},
                              {u"state"_s, u"queued"_s},
                              {u"attempts"_s, 2},
                              {u"last_error"_s, u"451 Try again later"_s},
                              {u"next_attempt_at"_s, state.time(-120)},
                              {u"created_at"_s, state.time(300)}},
                  QJsonObject{{u"id"_s, u"mail_1"_s},
                              {u"kind"_s, u"verification"_s},
                              {u"to"_s, u"platform@lumen-labs.example"_s},
                              {u"subject"_s, u"Prove your address"_s},
                              {u"state"_s, u"sent"_s},
                              {u"attempts"_s, 1},
                              {u"created_at"_s, state.time(9'000)}}};
    state.sessions = {QJsonObject{{u"id"_s, u"ses_1"_s},
                                  {u"user_agent"_s, u"beaver-console"_s},
                                  {u"address"_s, u"127.0.0.1"_s},
                                  {u"current"_s, true},
                                  {u"created_at"_s, state.time(900)},
                                  {u"refreshed_at"_s, state.time(4)}},
                      QJsonObject{{u"id"_s, u"ses_2"_s},
                                  {u"user_agent"_s, u"Mozilla/5.0 (X11; Linux x86_64)"_s},
                                  {u"address"_s, u"203.0.113.24"_s},
                                  {u"current"_s, false},
                                  {u"created_at"_s, state.time(86'400 * 3)},
                                  {u"refreshed_at"_s, state.time(3'700)}}};
    state.own = {{u"id"_s, u"acc_administrator"_s},     {u"email"_s, u"admin@beaver.example"_s},
                 {u"full_name"_s, u"Maya Lindqvist"_s}, {u"time_zone"_s, u"UTC"_s},
                 {u"email_verified"_s, true},           {u"two_factor"_s, false}};
    state.facts = {{u"name"_s, u"Beaver"_s},
                   {u"version"_s, u"0.1.0"_s},
                   {u"registration"_s, u"open"_s},
                   {u"email_verification"_s, u"required"_s}};
    state.alerts = {{u"low_balance"_s, QJsonValue::Null},
                    {u"default_low_balance"_s, 5},
                    {u"currency"_s, u"USD"_s},
                    {u"mail"_s, true},
                    {u"budget_percent"_s, QJsonArray{50, 80, 100}}};
}

} // namespace beaver::admin::fake
