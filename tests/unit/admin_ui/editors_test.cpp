#include <QClipboard>
#include <QGuiApplication>

#include <admin-ui/editors/account_editor.h>
#include <admin-ui/editors/api_key_editor.h>
#include <admin-ui/editors/top_up_editor.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class Editors : public OnFake
{
protected:
    void SetUp() override
    {
        OnFake::SetUp();
        QObject::connect(&session, &Session::accountStored, &session,
                         [this](const Account &account) { stored.append(account); });
        fake.accounts({}, 1, [this](const Outcome<AccountPage> &page) { first = page->accounts.first(); });
        ASSERT_TRUE(until([this] { return !first.id.isEmpty(); }));
    }

    QList<Account> stored;
    Account first;
};

} // namespace

TEST_F(Editors, CreatesAnAccountWithItsBalance)
{
    AccountEditor editor;
    editor.setSession(&session);
    editor.setEmail(u" new@customer.example "_s);
    editor.setInitialBalance(u"12.345678901"_s);
    EXPECT_TRUE(submit(editor));
    ASSERT_EQ(stored.size(), 1);
    EXPECT_EQ(stored.first().email, u"new@customer.example"_s);
    EXPECT_EQ(stored.first().balance, Money::fromNanoUsd(12'345'678'901));
}

TEST_F(Editors, AnAccountNeedsNoBalance)
{
    AccountEditor editor;
    editor.setSession(&session);
    editor.setEmail(u"new@customer.example"_s);
    EXPECT_TRUE(submit(editor));
    EXPECT_TRUE(stored.first().balance.isZero());
}

TEST_F(Editors, NamesTheFieldThatIsWrong)
{
    AccountEditor editor;
    editor.setSession(&session);
    const int calls = fake.calls();
    editor.setEmail(u"nobody"_s);
    EXPECT_FALSE(submit(editor));
    EXPECT_EQ(editor.errorField(), u"email"_s);
    editor.setEmail(u"new@customer.example"_s);
    EXPECT_TRUE(editor.error().isEmpty());
    for (const QString &amount : {u"1,50"_s, u"-1"_s, u"1000001"_s}) {
        editor.setInitialBalance(amount);
        EXPECT_FALSE(submit(editor));
        EXPECT_EQ(editor.errorField(), u"initialBalance"_s);
    }
    EXPECT_EQ(fake.calls(), calls);
}

TEST_F(Editors, ShowsTheServersWordsAtTheFieldTheyAreAbout)
{
    AccountEditor editor;
    editor.setSession(&session);
    editor.setEmail(first.email);
    EXPECT_FALSE(submit(editor));
    EXPECT_EQ(editor.errorField(), u"email"_s);
    EXPECT_EQ(editor.error(), u"There is an account with this email already."_s);
    EXPECT_TRUE(stored.isEmpty());
}

TEST_F(Editors, TakesOneSubmissionAtATime)
{
    AccountEditor editor;
    editor.setSession(&session);
    editor.setEmail(u"new@customer.example"_s);
    const int calls = fake.calls();
    editor.submit();
    editor.submit();
    EXPECT_EQ(fake.calls(), calls + 1);
    ASSERT_TRUE(until([&editor] { return !editor.isBusy(); }));
}

TEST_F(Editors, ATopUpThatIsTriedAgainIsBookedOnce)
{
    TopUpEditor editor;
    editor.setSession(&session);
    editor.setAccountId(first.id);
    editor.setAmount(u"25"_s);
    EXPECT_EQ(editor.readableAmount(), u"$25.00"_s);
    fake.failNext({ApiError::Kind::Timeout});
    EXPECT_FALSE(submit(editor));
    EXPECT_TRUE(submit(editor));
    ASSERT_EQ(fake.topUps().size(), 2u);
    EXPECT_EQ(fake.topUps()[0].idempotencyKey, fake.topUps()[1].idempotencyKey);
    EXPECT_EQ(stored.last().balance, first.balance + *Money::parse("25"));
}

TEST_F(Editors, AnotherTopUpHasAnotherKey)
{
    TopUpEditor editor;
    editor.setSession(&session);
    editor.setAccountId(first.id);
    editor.setAmount(u"25"_s);
    EXPECT_TRUE(submit(editor));
    EXPECT_TRUE(submit(editor)); // meant: the first one has succeeded
    editor.setAmount(u"26"_s);
    EXPECT_TRUE(submit(editor));
    ASSERT_EQ(fake.topUps().size(), 3u);
    EXPECT_NE(fake.topUps()[0].idempotencyKey, fake.topUps()[1].idempotencyKey);
    EXPECT_NE(fake.topUps()[1].idempotencyKey, fake.topUps()[2].idempotencyKey);
    EXPECT_EQ(stored.last().balance, first.balance + *Money::parse("76"));
}

TEST_F(Editors, ATopUpNeedsAnAmount)
{
    TopUpEditor editor;
    editor.setSession(&session);
    editor.setAccountId(first.id);
    for (const QString &amount : {QString(), u"0"_s, u"0.00"_s, u"2,5"_s, u"1000000.000000001"_s}) {
        editor.setAmount(amount);
        EXPECT_FALSE(submit(editor));
        EXPECT_EQ(editor.errorField(), u"amount"_s);
    }
    EXPECT_TRUE(fake.topUps().empty());
}

TEST_F(Editors, AKeyIsShownUntilItIsForgotten)
{
    ApiKeyEditor editor;
    editor.setSession(&session);
    editor.setAccountId(first.id);
    EXPECT_FALSE(submit(editor));
    EXPECT_EQ(editor.errorField(), u"name"_s);
    editor.setName(u"web shop"_s);
    EXPECT_TRUE(submit(editor));
    ASSERT_FALSE(editor.secret().isEmpty());
    editor.copySecret();
    EXPECT_TRUE(editor.isCopied());
    EXPECT_EQ(QGuiApplication::clipboard()->text(), editor.secret());
    editor.forget();
    EXPECT_TRUE(editor.secret().isEmpty());
    EXPECT_FALSE(editor.isCopied());
}
