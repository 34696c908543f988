#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>

#include <admin-ui/editors/bulk_run.h>
#include <tests/unit/admin_ui/fixtures.h>

#include <algorithm>
#include <map>
#include <tuple>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class Bulk : public OnFake
{
protected:
    static constexpr int extra = 500;

    void SetUp() override
    {
        OnFake::SetUp();
        run.setSession(&session);
    }
    /// More accounts than a page has.
    void makeCrowd()
    {
        QJsonArray &accounts = fake.data().state.accounts;
        for (int i = 0; i < extra; ++i) {
            QJsonObject one = accounts[0].toObject();
            one[u"id"_s] = u"acc_crowd%1"_s.arg(i);
            one[u"email"_s] = u"crowd%1@crowd.example"_s.arg(i);
            one[u"full_name"_s] = u"Crowd"_s;
            one[u"status"_s] = i % 10 == 0 ? u"suspended"_s : u"active"_s;
            accounts.append(one);
        }
    }
    void show(const QString &kind)
    {
        table.setKind(kind);
        table.setSession(&session);
        ASSERT_TRUE(until([this] { return table.total() > 0; })) << "nothing is under way any more";
    }
    void search(const QString &text, int found)
    {
        table.setSearch(text);
        ASSERT_TRUE(until([&] { return !table.isLoading() && table.total() == found; }));
    }
    bool reaches(const QString &stage)
    {
        return until([&] { return run.stage() == stage; });
    }
    qsizetype suspended() const
    {
        const QJsonArray &accounts = fake_().state.accounts;
        return std::count_if(accounts.begin(), accounts.end(),
                             [](const auto &each) { return each.toObject()[u"status"_s] == u"suspended"_s; });
    }
    const fake::Server &fake_() const { return const_cast<FakeApiClient &>(fake).data(); }
    /// How often each path was written to.
    std::map<QString, int> writes() const
    {
        std::map<QString, int> writes;
        for (const ApiRequest &each : fake.requests())
            if (each.verb == ApiRequest::Verb::Patch)
                ++writes[each.path];
        return writes;
    }

    RecordTable table;
    BulkRun run;
};

} // namespace

TEST_F(Bulk, EverythingThatMatchesIsActedOnOnceLoadedOrNot)
{
    makeCrowd();
    show(u"accounts"_s);
    search(u"crowd.example"_s, extra);
    table.selectAll();
    EXPECT_EQ(table.selectedCount(), 100);
    ASSERT_TRUE(table.mayMatchAll());
    table.selectMatching();
    EXPECT_TRUE(table.isAllMatching());
    EXPECT_EQ(table.selectedCount(), extra);
    const qsizetype before = suspended();
    run.start(u"account.suspend"_s, &table, {});
    ASSERT_TRUE(reaches(u"asking"_s));
    EXPECT_EQ(run.found(), extra - extra / 10);
    EXPECT_EQ(run.unaffected(), extra / 10) << "what is suspended already";
    EXPECT_EQ(run.word(), u"450"_s);
    EXPECT_TRUE(run.question().contains(u"450 account"_s)) << run.question().toStdString();
    EXPECT_TRUE(run.consequence().contains(u"their calls are refused"_s)) << run.consequence().toStdString();
    EXPECT_TRUE(writes().empty()) << "not before somebody said so";
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), 450);
    EXPECT_EQ(run.failed(), 0);
    EXPECT_EQ(suspended(), before + 450);
    EXPECT_EQ(writes().size(), 450U);
    EXPECT_TRUE(std::ranges::all_of(writes(), [](const auto &each) { return each.second == 1; }));

    ASSERT_TRUE(run.isUndoable());
    run.undo();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(suspended(), before) << "those that were suspended before stay so";
    EXPECT_FALSE(run.isUndoable());
    run.close();
    EXPECT_TRUE(run.stage().isEmpty());
}

TEST_F(Bulk, WhatFailedIsToldAndTriedAgainAlone)
{
    makeCrowd();
    show(u"accounts"_s);
    search(u"crowd.example"_s, extra);
    run.start(u"account.suspend"_s, &table, {});
    ASSERT_TRUE(reaches(u"asking"_s));
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s}, 3);
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), 447);
    ASSERT_EQ(run.failed(), 3);
    const QVariantMap first = run.failures()[0].toMap();
    EXPECT_EQ(first[u"reason"_s].toString().contains(u"Out of order."_s), true)
        << first[u"reason"_s].toString().toStdString();
    EXPECT_TRUE(first[u"title"_s].toString().contains(u"@crowd.example"_s));
    run.copyFailures();
    EXPECT_EQ(QGuiApplication::clipboard()->text().count(u"acc_crowd"_s), 3);
    const std::map<QString, int> before = writes();
    run.retry();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.failed(), 0);
    EXPECT_EQ(run.succeeded(), 450);
    const std::map<QString, int> after = writes();
    int again = 0;
    for (const auto &[path, times] : after)
        again += times - before.at(path);
    EXPECT_EQ(again, 3);
}

