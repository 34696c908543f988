#include <QJsonDocument>

#include <admin-ui/editors/record_form.h>
#include <admin-ui/models/record_detail.h>
#include <admin-ui/models/record_table.h>
#include <tests/unit/admin_ui/fixtures.h>

#include <algorithm>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class KeyForms : public OnFake
{
protected:
    QVariant told(RecordForm &form, const QString &name, FormFields::Role role)
    {
        for (int row = 0; row < form.fields()->rowCount(); ++row)
            if (const QModelIndex at = form.fields()->index(row); form.fields()->data(at, FormFields::NameRole) == name)
                return form.fields()->data(at, role);
        return {};
    }
    bool isShown(RecordForm &form, const QString &name) { return told(form, name, FormFields::ShownRole).toBool(); }
    QStringList choices(RecordForm &form, const QString &name)
    {
        QStringList values;
        for (const QVariant &each : told(form, name, FormFields::OptionsRole).toList())
            values.append(each.toMap()[u"value"_s].toString());
        values.removeAll(QString());
        return values;
    }
    QJsonObject sent()
    {
        const auto &all = fake.requests();
        const auto last =
            std::find_if(all.rbegin(), all.rend(), [](const auto &each) { return each.verb != ApiRequest::Verb::Get; });
        return last == all.rend() ? QJsonObject() : QJsonDocument::fromJson(last->body).object();
    }
    QString id(const QJsonArray &list, int place) { return list[place].toObject()[u"id"_s].toString(); }
};

class OwnKeyForms : public KeyForms
{
protected:
    void SetUp() override
    {
        fake.setRole({});
        KeyForms::SetUp();
    }
};

} // namespace

TEST_F(KeyForms, TheAccountIsSearchedOnTheServerAndWhatWasChosenStays)
{
    QJsonArray &accounts = fake.data().state.accounts;
    for (int i = 0; i < 300; ++i) {
        QJsonObject one = accounts[0].toObject();
        one[u"id"_s] = u"acc_more%1"_s.arg(i);
        one[u"email"_s] = u"more%1@crowd.example"_s.arg(i);
        one[u"full_name"_s] = i == 299 ? u"The last & least"_s : QString();
        accounts.append(one);
    }
    const QString first = id(accounts, 0);
    const auto key = form(u"key.create"_s);
    ASSERT_TRUE(until([&] { return choices(*key, u"account_id"_s).size() == 50; }));
    EXPECT_EQ(key->value(u"account_id"_s), first);
    key->search(u"account_id"_s, u"more29"_s);
    key->search(u"account_id"_s, u" last & "_s);
    ASSERT_TRUE(until([&] { return choices(*key, u"account_id"_s) == QStringList{u"acc_more299"_s, first}; }));
    EXPECT_EQ(told(*key, u"account_id"_s, FormFields::OptionsRole).toList()[0].toMap()[u"title"_s],
              u"The last & least · more299@crowd.example"_s);
    EXPECT_EQ(key->value(u"account_id"_s), first) << "typing chooses nothing";
    EXPECT_TRUE(std::ranges::none_of(fake.requests(), [](const ApiRequest &each) {
        return each.path.contains(u"more29"_s);
    })) << "only what was typed last is asked for";
    key->setValue(u"account_id"_s, u"acc_more299"_s);
    key->search(u"account_id"_s, {});
    ASSERT_TRUE(until([&] { return choices(*key, u"account_id"_s).size() == 51; }));
    EXPECT_EQ(key->value(u"account_id"_s), u"acc_more299"_s);
    key->setValue(u"name"_s, u"shop"_s);
    EXPECT_TRUE(submit(*key));
    EXPECT_EQ(sent()[u"account_id"_s], u"acc_more299"_s);
}

