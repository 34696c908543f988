#include <admin-ui/editors/action_center.h>
#include <admin-ui/editors/record_form.h>
#include <admin-ui/models/record_detail.h>
#include <admin-ui/models/record_table.h>
#include <tests/unit/admin_ui/fixtures.h>

#include <algorithm>

using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// Of an ordinary account: the first of the fake server's.
class OwnProjects : public OnFake
{
protected:
    void SetUp() override
    {
        fake.setRole({});
        OnFake::SetUp();
    }
    QString id(int place) { return fake.data().state.projects[place].toObject()[u"id"_s].toString(); }
    QVariantMap within(int place, const QString &role)
    {
        return {{u"project_id"_s, id(place)}, {u"project_role"_s, role}};
    }
    QVariantMap record(int place)
    {
        const QJsonObject project = fake.data().state.projects[place].toObject();
        return {{u"id"_s, id(place)},
                {u"title"_s, project[u"name"_s].toString()},
                {u"name"_s, project[u"name"_s].toString()}};
    }
    std::unique_ptr<RecordTable> table(const QString &kind, const QVariantMap &within = {})
    {
        auto made = std::make_unique<RecordTable>();
        made->setKind(kind);
        made->setWithin(within);
        made->setSession(&session);
        EXPECT_TRUE(until([&made] { return !made->isLoading(); }));
        EXPECT_EQ(made->state(), u"ready"_s) << made->error().toStdString();
        return made;
    }
    std::unique_ptr<RecordForm> form(const QString &kind, const QVariantMap &record)
    {
        auto made = std::make_unique<RecordForm>();
        made->setKind(kind);
        made->setRecord(record);
        made->setSession(&session);
        return made;
    }
    QJsonArray membersOf(int place) { return fake.data().state.members[id(place)].toArray(); }
    /// Says yes to what it asks.
    bool carryOut(const QString &action, const QVariantMap &on)
    {
        ActionCenter actions;
        actions.setSession(&session);
        actions.start(action, on);
        EXPECT_FALSE(actions.question().isEmpty()) << "it asks first";
        EXPECT_FALSE(actions.consequence().isEmpty());
        bool done = false;
        QObject::connect(&actions, &ActionCenter::done, &actions, [&done] { done = true; });
        actions.confirm();
        return until([&] { return done || !actions.error().isEmpty(); }) && done;
    }
    /// The last change: lists are asked for anew behind it.
    const ApiRequest &last()
    {
        const auto &all = fake.requests();
        return *std::find_if(all.rbegin(), all.rend(),
                             [](const ApiRequest &each) { return each.verb != ApiRequest::Verb::Get; });
    }
};

} // namespace

TEST_F(OwnProjects, MembersAreTakenInGivenAnotherRoleAndSentAway)
{
    const auto add = form(u"member.add"_s, record(1));
    EXPECT_EQ(add->value(u"role"_s), u"member"_s);
    add->setValue(u"email"_s, u"nobody@beaver.example"_s);
    EXPECT_FALSE(submit(*add));
    EXPECT_EQ(add->errorField(), u"email"_s) << "the server's word, at its field";
    const QString email = fake.data().state.accounts[7].toObject()[u"email"_s].toString();
    add->setValue(u"email"_s, email);
    add->setValue(u"role"_s, u"viewer"_s);
    const qsizetype before = membersOf(1).size();
    ASSERT_TRUE(submit(*add)) << add->error().toStdString();
    EXPECT_EQ(last().path, u"/projects/"_s + id(1) + u"/members"_s);
    ASSERT_EQ(membersOf(1).size(), before + 1);
    EXPECT_EQ(membersOf(1).last()[u"role"_s], u"viewer"_s);

    const auto members = table(u"members"_s, within(1, u"owner"_s));
    const int row = members->count() - 1;
    EXPECT_EQ(members->actions(row), (QStringList{u"member.role"_s, u"-"_s, u"member.remove"_s}));
    const auto cells = members->data(members->index(row), RecordTable::CellsRole).toList();
    EXPECT_EQ(cells[2].toMap()[u"text"_s], u"Sees the project, its usage and its keys"_s);
    const auto change = form(u"member.role"_s, members->record(row));
    EXPECT_EQ(change->value(u"role"_s), u"viewer"_s);
    change->setValue(u"role"_s, u"owner"_s);
    ASSERT_TRUE(submit(*change)) << change->error().toStdString();
    EXPECT_TRUE(last().body.contains(email.toUtf8()));
    ASSERT_EQ(membersOf(1).size(), before + 1);
    EXPECT_EQ(membersOf(1).last()[u"role"_s], u"owner"_s);

    ASSERT_TRUE(carryOut(u"member.remove"_s, members->record(row)));
    EXPECT_EQ(last().verb, ApiRequest::Verb::Delete);
    EXPECT_EQ(membersOf(1).size(), before);
}

