#include <QClipboard>
#include <QGuiApplication>

#include <tests/qml/console_window.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class AccountsPage : public ConsoleWindow
{
protected:
    using ConsoleWindow::ConsoleWindow;

    void SetUp() override
    {
        ConsoleWindow::SetUp();
        prepare();
        signIn();
        ASSERT_TRUE(until([this] { return !find("reload") || find("reload")->isEnabled(); }));
    }
    virtual void prepare() {}
    int rows() const { return find("list")->property("count").toInt(); }
};

class NoAccounts : public AccountsPage
{
protected:
    NoAccounts()
        : AccountsPage(0)
    {}
};

class ViewerPage : public AccountsPage
{
protected:
    void prepare() override { fake.setRole(u"viewer"_s); }
};

} // namespace

TEST_F(AccountsPage, ListsAndLoadsMore)
{
    EXPECT_EQ(rows(), 100);
    ASSERT_TRUE(click("loadMore"));
    ASSERT_TRUE(until([this] { return rows() == 137; }));
    EXPECT_FALSE(find("loadMore"));
}

TEST_F(AccountsPage, SearchesFromTheKeyboard)
{
    key(Qt::Key_Slash);
    ASSERT_TRUE(find("search")->hasActiveFocus());
    type("ada northwind");
    ASSERT_TRUE(until([this] { return rows() < 10 && rows() > 0; }));
    picture("accounts-search");
    type("zzz");
    ASSERT_TRUE(until([this] { return rows() == 0; }));
    picture("accounts-no-match");
    key(Qt::Key_Escape);
    ASSERT_TRUE(until([this] { return rows() == 100; }));
}

TEST_F(AccountsPage, CreatesAnAccountAndShowsItOnTop)
{
    key(Qt::Key_C);
    ASSERT_TRUE(appears("newEmail"));
    ASSERT_TRUE(until([this] { return find("newEmail")->hasActiveFocus(); }));
    type("new@customer.example");
    key(Qt::Key_Tab);
    type("1,5");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return find("newBalance")->property("failed").toBool(); }));
    picture("new-account");
    key(Qt::Key_A, Qt::ControlModifier);
    type("1250.50");
    key(Qt::Key_Return);
    ASSERT_TRUE(until([this] { return rows() == 101; }));
    ASSERT_TRUE(until([this] { return !find("newEmail"); }));
    EXPECT_EQ(textOf("toast"), u"new@customer.example created"_s);
    EXPECT_EQ(textOf("balance0"), u"$1,250.50"_s);
    picture("account-created");
}

TEST_F(AccountsPage, TopsUpWithExactMoney)
{
    ASSERT_TRUE(click("more0"));
    picture("row-menu");
    ASSERT_TRUE(click("topUp"));
    ASSERT_TRUE(appears("amount"));
    ASSERT_TRUE(until([this] { return find("amount")->hasActiveFocus(); }));
    type("25");
    preferences.setTheme(u"dark"_s);
    picture("top-up");
    EXPECT_EQ(textOf("submit"), u"Add $25.00"_s);
    ASSERT_TRUE(click("submit"));
    ASSERT_TRUE(until([this] { return !find("amount"); }));
    ASSERT_EQ(fake.topUps().size(), 1u);
    EXPECT_EQ(fake.topUps()[0].amount, *Money::parse("25"));
    EXPECT_FALSE(fake.topUps()[0].idempotencyKey.isEmpty());
    EXPECT_EQ(textOf("balance0"), u"$149.32"_s);
    EXPECT_EQ(textOf("toast"), u"$25.00 added to ada@northwind.example: the balance is $149.32"_s);
    picture("topped-up");
}