TEST_F(KeyForms, AKeyIsMadeWithEveryBoundThatTheServerKnows)
{
    const QString account = id(fake.data().state.accounts, 0);
    const auto key = form(u"key.create"_s);
    key->setValue(u"account_id"_s, account);
    ASSERT_TRUE(until([&] { return choices(*key, u"project_id"_s).size() == 4; })) << "its active ones";
    const QString project = choices(*key, u"project_id"_s)[1];
    for (const auto &[name, value] :
         std::initializer_list<std::pair<QString, QString>>{{u"name"_s, u"web shop"_s},
                                                            {u"project_id"_s, project},
                                                            {u"environment"_s, u"live"_s},
                                                            {u"role"_s, u"viewer"_s},
                                                            {u"scopes"_s, u"chat.completions"_s},
                                                            {u"permissions"_s, u"read, write"_s},
                                                            {u"allowed_models"_s, u"gpt-4o-mini"_s},
                                                            {u"allowed_ips"_s, u"203.0.113.0/24"_s},
                                                            {u"allowed_referrers"_s, u"https://shop.example"_s},
                                                            {u"request_cap"_s, u"1000"_s},
                                                            {u"expires_at"_s, u"2030-01-31"_s},
                                                            {u"can_sign"_s, u"true"_s},
                                                            {u"require_signature"_s, u"true"_s},
                                                            {u"metadata"_s, uR"({"team": "search"})"_s},
                                                            {u"limits.requests_per_minute"_s, u"60"_s},
                                                            {u"limits.spend_per_month"_s, u"250"_s},
                                                            {u"limits.spend_per_month.shadow"_s, u"true"_s}}) {
        ASSERT_TRUE(told(*key, name, FormFields::KindRole).isValid()) << name.toStdString();
        key->setValue(name, value);
    }
    ASSERT_TRUE(submit(*key)) << key->error().toStdString();
    const QJsonObject wanted{
        {u"account_id"_s, account},
        {u"name"_s, u"web shop"_s},
        {u"project_id"_s, project},
        {u"environment"_s, u"live"_s},
        {u"role"_s, u"viewer"_s},
        {u"scopes"_s, QJsonArray{u"chat.completions"_s}},
        {u"permissions"_s, QJsonArray{u"read"_s, u"write"_s}},
        {u"allowed_models"_s, QJsonArray{u"gpt-4o-mini"_s}},
        {u"allowed_ips"_s, QJsonArray{u"203.0.113.0/24"_s}},
        {u"allowed_referrers"_s, QJsonArray{u"https://shop.example"_s}},
        {u"request_cap"_s, 1000},
        {u"expires_at"_s, u"2030-01-31T00:00:00.000Z"_s},
        {u"can_sign"_s, true},
        {u"require_signature"_s, true},
        {u"metadata"_s, QJsonObject{{u"team"_s, u"search"_s}}},
        {u"limits"_s, QJsonObject{{u"requests_per_minute"_s, 60},
                                  {u"spend_per_month"_s, QJsonObject{{u"amount"_s, 250}, {u"shadow"_s, true}}}}}};
    EXPECT_EQ(QJsonDocument(sent()).toJson().toStdString(), QJsonDocument(wanted).toJson().toStdString());
    EXPECT_FALSE(key->secret().isEmpty());
    EXPECT_TRUE(key->otherSecret().startsWith(u"bss_"_s)) << "it is told this once, too";
    key->forget();
    EXPECT_TRUE(key->otherSecret().isEmpty());
}

TEST_F(KeyForms, AnotherAccountHasOtherProjects)
{
    const auto key = form(u"key.create"_s);
    key->setValue(u"account_id"_s, id(fake.data().state.accounts, 0));
    ASSERT_TRUE(until([&] { return !choices(*key, u"project_id"_s).isEmpty(); }));
    key->setValue(u"project_id"_s, choices(*key, u"project_id"_s)[0]);
    key->setValue(u"account_id"_s, id(fake.data().state.accounts, 2));
    EXPECT_TRUE(key->value(u"project_id"_s).isEmpty()) << "that was the first one's";
    ASSERT_TRUE(until([&] { return choices(*key, u"project_id"_s).size() == 1; }));
    EXPECT_EQ(choices(*key, u"project_id"_s)[0], id(fake.data().state.projects, 6));
}

TEST_F(KeyForms, PartsAreFoldedUntilTheyAreOpenedOrWrong)
{
    const auto key = form(u"account.newKey"_s, {{u"id"_s, id(fake.data().state.accounts, 0)}});
    EXPECT_TRUE(isShown(*key, u"name"_s));
    EXPECT_FALSE(isShown(*key, u"request_cap"_s));
    EXPECT_FALSE(key->isDirty());
    key->setValue(u"bounds"_s, u"true"_s);
    EXPECT_TRUE(isShown(*key, u"request_cap"_s));
    EXPECT_FALSE(isShown(*key, u"limits.concurrent"_s));
    EXPECT_FALSE(key->isDirty()) << "nothing is typed";
    key->setValue(u"bounds"_s, u"false"_s);
    EXPECT_FALSE(isShown(*key, u"request_cap"_s));

    key->setValue(u"name"_s, u"shop"_s);
    key->setValue(u"limits.concurrent"_s, u"many"_s);
    EXPECT_FALSE(submit(*key));
    EXPECT_EQ(key->errorField(), u"limits.concurrent"_s);
    EXPECT_TRUE(isShown(*key, u"limits.concurrent"_s)) << "what is wrong is seen";
    key->setValue(u"limits.concurrent"_s, {});
    ASSERT_TRUE(submit(*key)) << key->error().toStdString();
    EXPECT_EQ(sent().keys(), (QStringList{u"account_id"_s, u"name"_s}));
    EXPECT_TRUE(key->otherSecret().isEmpty());
}

