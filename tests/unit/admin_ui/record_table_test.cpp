#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QTemporaryDir>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/table_export.h>
#include <tests/support/own_cpu.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class Table : public OnFake
{
protected:
    void show(const QString &kind)
    {
        table.setKind(kind);
        table.setSession(&session);
        ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    }
    QString text(int row, int column) const
    {
        return table.data(table.index(row), RecordTable::CellsRole).toList()[column].toMap()[u"text"_s].toString();
    }
    QVariantMap cell(int row, int column) const
    {
        return table.data(table.index(row), RecordTable::CellsRole).toList()[column].toMap();
    }

    RecordTable table;
    QAbstractItemModelTester tester{&table, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(Table, EveryResourceShowsOneCellForEachOfItsColumns)
{
    for (const char *kind :
         {"accounts", "keys",     "calls",       "transactions", "invoices",   "refunds",  "vouchers",
          "audit",    "models",   "endpoints",   "limits",       "categories", "aliases",  "corrections",
          "sessions", "webhooks", "invitations", "mail",         "cache",      "projects", "ownProjects"}) {
        RecordTable each;
        each.setKind(QString::fromLatin1(kind));
        each.setSession(&session);
        ASSERT_TRUE(until([&each] { return !each.isLoading(); })) << kind;
        ASSERT_EQ(each.state(), u"ready"_s) << kind << each.error().toStdString();
        for (int row = 0; row < each.count(); ++row)
            ASSERT_EQ(each.data(each.index(row), RecordTable::CellsRole).toList().size(), each.columns().size())
                << kind;
    }
}

TEST_F(Table, ShowsMoneyRoundedAndExactly)
{
    show(u"accounts"_s);
    EXPECT_EQ(text(0, 3), u"$124.32"_s);
    EXPECT_EQ(cell(0, 3)[u"exact"_s], u"124.31825 USD"_s);
    EXPECT_EQ(cell(3, 3)[u"tone"_s], u"danger"_s) << "below zero";
}

TEST_F(Table, SortsAmountsAsAmountsAndBackToTheServersOrder)
{
    show(u"accounts"_s);
    const QString first = text(0, 0);
    table.sortBy(3);
    EXPECT_TRUE(text(0, 3).startsWith(u"$20"_s)) << "the largest";
    table.sortBy(3);
    EXPECT_EQ(text(0, 3), u"−$1.42"_s);
    table.sortBy(3);
    EXPECT_EQ(text(0, 0), first);
}

TEST_F(Table, SearchesTheLoadedRowsAndFiltersOnTheServer)
{
    show(u"accounts"_s);
    table.setSearch(u"lumen"_s);
    EXPECT_EQ(table.count(), 1);
    table.setSearch(u"nothing like it"_s);
    EXPECT_EQ(table.state(), u"noMatch"_s);
    table.clearFilters();
    table.setFilter(u"status"_s, u"suspended"_s);
    EXPECT_EQ(table.count(), 0) << "old rows are never shown under a new filter";
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.count(), 2);
    EXPECT_TRUE(fake.requests().back().path.contains(u"status=suspended"_s));
}

TEST_F(Table, ALongListIsSearchedByTheServer)
{
    QJsonArray &accounts = fake.data().state.accounts;
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        one[u"email"_s] = u"more%1@crowd.example"_s.arg(i);
        accounts.append(one);
    }
    show(u"accounts"_s);
    ASSERT_EQ(table.loadedCount(), 100);
    const auto asked = [this] {
        return std::ranges::count_if(fake.requests(),
                                     [](const ApiRequest &each) { return each.path.contains(u"search="_s); });
    };
    table.setSearch(u"MORE5"_s);
    EXPECT_TRUE(table.searchesHere()) << "what is here and holds it stays until the answer";
    EXPECT_GT(table.count(), 0);
    EXPECT_LT(table.count(), 20);
    table.setSearch(u"more29@"_s);
    table.setSearch(u"more299"_s);
    EXPECT_EQ(table.count(), 0);
    EXPECT_EQ(table.state(), u"loading"_s) << "nothing here holds it, but the server may have it";
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.count(), 1) << "the answers for what was typed before are dropped";
    EXPECT_EQ(text(0, 0), fake.data().state.accounts[0].toObject()[u"full_name"_s].toString());
    EXPECT_FALSE(table.searchesHere());
    EXPECT_EQ(asked(), 3);

    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_1"_s});
    table.setSearch(u"nobody at all"_s);
    ASSERT_TRUE(until([this] { return table.state() == u"error"_s; }));
    EXPECT_EQ(table.requestId(), u"req_1"_s);
    table.retry();
    ASSERT_TRUE(until([this] { return table.state() == u"noMatch"_s; }));

    table.setSearch({});
    EXPECT_EQ(table.state(), u"loading"_s);
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.loadedCount(), 100);
    table.setSearch(u"more1"_s);
    table.setSearch({});
    EXPECT_FALSE(table.isLoading()) << "nobody waits for that answer";
    fake.data().state.accounts = {};
    table.setSearch(u"x"_s);
    ASSERT_TRUE(until([this] { return table.state() == u"noMatch"_s; }));
    EXPECT_EQ(table.count(), 0);
}

