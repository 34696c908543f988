#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QSignalSpy>

#include <admin-ui/charts/qr_code.h>
#include <admin-ui/editors/action_center.h>
#include <admin-ui/editors/failover_order.h>
#include <admin-ui/editors/record_form.h>
#include <admin-ui/editors/settings_editor.h>
#include <admin-ui/models/reports.h>
#include <tests/unit/admin_ui/fixtures.h>

#include <algorithm>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class Forms : public OnFake
{
protected:
    QVariantMap account(int place = 0)
    {
        const QJsonObject json = fake.data().state.accounts[place].toObject();
        return {{u"id"_s, json[u"id"_s].toString()},
                {u"title"_s, json[u"full_name"_s].toString()},
                {u"plan"_s, json[u"plan"_s].toString()},
                {u"full_name"_s, json[u"full_name"_s].toString()}};
    }
};

} // namespace

TEST(FailoverPriorities, ChangeAsLittleAsCanBe)
{
    using List = std::vector<int>;
    struct Row
    {
        List before;
        int from, to;
        List after; ///< of the same endpoints, in the order before
    };
    const Row rows[]{{{100, 200, 300}, 0, 1, {250, 200, 300}},
                     {{100, 200, 300}, 2, 0, {100, 200, 90}},
                     {{100, 200, 300}, 0, 2, {310, 200, 300}},
                     {{100, 100, 100}, 0, 1, {101, 100, 102}},
                     {{0, 1, 2}, 2, 0, {1, 2, 0}},
                     {{5, 6, 7, 7}, 0, 1, {7, 6, 8, 8}},
                     {{1000, 1000, 1000}, 0, 2, {20, 0, 10}},
                     {{100, 200}, 1, 1, {100, 200}},
                     {{100, 200}, 0, 2, {100, 200}}};
    for (const Row &row : rows)
        EXPECT_EQ(FailoverOrder::moved(row.before, row.from, row.to), row.after)
            << testing::PrintToString(row.before) << " " << row.from << " to " << row.to;
}

TEST(FailoverOrder, KnowsWhichEndpointsServeAModel)
{
    const auto serves = [](const char *endpoint, const char *model, const char *provider) {
        return FailoverOrder::serves(*JsonValue::parse(endpoint), QString::fromLatin1(model),
                                     QString::fromLatin1(provider));
    };
    EXPECT_TRUE(serves(R"({"provider":"openai","models":[]})", "gpt-4o", "openai"));
    EXPECT_FALSE(serves(R"({"provider":"openai","models":[]})", "claude-3", "anthropic"));
    EXPECT_FALSE(serves(R"({"provider":"","models":[]})", "x", ""));
    EXPECT_TRUE(serves(R"({"provider":"litellm","models":[{"model":"*"}]})", "claude-3", "anthropic"));
    EXPECT_TRUE(serves(R"({"provider":"litellm","models":[{"model":"gpt-*"}]})", "gpt-4o", "openai"));
    EXPECT_FALSE(serves(R"({"provider":"openai","models":[{"model":"gpt-4.1"}]})", "gpt-4o1", "openai"));
}

TEST_F(OnFake, AFailoverOrderTellsWhenAChangeWasRefused)
{
    FailoverOrder order;
    const QAbstractItemModelTester tester(&order);
    order.setSession(&session);
    order.setModel(u"gpt-4o"_s);
    ASSERT_TRUE(until([&order] { return order.state() == u"ready"_s && order.count() == 3; }));
    EXPECT_EQ(order.data(order.index(0), FailoverOrder::NameRole), u"openai-us"_s);
    EXPECT_EQ(order.data(order.index(2), FailoverOrder::StepRole), 3);
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s});
    order.place(0, 2);
    EXPECT_TRUE(order.isBusy());
    ASSERT_TRUE(until([&order] { return !order.isBusy() && !order.error().isEmpty(); }));
    EXPECT_EQ(order.data(order.index(0), FailoverOrder::NameRole), u"openai-us"_s) << "as the server has it";
}

TEST_F(OnFake, AFailoverOrderIsPutBackAfterASessionThatEndedByItself)
{
    const auto first = [](const FailoverOrder &order) {
        return order.data(order.index(0), FailoverOrder::NameRole).toString();
    };
    auto order = std::make_unique<FailoverOrder>();
    order->setSession(&session);
    order->setModel(u"gpt-4o-mini"_s);
    ASSERT_TRUE(until([&order] { return order->state() == u"ready"_s && order->count() == 3; }));
    const QString before = first(*order);
    order->place(2, 0);
    ASSERT_TRUE(until([&] { return order->isUndoable() && first(*order) != before; }));
    fake.endSession();
    SetUp();
    order = std::make_unique<FailoverOrder>();
    order->setSession(&session);
    ASSERT_TRUE(until([&order] { return order->state() == u"ready"_s && order->count() == 3; }));
    EXPECT_EQ(order->model(), u"gpt-4o-mini"_s);
    EXPECT_NE(first(*order), before);
    ASSERT_TRUE(order->isUndoable());
    order->undo();
    EXPECT_TRUE(until([&] { return !order->isBusy() && first(*order) == before; }));
}