TEST_F(KeyForms, WhatIsTakenAwayIsSaidSo)
{
    const auto key = form(u"key.edit"_s, {{u"id"_s, id(fake.data().state.keys, 0)},
                                          {u"name"_s, u"shop"_s},
                                          {u"role"_s, u"admin"_s},
                                          {u"request_cap"_s, u"1000"_s},
                                          {u"require_signature"_s, u"true"_s},
                                          {u"allowed_referrers"_s, u"https://shop.example"_s}});
    key->setValue(u"role"_s, {});
    key->setValue(u"request_cap"_s, {});
    key->setValue(u"require_signature"_s, u"false"_s);
    key->setValue(u"allowed_referrers"_s, {});
    ASSERT_TRUE(submit(*key)) << key->error().toStdString();
    const QJsonObject wanted{{u"role"_s, QString()},
                             {u"request_cap"_s, QJsonValue::Null},
                             {u"require_signature"_s, false},
                             {u"allowed_referrers"_s, QJsonArray()}};
    EXPECT_EQ(QJsonDocument(sent()).toJson().toStdString(), QJsonDocument(wanted).toJson().toStdString());
}

TEST_F(KeyForms, AnAccountsRoleIsTakenAwayByAnEmptyText)
{
    const auto account = form(u"account.edit"_s, {{u"id"_s, id(fake.data().state.accounts, 0)},
                                                  {u"plan"_s, u"pro"_s},
                                                  {u"role"_s, u"admin"_s},
                                                  {u"pricing_policy"_s, u"pass_through"_s}});
    account->setValue(u"role"_s, {});
    account->setValue(u"pricing_policy.kind"_s, {});
    ASSERT_TRUE(submit(*account)) << account->error().toStdString();
    const QJsonObject wanted{{u"role"_s, QString()}, {u"pricing_policy"_s, QString()}};
    EXPECT_EQ(QJsonDocument(sent()).toJson().toStdString(), QJsonDocument(wanted).toJson().toStdString())
        << "null leaves it as it was";
}

TEST_F(OwnKeyForms, AnAccountChoosesAmongItsOwnProjectsAndGivesNoRoles)
{
    const auto key = form(u"key.createOwn"_s);
    ASSERT_TRUE(until([&] { return !choices(*key, u"project_id"_s).isEmpty(); }));
    EXPECT_FALSE(choices(*key, u"project_id"_s).contains(id(fake.data().state.projects, 6))) << "another account's";
    key->setValue(u"bounds"_s, u"true"_s);
    EXPECT_TRUE(isShown(*key, u"permissions"_s));
    EXPECT_FALSE(isShown(*key, u"role"_s));
    key->setValue(u"name"_s, u"shop"_s);
    key->setValue(u"role"_s, u"owner"_s);
    key->setValue(u"can_sign"_s, u"true"_s);
    key->setValue(u"limits.spend_per_day"_s, u"5"_s);
    ASSERT_TRUE(submit(*key)) << key->error().toStdString();
    EXPECT_EQ(sent().keys(), (QStringList{u"can_sign"_s, u"limits"_s, u"name"_s}));
    EXPECT_FALSE(key->otherSecret().isEmpty());

    const auto limits = form(u"key.limits"_s, {{u"id"_s, id(fake.data().state.keys, 0)}});
    ASSERT_TRUE(until([&limits] { return limits->value(u"limits.spend_per_day"_s) == u"5"_s; }));
    limits->setValue(u"limits.spend_per_day"_s, {});
    ASSERT_TRUE(submit(*limits)) << limits->error().toStdString();
    EXPECT_EQ(fake.requests().back().path, u"/api-keys/"_s + id(fake.data().state.keys, 0));
}

