#include <server/http/rest/actor.h>
#include <server/http/rest/key_answers.h>
#include <server/http/rest/key_body.h>
#include <server/http/rest/projects.h>
#include <server/http/rest/spent_json.h>
#include <server/identity/account_rules.h>
#include <server/projects/project_json.h>

#include <algorithm>
#include <array>

namespace beaver::http {

namespace {

using projects::MemberRole;

ProjectId projectOf(const Exchange &exchange)
{
    return ProjectId(exchange.parameter("id"));
}

/// What changes a project takes a person, or a key that says so.
Result<void> checkMayChange(const Exchange &exchange)
{
    const auto &key = exchange.principal->key;
    if (!key || key->hasPermission("admin") || key->role >= identity::Role::Admin)
        return {};
    return Error{ErrorCode::Forbidden,
                 "A key changes projects only with the permission 'admin'.",
                 {},
                 "permission_required",
                 {},
                 0};
}

Result<projects::Query> readProjectQuery(const Exchange &exchange)
{
    projects::Query query;
    const auto limit = queryNumber(exchange, "limit", 50, 1, 200);
    if (!limit)
        return limit.error();
    query.limit = *limit;
    query.viewer = projectViewer(exchange);
    query.after = exchange.query("after").value_or("");
    query.search = exchange.query("search").value_or("").substr(0, 200);
    query.status = exchange.query("status").value_or("");
    constexpr std::array<std::string_view, 4> known{"", "active", "archived", "all"};
    if (std::ranges::find(known, query.status) == known.end())
        return invalid("status", "'status' takes active, archived or all.");
    return query;
}

template <typename Items, typename Write> Answer listed(const Items &items, Write write)
{
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &item : items)
        write(json, item);
    Answer answer;
    answer.body = json.endArray().field("has_more", false).nullField("next").endObject().take();
    return answer;
}

} // namespace

