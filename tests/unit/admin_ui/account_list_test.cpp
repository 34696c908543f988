#include <QAbstractItemModelTester>

#include <admin-ui/models/account_filter_model.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class AccountList : public OnFake
{
protected:
    void SetUp() override
    {
        OnFake::SetUp();
        model.setSession(&session);
        ASSERT_TRUE(model.isLoading());
        ASSERT_TRUE(until([this] { return !model.isLoading(); }));
    }

    AccountListModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

} // namespace

TEST_F(AccountList, LoadsPageByPageToTheEnd)
{
    EXPECT_EQ(model.count(), 100);
    EXPECT_TRUE(model.hasMore());
    model.loadMore();
    model.loadMore(); // one at a time
    ASSERT_TRUE(until([this] { return !model.isLoading(); }));
    EXPECT_EQ(model.count(), 137);
    EXPECT_FALSE(model.hasMore());
    const int calls = fake.calls();
    model.loadMore();
    EXPECT_EQ(fake.calls(), calls);
}

TEST_F(AccountList, ShowsMoneyRoundedAndExactly)
{
    EXPECT_EQ(shown(model, 0, AccountListModel::BalanceRole), u"$124.32"_s);
    EXPECT_EQ(shown(model, 0, AccountListModel::ExactBalanceRole), u"124.31825 USD"_s);
    EXPECT_EQ(shown(model, 0, AccountListModel::HoldsRole), false);
    EXPECT_EQ(shown(model, 1, AccountListModel::ExactHeldRole), u"0.025 USD"_s);
    EXPECT_EQ(shown(model, 3, AccountListModel::OwesRole), true);
}

TEST_F(AccountList, KeepsWhatItHasWhenThePageAfterItFails)
{
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_1"_s});
    model.loadMore();
    ASSERT_TRUE(until([this] { return !model.isLoading(); }));
    EXPECT_EQ(model.count(), 100);
    EXPECT_EQ(model.error(), u"The server failed. HTTP 503."_s);
    EXPECT_EQ(model.requestId(), u"req_1"_s);
    model.retry();
    ASSERT_TRUE(until([this] { return !model.isLoading(); }));
    EXPECT_EQ(model.count(), 137);
    EXPECT_TRUE(model.error().isEmpty());
}

TEST_F(AccountList, ReloadStartsFromTheFirstPage)
{
    model.loadMore();
    ASSERT_TRUE(until([this] { return model.count() == 137; }));
    model.reload();
    EXPECT_EQ(model.count(), 137);
    ASSERT_TRUE(until([this] { return !model.isLoading(); }));
    EXPECT_EQ(model.count(), 100);
    EXPECT_TRUE(model.hasMore());
}

TEST_F(AccountList, DropsThePageThatAReloadOvertook)
{
    model.loadMore();
    model.reload();
    ASSERT_TRUE(until([this] { return !model.isLoading(); }));
    QTest::qWait(20);
    EXPECT_EQ(model.count(), 100);
}

TEST_F(AccountList, PutsANewAccountOnTopOnce)
{
    Account made = model.accounts().first();
    made.id = u"acc_made"_s;
    session.announce(made);
    EXPECT_EQ(model.count(), 101);
    EXPECT_EQ(shown(model, 0, AccountListModel::AccountIdRole), u"acc_made"_s);
    EXPECT_EQ(shown(model, 0, AccountListModel::FreshRole), true);
    made.balance = *Money::parse("5");
    session.announce(made);
    EXPECT_EQ(model.count(), 101);
    EXPECT_EQ(shown(model, 0, AccountListModel::BalanceRole), u"$5.00"_s);
    ASSERT_TRUE(until([&] { return !shown(model, 0, AccountListModel::FreshRole).toBool(); }));
}

TEST_F(AccountList, FiltersByEveryWordInEmailAndId)
{
    AccountFilterModel found;
    const QAbstractItemModelTester foundTester(&found, QAbstractItemModelTester::FailureReportingMode::Fatal);
    found.setSourceModel(&model);
    EXPECT_EQ(found.count(), 100);
    found.setSearch(u"  NORTHWIND ada "_s);
    ASSERT_GT(found.count(), 0);
    for (int row = 0; row < found.count(); ++row)
        EXPECT_TRUE(found.index(row, 0).data(AccountListModel::EmailRole).toString().startsWith(u"ada@northwind"_s));
    found.setSearch(model.accounts()[7].id);
    EXPECT_EQ(found.count(), 1);
    found.setSearch(u".*"_s);
    EXPECT_EQ(found.count(), 0);
    found.setSearch({});
    EXPECT_EQ(found.count(), 100);
}

TEST_F(OnFake, AFirstPageThatFailsIsNoEmptyList)
{
    fake.failNext({ApiError::Kind::Unreachable});
    AccountListModel model;
    model.setSession(&session);
    ASSERT_TRUE(until([&model] { return !model.isLoading(); }));
    EXPECT_FALSE(model.isLoaded());
    EXPECT_EQ(model.error(), u"The server can't be reached."_s);
}

TEST_F(OnFake, AnAnswerForAModelThatIsGoneGoesNowhere)
{
    {
        AccountListModel model;
        model.setSession(&session);
    }
    QTest::qWait(20);
}
