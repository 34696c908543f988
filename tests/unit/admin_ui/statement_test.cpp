#include <admin-ui/editors/record_form.h>
#include <admin-ui/models/record_detail.h>
#include <admin-ui/models/record_table.h>
#include <admin-ui/models/statement_report.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

QString id(const QJsonArray &list, int place)
{
    return list[place].toObject()[u"id"_s].toString();
}

/// Exactly, in USD.
double amount(const QVariant &line)
{
    return line.toMap()[u"cell"_s].toMap()[u"copy"_s].toString().toDouble();
}

} // namespace

TEST_F(OnFake, AStatementsSumsLeadFromItsOpeningToItsClosing)
{
    StatementReport sums;
    EXPECT_EQ(sums.months().size(), 13);
    sums.setSession(&session);
    EXPECT_FALSE(sums.isLoading()) << "of nobody yet";
    sums.setMonth({});
    sums.setAccountId(id(fake.data().state.accounts, 0));
    ASSERT_TRUE(until([&sums] { return sums.isLoaded(); }));
    const QVariantList lines = sums.lines();
    ASSERT_GT(lines.size(), 2);
    double sum = 0;
    for (qsizetype i = 0; i + 1 < lines.size(); ++i)
        sum += amount(lines[i]);
    EXPECT_NEAR(sum, amount(lines.last()), 1e-8);
    EXPECT_TRUE(fake.requests().back().path.contains(u"/statement?limit=1"_s));

    RecordTable entries;
    entries.setKind(u"statement"_s);
    entries.setWithin({{u"account_id"_s, sums.accountId()}});
    entries.setSession(&session);
    ASSERT_TRUE(until([&entries] { return !entries.isLoading(); }));
    ASSERT_EQ(entries.state(), u"ready"_s);
    EXPECT_EQ(entries.data(entries.index(0), RecordTable::CellsRole).toList().size(), entries.columns().size());
}

TEST_F(OnFake, ATaxRateOfOnesOwnIsTakenAwayByAnEmptyField)
{
    RecordForm form;
    form.setKind(u"account.billing"_s);
    form.setRecord({{u"id"_s, id(fake.data().state.accounts, 0)}, {u"title"_s, u"Northwind"_s}});
    form.setSession(&session);
    ASSERT_TRUE(until([&form] { return !form.value(u"address"_s).isEmpty(); })) << "what the server has";
    form.setValue(u"tax_rate"_s, u"7.5"_s);
    ASSERT_TRUE(submit(form)) << form.error().toStdString();
    EXPECT_EQ(fake.requests().back().body, R"({"tax_rate":7.5})");

    RecordForm again;
    again.setKind(u"account.billing"_s);
    again.setRecord(form.record());
    again.setSession(&session);
    ASSERT_TRUE(until([&again] { return again.value(u"tax_rate"_s) == u"7.5"_s; }));
    again.setValue(u"tax_rate"_s, {});
    ASSERT_TRUE(submit(again)) << again.error().toStdString();
    EXPECT_EQ(fake.requests().back().body, R"({"tax_rate":null})");
}

TEST_F(OnFake, AKeysBodiesAreKeptAsItsFormBeganWith)
{
    const QString key = id(fake.data().state.keys, 0);
    RecordForm form;
    form.setKind(u"key.bodies"_s);
    form.setRecord({{u"id"_s, key}, {u"title"_s, u"web shop"_s}});
    form.setSession(&session);
    ASSERT_TRUE(until([&form] { return form.value(u"keep"_s) == u"false"_s; }));
    form.setValue(u"keep"_s, u"true"_s);
    ASSERT_TRUE(submit(form)) << form.error().toStdString();
    EXPECT_EQ(fake.requests().back().path, u"/admin/api-keys/"_s + key + u"/bodies"_s);
    EXPECT_EQ(fake.requests().back().verb, ApiRequest::Verb::Put);
    EXPECT_TRUE(fake.data().state.keptKeys[key].toBool());
}

TEST_F(OnFake, ASigningSecretIsShownOnce)
{
    RecordForm form;
    form.setKind(u"key.signing"_s);
    form.setRecord({{u"id"_s, id(fake.data().state.keys, 0)}, {u"title"_s, u"web shop"_s}});
    form.setSession(&session);
    ASSERT_TRUE(submit(form));
    EXPECT_TRUE(form.secret().startsWith(u"bss_"_s));
}

TEST_F(OnFake, WhatWasSaidInACallIsReadOnlyWhenSomebodyAsks)
{
    RecordDetail detail;
    detail.setKind(u"call"_s);
    detail.setRecordId(fake.data().state.call(0)[u"id"_s].toString());
    detail.setSession(&session);
    ASSERT_TRUE(until([&detail] { return detail.isLoaded(); }));
    for (const ApiRequest &request : fake.requests())
        EXPECT_FALSE(request.path.endsWith(u"/bodies"_s));
    ASSERT_TRUE(detail.mayReadBodies());
    detail.readBodies();
    ASSERT_TRUE(until([&detail] { return detail.bodies().size() == 2; }));
    EXPECT_EQ(detail.bodies()[0].toMap()[u"language"_s], u"json"_s);
    EXPECT_EQ(detail.bodies()[1].toMap()[u"language"_s], u"text"_s) << "a stream";

    detail.setRecordId(fake.data().state.call(1)[u"id"_s].toString());
    EXPECT_TRUE(detail.bodies().isEmpty());
    detail.readBodies();
    ASSERT_TRUE(until([&detail] { return !detail.bodiesRemark().isEmpty(); })) << "nothing was kept";
}

TEST_F(OnFake, OnlyAdministratorsReadWhatWasSaidInOthersCalls)
{
    for (const auto &[role, may] :
         {std::pair("viewer", false), std::pair("billing", false), std::pair("admin", true)}) {
        fake.setRole(QString::fromLatin1(role));
        Session as{fake};
        as.signIn(QUrl(u"https://beaver.example.com"_s), {u"a@b.example"_s, u"secret"_s},
                  [](const Outcome<SignedIn> &) {});
        ASSERT_TRUE(until([&as] { return as.isSignedIn(); }));
        RecordDetail detail;
        detail.setKind(u"call"_s);
        detail.setSession(&as);
        EXPECT_EQ(detail.mayReadBodies(), may) << role;
    }
}