TEST_F(Bulk, ItStopsAndGoesOn)
{
    makeCrowd();
    show(u"accounts"_s);
    run.start(u"account.suspend"_s, &table, {});
    ASSERT_TRUE(reaches(u"asking"_s));
    const int all = run.found();
    bool stopped = false;
    QObject::connect(&run, &BulkRun::changed, &run, [&] {
        if (!stopped && run.succeeded() >= 20) {
            stopped = true;
            run.stop();
        }
    });
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_LT(run.succeeded(), 40);
    EXPECT_EQ(run.succeeded() + run.left(), all);
    run.retry();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), all);
    EXPECT_EQ(run.left(), 0);
    EXPECT_TRUE(std::ranges::all_of(writes(), [](const auto &each) { return each.second == 1; }));
}

TEST_F(Bulk, AServerThatIsGoneStopsItAndNothingIsLost)
{
    makeCrowd();
    show(u"accounts"_s);
    run.start(u"account.suspend"_s, &table, {});
    ASSERT_TRUE(reaches(u"asking"_s));
    const int all = run.found();
    fake.failNext({ApiError::Kind::Unreachable, u"Connection refused."_s}, 4);
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_FALSE(run.error().isEmpty());
    EXPECT_EQ(run.left(), all);
    EXPECT_EQ(run.failed(), 0);
    run.retry();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), all);
    EXPECT_TRUE(run.error().isEmpty());
}

TEST_F(Bulk, AListThatCannotBeReadIsToldAndReadAgain)
{
    makeCrowd();
    show(u"accounts"_s);
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s});
    run.start(u"account.suspend"_s, &table, {});
    ASSERT_TRUE(reaches(u"failed"_s));
    EXPECT_TRUE(run.error().contains(u"Out of order."_s));
    run.retry();
    ASSERT_TRUE(reaches(u"asking"_s));
    EXPECT_GT(run.found(), 400);
    run.close();
    EXPECT_TRUE(writes().empty());
}

TEST_F(Bulk, KeysAreRevokedManyInARequest)
{
    QJsonArray &keys = fake.data().state.keys;
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = keys[0].toObject();
        one[u"id"_s] = u"key_crowd%1"_s.arg(i);
        one[u"name"_s] = u"crowd"_s;
        one[u"status"_s] = u"active"_s;
        one[u"is_active"_s] = true;
        one[u"role"_s] = i == 7 ? u"owner"_s : QString();
        keys.append(one);
    }
    const qsizetype before = keys.size();
    show(u"keys"_s);
    search(u"crowd"_s, 300);
    run.start(u"key.revoke"_s, &table, {});
    ASSERT_TRUE(reaches(u"asking"_s));
    EXPECT_EQ(run.found(), 300);
    const int calls = fake.calls();
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), 299);
    ASSERT_EQ(run.failed(), 1);
    EXPECT_FALSE(run.isUndoable());
    EXPECT_EQ(fake.data().state.keys.size(), before - 299);
    EXPECT_LT(fake.calls() - calls, 10);
}

TEST_F(Bulk, ChosenRowsAreAskedForWithoutReadingThemAgain)
{
    show(u"accounts"_s);
    for (int row = 1; row < 31; ++row)
        table.toggleSelected(row);
    const int calls = fake.calls();
    run.start(u"account.suspend"_s, &table, table.selectedRecords());
    EXPECT_EQ(run.stage(), u"asking"_s);
    EXPECT_EQ(run.found(), 30);
    EXPECT_EQ(fake.calls(), calls);
}