TEST_F(OwnProjects, WhoIsNoOwnerChangesNobodyElseButMayLeave)
{
    const auto members = table(u"members"_s, within(6, u"member"_s));
    ASSERT_EQ(members->count(), 1);
    EXPECT_EQ(members->actions(0), QStringList{u"member.leave"_s});
    const auto others = table(u"members"_s, within(1, u"viewer"_s));
    for (int row = 0; row < others->count(); ++row)
        EXPECT_TRUE(others->actions(row).isEmpty());

    RecordDetail detail;
    detail.setKind(u"project"_s);
    detail.setRecordId(id(6));
    detail.setSession(&session);
    ASSERT_TRUE(until([&detail] { return detail.isLoaded(); }));
    EXPECT_EQ(detail.within(), within(6, u"member"_s));
    EXPECT_TRUE(detail.remark().contains(u"change those that you made"_s)) << detail.remark().toStdString();
    EXPECT_EQ(detail.actions(), (QStringList{u"project.open"_s, u"project.newOwnKey"_s}));
    ASSERT_TRUE(carryOut(u"member.leave"_s, members->record(0)));
    EXPECT_TRUE(membersOf(6).isEmpty());
    detail.reload();
    ASSERT_TRUE(until([&detail] { return detail.isGone(); })) << "it doesn't exist for strangers";
}

TEST_F(OwnProjects, AnAccountMakesProjectsWithBudgetsAndEndsThem)
{
    const auto projects = table(u"ownProjects"_s);
    const int before = projects->count();
    const auto make = form(u"project.create"_s, {});
    EXPECT_FALSE(submit(*make)) << "it has no name";
    make->setValue(u"name"_s, u"Winter sale"_s);
    make->setValue(u"monthly_budget"_s, u"250"_s);
    ASSERT_TRUE(submit(*make)) << make->error().toStdString();
    EXPECT_EQ(last().body, R"({"monthly_budget":250,"name":"Winter sale"})");
    projects->reload();
    ASSERT_TRUE(until([&] { return projects->count() == before + 1; }));
    EXPECT_TRUE(projects->actions(0).contains(u"project.archive"_s));

    const auto limits = form(u"project.limits"_s, record(0));
    ASSERT_TRUE(until([&limits] { return limits->value(u"limits.spend_per_month"_s) == u"250"_s; }));
    limits->setValue(u"limits.spend_per_month"_s, {});
    limits->setValue(u"limits.requests_per_minute"_s, u"60"_s);
    ASSERT_TRUE(submit(*limits)) << limits->error().toStdString();
    EXPECT_EQ(last().path, u"/projects/"_s + id(0));
    EXPECT_EQ(last().body, R"({"limits":{"requests_per_minute":60,"spend_per_month":null}})");

    const QVariantMap made = record(0);
    ASSERT_TRUE(carryOut(u"project.archive"_s, made));
    EXPECT_EQ(fake.data().state.projects[0].toObject()[u"status"_s], u"archived"_s);
    ASSERT_TRUE(carryOut(u"project.delete"_s, made));
    EXPECT_NE(id(0), made[u"id"_s].toString());
}

TEST_F(OwnProjects, TheDefaultOneStays)
{
    const auto projects = table(u"ownProjects"_s);
    for (int row = 0; row < projects->count(); ++row)
        if (projects->record(row)[u"is_default"_s] == u"true"_s) {
            EXPECT_TRUE(projects->actions(row).contains(u"project.limits"_s));
            EXPECT_FALSE(projects->actions(row).contains(u"project.delete"_s));
            EXPECT_FALSE(projects->actions(row).contains(u"project.archive"_s));
            return;
        }
    FAIL() << "none is the default";
}

TEST_F(OwnProjects, KeysOfAnotherAccountsProjectAreReachedThroughIt)
{
    const auto make = form(u"project.newOwnKey"_s, record(6));
    make->setValue(u"name"_s, u"trial"_s);
    ASSERT_TRUE(submit(*make)) << make->error().toStdString();
    EXPECT_EQ(last().path, u"/projects/"_s + id(6) + u"/api-keys"_s);
    EXPECT_FALSE(make->secret().isEmpty());

    const auto keys = table(u"projectKeys"_s, within(6, u"member"_s));
    ASSERT_GT(keys->count(), 1);
    EXPECT_EQ(keys->record(0)[u"name"_s], u"trial"_s);
    EXPECT_TRUE(keys->actions(0).contains(u"key.revoke"_s)) << "it is one's own";
    EXPECT_TRUE(keys->actions(1).isEmpty()) << "somebody else's";
    const auto edit = form(u"key.edit"_s, keys->record(0));
    edit->setValue(u"name"_s, u"final"_s);
    ASSERT_TRUE(submit(*edit)) << edit->error().toStdString();
    EXPECT_EQ(last().path, u"/projects/"_s + id(6) + u"/api-keys/"_s + keys->record(0)[u"id"_s].toString());
}