projects::Viewer projectViewer(const Exchange &exchange)
{
    const auto &principal = *exchange.principal;
    projects::Viewer viewer;
    if (exchange.request->path.starts_with("/admin/"))
        return viewer;
    viewer.account = principal.account->id;
    if (principal.key) {
        viewer.project = principal.key->project;
        viewer.isDefault = viewer.project == identity::defaultProject(viewer.account);
    }
    return viewer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::show(std::shared_ptr<Exchange> exchange, projects::View view, int status)
{
    auto asking = m_limits.limitsOf(*exchange->loop, limits::Scope::Project, view.project.id.text());
    const auto limits = co_await asking;
    if (!limits)
        co_return limits.error();
    JsonWriter json;
    json.beginObject();
    projects::writeProjectMembers(json, view);
    writeKeyLimits(json, *limits);
    Answer answer;
    answer.status = status;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::listFor(std::shared_ptr<Exchange> exchange, projects::Query query)
{
    auto paging = m_projects.page(*exchange->loop, std::move(query));
    const auto page = co_await paging;
    if (!page)
        co_return page.error();
    JsonWriter json;
    json.beginObject().key("data").beginArray();
    for (const auto &view : page->projects) {
        json.beginObject();
        projects::writeProjectMembers(json, view);
        json.endObject();
    }
    json.endArray().field("has_more", page->hasMore);
    json.optionalField("next", page->hasMore ? page->projects.back().project.id.text() : std::string());
    Answer answer;
    answer.body = json.endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::list(std::shared_ptr<Exchange> exchange)
{
    auto query = readProjectQuery(*exchange);
    if (!query)
        co_return query.error();
    auto listing = listFor(exchange, std::move(*query));
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> ProjectHandlers::adminList(std::shared_ptr<Exchange> exchange)
{
    auto query = readProjectQuery(*exchange);
    if (!query)
        co_return query.error();
    query->account = AccountId(exchange->query("account_id").value_or(""));
    if (query->status.empty())
        query->status = "all";
    auto listing = listFor(exchange, std::move(*query));
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> ProjectHandlers::create(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    const auto viewer = projectViewer(*exchange);
    if (!viewer.isDefault)
        co_return Error{ErrorCode::Forbidden,
                        "A key of a project makes no others: use one of the default project, or sign in.",
                        {},
                        "permission_required",
                        {},
                        0};
    JsonBody body(exchange->request->body);
    auto name = body.text("name");
    const auto said = readLimitChanges(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto creating =
        m_projects.create(*exchange->loop, actorOf(*exchange), exchange->principal->account->id, std::move(name));
    auto view = co_await creating;
    if (!view)
        co_return view.error();
    if (!said.empty()) {
        auto setting = m_limits.setLimits(*exchange->loop, actorOf(*exchange), limits::Scope::Project,
                                          view->project.id.text(), changed({}, said));
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    auto showing = show(exchange, std::move(*view), 201);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> ProjectHandlers::one(std::shared_ptr<Exchange> exchange)
{
    auto finding = m_projects.find(*exchange->loop, projectOf(*exchange), projectViewer(*exchange));
    auto view = co_await finding;
    if (!view)
        co_return view.error();
    auto showing = show(exchange, std::move(*view), 200);
    co_return co_await showing;
}

QCoro::Task<Result<void>> ProjectHandlers::revokeKeysOf(std::shared_ptr<Exchange> exchange, ProjectId id)
{
    identity::KeyQuery query;
    query.project = std::move(id);
    identity::KeyAuthority by;
    by.actor = actorOf(*exchange);
    by.role = identity::Role::Owner; // the project goes, and with it whatever may use it
    auto revoking = m_identity.revokeKeys(*exchange->loop, {}, std::move(query), false, std::move(by));
    const auto revoked = co_await revoking;
    co_return revoked ? Result<void>() : Result<void>(revoked.error());
}

QCoro::Task<Result<Answer>> ProjectHandlers::change(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    JsonBody body(exchange->request->body);
    auto name = body.optionalText("name");
    auto status = body.optionalText("status");
    const auto said = readLimitChanges(body);
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const bool archives = status && *status == "archived";
    auto changing = m_projects.change(*exchange->loop, actorOf(*exchange), projectViewer(*exchange),
                                      projectOf(*exchange), std::move(name), std::move(status));
    auto view = co_await changing;
    if (!view)
        co_return view.error();
    if (!said.empty()) {
        auto asking = m_limits.limitsOf(*exchange->loop, limits::Scope::Project, view->project.id.text());
        const auto before = co_await asking;
        if (!before)
            co_return before.error();
        auto setting = m_limits.setLimits(*exchange->loop, actorOf(*exchange), limits::Scope::Project,
                                          view->project.id.text(), changed(*before, said));
        const auto set = co_await setting;
        if (!set)
            co_return set.error();
    }
    if (archives) {
        auto revoking = revokeKeysOf(exchange, view->project.id);
        const auto revoked = co_await revoking;
        if (!revoked)
            co_return revoked.error();
        view->keys = 0;
    }
    auto showing = show(exchange, std::move(*view), 200);
    co_return co_await showing;
}

QCoro::Task<Result<Answer>> ProjectHandlers::remove(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    auto removing =
        m_projects.remove(*exchange->loop, actorOf(*exchange), projectViewer(*exchange), projectOf(*exchange));
    const auto view = co_await removing;
    if (!view)
        co_return view.error();
    auto revoking = revokeKeysOf(exchange, view->project.id);
    const auto revoked = co_await revoking;
    if (!revoked)
        co_return revoked.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("id", view->project.id.text()).field("deleted", true).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::members(std::shared_ptr<Exchange> exchange)
{
    auto reading = m_projects.members(*exchange->loop, projectViewer(*exchange), projectOf(*exchange));
    const auto members = co_await reading;
    if (!members)
        co_return members.error();
    co_return listed(*members, projects::writeMember);
}

QCoro::Task<Result<Answer>> ProjectHandlers::putMember(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    JsonBody body(exchange->request->body);
    const auto given = body.text("email");
    const auto roleName = body.optionalText("role").value_or("member");
    const auto role = projects::memberRoleByName(roleName);
    if (!role)
        body.refuse("role", "owner, member or viewer is expected.");
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    const auto email = identity::normaliseEmail(given);
    if (!email)
        co_return email.error();
    auto putting = m_projects.putMember(*exchange->loop, actorOf(*exchange), projectViewer(*exchange),
                                        projectOf(*exchange), *email, *role);
    const auto member = co_await putting;
    if (!member)
        co_return member.error();
    JsonWriter json;
    projects::writeMember(json, *member);
    Answer answer;
    answer.status = 201;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::removeMember(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    auto removing = m_projects.removeMember(*exchange->loop, actorOf(*exchange), projectViewer(*exchange),
                                            projectOf(*exchange), AccountId(exchange->parameter("account_id")));
    const auto member = co_await removing;
    if (!member)
        co_return member.error();
    JsonWriter json;
    Answer answer;
    answer.body =
        json.beginObject().field("account_id", member->account.text()).field("deleted", true).endObject().take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::credentials(std::shared_ptr<Exchange> exchange)
{
    auto finding = m_projects.find(*exchange->loop, projectOf(*exchange), projectViewer(*exchange));
    const auto view = co_await finding;
    if (!view)
        co_return view.error();
    co_return listed(view->credentials, projects::writeCredential);
}

QCoro::Task<Result<Answer>> ProjectHandlers::putCredential(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    JsonBody body(exchange->request->body);
    Secret key(body.text("api_key"));
    if (auto sound = body.finish(); !sound)
        co_return sound.error();
    auto putting = m_projects.putCredential(*exchange->loop, actorOf(*exchange), projectViewer(*exchange),
                                            projectOf(*exchange), exchange->parameter("provider"), std::move(key));
    const auto credential = co_await putting;
    if (!credential)
        co_return credential.error();
    JsonWriter json;
    projects::writeCredential(json, *credential);
    Answer answer;
    answer.body = json.take();
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::removeCredential(std::shared_ptr<Exchange> exchange)
{
    if (auto may = checkMayChange(*exchange); !may)
        co_return may.error();
    auto removing = m_projects.removeCredential(*exchange->loop, actorOf(*exchange), projectViewer(*exchange),
                                                projectOf(*exchange), exchange->parameter("provider"));
    const auto credential = co_await removing;
    if (!credential)
        co_return credential.error();
    JsonWriter json;
    Answer answer;
    answer.body = json.beginObject().field("provider", credential->provider).field("deleted", true).endObject().take();
    co_return answer;
}

QCoro::Task<Result<identity::KeyAuthority>> ProjectHandlers::keyAuthority(std::shared_ptr<Exchange> exchange,
                                                                          MemberRole least)
{
    auto finding = m_projects.find(*exchange->loop, projectOf(*exchange), projectViewer(*exchange), least);
    const auto view = co_await finding;
    if (!view)
        co_return view.error();
    identity::KeyAuthority by;
    if (exchange->principal->key) {
        auto own = KeyHandlers::ownAuthority(*exchange);
        if (!own)
            co_return own.error();
        if (own->project != view->project.id)
            co_return Error{ErrorCode::Forbidden,
                            "A key manages the keys of its own project only.",
                            {},
                            "keys_scope_required",
                            {},
                            0};
        by = std::move(*own);
    }
    by.actor = actorOf(*exchange);
    by.account = view->project.account;
    by.project = view->project.id;
    by.mayAdminister = view->role == MemberRole::Owner;
    // Roles on the gateway belong to an account, not to a project's members.
    by.role =
        view->project.account == exchange->principal->account->id ? exchange->principal->role : identity::Role::None;
    if (view->role == MemberRole::Member && least == MemberRole::Member)
        by.createdBy = exchange->principal->account->id;
    co_return by;
}

QCoro::Task<Result<Answer>> ProjectHandlers::usage(std::shared_ptr<Exchange> exchange)
{
    const auto days = usagePeriodDays(*exchange);
    if (!days)
        co_return days.error();
    auto finding = m_projects.find(*exchange->loop, projectOf(*exchange), projectViewer(*exchange));
    const auto view = co_await finding;
    if (!view)
        co_return view.error();
    auto reading = m_database.read(
        *exchange->loop,
        [account = view->project.account, id = view->project.id, fromMs = usagePeriodStart(m_clock.wallMs(), *days)](
            storage::Connection &connection) { return usage::spent(connection, account, id, {}, fromMs); });
    const auto spent = co_await reading;
    if (!spent)
        co_return spent.error();
    Answer answer;
    answer.body = spentJson(*spent, "project_id", view->project.id.text(), *days);
    co_return answer;
}

QCoro::Task<Result<Answer>> ProjectHandlers::keys(std::shared_ptr<Exchange> exchange)
{
    auto asking = keyAuthority(exchange, MemberRole::Viewer);
    const auto by = co_await asking;
    if (!by)
        co_return by.error();
    auto listing = m_keys.listOf(exchange, by->account, by->project);
    co_return co_await listing;
}

QCoro::Task<Result<Answer>> ProjectHandlers::createKey(std::shared_ptr<Exchange> exchange)
{
    auto asking = keyAuthority(exchange, MemberRole::Member);
    auto by = co_await asking;
    if (!by)
        co_return by.error();
    auto making = m_keys.make(exchange, std::move(*by), {});
    co_return co_await making;
}

QCoro::Task<Result<Answer>> ProjectHandlers::changeKey(std::shared_ptr<Exchange> exchange)
{
    auto asking = keyAuthority(exchange, MemberRole::Member);
    auto by = co_await asking;
    if (!by)
        co_return by.error();
    auto changing = m_keys.patch(exchange, std::move(*by));
    co_return co_await changing;
}

QCoro::Task<Result<Answer>> ProjectHandlers::rotateKey(std::shared_ptr<Exchange> exchange)
{
    auto asking = keyAuthority(exchange, MemberRole::Member);
    auto by = co_await asking;
    if (!by)
        co_return by.error();
    auto rotating = m_keys.renew(exchange, std::move(*by));
    co_return co_await rotating;
}

QCoro::Task<Result<Answer>> ProjectHandlers::revokeKey(std::shared_ptr<Exchange> exchange)
{
    auto asking = keyAuthority(exchange, MemberRole::Member);
    auto by = co_await asking;
    if (!by)
        co_return by.error();
    auto revoking = m_keys.end(exchange, std::move(*by));
    co_return co_await revoking;
}

} // namespace beaver::http
