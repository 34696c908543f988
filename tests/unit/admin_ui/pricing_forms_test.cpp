#include <QAbstractItemModelTester>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <admin-ui/editors/record_form.h>
#include <admin-ui/models/pricing_policy.h>
#include <admin-ui/models/record_detail.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

class PricingForms : public OnFake
{
protected:
    /// Submits what only tells what would change.
    bool foresee(RecordForm &asked)
    {
        asked.submit();
        return until([&asked] { return !asked.isBusy(); }) && asked.isForeseen();
    }
    QVariantMap model(const QString &id)
    {
        const QJsonObject json = beaver::admin::fake::find(fake.data().state.models, id);
        return {{u"id"_s, id},
                {u"title"_s, id},
                {u"json"_s, QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact))}};
    }
    /// Of the last change; names are looked up after it.
    const ApiRequest &change()
    {
        const auto &all = fake.requests();
        const auto last =
            std::find_if(all.rbegin(), all.rend(), [](const auto &each) { return each.verb != ApiRequest::Verb::Get; });
        return *last;
    }
    QByteArray sent() { return change().body; }
    bool isShown(RecordForm &asked, const QString &name) const
    {
        for (int row = 0; row < asked.fields()->rowCount(); ++row)
            if (const QModelIndex at = asked.fields()->index(row);
                asked.fields()->data(at, FormFields::NameRole) == name)
                return asked.fields()->data(at, FormFields::ShownRole).toBool();
        return false;
    }
};

} // namespace

TEST_F(PricingForms, ACorrectionShowsWhatItWouldChangeBeforeItDoes)
{
    const auto correct = form(u"model.correct"_s, model(u"gpt-4o"_s));
    const QAbstractItemModelTester tester(correct->fields());
    EXPECT_EQ(correct->button(), u"Show what would change"_s);
    EXPECT_FALSE(foresee(*correct)) << "without a beginning";
    EXPECT_EQ(correct->errorField(), u"from"_s);
    correct->setValue(u"from"_s, u"2026-01-31 14:30"_s);
    correct->setValue(u"list_prices.input"_s, u"1.25"_s);
    correct->setValue(u"reason"_s, u"The list was wrong"_s);
    ASSERT_TRUE(foresee(*correct)) << correct->error().toStdString();
    EXPECT_TRUE(sent().contains(R"("dry_run":true)"));
    EXPECT_TRUE(sent().contains(R"("from":"2026-01-31T14:30:00.000Z")")) << sent().toStdString();
    EXPECT_TRUE(sent().contains(R"("model":"gpt-4o")"));
    EXPECT_TRUE(sent().contains(R"("input":1.25)"));
    EXPECT_FALSE(sent().contains("free"));
    EXPECT_TRUE(correct->forecast().contains(u"would be corrected"_s)) << correct->forecast().toStdString();
    EXPECT_GT(correct->forecastRows().size(), 2);
    EXPECT_FALSE(correct->isPointless());
    const qsizetype before = fake.data().state.corrections.size();
    EXPECT_EQ(correct->button(), u"Correct the calls"_s);

    // What is changed after that is tried again.
    correct->setValue(u"list_prices.input"_s, u"1"_s);
    EXPECT_FALSE(correct->isForeseen());
    ASSERT_TRUE(foresee(*correct));
    EXPECT_EQ(fake.data().state.corrections.size(), before);
    ASSERT_TRUE(submit(*correct));
    EXPECT_TRUE(sent().contains(R"("dry_run":false)"));
    EXPECT_EQ(fake.data().state.corrections.size(), before + 1);
}

TEST_F(PricingForms, ACorrectionThatWouldChangeNothingSaysSo)
{
    const auto correct = form(u"model.correct"_s, model(u"gpt-4o"_s));
    correct->setValue(u"from"_s, u"2026-01-31"_s);
    ASSERT_TRUE(foresee(*correct)) << "its price of today";
    EXPECT_TRUE(correct->isPointless());
    EXPECT_TRUE(correct->forecastRows().isEmpty());
}