namespace {

class Conflict : public KeyForms
{
protected:
    /// The first account's form, begun with its row.
    std::unique_ptr<RecordForm> begun()
    {
        RecordTable table;
        table.setKind(u"accounts"_s);
        table.setSession(&session);
        EXPECT_TRUE(until([&table] { return table.count() > 0; }));
        return form(u"account.edit"_s, table.record(0));
    }
    QJsonObject account() { return fake.data().state.accounts[0].toObject(); }
    /// As somebody else does meanwhile.
    void change(const QString &member, const QJsonValue &value)
    {
        QJsonObject one = account();
        one[member] = value;
        fake.data().state.accounts[0] = one;
        fake.data().state.note(u"account.change"_s, one[u"id"_s].toString());
    }
    qsizetype writes() const
    {
        return std::ranges::count_if(fake.requests(),
                                     [](const ApiRequest &each) { return each.verb == ApiRequest::Verb::Patch; });
    }
};

} // namespace

TEST_F(Conflict, WhatNobodyElseChangedIsSavedAtOnce)
{
    const auto edited = begun();
    change(u"balance"_s, 7); // no field of the form
    edited->setValue(u"full_name"_s, u"Mine"_s);
    ASSERT_TRUE(submit(*edited)) << edited->meanwhile().toStdString();
    EXPECT_EQ(account()[u"full_name"_s], u"Mine"_s);
    EXPECT_EQ(writes(), 1);
}

TEST_F(Conflict, WhatSomebodyElseChangedIsToldAndNothingTypedIsLost)
{
    const auto edited = begun();
    const QString before = account()[u"full_name"_s].toString();
    change(u"full_name"_s, u"Theirs"_s);
    change(u"time_zone"_s, u"Asia/Tokyo"_s);
    edited->setValue(u"full_name"_s, u"Mine"_s);
    edited->submit();
    ASSERT_TRUE(until([&] { return !edited->meanwhileBy().isEmpty(); }));
    EXPECT_FALSE(edited->isBusy());
    EXPECT_EQ(writes(), 0) << "not before somebody said so";
    EXPECT_TRUE(edited->meanwhile().contains(before + u" → Theirs"_s)) << edited->meanwhile().toStdString();
    EXPECT_TRUE(edited->meanwhile().contains(u"Asia/Tokyo"_s));
    EXPECT_TRUE(edited->meanwhileBy().startsWith(u"admin@beaver.example"_s));

    edited->review();
    EXPECT_TRUE(edited->meanwhile().isEmpty());
    EXPECT_EQ(edited->value(u"full_name"_s), u"Mine"_s);
    EXPECT_TRUE(told(*edited, u"full_name"_s, FormFields::HelpRole).toString().contains(u"Theirs"_s));
    EXPECT_EQ(edited->value(u"time_zone"_s), u"Asia/Tokyo"_s) << "what nothing was typed into is as it is now";
    ASSERT_TRUE(submit(*edited)) << "once it was seen";
    EXPECT_EQ(sent(), (QJsonObject{{u"full_name"_s, u"Mine"_s}})) << "only what was typed is sent";
    EXPECT_EQ(account()[u"time_zone"_s], u"Asia/Tokyo"_s);
}

TEST_F(Conflict, WhoOverwritesKeepsWhatElseWasChanged)
{
    const auto edited = begun();
    change(u"full_name"_s, u"Theirs"_s);
    change(u"time_zone"_s, u"Asia/Tokyo"_s);
    edited->setValue(u"full_name"_s, u"Mine"_s);
    edited->submit();
    ASSERT_TRUE(until([&] { return !edited->meanwhile().isEmpty(); }));
    bool done = false;
    QObject::connect(edited.get(), &FormEditor::done, edited.get(), [&done] { done = true; });
    edited->overwrite();
    ASSERT_TRUE(until([&] { return done; }));
    EXPECT_EQ(account()[u"full_name"_s], u"Mine"_s);
    EXPECT_EQ(account()[u"time_zone"_s], u"Asia/Tokyo"_s);
}

TEST_F(Conflict, LimitsThatSomebodyElseSetAreTold)
{
    QJsonObject key = fake.data().state.keys[0].toObject();
    key[u"limits"_s] = QJsonObject{{u"concurrent"_s, 5}};
    fake.data().state.keys[0] = key;
    const auto again = form(u"key.limits"_s, {{u"id"_s, key[u"id"_s].toString()}, {u"title"_s, u"a key"_s}});
    ASSERT_TRUE(until([&] { return again->value(u"limits.concurrent"_s) == "5"_L1; }));
    key[u"limits"_s] = QJsonObject{{u"concurrent"_s, 9}};
    fake.data().state.keys[0] = key;
    again->setValue(u"limits.requests_per_minute"_s, u"60"_s);
    again->submit();
    ASSERT_TRUE(until([&] { return !again->meanwhile().isEmpty(); }));
    EXPECT_TRUE(again->meanwhile().contains(u"5 → 9"_s)) << again->meanwhile().toStdString();
}