TEST_F(OnFake, AFailoverOrderThatIsHeldWaitsWithWhatIsTold)
{
    FailoverOrder order;
    const QAbstractItemModelTester tester(&order);
    order.setSession(&session);
    order.setModel(u"gpt-4o"_s);
    ASSERT_TRUE(until([&order] { return order.count() == 3; }));
    const auto first = [&order] { return order.data(order.index(0), FailoverOrder::NameRole).toString(); };
    const QString before = first();
    order.setHeld(true);
    auto &endpoints = fake.data().state.endpoints;
    QJsonObject other = endpoints.first().toObject();
    other[u"id"_s] = u"end_other"_s;
    other[u"name"_s] = u"other"_s;
    other[u"priority"_s] = 1;
    endpoints.append(other);
    const auto asked = fake.calls();
    session.announce(u"endpoint"_s);
    ASSERT_TRUE(until([&] { return fake.calls() > asked; }));
    bool answered = false;
    session.send({ApiRequest::Verb::Get, u"/admin/plans"_s}, &order,
                 [&](const Outcome<JsonValue> &) { answered = true; });
    ASSERT_TRUE(until([&] { return answered; })) << "and with it what was asked before";
    EXPECT_EQ(order.count(), 3);
    EXPECT_EQ(first(), before);
    order.setHeld(false);
    EXPECT_EQ(order.count(), 4);
    EXPECT_EQ(first(), u"other"_s);
}

TEST_F(Forms, ATopUpGoesOutWithTheDigitsThatWereTyped)
{
    const auto topUp = form(u"account.topUp"_s, account());
    const QAbstractItemModelTester tester(topUp->fields());
    topUp->setValue(u"amount"_s, u"0.000000001"_s);
    EXPECT_TRUE(submit(*topUp));
    EXPECT_EQ(fake.requests().back().path, u"/admin/top-up"_s);
    EXPECT_TRUE(fake.requests().back().body.contains(R"("amount":0.000000001)"));
    EXPECT_FALSE(fake.requests().back().idempotencyKey.isEmpty());
}

TEST_F(Forms, ARefundNamesTheCallOrThePayment)
{
    const QVariantMap line{{u"id"_s, u"txn_7"_s},
                           {u"account_id"_s, account()[u"id"_s]},
                           {u"reference"_s, u"req_9"_s},
                           {u"title"_s, u"txn_7"_s}};
    for (const auto &[kind, reference] : {std::pair(u"transaction.refundCall"_s, R"("reference":"req_9")"),
                                          std::pair(u"transaction.refundPayment"_s, R"("reference":"txn_7")")}) {
        const auto refund = form(kind, line);
        refund->setValue(u"amount"_s, u"0.02"_s);
        EXPECT_FALSE(submit(*refund)) << "without a reason";
        refund->setValue(u"reason"_s, u"slow"_s);
        EXPECT_TRUE(submit(*refund)) << refund->error().toStdString();
        EXPECT_EQ(fake.requests().back().path, u"/admin/refunds"_s);
        EXPECT_TRUE(fake.requests().back().body.contains(reference)) << fake.requests().back().body.toStdString();
        EXPECT_FALSE(fake.requests().back().idempotencyKey.isEmpty());
    }
}

TEST_F(Forms, AnInvoiceIsPaidOrMadeVoidAndAVoucherDeleted)
{
    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QSignalSpy done(&actions, &ActionCenter::done);
    auto &state = fake.data().state;
    const auto recordOf = [](const QJsonValue &json, const QString &title) {
        QVariantMap record = json.toObject().toVariantMap();
        record[u"title"_s] = record[title];
        return record;
    };
    const auto statusOf = [&state](int place) { return state.invoices[place].toObject()[u"status"_s].toString(); };
    actions.start(u"invoice.paid"_s, recordOf(state.invoices[4], u"number"_s));
    EXPECT_FALSE(actions.question().isEmpty());
    EXPECT_EQ(statusOf(4), u"issued"_s) << "asks first";
    actions.confirm();
    ASSERT_TRUE(until([&done] { return done.count() == 1; }));
    EXPECT_EQ(statusOf(4), u"paid"_s);

    const auto annul = form(u"invoice.void"_s, recordOf(state.invoices[4], u"number"_s));
    EXPECT_FALSE(submit(*annul)) << "without a reason";
    annul->setValue(u"reason"_s, u"wrong address"_s);
    EXPECT_TRUE(submit(*annul));
    EXPECT_EQ(statusOf(4), u"void"_s);

    actions.start(u"voucher.delete"_s, recordOf(state.vouchers[0], u"code"_s));
    EXPECT_TRUE(state.vouchers[0][u"revoked_at"_s].isUndefined());
    actions.confirm();
    ASSERT_TRUE(until([&done] { return done.count() == 2; }));
    EXPECT_TRUE(state.vouchers[0][u"revoked_at"_s].isString());
}

TEST_F(Forms, ATopUpSentAgainAfterATimeOutIsBookedOnce)
{
    const auto topUp = form(u"account.topUp"_s, account());
    topUp->setValue(u"amount"_s, u"25"_s);
    fake.failNext({ApiError::Kind::Timeout});
    EXPECT_FALSE(submit(*topUp));
    const QByteArray key = fake.requests().back().idempotencyKey;
    EXPECT_TRUE(submit(*topUp));
    EXPECT_EQ(fake.requests().back().idempotencyKey, key);
    topUp->setValue(u"amount"_s, u"26"_s);
    EXPECT_TRUE(submit(*topUp));
    EXPECT_NE(fake.requests().back().idempotencyKey, key);
}