TEST_F(Bulk, CreditIsBookedOnceForEachHoweverOftenItIsTried)
{
    show(u"accounts"_s);
    std::unique_ptr<RecordForm> credit;
    QObject::connect(&run, &BulkRun::formWanted, &run, [&](const QString &kind, const QVariantMap &record) {
        credit = form(kind, record);
        credit->setCollects(true);
        QObject::connect(credit.get(), &RecordForm::collected, &run, &BulkRun::fill);
    });
    const auto balance = [this](int place) {
        return fake.data().state.accounts[place].toObject()[u"balance"_s].toDouble();
    };
    const double before = balance(1);
    for (int row = 1; row < 5; ++row)
        table.toggleSelected(row);
    run.start(u"accounts.credit"_s, &table, table.selectedRecords());
    ASSERT_EQ(run.stage(), u"filling"_s);
    ASSERT_TRUE(credit);
    EXPECT_TRUE(credit->text().contains(u"4 account"_s)) << credit->text().toStdString();
    EXPECT_FALSE(submit(*credit)) << "without an amount";
    credit->setValue(u"amount"_s, u"5"_s);
    const int calls = fake.calls();
    ASSERT_TRUE(submit(*credit));
    EXPECT_EQ(fake.calls(), calls) << "nothing is booked by the form";
    ASSERT_EQ(run.stage(), u"asking"_s);
    EXPECT_TRUE(run.consequence().contains(u"5 USD"_s)) << run.consequence().toStdString();
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s}, 1);
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.failed(), 1);
    run.retry();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), 4);
    EXPECT_DOUBLE_EQ(balance(1), before + 5);
    std::map<QByteArray, QSet<QByteArray>> bodies;
    for (const ApiRequest &each : fake.requests())
        if (each.path == u"/admin/top-up"_s)
            bodies[each.idempotencyKey].insert(each.body);
    EXPECT_EQ(bodies.size(), 4U) << "the second try of one has the key of its first";
    EXPECT_TRUE(std::ranges::all_of(bodies, [](const auto &each) { return each.second.size() == 1; }));
}

TEST_F(Bulk, ThePlanOfMoreIsChanged)
{
    makeCrowd();
    show(u"accounts"_s);
    search(u"crowd.example"_s, extra);
    std::unique_ptr<RecordForm> plan;
    QObject::connect(&run, &BulkRun::formWanted, &run, [&](const QString &kind, const QVariantMap &record) {
        plan = form(kind, record);
        plan->setCollects(true);
        QObject::connect(plan.get(), &RecordForm::collected, &run, &BulkRun::fill);
    });
    run.start(u"accounts.plan"_s, &table, {});
    ASSERT_TRUE(reaches(u"filling"_s));
    plan->setValue(u"plan"_s, u"enterprise"_s);
    ASSERT_TRUE(submit(*plan));
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), extra);
    const QJsonArray &accounts = fake.data().state.accounts;
    EXPECT_EQ(std::count_if(accounts.begin(), accounts.end(),
                            [](const auto &each) {
                                return each.toObject()[u"id"_s].toString().startsWith("acc_crowd"_L1) &&
                                       each.toObject()[u"plan"_s] == u"enterprise"_s;
                            }),
              extra);
}

TEST_F(Bulk, OnlyKeysThatNobodyUsedForLongAreRevoked)
{
    QJsonArray &keys = fake.data().state.keys;
    const QJsonObject model = keys[0].toObject();
    const auto daysAgo = [](int days) {
        return QDateTime::currentDateTimeUtc().addDays(-days).toString(Qt::ISODateWithMs);
    };
    while (!keys.isEmpty())
        keys.removeLast();
    const std::initializer_list<std::tuple<QString, QJsonValue, QString>> made{
        {u"key_used"_s, daysAgo(3), daysAgo(400)},
        {u"key_forgotten"_s, daysAgo(91), daysAgo(400)},
        {u"key_never"_s, QJsonValue::Null, daysAgo(100)},
        {u"key_new"_s, QJsonValue::Null, daysAgo(2)}};
    for (const auto &[id, used, created] : made) {
        QJsonObject key = model;
        key[u"id"_s] = id;
        key[u"status"_s] = u"active"_s;
        key[u"is_active"_s] = true;
        key[u"role"_s] = QString();
        key[u"last_used_at"_s] = used;
        key[u"created_at"_s] = created;
        keys.append(key);
    }
    show(u"keys"_s);
    run.start(u"key.revokeUnused"_s, &table, {});
    ASSERT_TRUE(reaches(u"asking"_s));
    EXPECT_EQ(run.found(), 2);
    EXPECT_EQ(run.unaffected(), 2);
    run.confirm();
    ASSERT_TRUE(reaches(u"done"_s));
    EXPECT_EQ(run.succeeded(), 2);
    ASSERT_EQ(keys.size(), 2);
    EXPECT_EQ(keys[0].toObject()[u"id"_s], u"key_used"_s);
    EXPECT_EQ(keys[1].toObject()[u"id"_s], u"key_new"_s);
}