TEST_F(PricingForms, ThePolicyOfTheGatewayIsComparedBeforeItHolds)
{
    const auto policy = form(u"pricing.policy"_s, {{u"id"_s, u"gateway"_s}, {u"configured"_s, u"X"_s}});
    EXPECT_EQ(policy->value(u"pricing_policy.kind"_s), QString()) << "nothing is set";
    EXPECT_FALSE(isShown(*policy, u"pricing_policy.rate"_s));
    policy->setValue(u"pricing_policy.kind"_s, u"flat_per_token"_s);
    EXPECT_TRUE(isShown(*policy, u"pricing_policy.rate"_s));
    EXPECT_FALSE(isShown(*policy, u"pricing_policy.input"_s));
    policy->setValue(u"pricing_policy.rate"_s, u"15.5"_s);
    ASSERT_TRUE(foresee(*policy)) << policy->error().toStdString();
    EXPECT_EQ(change().path, u"/admin/pricing/what-if"_s);
    EXPECT_EQ(sent(), R"({"pricing_policy":"flat_per_token:15.5"})");
    EXPECT_GT(policy->forecastRows().size(), 2);
    EXPECT_EQ(fake.data().state.pricing[u"source"_s], u"BEAVER_PRICING"_s) << "nothing was changed by asking";
    ASSERT_TRUE(submit(*policy));
    EXPECT_EQ(change().path, u"/admin/pricing"_s);
    EXPECT_EQ(fake.data().state.pricing[u"pricing_policy"_s], u"flat_per_token:15.5"_s);

    // Prices of one's own; those that aren't shown aren't sent.
    policy->setValue(u"pricing_policy.kind"_s, u"fixed_price"_s);
    EXPECT_FALSE(foresee(*policy));
    EXPECT_EQ(policy->errorField(), u"pricing_policy.input"_s);
    policy->setValue(u"pricing_policy.input"_s, u"5"_s);
    policy->setValue(u"pricing_policy.output"_s, u"10.5"_s);
    policy->setValue(u"pricing_policy.others"_s, u" images=0.04,cached_read = 0.5"_s);
    ASSERT_TRUE(foresee(*policy)) << policy->error().toStdString();
    EXPECT_EQ(sent(), R"({"pricing_policy":"fixed_price:cached_read=0.5,images=0.04,input=5,output=10.5"})");
    policy->setValue(u"pricing_policy.kind"_s, {});
    ASSERT_TRUE(foresee(*policy));
    ASSERT_TRUE(submit(*policy));
    EXPECT_EQ(sent(), R"({"pricing_policy":""})");
    EXPECT_EQ(fake.data().state.pricing[u"source"_s], u"BEAVER_PRICING"_s);
}

TEST_F(PricingForms, ACategorysMarkupAndCutAreTriedOnTheLast30DaysBeforeTheyAreSaved)
{
    const QVariantMap budget{
        {u"id"_s, u"BUDGET"_s}, {u"name"_s, u"BUDGET"_s}, {u"markup_percent"_s, u"25"_s}, {u"percentile"_s, u"40"_s}};
    const auto markup = form(u"category.edit"_s, budget);
    markup->setValue(u"markup_percent"_s, u"30.5"_s);
    ASSERT_TRUE(foresee(*markup)) << markup->error().toStdString();
    EXPECT_EQ(change().path, u"/admin/pricing/what-if"_s);
    EXPECT_EQ(sent(), R"({"markups":{"BUDGET":30.5}})");
    EXPECT_GT(markup->forecastRows().size(), 2);
    ASSERT_TRUE(submit(*markup));
    EXPECT_EQ(change().path, u"/admin/pricing-categories/BUDGET"_s);
    EXPECT_EQ(sent(), R"({"markup_percent":30.5})");

    const auto cut = form(u"category.cut"_s, budget);
    cut->setValue(u"percentile"_s, u"35"_s);
    ASSERT_TRUE(foresee(*cut)) << cut->error().toStdString();
    EXPECT_EQ(sent(), R"({"percentiles":{"BUDGET":35}})");
    ASSERT_EQ(cut->forecastRows().size(), 3);
    EXPECT_EQ(cut->forecastRows()[1].toStringList()[0], u"deepseek-chat"_s);
    cut->setValue(u"percentile"_s, u"36"_s);
    EXPECT_FALSE(cut->isForeseen()) << "what was told is of another cut";
    ApiError error{ApiError::Kind::Rejected, u"'percentile' takes 21 to 59."_s};
    error.param = u"percentile"_s;
    fake.failNext(error, 1);
    EXPECT_FALSE(foresee(*cut));
    EXPECT_EQ(cut->errorField(), u"percentile"_s);
}