TEST_F(Forms, WhatWasTypedOutlivesASessionThatEndsByItself)
{
    auto topUp = form(u"account.topUp"_s, account());
    topUp->setValue(u"amount"_s, u"25"_s);
    fake.failNext({ApiError::Kind::Timeout});
    EXPECT_FALSE(submit(*topUp));
    const QByteArray key = fake.requests().back().idempotencyKey;
    fake.endSession();
    SetUp();
    const QVariantMap draft = session.takeDraft(u"form"_s);
    EXPECT_EQ(draft[u"kind"_s], u"account.topUp"_s);
    topUp = form(u"account.topUp"_s, draft[u"record"_s].toMap());
    topUp->restore(draft);
    EXPECT_EQ(topUp->value(u"amount"_s), u"25"_s);
    EXPECT_TRUE(submit(*topUp));
    EXPECT_EQ(fake.requests().back().idempotencyKey, key) << "it may have been booked the first time";
}

TEST_F(Forms, WhatIsSecretAndWhatNobodyTouchedStaysNowhere)
{
    const auto endpoint = form(u"endpoint.create"_s);
    fake.endSession();
    SetUp();
    EXPECT_TRUE(session.takeDraft(u"form"_s).isEmpty());
    endpoint->setValue(u"name"_s, u"spare"_s);
    endpoint->setValue(u"credential"_s, u"sk-secret"_s);
    fake.endSession();
    SetUp();
    const QVariantMap values = session.takeDraft(u"form"_s)[u"values"_s].toMap();
    EXPECT_EQ(values[u"name"_s], u"spare"_s);
    EXPECT_FALSE(values.contains(u"credential"_s));
}

TEST_F(Forms, SayAtTheFieldWhatIsWrongBeforeTheySend)
{
    const auto topUp = form(u"account.topUp"_s, account());
    const int asked = fake.calls();
    for (const char *amount : {"", "0", "1,50", "x", "-5", "1000001"}) {
        topUp->setValue(u"amount"_s, QString::fromLatin1(amount));
        EXPECT_FALSE(submit(*topUp)) << amount;
        EXPECT_EQ(topUp->errorField(), u"amount"_s) << amount;
    }
    EXPECT_EQ(fake.calls(), asked);
    const auto adjust = form(u"account.adjust"_s, account());
    adjust->setValue(u"amount"_s, u"-5"_s);
    adjust->setValue(u"reason"_s, u"goodwill"_s);
    EXPECT_TRUE(submit(*adjust));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("amount":-5)"));
}

TEST_F(OnFake, KeysAreRevokedTogetherAndThoseThatWereLeftAreNamed)
{
    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QJsonArray &keys = fake.data().state.keys;
    QJsonObject above = keys[1].toObject();
    above[u"role"_s] = u"owner"_s;
    keys[1] = above;
    QVariantList records;
    for (int i = 0; i < 3; ++i)
        records.append(QVariantMap{{u"id"_s, keys[i].toObject()[u"id"_s].toString()},
                                   {u"title"_s, keys[i].toObject()[u"name"_s].toString()}});
    const qsizetype before = keys.size();
    actions.startAll(u"key.revoke"_s, records);
    EXPECT_EQ(actions.word(), u"3"_s);
    actions.confirm();
    ASSERT_TRUE(until([&actions] { return !actions.isBusy(); }));
    EXPECT_EQ(keys.size(), before - 2);
    EXPECT_EQ(
        std::ranges::count_if(fake.requests(), [](const ApiRequest &each) { return each.path.contains(u"/revoke"_s); }),
        1)
        << "in one request";
    EXPECT_TRUE(actions.error().contains(above[u"name"_s].toString() + u": This key has a role above yours."_s))
        << actions.error().toStdString();
    EXPECT_TRUE(actions.error().contains(u"Done for 2 thing(s), not for 1 thing(s):"_s))
        << actions.error().toStdString();

    // What failed is left to try again.
    above.remove(u"role"_s);
    keys[0] = above;
    actions.confirm();
    ASSERT_TRUE(until([&actions] { return !actions.isBusy() && actions.question().isEmpty(); }));
    EXPECT_EQ(keys.size(), before - 3);
}

TEST_F(OnFake, WhatFailedOfSeveralIsNamed)
{
    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QVariantList records;
    for (int i = 0; i < 2; ++i) {
        const QJsonObject account = fake.data().state.accounts[i].toObject();
        records.append(
            QVariantMap{{u"id"_s, account[u"id"_s].toString()}, {u"title"_s, account[u"email"_s].toString()}});
    }
    records.append(QVariantMap{{u"id"_s, u"acc_none"_s}, {u"title"_s, u"nobody@shop.example"_s}});
    QString told;
    QObject::connect(&actions, &ActionCenter::failed, &actions, [&told](const QString &text) { told = text; });
    actions.startAll(u"account.suspend"_s, records);
    ASSERT_TRUE(until([&told] { return !told.isEmpty(); }));
    EXPECT_TRUE(told.contains(u"nobody@shop.example: "_s)) << told.toStdString();
    EXPECT_FALSE(told.contains(records[0].toMap()[u"title"_s].toString()));
}

TEST_F(Forms, AllKeysOfAnAccountAreCountedBeforeTheyAreRevoked)
{
    QJsonArray &keys = fake.data().state.keys;
    const QString owner = keys[0].toObject()[u"account_id"_s].toString();
    const auto left = [&] {
        return std::ranges::count_if(std::as_const(keys), [&owner](const QJsonValue &key) {
            return key[u"account_id"_s] == owner && key[u"status"_s] != "revoked"_L1;
        });
    };
    const auto before = left();
    ASSERT_GT(before, 0);
    const auto revoke = form(u"account.revokeKeys"_s, {{u"id"_s, owner}, {u"title"_s, u"Ada"_s}});
    revoke->submit();
    ASSERT_TRUE(until([&revoke] { return revoke->isForeseen(); }));
    EXPECT_TRUE(revoke->forecast().contains(QString::number(before))) << revoke->forecast().toStdString();
    EXPECT_EQ(left(), before);
    ASSERT_TRUE(submit(*revoke));
    EXPECT_EQ(left(), 0);
}