TEST_F(AccountsPage, ShowsANewKeyOnceAndCopiesIt)
{
    find("list")->forceActiveFocus();
    key(Qt::Key_Down);
    key(Qt::Key_Return); // the row's menu
    ASSERT_TRUE(click("newKey"));
    ASSERT_TRUE(appears("keyName"));
    ASSERT_TRUE(until([this] { return find("keyName")->hasActiveFocus(); }));
    type("web shop");
    key(Qt::Key_Return);
    ASSERT_TRUE(appears("secret"));
    EXPECT_TRUE(textOf("secret").startsWith(u"sk-"_s));
    key(Qt::Key_Escape); // not before it was stored
    picture("key-once");
    ASSERT_TRUE(find("secret"));
    const QString secret = textOf("secret");
    key(Qt::Key_Return); // the copy button has the focus
    EXPECT_EQ(QGuiApplication::clipboard()->text(), secret);
    EXPECT_EQ(textOf("copyKey"), u"Copied"_s);
}

TEST_F(AccountsPage, ShowsTheLedgersProofAndItsFailure)
{
    ASSERT_TRUE(until([this] { return textOf("ledger") == u"Ledger proved"_s; }));
    ASSERT_TRUE(click("ledger"));
    picture("ledger-proved");
    LedgerProof broken;
    broken.problems = {u"Account acc_00003f9a0000: the balance is 124.31825, its entries add up to 124.31824."_s};
    broken.trialBalance = Money::fromNanoUsd(10'000);
    fake.setProof(broken);
    ASSERT_TRUE(click("checkLedger"));
    ASSERT_TRUE(until([this] { return textOf("ledger") == u"Ledger broken"_s; }));
    picture("ledger-broken");
}

TEST_F(AccountsPage, KeepsTheListWhenAReloadFails)
{
    fake.failNext({ApiError::Kind::Unreachable, u"Connection refused."_s});
    key(Qt::Key_F5);
    QTest::qWait(50);
    EXPECT_EQ(rows(), 100);
    picture("accounts-reload-failed");
}

TEST_F(AccountsPage, FitsASmallWindow)
{
    window->resize(900, 600);
    QTest::qWait(50);
    picture("accounts-narrow");
    const auto rightEdge = [this](const char *name) {
        return find(name)->mapToScene(QPointF(find(name)->width(), 0)).x();
    };
    EXPECT_LE(rightEdge("more0"), 900);
    EXPECT_NEAR(rightEdge("balanceHeader"), rightEdge("balance0"), 1);
}

TEST_F(NoAccounts, OffersToCreateTheFirst)
{
    picture("accounts-empty");
    EXPECT_EQ(rows(), 0);
}

TEST_F(ViewerPage, OffersNothingThatTheServerWouldRefuse)
{
    EXPECT_FALSE(find("newAccount"));
    EXPECT_FALSE(find("more0"));
    key(Qt::Key_C);
    QTest::qWait(20);
    EXPECT_FALSE(find("newEmail"));
}

TEST_F(ConsoleWindow, SaysWhenTheAccountsCannotBeLoaded)
{
    session.signIn(QUrl(u"https://beaver.example.com"_s), u"viewer@beaver.example"_s, {},
                   [this](const Outcome<SignedIn> &) {
                       fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s, {}, u"req_01J"_s}, 2);
                   });
    ASSERT_TRUE(appears("list"));
    QTest::qWait(50);
    picture("accounts-failed");
}

TEST_F(ConsoleWindow, ShowsWhereTheAccountsWillBe)
{
    session.signIn(QUrl(u"https://beaver.example.com"_s), u"admin@beaver.example"_s, {},
                   [this](const Outcome<SignedIn> &) { fake.hang(); });
    ASSERT_TRUE(appears("list"));
    picture("accounts-loading");
}

TEST_F(AccountsPage, ShowsExactMoneyUnderThePointer)
{
    const QQuickItem *balance = find("balance7");
    ASSERT_TRUE(balance);
    QTest::mouseMove(window, balance->mapToScene(QPointF(balance->width() - 10, balance->height() / 2)).toPoint());
    QTest::qWait(600);
    picture("accounts-exact");
}