TEST_F(PricingForms, AFormThatBecomesAnotherDropsWhatTheOldOneAskedFor)
{
    const auto one = form(u"key.create"_s);
    one->setKind(u"no such form"_s);
    EXPECT_EQ(one->fields()->rowCount(), 0);
    int answers = 0;
    session.send({ApiRequest::Verb::Get, u"/admin/plans"_s}, &session,
                 [&answers](const Outcome<JsonValue> &) { ++answers; });
    ASSERT_TRUE(until([&answers] { return answers == 1; })) << "what was asked before it was answered before it";
    one->setValue(u"name"_s, u"x"_s);
    EXPECT_TRUE(one->title().isEmpty());

    const auto policy = form(u"category.cut"_s, {{u"name"_s, u"BUDGET"_s}, {u"percentile"_s, u"40"_s}});
    policy->submit();
    ASSERT_TRUE(policy->isBusy());
    policy->setKind(u"no such form"_s);
    EXPECT_TRUE(until([&policy] { return !policy->isBusy(); }));
    EXPECT_FALSE(policy->isForeseen());
}

TEST_F(PricingForms, AnAccountsPolicyIsTakenApartAndSentOnlyWhereItChanged)
{
    const QVariantMap record{{u"id"_s, fake.data().state.accounts[0].toObject()[u"id"_s].toString()},
                             {u"plan"_s, u"free"_s},
                             {u"full_name"_s, u"Ada"_s},
                             {u"pricing_policy"_s, u"fixed_price:images=0.04,input=5,output=10"_s}};
    const auto account = form(u"account.edit"_s, record);
    EXPECT_EQ(account->value(u"pricing_policy.kind"_s), u"fixed_price"_s);
    EXPECT_EQ(account->value(u"pricing_policy.input"_s), u"5"_s);
    EXPECT_EQ(account->value(u"pricing_policy.others"_s), u"images=0.04"_s);
    EXPECT_FALSE(account->isDirty());
    account->setValue(u"full_name"_s, u"Ada L."_s);
    ASSERT_TRUE(submit(*account)) << account->error().toStdString();
    EXPECT_EQ(sent(), R"({"full_name":"Ada L."})");
    account->setValue(u"pricing_policy.output"_s, u"12"_s);
    ASSERT_TRUE(submit(*account)) << account->error().toStdString();
    EXPECT_TRUE(sent().contains(R"("pricing_policy":"fixed_price:images=0.04,input=5,output=12")"))
        << sent().toStdString();
}

TEST_F(PricingForms, AnErrorOfThePolicyStandsAtItsChoice)
{
    const auto policy = form(u"pricing.policy"_s, {{u"id"_s, u"gateway"_s}});
    policy->setValue(u"pricing_policy.kind"_s, u"pass_through"_s);
    ApiError error{ApiError::Kind::Rejected, u"No."_s};
    error.param = u"pricing_policy"_s;
    fake.failNext(error, 1);
    EXPECT_FALSE(foresee(*policy));
    EXPECT_EQ(policy->errorField(), u"pricing_policy.kind"_s);
}