TEST_F(Forms, SeveralVouchersAreToldEachOnItsLine)
{
    const auto vouchers = form(u"voucher.create"_s);
    vouchers->setValue(u"amount"_s, u"25"_s);
    vouchers->setValue(u"count"_s, u"3"_s);
    vouchers->setValue(u"expires_at"_s, u"2030-01-31"_s);
    ASSERT_TRUE(submit(*vouchers)) << vouchers->error().toStdString();
    const ApiRequest &sent = fake.requests().back();
    EXPECT_TRUE(sent.body.contains(R"("expires_at":"2030-01-31T00:00:00.000Z")")) << sent.body.toStdString();
    EXPECT_TRUE(sent.idempotencyKey.isEmpty()) << "the server tells codes once, and refuses it";
    EXPECT_EQ(vouchers->secret().split(u'\n').size(), 3);
}

TEST_F(Forms, AnInvoiceIsMadeOfAMonthThatIsOver)
{
    const auto invoice = form(u"account.invoice"_s, account());
    const QDate last = QDateTime::currentDateTimeUtc().date().addMonths(-1);
    EXPECT_EQ(invoice->value(u"month"_s), last.toString(u"yyyy-MM"_s));
    const QModelIndex field = invoice->fields()->index(0);
    EXPECT_EQ(invoice->fields()->data(field, FormFields::KindRole), u"choice"_s);
    EXPECT_EQ(invoice->fields()->data(field, FormFields::OptionsRole).toList().size(), 24);
    const QString month = last.addMonths(-4).toString(u"yyyy-MM"_s);
    invoice->setValue(u"month"_s, month);
    ASSERT_TRUE(submit(*invoice)) << invoice->error().toStdString();
    const QJsonObject made = fake.data().state.invoices.first().toObject();
    EXPECT_EQ(made[u"period"_s], month);
    EXPECT_EQ(made[u"account_id"_s], fake.data().state.accounts[0].toObject()[u"id"_s]);
}

TEST_F(Forms, ShowTheServersObjectionAtItsField)
{
    const auto create = form(u"account.create"_s);
    create->setValue(u"email"_s, fake.data().state.accounts[1].toObject()[u"email"_s].toString());
    EXPECT_FALSE(submit(*create));
    EXPECT_EQ(create->errorField(), u"email"_s);
    EXPECT_EQ(create->value(u"email"_s), fake.data().state.accounts[1].toObject()[u"email"_s].toString())
        << "nothing typed is lost";
}

TEST_F(Forms, AKeysSecretIsThereUntilItIsForgotten)
{
    const auto key = form(u"account.newKey"_s, account());
    key->setValue(u"name"_s, u"web shop"_s);
    key->setValue(u"allowed_models"_s, u"gpt-4o, o1"_s);
    EXPECT_TRUE(submit(*key));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("allowed_models":["gpt-4o","o1"])"));
    EXPECT_TRUE(key->secret().startsWith(u"beaver_"_s));
    key->copySecret();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), key->secret());
    key->forget();
    EXPECT_TRUE(key->secret().isEmpty());
}