TEST_F(Table, AListThatIsHereWholeIsSearchedHere)
{
    show(u"accounts"_s);
    const auto before = fake.requests().size();
    table.setSearch(u"lumen"_s);
    EXPECT_EQ(table.count(), 1);
    EXPECT_EQ(table.state(), u"ready"_s);
    EXPECT_EQ(fake.requests().size(), before);
}

TEST_F(Table, ASearchThatIsExportedIsTheServers)
{
    show(u"calls"_s);
    const QString model = text(0, 3);
    table.setSearch(model);
    ASSERT_TRUE(until([this] { return !table.isLoading() && !table.searchesHere(); }));
    const QTemporaryDir folder;
    TableExport run;
    run.startTo(&table, u"jsonl"_s, folder.filePath(u"calls.jsonl"_s));
    ASSERT_TRUE(until([&run] { return !run.isRunning(); }));
    EXPECT_GT(run.written(), 0);
    EXPECT_LT(run.written(), fake.data().state.callCount());
    EXPECT_TRUE(fake.requests().back().path.contains(u"search="_s + model))
        << fake.requests().back().path.toStdString();
}

TEST_F(Table, TheAuditLogIsExportedByTheServerAsItIsFiltered)
{
    show(u"audit"_s);
    table.setFilter(u"action"_s, text(0, 2));
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"audit.csv"_s);
    TableExport run;
    run.startTo(&table, u"csv"_s, path);
    ASSERT_TRUE(until([&run] { return !run.isRunning(); }));
    EXPECT_EQ(run.error(), QString());
    EXPECT_EQ(fake.requests().back().path, u"/admin/audit/export?format=csv&action="_s + text(0, 2));
    EXPECT_EQ(run.written(), table.loadedCount());
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll().count('\n'), run.written() + 1);

    table.setSearch(u"e"_s);
    run.startTo(&table, u"jsonl"_s, path);
    run.cancel();
    EXPECT_FALSE(QFile::exists(path));
    run.startTo(&table, u"jsonl"_s, path);
    ASSERT_TRUE(until([&run] { return !run.isRunning(); }));
    EXPECT_TRUE(fake.requests().back().path.contains(u"&search=e"_s)) << fake.requests().back().path.toStdString();
    fake.failNext({ApiError::Kind::ServerFailed, u"Out of order."_s}, 2);
    run.startTo(&table, u"jsonl"_s, path);
    ASSERT_TRUE(until([&run] { return !run.isRunning(); }));
    EXPECT_FALSE(run.error().isEmpty());
    EXPECT_FALSE(QFile::exists(path));
}

TEST_F(Table, LooksOnWhereAPageOfTheServerFoundTooLittle)
{
    show(u"calls"_s);
    const int last = fake.data().state.callCount() - 1;
    const QString wanted = fake.data().state.call(last)[u"id"_s].toString();
    table.setSearch(wanted);
    EXPECT_EQ(table.state(), u"loading"_s);
    ASSERT_TRUE(until([this] { return table.state() != u"loading"_s; }));
    ASSERT_EQ(table.count(), 1);
    EXPECT_EQ(table.data(table.index(0), RecordTable::RecordIdRole), wanted);
}