TEST(PricingPolicies, SellByTheirOwnRules)
{
    const auto sale = [](const char *policy, const char *bucket) {
        return PricingPolicy::parse(QString::fromLatin1(policy)).sale(QString::fromLatin1(bucket), 10, 12.5);
    };
    EXPECT_DOUBLE_EQ(*sale("category_markup", "input"), 11.25);
    EXPECT_DOUBLE_EQ(*sale("pass_through", "output"), 10);
    EXPECT_DOUBLE_EQ(*sale("flat_per_token", "output"), 20);
    EXPECT_DOUBLE_EQ(*sale("flat_per_token:15", "output"), 15);
    EXPECT_DOUBLE_EQ(*sale("fixed_price:input=5", "input"), 5);
    EXPECT_DOUBLE_EQ(*sale("fixed_price:input=5", "output"), 0) << "what isn't named costs nothing";
    EXPECT_FALSE(sale("", "input"));
    EXPECT_FALSE(PricingPolicy::parse(u"category_markup"_s).sale(u"input"_s, 10, std::nullopt));
}

TEST_F(PricingForms, AFreeModelNeedsNoPrices)
{
    const auto correct = form(u"correction.create"_s);
    correct->setValue(u"model"_s, u"gpt-4o"_s);
    correct->setValue(u"from"_s, u"2026-01-31"_s);
    EXPECT_TRUE(isShown(*correct, u"list_prices.input"_s));
    EXPECT_FALSE(foresee(*correct)) << "neither free nor a price";
    correct->setValue(u"free"_s, u"true"_s);
    EXPECT_FALSE(isShown(*correct, u"list_prices.input"_s));
    ASSERT_TRUE(foresee(*correct)) << correct->error().toStdString();
    EXPECT_TRUE(sent().contains(R"("free":true)"));
    EXPECT_FALSE(sent().contains("list_prices"));
}

TEST_F(PricingForms, TimesOfUtcAreTakenAsTheyAreTyped)
{
    const auto correct = form(u"model.correct"_s, model(u"gpt-4o"_s));
    for (const char *wrong : {"yesterday", "2026-02-30", "14:30", "2026-01-31 25:00"}) {
        correct->setValue(u"from"_s, QString::fromLatin1(wrong));
        EXPECT_FALSE(foresee(*correct)) << wrong;
        EXPECT_EQ(correct->errorField(), u"from"_s) << wrong;
    }
    for (const auto &[typed, meant] : {std::pair("2026-01-31", "2026-01-31T00:00:00.000Z"),
                                       std::pair("2026-01-31 06:05:04", "2026-01-31T06:05:04.000Z"),
                                       std::pair("2026-01-31T06:05:04+02:00", "2026-01-31T04:05:04.000Z")}) {
        correct->setValue(u"from"_s, QString::fromLatin1(typed));
        ASSERT_TRUE(foresee(*correct)) << typed;
        EXPECT_TRUE(sent().contains(meant)) << sent().toStdString();
    }
}

TEST_F(PricingForms, APriceMapIsReadFromItsFileAndTriedFirst)
{
    const QTemporaryDir folder;
    const auto import = form(u"model.import"_s);
    const auto choose = [&](const QByteArray &content) {
        QFile file(folder.filePath(u"map.json"_s));
        ASSERT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        import->setValue(u"file"_s, QString());
        import->setValue(u"file"_s, QUrl::fromLocalFile(file.fileName()).toString());
    };
    const int asked = fake.calls();
    EXPECT_FALSE(foresee(*import)) << "no file";
    import->setValue(u"file"_s, folder.filePath(u"none.json"_s));
    EXPECT_FALSE(foresee(*import));
    EXPECT_EQ(import->errorField(), u"file"_s);
    choose("not JSON");
    EXPECT_FALSE(foresee(*import));
    choose(QByteArray(8 * 1024 * 1024 + 1, ' '));
    EXPECT_FALSE(foresee(*import));
    EXPECT_EQ(fake.calls(), asked) << "nothing is sent that is known to be refused";

    const QByteArray map =
        R"({"gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 2e-06, "output_cost_per_token": 1e-05},
        "writer-3": {"litellm_provider": "openai", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06},
        "without": {"litellm_provider": "openai"}})";
    choose(map);
    ASSERT_TRUE(foresee(*import)) << import->error().toStdString();
    EXPECT_EQ(change().path, u"/admin/models/import?dry_run=true"_s);
    EXPECT_EQ(sent(), map);
    EXPECT_TRUE(import->forecast().contains(u"1 new model"_s)) << import->forecast().toStdString();
    const QStringList known = import->forecastRows()[1].toStringList();
    EXPECT_EQ(known, (QStringList{u"gpt-4o"_s, u"openai"_s, u"$2.50 → $2.00"_s, u"$10.00"_s}));
    const qsizetype before = fake.data().state.models.size();
    ASSERT_TRUE(submit(*import));
    EXPECT_EQ(change().path, u"/admin/models/import?dry_run=false"_s);
    EXPECT_EQ(fake.data().state.models.size(), before + 1);
}