TEST_F(Forms, AKeysMetadataIsAnObjectOrNothing)
{
    const auto key = form(u"account.newKey"_s, account());
    key->setValue(u"name"_s, u"web shop"_s);
    const int asked = fake.calls();
    for (const QString &wrong : {u"team: search"_s, u"[1]"_s, u"\"search\""_s, u"{\"a\":1"_s,
                                 u"{\"a\": \"%1\"}"_s.arg(QString(4'096, u'x'))}) {
        key->setValue(u"metadata"_s, wrong);
        EXPECT_FALSE(submit(*key)) << wrong.toStdString();
        EXPECT_EQ(key->errorField(), u"metadata"_s) << wrong.toStdString();
        EXPECT_EQ(key->value(u"metadata"_s), wrong) << "nothing typed is lost";
    }
    EXPECT_EQ(fake.calls(), asked);
    key->setValue(u"metadata"_s, uR"({"team": "search", "cost": 1.10})"_s);
    EXPECT_TRUE(submit(*key));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("metadata":{"team": "search", "cost": 1.10})"));

    const QJsonObject made = fake.data().state.keys[0].toObject();
    const auto edit =
        form(u"key.edit"_s, {{u"id"_s, made[u"id"_s].toString()},
                             {u"json"_s, QString::fromUtf8(QJsonDocument(made).toJson(QJsonDocument::Compact))}});
    EXPECT_TRUE(edit->value(u"metadata"_s).contains(u"\"team\": \"search\""_s));
    EXPECT_FALSE(edit->isDirty());
    edit->setValue(u"metadata"_s, {});
    edit->setValue(u"name"_s, u"web shop"_s);
    EXPECT_TRUE(submit(*edit));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("metadata":null)"));
}

TEST_F(Forms, ADayIsTheBeginningOfItsDay)
{
    const auto key = form(u"account.newKey"_s, account());
    key->setValue(u"name"_s, u"web shop"_s);
    for (const char *wrong : {"tomorrow", "31.12.2027", "2027-02-30", "2027-12-31T25:00:00Z"}) {
        key->setValue(u"expires_at"_s, QString::fromLatin1(wrong));
        EXPECT_FALSE(submit(*key)) << wrong;
        EXPECT_EQ(key->errorField(), u"expires_at"_s) << wrong;
    }
    key->setValue(u"expires_at"_s, u"2027-12-31"_s);
    EXPECT_TRUE(submit(*key));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("expires_at":"2027-12-31T00:00:00.000Z")"));
    const auto edit = form(u"key.edit"_s, {{u"expires_at"_s, u"2027-12-31T00:00:00.000Z"_s}});
    EXPECT_EQ(edit->value(u"expires_at"_s), u"2027-12-31"_s);
}

TEST_F(Forms, AnEndpointsHedgingGoesOutWithItsOtherTimeouts)
{
    const auto edit = [this] {
        const QJsonObject json = fake.data().state.endpoints[0].toObject();
        return form(u"endpoint.edit"_s,
                    {{u"id"_s, json[u"id"_s].toString()},
                     {u"name"_s, json[u"name"_s].toString()},
                     {u"base_url"_s, json[u"base_url"_s].toString()},
                     {u"json"_s, QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact))}});
    };
    auto endpoint = edit();
    EXPECT_EQ(endpoint->value(u"timeouts.hedge_ms"_s), QString()) << "the gateway's own";
    for (const char *wrong : {"-1", "1.5", "soon", "86400001"}) {
        endpoint->setValue(u"timeouts.hedge_ms"_s, QString::fromLatin1(wrong));
        EXPECT_FALSE(submit(*endpoint)) << wrong;
        EXPECT_EQ(endpoint->errorField(), u"timeouts.hedge_ms"_s) << wrong;
    }
    endpoint->setValue(u"timeouts.hedge_ms"_s, u"800"_s);
    EXPECT_TRUE(submit(*endpoint));
    EXPECT_EQ(
        fake.requests().back().body,
        R"({"timeouts":{"connect_ms":5000,"first_byte_ms":60000,"hedge_ms":800,"silence_ms":60000,"whole_ms":600000}})");

    endpoint = edit();
    EXPECT_EQ(endpoint->value(u"timeouts.hedge_ms"_s), u"800"_s);
    endpoint->setValue(u"timeouts.hedge_ms"_s, {});
    EXPECT_TRUE(submit(*endpoint));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("hedge_ms":0)"));
}

TEST_F(Forms, AnEndpointKeepsItsModelsNamesAndTakesHeadersLineByLine)
{
    QJsonObject present = fake.data().state.endpoints[0].toObject();
    present[u"models"_s] =
        QJsonArray{u"o1"_s, QJsonObject{{u"model"_s, u"gpt-4o"_s}, {u"upstream_model"_s, u"my-deployment"_s}}};
    present[u"headers"_s] = QJsonObject{{u"X-Team"_s, u"search"_s}};
    fake.data().state.endpoints[0] = present;
    const auto endpoint = form(
        u"endpoint.edit"_s,
        {{u"id"_s, present[u"id"_s].toString()},
         {u"name"_s, u"azure"_s},
         {u"base_url"_s, u"https://azure.example"_s},
         {u"json"_s,
          uR"({"models":["o1",{"model":"gpt-4o","upstream_model":"my-deployment"}],"headers":{"X-Team":"search"}})"_s}});
    EXPECT_EQ(endpoint->value(u"models"_s), u"o1, gpt-4o=my-deployment"_s);
    EXPECT_EQ(endpoint->value(u"headers"_s), u"X-Team: search"_s);
    endpoint->setValue(u"models"_s, u"gpt-4o = my-deployment, gpt-4o-mini"_s);
    endpoint->setValue(u"headers"_s, u"X-Team: a:b\n\nX-Region : eu"_s);
    endpoint->setValue(u"cost_percent"_s, u"80"_s);
    EXPECT_TRUE(submit(*endpoint));
    EXPECT_EQ(fake.requests().back().body,
              R"({"cost_percent":80,"headers":{"X-Team":"a:b","X-Region":"eu"},)"
              R"("models":[{"model":"gpt-4o","upstream_model":"my-deployment"},"gpt-4o-mini"]})");
    endpoint->setValue(u"headers"_s, u"no header"_s);
    EXPECT_FALSE(submit(*endpoint));
    EXPECT_EQ(endpoint->errorField(), u"headers"_s);
    endpoint->setValue(u"headers"_s, {});
    EXPECT_TRUE(submit(*endpoint));
    EXPECT_TRUE(fake.requests().back().body.contains(R"("headers":{})")) << "taken away";
}

TEST_F(Forms, ANewAccountTakesAPlanARoleAndAFirstPassword)
{
    const auto create = form(u"account.create"_s);
    create->setValue(u"email"_s, u"new@shop.example"_s);
    EXPECT_TRUE(submit(*create));
    EXPECT_EQ(fake.requests().back().body, R"({"email":"new@shop.example"})") << "what is empty is left to the gateway";
    create->setValue(u"email"_s, u"other@shop.example"_s);
    create->setValue(u"plan"_s, u"pro"_s);
    create->setValue(u"role"_s, u"viewer"_s);
    create->setValue(u"password"_s, u" Other-battery-4 "_s);
    EXPECT_TRUE(submit(*create));
    EXPECT_EQ(fake.requests().back().body,
              R"({"email":"other@shop.example","password":" Other-battery-4 ","plan":"pro","role":"viewer"})");
}

TEST_F(Forms, ANewModelMayBeFreeAndHasWhatItCanDo)
{
    const auto create = form(u"model.create"_s);
    create->setValue(u"id"_s, u"acme/writer-2"_s);
    create->setValue(u"free"_s, u"true"_s);
    create->setValue(u"aliases"_s, u"writer, writer-latest"_s);
    create->setValue(u"input_modalities"_s, u"text, image"_s);
    create->setValue(u"features"_s, u"tools"_s);
    EXPECT_TRUE(submit(*create)) << create->error().toStdString();
    EXPECT_EQ(fake.requests().back().body,
              R"({"aliases":["writer","writer-latest"],"features":["tools"],"free":true,"id":"acme/writer-2",)"
              R"("input_modalities":["text","image"],"provider":"openai"})");
}

TEST_F(Forms, AnEditSendsWhatWasChangedAndNothingElse)
{
    const auto edit = form(u"account.edit"_s, account(1));
    EXPECT_FALSE(edit->isDirty());
    edit->setValue(u"full_name"_s, u"Lumen Laboratories"_s);
    EXPECT_TRUE(edit->isDirty());
    EXPECT_TRUE(submit(*edit));
    EXPECT_EQ(fake.requests().back().body, R"({"full_name":"Lumen Laboratories"})");
    EXPECT_EQ(fake.requests().back().verb, ApiRequest::Verb::Patch);
}

TEST_F(Forms, APlanBeginsWithWhatTheServerHasAndSendsWhatChanged)
{
    const auto plan = form(u"plan.edit"_s, {{u"id"_s, u"pro"_s}, {u"title"_s, u"Pro"_s}, {u"name"_s, u"no plan's"_s}});
    plan->setValue(u"limits.spend_per_day"_s, u"12.50"_s);
    ASSERT_TRUE(until([&plan] { return plan->value(u"limits.requests_per_minute"_s) == u"600"_s; }));
    EXPECT_EQ(plan->value(u"name"_s), u"Pro"_s);
    EXPECT_EQ(plan->value(u"limits.spend_per_day"_s), u"12.50"_s) << "what was typed before stays";
    plan->setValue(u"limits.requests_per_minute"_s, {});
    plan->setValue(u"limits.requests_per_month.shadow"_s, u"true"_s);
    for (const char *wrong : {"1.5", "-1", "many"}) {
        plan->setValue(u"limits.concurrent"_s, QString::fromLatin1(wrong));
        EXPECT_FALSE(submit(*plan)) << wrong;
        EXPECT_EQ(plan->errorField(), u"limits.concurrent"_s) << wrong;
    }
    plan->setValue(u"limits.concurrent"_s, {});
    EXPECT_TRUE(submit(*plan)) << plan->error().toStdString();
    EXPECT_EQ(fake.requests().back().path, u"/admin/plans/pro"_s);
    EXPECT_EQ(
        fake.requests().back().body,
        R"({"limits":{"requests_per_minute":null,"requests_per_month":{"amount":200000,"shadow":true},"spend_per_day":12.5}})");

    const auto again = form(u"plan.edit"_s, {{u"id"_s, u"pro"_s}});
    ASSERT_TRUE(until([&again] { return again->value(u"limits.requests_per_month"_s) == u"200000"_s; }));
    EXPECT_EQ(again->value(u"limits.requests_per_month.shadow"_s), u"true"_s);
    EXPECT_EQ(again->value(u"limits.requests_per_minute"_s), QString());
    again->setValue(u"limits.requests_per_month.shadow"_s, u"false"_s);
    EXPECT_TRUE(submit(*again));
    EXPECT_EQ(fake.requests().back().body, R"({"limits":{"requests_per_month":200000}})");
}

TEST_F(Forms, LimitsOfAnAccountAndOfAKeyAreReadBeforeTheyAreChanged)
{
    const QString key = fake.data().state.keys[0].toObject()[u"id"_s].toString();
    const QString owner = account()[u"id"_s].toString();
    for (const auto &[kind, id, path] : {std::tuple(u"account.limits"_s, owner, u"/admin/accounts/"_s),
                                         std::tuple(u"key.limits"_s, key, u"/admin/api-keys/"_s)}) {
        fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s});
        const auto limits = form(kind, {{u"id"_s, id}});
        ASSERT_TRUE(until([&limits] { return !limits->error().isEmpty(); }));
        limits->setValue(u"limits.spend_total"_s, u"40"_s);
        const int before = fake.calls();
        limits->submit();
        ASSERT_TRUE(until([&] { return fake.calls() > before; }));
        EXPECT_EQ(fake.requests().back().verb, ApiRequest::Verb::Get) << "what isn't known isn't changed";
        ASSERT_TRUE(until([&limits] { return limits->value(u"limits.concurrent.shadow"_s) == u"false"_s; }));
        EXPECT_TRUE(submit(*limits)) << limits->error().toStdString();
        EXPECT_EQ(fake.requests().back().path, path + id);
        EXPECT_EQ(fake.requests().back().body, R"({"limits":{"spend_total":40}})");
    }
}