TEST_F(Table, LoadsPageByPageAndKeepsWhatItHasWhenOneFails)
{
    show(u"calls"_s);
    EXPECT_EQ(table.count(), 100);
    ASSERT_TRUE(table.hasMore());
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_1"_s});
    table.loadMore();
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.count(), 100);
    EXPECT_TRUE(table.hasFailedLater());
    EXPECT_EQ(table.requestId(), u"req_1"_s);
    table.retry();
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.count(), 200);
    EXPECT_FALSE(table.hasFailedLater());
}

TEST_F(Table, TellsWhatIsGoneWhileTheOtherRowsCanStillBeRead)
{
    show(u"accounts"_s);
    int resets = 0;
    const auto readAll = [this] {
        for (int row = 0; row < table.count(); ++row)
            EXPECT_FALSE(table.data(table.index(row), RecordTable::RecordIdRole).toString().isEmpty());
    };
    QObject::connect(&table, &QAbstractItemModel::modelAboutToBeReset, &table, [&] {
        ++resets;
        readAll();
    });
    QObject::connect(&table, &QAbstractItemModel::rowsAboutToBeRemoved, &table, readAll);
    QObject::connect(&table, &QAbstractItemModel::rowsRemoved, &table, readAll);
    QObject::connect(&table, &QAbstractItemModel::rowsInserted, &table, readAll);
    const QString second = text(1, 0);
    fake.data().state.accounts.removeAt(1);
    fake.data().state.accounts.removeLast();
    table.reload();
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.count(), 38);
    EXPECT_NE(text(1, 0), second);
    while (!fake.data().state.accounts.isEmpty())
        fake.data().state.accounts.removeLast();
    table.reload();
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.state(), u"empty"_s);
    EXPECT_EQ(resets, 0) << "a reset takes a view back to its first row";
}

TEST_F(Table, WhatFailedIsCopiedForWhoeverHelps)
{
    ApiError error{ApiError::Kind::ServerFailed, u"Out of order."_s, {}, u"req_7"_s};
    error.status = 503;
    fake.failNext(error);
    show(u"accounts"_s);
    ASSERT_EQ(table.state(), u"error"_s);
    table.copyDetails();
    const QString copied = QGuiApplication::clipboard()->text();
    for (const QString &part : {u"GET /admin/accounts?limit=100"_s, u"HTTP 503"_s, u"Out of order."_s, u"req_7"_s,
                                u"beaver.example.com, Beaver "_s})
        EXPECT_TRUE(copied.contains(part)) << copied.toStdString();
}

TEST_F(Table, ATimeOfTodayTellsItsDayUnderThePointer)
{
    const QDateTime now = QDateTime::currentDateTime();
    const QVariantMap shown = timeCell(*JsonValue::parse('"' + now.toUTC().toString(Qt::ISODate).toUtf8() + '"'));
    EXPECT_FALSE(shown[u"text"_s].toString().contains(QString::number(now.date().year())));
    EXPECT_TRUE(shown[u"exact"_s].toString().startsWith(QLocale().toString(now, u"d MMM yyyy, HH:mm"_s)));
    EXPECT_TRUE(shown[u"exact"_s].toString().endsWith(u" UTC"_s));
}

TEST_F(Table, TellsEachReasonForShowingNothingApart)
{
    const std::pair<ApiError::Kind, QString> cases[] = {{ApiError::Kind::Forbidden, u"forbidden"_s},
                                                        {ApiError::Kind::Unreachable, u"offline"_s},
                                                        {ApiError::Kind::ServerFailed, u"error"_s}};
    for (const auto &[kind, state] : cases) {
        RecordTable each;
        fake.failNext({kind});
        each.setKind(u"audit"_s);
        each.setSession(&session);
        EXPECT_EQ(each.state(), u"loading"_s);
        ASSERT_TRUE(until([&each] { return !each.isLoading(); }));
        EXPECT_EQ(each.state(), state);
    }
}