TEST_F(OwnProjects, AProviderKeyIsBroughtReplacedAndTakenAway)
{
    const auto bring = form(u"credential.bring"_s, record(1));
    bring->setValue(u"provider"_s, u"anthropic"_s);
    bring->setValue(u"api_key"_s, u"sk-ant-1234"_s);
    ASSERT_TRUE(submit(*bring)) << bring->error().toStdString();
    EXPECT_EQ(last().path, u"/projects/"_s + id(1) + u"/credentials/anthropic"_s);
    EXPECT_EQ(last().body, R"({"api_key":"sk-ant-1234"})");
    const auto credentials = table(u"credentials"_s, within(1, u"owner"_s));
    ASSERT_EQ(credentials->count(), 1);
    const auto replace = form(u"credential.replace"_s, credentials->record(0));
    replace->setValue(u"api_key"_s, u"sk-ant-5678"_s);
    ASSERT_TRUE(submit(*replace)) << replace->error().toStdString();
    EXPECT_EQ(last().path, u"/projects/"_s + id(1) + u"/credentials/anthropic"_s);
    ASSERT_TRUE(carryOut(u"credential.remove"_s, credentials->record(0)));
    EXPECT_TRUE(fake.data().state.projects[1].toObject()[u"credentials"_s].toArray().isEmpty());
}

TEST_F(OnFake, AdministratorsSeeTheProjectsOfAllAccounts)
{
    const QJsonObject project = fake.data().state.projects[1].toObject();
    const QString id = project[u"id"_s].toString();
    RecordTable projects;
    projects.setKind(u"projects"_s);
    projects.setSession(&session);
    ASSERT_TRUE(until([&projects] { return projects.state() == u"ready"_s; }));
    EXPECT_EQ(projects.count(), fake.data().state.projects.size());
    RecordDetail detail;
    detail.setKind(u"project"_s);
    detail.setRecordId(id);
    detail.setSession(&session);
    ASSERT_TRUE(until([&detail] { return detail.isLoaded(); }));
    EXPECT_TRUE(std::ranges::any_of(
        fake.requests(), [&id](const ApiRequest &request) { return request.path == u"/admin/projects/"_s + id; }));
    EXPECT_TRUE(detail.actions().contains(u"project.newKey"_s));
    EXPECT_TRUE(detail.remark().isEmpty());

    RecordForm key;
    key.setKind(u"project.newKey"_s);
    key.setRecord(detail.plainRecord());
    key.setSession(&session);
    key.setValue(u"name"_s, u"shop"_s);
    ASSERT_TRUE(submit(key)) << key.error().toStdString();
    // The names of accounts are looked up meanwhile, and the list is asked for anew.
    const auto sent =
        std::ranges::find(fake.requests(), ApiRequest::Verb::Post, [](const ApiRequest &each) { return each.verb; });
    ASSERT_NE(sent, fake.requests().end());
    EXPECT_EQ(sent->path, u"/admin/api-keys"_s);
    EXPECT_TRUE(sent->body.contains(project[u"account_id"_s].toString().toUtf8()));
    EXPECT_TRUE(sent->body.contains(id.toUtf8()));
}

TEST_F(OnFake, WhoOnlyLooksChangesNoProject)
{
    fake.setRole(u"viewer"_s);
    Session viewer{fake};
    viewer.signIn(QUrl(u"https://beaver.example.com"_s), {u"a@b.example"_s, u"secret"_s},
                  [](const Outcome<SignedIn> &) {});
    ASSERT_TRUE(until([&viewer] { return viewer.isSignedIn(); }));
    RecordTable projects;
    projects.setKind(u"projects"_s);
    projects.setSession(&viewer);
    ASSERT_TRUE(until([&projects] { return projects.state() == u"ready"_s; }));
    EXPECT_EQ(projects.actions(0), (QStringList{u"project.open"_s, u"project.calls"_s}));
}

TEST_F(OwnProjects, AnAccountSeesTheLimitsThatItIsUnder)
{
    const auto limits = table(u"ownLimits"_s);
    ASSERT_EQ(limits->count(), 3);
    EXPECT_TRUE(fake.requests().back().path.startsWith(u"/account/limits?"_s));
    const auto cells = limits->data(limits->index(0), RecordTable::CellsRole).toList();
    EXPECT_EQ(cells[0].toMap()[u"sub"_s], u"Of your account"_s);
    EXPECT_EQ(cells[1].toMap()[u"text"_s], u"$236.50 / $250.00"_s) << "money is no count";
    EXPECT_EQ(cells[1].toMap()[u"tone"_s], u"danger"_s);
    EXPECT_TRUE(limits->actions(0).isEmpty());
}