TEST_F(Forms, APlanIsDeletedWhenNobodyIsOnIt)
{
    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QSignalSpy done(&actions, &ActionCenter::done);
    const auto plan = form(u"plan.create"_s);
    plan->setValue(u"id"_s, u"team"_s);
    plan->setValue(u"name"_s, u"Team"_s);
    plan->setValue(u"limits.tokens_per_day"_s, u"9000"_s);
    plan->setValue(u"limits.tokens_per_day.shadow"_s, u"true"_s);
    EXPECT_TRUE(submit(*plan));
    EXPECT_EQ(fake.requests().back().body,
              R"({"id":"team","limits":{"tokens_per_day":{"amount":9000,"shadow":true}},"name":"Team"})");
    const qsizetype plans = fake.data().state.plans.size();
    actions.start(u"plan.delete"_s, {{u"id"_s, u"pro"_s}, {u"title"_s, u"Pro"_s}});
    EXPECT_EQ(actions.question(), u"Delete the plan Pro?"_s);
    actions.confirm();
    ASSERT_TRUE(until([&actions] { return !actions.error().isEmpty(); })) << "accounts are on it";
    EXPECT_EQ(fake.data().state.plans.size(), plans);
    actions.dismiss();
    actions.start(u"plan.delete"_s, {{u"id"_s, u"team"_s}, {u"title"_s, u"Team"_s}});
    actions.confirm();
    ASSERT_TRUE(until([&done] { return done.count() == 1; }));
    EXPECT_EQ(fake.data().state.plans.size(), plans - 1);
}