TEST_F(Table, OffersOnlyWhatTheRoleMay)
{
    show(u"accounts"_s);
    EXPECT_TRUE(table.actions(0).contains(u"account.delete"_s));
    FakeApiClient other;
    other.setRole(u"viewer"_s);
    Session viewer(other);
    viewer.signIn(QUrl(u"https://h"_s), {u"v@b.example"_s, u"x"_s}, [](const Outcome<SignedIn> &) {});
    ASSERT_TRUE(until([&viewer] { return viewer.isSignedIn(); }));
    RecordTable seen;
    seen.setKind(u"accounts"_s);
    seen.setSession(&viewer);
    ASSERT_TRUE(until([&seen] { return !seen.isLoading(); }));
    EXPECT_EQ(seen.actions(0), QStringList{u"account.open"_s});
}

TEST_F(Table, TakesAHundredThousandRows)
{
    show(u"accounts"_s);
    std::vector<JsonValue> rows;
    for (int i = 0; i < 100'000; ++i)
        rows.push_back(*JsonValue::parse(QByteArray("{\"id\":\"x") + QByteArray::number(i) + "\",\"email\":\"a" +
                                         QByteArray::number(i) +
                                         "@h.example\",\"balance\":" + QByteArray::number(i % 977) + "}"));
    const auto before = beaver::test::ownCpu();
    table.append(rows);
    EXPECT_EQ(table.count(), 100'040);
    table.setSearch(u"a99999@"_s);
    EXPECT_EQ(table.count(), 1);
    EXPECT_LT(beaver::test::ownCpu() - before, std::chrono::seconds(20));
}

TEST_F(Table, ExportsEveryFilteredRowAndDefusesFormulas)
{
    fake.data().state.accounts[0] = QJsonObject{{u"id"_s, u"acc_0"_s},
                                                {u"email"_s, u"=cmd()"_s},
                                                {u"full_name"_s, u"a, \"b\""_s},
                                                {u"status"_s, u"active"_s},
                                                {u"balance"_s, -1.5}};
    show(u"accounts"_s);
    const QTemporaryDir folder;
    TableExport run;
    run.startTo(&table, u"csv"_s, folder.filePath(u"a.csv"_s));
    ASSERT_TRUE(until([&run] { return !run.isRunning(); }));
    EXPECT_TRUE(run.error().isEmpty());
    EXPECT_EQ(run.written(), 40);
    QFile file(folder.filePath(u"a.csv"_s));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    EXPECT_TRUE(text.contains("'=cmd()"));
    EXPECT_TRUE(text.contains("\"a, \"\"b\"\"\""));
    EXPECT_TRUE(text.contains("-1.5")) << "an amount stays a number";
}

TEST_F(Table, ExportsWhatTheSearchAndTheFiltersShowedWhenItBegan)
{
    show(u"accounts"_s);
    table.setFilter(u"status"_s, u"active"_s);
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    table.setSearch(u"Robotics"_s);
    const int shown = table.count();
    ASSERT_GT(shown, 0);
    ASSERT_LT(shown, table.loadedCount());
    const QTemporaryDir folder;
    TableExport run;
    run.startTo(&table, u"jsonl"_s, folder.filePath(u"a.jsonl"_s));
    table.clearFilters();
    ASSERT_TRUE(until([&run] { return !run.isRunning(); }));
    EXPECT_EQ(run.written(), shown);
    QFile file(folder.filePath(u"a.jsonl"_s));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        EXPECT_TRUE(line.contains("Robotics") || line.contains("robotics")) << line.toStdString();
    }
}

TEST_F(Table, IsOfWhatItIsWithin)
{
    table.setWithin({{u"webhook_id"_s, u"whk/1"_s}});
    show(u"deliveries"_s);
    EXPECT_EQ(table.state(), u"error"_s);
    EXPECT_TRUE(fake.requests().back().path.startsWith(u"/admin/webhooks/whk%2F1/deliveries?"_s));
    table.setWithin({{u"webhook_id"_s, u"whk_1"_s}});
    ASSERT_TRUE(until([this] { return !table.isLoading() && table.count() == 2; }));
    EXPECT_FALSE(fake.requests().back().path.contains(u"webhook_id"_s)) << "it isn't a filter";
    EXPECT_EQ(table.record(0)[u"webhook_id"_s], u"whk_1"_s);
    EXPECT_EQ(text(1, 4), u"HTTP 502"_s);
    table.setWithin({{u"webhook_id"_s, u"whk_2"_s}});
    EXPECT_EQ(table.count(), 0) << "never the old one's";
    ASSERT_TRUE(until([this] { return !table.isLoading(); }));
    EXPECT_EQ(table.state(), u"empty"_s);
}

TEST_F(Table, AnInvitationThatRanOutSaysSo)
{
    show(u"invitations"_s);
    EXPECT_EQ(text(0, 3), u"Open"_s);
    EXPECT_EQ(text(1, 3), u"Expired"_s);
}

TEST_F(Table, ColumnsAreHiddenMovedAndAllShownAgain)
{
    show(u"accounts"_s);
    const QVariantList all = table.columns();
    const auto titles = [this] {
        QStringList list;
        for (const QVariant &each : table.columns())
            list.append(each.toMap()[u"title"_s].toString());
        return list;
    };
    const QStringList before = titles();
    const QString plan = text(0, 1);
    const QString status = text(0, 2);
    table.sortBy(3); // the balance
    table.showColumn(1, false);
    EXPECT_EQ(table.columns().size(), all.size() - 1);
    EXPECT_EQ(text(0, 1), cell(0, 1)[u"text"_s].toString());
    EXPECT_EQ(titles()[1], before[2]);
    EXPECT_EQ(table.sortColumn(), 2) << "still the balance, where it stands now";
    table.moveColumn(2, -1);
    EXPECT_EQ(titles()[0], before[2]) << "before the first";
    EXPECT_EQ(table.data(table.index(0), RecordTable::CellsRole).toList().size(), table.columns().size());
    EXPECT_EQ(table.chosenColumns(), (QVariantList{2, 0, 3, 4, 5, 6}));
    table.showColumn(3, false);
    EXPECT_EQ(table.sortColumn(), -1) << "what isn't shown sorts nothing";
    EXPECT_EQ(text(0, 0), status);
    for (const int place : {0, 2, 4, 5, 6})
        table.showColumn(place, false);
    EXPECT_EQ(table.columns().size(), 1) << "the last one stays";
    EXPECT_EQ(table.columnChoices().size(), all.size() + 4) << "and some that aren't shown unless they are chosen";
    table.setChosenColumns({6, 1, 1, 99, -1});
    EXPECT_EQ(titles(), (QStringList{before[6], before[1]}));
    EXPECT_EQ(text(0, 1), plan);
    table.setChosenColumns({7, 0});
    EXPECT_TRUE(text(0, 0).startsWith(u"acc_"_s)) << text(0, 0).toStdString();
    table.setChosenColumns({});
    EXPECT_EQ(titles(), before);
    EXPECT_EQ(table.columns(), all);
}

TEST_F(Table, ASelectionOfWhatMatchesEndsWithTheFilterThatItStandsFor)
{
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = fake.data().state.accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        fake.data().state.accounts.append(one);
    }
    show(u"accounts"_s);
    ASSERT_TRUE(until([this] { return table.total() == 340; }));
    EXPECT_EQ(table.countText(), u"340"_s);
    EXPECT_FALSE(table.mayMatchAll()) << "nothing is selected";
    table.selectAll();
    table.selectMatching();
    EXPECT_EQ(table.selectedCount(), 340);
    EXPECT_TRUE(table.data(table.index(7), RecordTable::SelectedRole).toBool());
    table.toggleSelected(7);
    EXPECT_FALSE(table.isAllMatching());
    EXPECT_EQ(table.selectedCount(), 99);
    table.selectAll();
    table.selectMatching();
    ASSERT_TRUE(table.isAllMatching());
    table.setFilter(u"status"_s, u"active"_s);
    EXPECT_FALSE(table.isAllMatching());
    EXPECT_EQ(table.selectedCount(), 0) << "what isn't seen isn't selected";
    ASSERT_TRUE(until([this] { return table.total() > 0 && table.total() < 340; }));
}