TEST_F(PricingForms, WhatAFormDoesNotShowOfAPriceStays)
{
    QVariantMap record = model(u"gpt-4o"_s);
    const auto priced = [&](const QByteArray &prices) {
        record[u"json"_s] = QString::fromUtf8(R"({"id":"gpt-4o","list_prices":)" + prices + "}");
    };
    priced(R"([{"from_input_tokens":0,"input":3,"cached_read":0.3,"cache_write_5m":3.75,"output":15},)"
           R"({"from_input_tokens":200000,"input":6,"output":22.50}])");
    for (const QString &kind : {u"model.price"_s, u"model.correct"_s}) {
        const auto price = form(kind, record);
        EXPECT_TRUE(price->text().contains(u"cache write 5m $3.75"_s)) << price->text().toStdString();
        EXPECT_TRUE(price->text().contains(QLocale().toString(200'000))) << price->text().toStdString();
        price->setValue(u"list_prices.input"_s, u"4"_s);
        price->setValue(u"list_prices.cached_read"_s, QString());
        price->setValue(u"from"_s, u"2026-01-31"_s);
        submit(*price);
        EXPECT_TRUE(sent().replace(" ", "").contains(R"("list_prices":[{"input":4,"output":15,"cache_write_5m":3.75},)"
                                                     R"({"from_input_tokens":200000,"input":6,"output":22.50}])"))
            << sent().toStdString();
    }
    priced(R"([{"from_input_tokens":0,"input":3,"output":15}])");
    const auto plain = form(u"model.price"_s, record);
    plain->setValue(u"list_prices.input"_s, u"4"_s);
    EXPECT_FALSE(plain->text().contains(u"stays"_s));
    ASSERT_TRUE(submit(*plain));
    EXPECT_TRUE(sent().contains(R"("list_prices":{"input":4,"output":15})")) << sent().toStdString();
}

TEST_F(PricingForms, AModelThatIsChosenKeepsWhatTheFormDoesNotShow)
{
    QJsonObject claude = beaver::admin::fake::find(fake.data().state.models, u"gpt-4o"_s);
    claude[u"list_prices"_s] = QJsonArray{QJsonObject{{u"from_input_tokens"_s, 0},
                                                      {u"input"_s, 3},
                                                      {u"cached_read"_s, 0.3},
                                                      {u"cache_write_5m"_s, 3.75},
                                                      {u"output"_s, 15}},
                                          QJsonObject{{u"from_input_tokens"_s, 200'000}, {u"input"_s, 6}}};
    beaver::admin::fake::replace(fake.data().state.models, claude);
    const auto correct = form(u"correction.create"_s);
    EXPECT_FALSE(correct->text().contains(u"stays"_s)) << "of no model yet";
    correct->setValue(u"model"_s, u"gpt-4o"_s);
    correct->setValue(u"from"_s, u"2026-01-31"_s);
    correct->setValue(u"list_prices.input"_s, u"4"_s);
    // Models are asked for when the form opens; what was typed meanwhile stays.
    ASSERT_TRUE(until([&correct] { return correct->value(u"list_prices.output"_s) == u"15"_s; }));
    EXPECT_EQ(correct->value(u"list_prices.input"_s), u"4"_s);
    EXPECT_EQ(correct->value(u"list_prices.cached_read"_s), u"0.3"_s);
    EXPECT_TRUE(correct->text().contains(u"cache write 5m $3.75"_s)) << correct->text().toStdString();
    ASSERT_TRUE(foresee(*correct)) << correct->error().toStdString();
    EXPECT_TRUE(sent().replace(" ", "").contains(
        R"("list_prices":[{"cached_read":0.3,"input":4,"output":15,"cache_write_5m":3.75},)"
        R"({"from_input_tokens":200000,"input":6}])"))
        << sent().toStdString();

    // Another model has other prices; none of the first one's come along.
    correct->setValue(u"model"_s, u"gpt-4o-mini"_s);
    EXPECT_EQ(correct->value(u"list_prices.output"_s), u"0.6"_s);
    EXPECT_EQ(correct->value(u"list_prices.input"_s), u"4"_s) << "typed";
    EXPECT_FALSE(correct->text().contains(u"stays"_s));
    ASSERT_TRUE(foresee(*correct)) << correct->error().toStdString();
    EXPECT_FALSE(sent().contains("200000")) << sent().toStdString();
    EXPECT_FALSE(sent().contains("cache_write")) << sent().toStdString();
}

TEST_F(PricingForms, WithoutTheModelsOwnPricesNoneIsCorrected)
{
    fake.failNext({ApiError::Kind::ServerFailed, u"HTTP 503."_s});
    const auto correct = form(u"correction.create"_s);
    correct->setValue(u"model"_s, u"gpt-4o"_s);
    correct->setValue(u"from"_s, u"2026-01-31"_s);
    correct->setValue(u"list_prices.input"_s, u"4"_s);
    correct->setValue(u"list_prices.output"_s, u"5"_s);
    ASSERT_TRUE(until([this] { return fake.calls() > 0; }));
    EXPECT_FALSE(foresee(*correct));
    EXPECT_EQ(correct->errorField(), u"model"_s) << correct->error().toStdString();
    for (const ApiRequest &request : fake.requests())
        EXPECT_EQ(request.verb, ApiRequest::Verb::Get) << "what isn't known would be lost";
    // Each try asks for them again.
    ASSERT_TRUE(until([&correct] {
        correct->submit();
        return correct->value(u"list_prices.cached_read"_s) == u"1.25"_s;
    }));
    ASSERT_TRUE(until([&correct] { return !correct->isBusy(); }));
    EXPECT_TRUE(foresee(*correct)) << correct->error().toStdString();
}

TEST_F(PricingForms, APriceToComeStandsApartFromThoseInForce)
{
    const auto price = form(u"model.price"_s, model(u"gpt-4o"_s));
    price->setValue(u"list_prices.input"_s, u"3"_s);
    price->setValue(u"valid_from"_s, u"2025-01-01"_s);
    EXPECT_FALSE(submit(*price)) << "it is over";
    EXPECT_EQ(price->errorField(), u"valid_from"_s);
    const QString soon = QDateTime::currentDateTimeUtc().addDays(30).toString(u"yyyy-MM-dd HH:mm"_s);
    price->setValue(u"valid_from"_s, soon);
    ASSERT_TRUE(submit(*price)) << price->error().toStdString();

    RecordDetail detail;
    detail.setKind(u"model"_s);
    detail.setRecordId(u"gpt-4o"_s);
    detail.setSession(&session);
    ASSERT_TRUE(until([&detail] { return !detail.scheduled().isEmpty(); }));
    EXPECT_EQ(detail.scheduled()[0].toMap()[u"input"_s], u"$3.00"_s);
    EXPECT_EQ(detail.prices().size(), 3);
    EXPECT_EQ(detail.prices()[0].toMap()[u"input"_s], u"$2.50"_s);
}