TEST_F(Forms, ActionsAskBeforeWhatCannotBeUndoneAndOfferTheUndoOfTheRest)
{
    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QSignalSpy done(&actions, &ActionCenter::done);
    actions.start(u"account.delete"_s, account(2));
    EXPECT_EQ(actions.question(), u"Delete Harbor Bio?"_s);
    EXPECT_EQ(actions.word(), u"Harbor Bio"_s);
    EXPECT_TRUE(actions.isDangerous());
    const qsizetype before = fake.data().state.accounts.size();
    actions.dismiss();
    EXPECT_EQ(fake.data().state.accounts.size(), before);
    actions.start(u"account.delete"_s, account(2));
    actions.confirm();
    ASSERT_TRUE(until([&done] { return done.count() == 1; }));
    EXPECT_EQ(fake.data().state.accounts.size(), before - 1);

    actions.start(u"account.suspend"_s, account(0));
    ASSERT_TRUE(until([&done] { return done.count() == 2; }));
    EXPECT_TRUE(done.last()[1].toBool());
    EXPECT_EQ(fake.data().state.accounts[0].toObject()[u"status"_s], u"suspended"_s);
    actions.undo();
    ASSERT_TRUE(until([&done] { return done.count() == 3; }));
    EXPECT_EQ(fake.data().state.accounts[0].toObject()[u"status"_s], u"active"_s);
}

TEST_F(Forms, SettingsSendOnlyWhatWasChanged)
{
    SettingsEditor settings;
    settings.setSession(&session);
    ASSERT_TRUE(until([&settings] { return settings.state() == u"ready"_s; }));
    EXPECT_FALSE(settings.sections().isEmpty());
    settings.setValue(u"seller_name"_s, u"Beaver & Co"_s);
    EXPECT_TRUE(submit(settings));
    EXPECT_EQ(fake.requests().back().body, R"({"seller_name":"Beaver & Co"})");
    EXPECT_FALSE(settings.isDirty());
}

TEST_F(Forms, ProfileSavesTheNameAndTheSessionLearnsIt)
{
    ProfileReport profile;
    profile.setSession(&session);
    ASSERT_TRUE(until([&profile] { return profile.isLoaded(); }));
    const auto edit = form(u"profile.edit"_s, profile.record());
    edit->setValue(u"time_zone"_s, u"Nowhere"_s);
    EXPECT_FALSE(submit(*edit));
    EXPECT_EQ(edit->errorField(), u"time_zone"_s);
    edit->setValue(u"time_zone"_s, u"Europe/Berlin"_s);
    edit->setValue(u"full_name"_s, u"Maya L."_s);
    EXPECT_TRUE(submit(*edit)) << edit->error().toStdString();
    ASSERT_TRUE(until([&] { return profile.timeZone() == u"Europe/Berlin"_s && session.name() == u"Maya L."_s; }));
}

TEST_F(Forms, APasswordIsSentAsItWasTypedAndTheSecondTimeNotAtAll)
{
    const auto change = form(u"password.change"_s);
    change->setValue(u"current_password"_s, u"wrong"_s);
    change->setValue(u"password"_s, u" beaver dam 7 "_s);
    change->setValue(u"repeated"_s, u"beaver dam 7"_s);
    const auto asked = fake.requests().size();
    EXPECT_FALSE(submit(*change));
    EXPECT_EQ(change->errorField(), u"repeated"_s);
    EXPECT_EQ(fake.requests().size(), asked) << "nothing is sent";
    change->setValue(u"repeated"_s, u" beaver dam 7 "_s);
    EXPECT_FALSE(submit(*change));
    EXPECT_EQ(change->errorField(), u"current_password"_s);
    change->setValue(u"current_password"_s, u"old one"_s);
    EXPECT_TRUE(submit(*change)) << change->error().toStdString();
    EXPECT_EQ(fake.requests().back().path, u"/auth/password/change"_s);
    EXPECT_EQ(fake.requests().back().body, R"({"current_password":"old one","password":" beaver dam 7 "})");
}

TEST_F(Forms, ASecondFactorIsPreparedConfirmedAndSwitchedOff)
{
    const auto enable = form(u"factor.enable"_s);
    ASSERT_TRUE(until([&enable] { return !enable->isBusy(); }));
    EXPECT_FALSE(enable->prepared().isEmpty());
    QrCode picture;
    picture.setSvg(enable->preparedPicture());
    EXPECT_EQ(picture.modules(), 41);
    EXPECT_TRUE(std::find(picture.dark().begin(), picture.dark().end(), QPoint(4, 4)) != picture.dark().end());
    enable->setValue(u"code"_s, u"000000"_s);
    EXPECT_FALSE(submit(*enable));
    EXPECT_EQ(enable->errorField(), u"code"_s);
    enable->setValue(u"code"_s, u"123456"_s);
    EXPECT_TRUE(submit(*enable)) << enable->error().toStdString();
    EXPECT_EQ(enable->secret().split(u'\n').size(), 10) << "recovery codes";
    EXPECT_EQ(fake.data().state.own[u"two_factor"_s], true);
    enable->forget();
    EXPECT_TRUE(enable->secret().isEmpty() && enable->prepared().isEmpty());

    const auto disable = form(u"factor.disable"_s);
    disable->setValue(u"code"_s, u"123456"_s);
    EXPECT_TRUE(submit(*disable));
    EXPECT_TRUE(disable->secret().isEmpty());
    EXPECT_EQ(fake.data().state.own[u"two_factor"_s], false);
}

TEST_F(Forms, ASecondFactorThatCouldNotBePreparedIsTriedAgain)
{
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s});
    const auto enable = form(u"factor.enable"_s);
    ASSERT_TRUE(until([&enable] { return !enable->isBusy(); }));
    EXPECT_FALSE(enable->error().isEmpty());
    enable->submit();
    ASSERT_TRUE(until([&enable] { return !enable->prepared().isEmpty(); }));
    EXPECT_TRUE(enable->error().isEmpty());
    EXPECT_TRUE(enable->secret().isEmpty());
}

TEST(QrCode, DrawsNothingOfWhatIsNone)
{
    QrCode picture;
    for (const char *svg : {"", "<svg/>", "<svg viewBox=\"0 0 9999 9999\"><path d=\"M4 4h1v1h-1z\"/></svg>"}) {
        picture.setSvg(QString::fromLatin1(svg));
        EXPECT_FALSE(picture.isValid()) << svg;
    }
}

TEST_F(Forms, AWebhookTellsItsSecretOnceAndIsTestedPausedAndDeleted)
{
    auto &state = fake.data().state;
    const auto create = form(u"webhook.create"_s);
    create->setValue(u"url"_s, u"ftp://x"_s);
    EXPECT_FALSE(submit(*create));
    EXPECT_EQ(create->errorField(), u"url"_s);
    create->setValue(u"url"_s, u"https://ops.example/hook"_s);
    create->setValue(u"events"_s, u"balance.low, endpoint.failed"_s);
    EXPECT_TRUE(submit(*create)) << create->error().toStdString();
    EXPECT_TRUE(create->secret().startsWith(u"whsec_"_s));
    EXPECT_EQ(fake.requests().back().path, u"/admin/webhooks"_s);
    const QJsonObject made = state.webhooks[0].toObject();
    EXPECT_EQ(made[u"events"_s], QJsonArray({u"balance.low"_s, u"endpoint.failed"_s}));

    QVariantMap record = made.toVariantMap();
    record[u"title"_s] = record[u"url"_s];
    const auto rotate = form(u"webhook.rotate"_s, record);
    EXPECT_TRUE(submit(*rotate)) << rotate->error().toStdString();
    EXPECT_TRUE(rotate->secret().startsWith(u"whsec_"_s));

    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QSignalSpy done(&actions, &ActionCenter::done);
    actions.start(u"webhook.test"_s, record);
    ASSERT_TRUE(until([&done] { return done.count() == 1; }));
    EXPECT_EQ(state.deliveries[0].toObject()[u"event"_s], u"webhook.test"_s);
    actions.start(u"webhook.pause"_s, record);
    ASSERT_TRUE(until([&done] { return done.count() == 2; }));
    EXPECT_EQ(state.webhooks[0].toObject()[u"status"_s], u"paused"_s);
    actions.undo();
    ASSERT_TRUE(until([&done] { return done.count() == 3; }));
    EXPECT_EQ(state.webhooks[0].toObject()[u"status"_s], u"active"_s);
    actions.start(u"webhook.delete"_s, record);
    EXPECT_FALSE(actions.consequence().isEmpty());
    const qsizetype before = state.webhooks.size();
    actions.confirm();
    ASSERT_TRUE(until([&done] { return done.count() == 4; }));
    EXPECT_EQ(state.webhooks.size(), before - 1);
}

TEST_F(Forms, AnInvitationTellsItsTokenOnceAndIsWithdrawn)
{
    auto &state = fake.data().state;
    const auto invite = form(u"invitation.create"_s);
    invite->setValue(u"email"_s, u"noor@beaver.example"_s);
    invite->setValue(u"role"_s, u"viewer"_s);
    EXPECT_TRUE(submit(*invite)) << invite->error().toStdString();
    EXPECT_FALSE(invite->secret().isEmpty());
    EXPECT_EQ(fake.requests().back().body, R"({"days":7,"email":"noor@beaver.example","role":"viewer"})");
    Navigator navigator;
    ActionCenter actions;
    actions.setSession(&session);
    actions.setNavigator(&navigator);
    QSignalSpy done(&actions, &ActionCenter::done);
    actions.start(u"invitation.withdraw"_s, state.invitations[0].toObject().toVariantMap());
    actions.confirm();
    ASSERT_TRUE(until([&done] { return done.count() == 1; }));
    EXPECT_EQ(state.invitations[0].toObject()[u"state"_s], u"withdrawn"_s);
}
