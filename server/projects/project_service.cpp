#include <server/projects/project_json.h>
#include <server/projects/project_service.h>
#include <server/projects/project_store.h>

#include <algorithm>
#include <future>
#include <utility>

namespace beaver::projects {

namespace {

using storage::Connection;

Error noProject()
{
    return {ErrorCode::NotFound, "There is no such project.", {}, "project_not_found", {}, 0};
}

Error refused(std::string field, std::string message, std::string reason = {})
{
    return {ErrorCode::Unprocessable, std::move(message), std::move(field), std::move(reason), {}, 0};
}

std::string hintOf(const Secret &key)
{
    const std::string &text = key.reveal();
    return text.size() < 12 ? std::string() : text.substr(text.size() - 4);
}

/// Sealed credentials open for their project and provider alone.
std::string ownerOf(const ProjectId &project, std::string_view provider)
{
    return project.text() + "/" + std::string(provider);
}

} // namespace

Result<void> ProjectService::checkName(std::string_view name)
{
    const bool plain =
        std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
    if (name.empty() || name.size() > 100 || !plain)
        return refused("name", "name takes 1 to 100 bytes without control characters.");
    return {};
}

Result<void> ProjectService::checkKey(const Secret &key)
{
    const std::string &text = key.reveal();
    const bool visible = std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
    if (text.size() < 8 || text.size() > 4096 || !visible)
        return refused("api_key", "api_key takes the provider's key: 8 to 4096 visible characters.");
    return {};
}

ProjectService::ProjectService(storage::Database &database, const Secret &masterKey, std::vector<OwnTarget> targets,
                               const Clock &clock)
    : m_database(database)
    , m_box(masterKey)
    , m_own(std::move(targets))
    , m_clock(clock)
{}

Result<void> ProjectService::start()
{
    std::promise<Result<void>> swept;
    m_database.write(
        [nowMs = m_clock.wallMs()](Connection &connection) { return store::revokeOrphanedKeys(connection, nowMs); },
        [&swept](Result<void> done) { swept.set_value(std::move(done)); });
    if (auto done = swept.get_future().get(); !done)
        return done;
    std::promise<Result<void>> loaded;
    m_database.read([this, &loaded](Connection &connection) {
        auto all = store::sealedCredentials(connection, {});
        if (!all) {
            loaded.set_value(std::move(all).error());
            return;
        }
        std::map<ProjectId, std::map<std::string, Secret>> projects;
        for (const auto &one : *all) {
            auto key = m_box.open(one.sealed, ownerOf(one.project, one.provider));
            if (!key) {
                loaded.set_value(std::move(key).error());
                return;
            }
            projects[one.project].emplace(one.provider, std::move(*key));
        }
        for (const auto &[project, keys] : projects)
            m_own.set(project, keys);
        loaded.set_value({});
    });
    return loaded.get_future().get();
}

std::vector<std::string> ProjectService::ownProviders() const
{
    std::vector<std::string> names;
    for (const OwnTarget &target : m_own.targets())
        names.push_back(target.profile->name);
    return names;
}

/// `renews`: the project whose keys in memory become those of the table, after the commit and before anybody is told.
template <typename T>
ops::Future<Result<T>> ProjectService::write(ops::Executor &loop, std::function<Result<T>(Connection &)> work,
                                             ProjectId renews)
{
    struct Answer
    {
        std::optional<T> value;
        std::map<std::string, Secret> keys;
    };
    const ops::Promise<Result<T>> promise(loop);
    auto answer = std::make_shared<Answer>();
    m_database.write(
        [this, work = std::move(work), answer, renews](Connection &connection) -> Result<void> {
            auto done = work(connection);
            if (!done)
                return std::move(done).error();
            answer->value.emplace(std::move(*done));
            if (renews.isEmpty())
                return {};
            auto keys = opened(connection, renews);
            if (!keys)
                return std::move(keys).error();
            answer->keys = std::move(*keys);
            return {};
        },
        [this, answer, promise, renews](Result<void> done) {
            if (!done) {
                promise.set(std::move(done).error());
                return;
            }
            if (!renews.isEmpty())
                m_own.set(renews, answer->keys);
            promise.set(std::move(*answer->value));
        });
    return promise.future();
}

Result<std::map<std::string, Secret>> ProjectService::opened(Connection &connection, const ProjectId &id) const
{
    auto sealed = store::sealedCredentials(connection, id);
    if (!sealed)
        return std::move(sealed).error();
    std::map<std::string, Secret> keys;
    for (const auto &one : *sealed) {
        auto key = m_box.open(one.sealed, ownerOf(id, one.provider));
        if (!key)
            return std::move(key).error();
        keys.emplace(one.provider, std::move(*key));
    }
    return keys;
}

Result<View> ProjectService::viewOf(Connection &connection, const ProjectId &id, const Viewer &viewer,
                                    MemberRole least) const
{
    auto found = store::find(connection, id);
    if (!found)
        return std::move(found).error();
    if (!*found || (*found)->status == "deleted")
        return noProject();
    View view;
    view.project = std::move(**found);
    const bool elsewhere = !viewer.project.isEmpty() && !viewer.isDefault && viewer.project != id;
    if (elsewhere)
        return noProject();
    if (viewer.account.isEmpty() || viewer.account == view.project.account) {
        view.role = MemberRole::Owner;
    } else {
        auto role = store::roleOf(connection, id, viewer.account);
        if (!role)
            return std::move(role).error();
        view.role = *role;
    }
    if (view.role == MemberRole::None)
        return noProject();
    if (view.role < least)
        return Error{ErrorCode::Forbidden,
                     "This needs the role '" + std::string(memberRoleName(least)) + "' in the project.",
                     {},
                     "project_role_required",
                     {},
                     0};
    auto keys = store::keysOf(connection, id);
    if (!keys)
        return std::move(keys).error();
    view.keys = *keys;
    auto credentials = store::credentials(connection, id);
    if (!credentials)
        return std::move(credentials).error();
    view.credentials = std::move(*credentials);
    return view;
}

ops::Future<Result<Page>> ProjectService::page(ops::Executor &loop, Query query)
{
    return m_database.read(loop, [this, query = std::move(query)](Connection &connection) -> Result<Page> {
        auto found = store::page(connection, query);
        if (!found)
            return std::move(found).error();
        Page page;
        page.hasMore = found->size() > static_cast<std::size_t>(query.limit);
        if (page.hasMore)
            found->pop_back();
        for (const Project &project : *found) {
            auto view = viewOf(connection, project.id, query.viewer, MemberRole::Viewer);
            if (view)
                page.projects.push_back(std::move(*view));
            else if (view.error().code != ErrorCode::NotFound)
                return std::move(view).error();
        }
        return page;
    });
}

ops::Future<Result<View>> ProjectService::find(ops::Executor &loop, ProjectId id, Viewer viewer, MemberRole least)
{
    return m_database.read(loop, [this, id = std::move(id), viewer = std::move(viewer), least](Connection &connection) {
        return viewOf(connection, id, viewer, least);
    });
}

ops::Future<Result<View>> ProjectService::create(ops::Executor &loop, audit::Actor actor, AccountId account,
                                                 std::string name)
{
    const std::int64_t nowMs = m_clock.wallMs();
    const Project project{newId<ProjectId>(nowMs), std::move(account), std::move(name), false, "active", nowMs, nowMs};
    return write<View>(loop, [project, actor = std::move(actor), nowMs](Connection &connection) -> Result<View> {
        if (auto sound = checkName(project.name); !sound)
            return std::move(sound).error();
        auto count = store::countOf(connection, project.account);
        if (!count)
            return std::move(count).error();
        if (*count >= mostOfAccount)
            return Error{ErrorCode::Conflict,
                         "This account has " + std::to_string(*count) + " projects, which is the most it can have.",
                         {},
                         "too_many_projects",
                         {},
                         0};
        auto written = store::insert(connection, project);
        if (written)
            written =
                audit::append(connection, {actor, "project.create", project.id.text(), {}, auditJson(project)}, nowMs);
        if (!written)
            return std::move(written).error();
        return View{project, MemberRole::Owner, 0, {}};
    });
}

ops::Future<Result<View>> ProjectService::change(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id,
                                                 std::optional<std::string> name, std::optional<std::string> status)
{
    auto work = [this, id, viewer = std::move(viewer), actor = std::move(actor), name = std::move(name),
                 status = std::move(status), nowMs = m_clock.wallMs()](Connection &connection) -> Result<View> {
        auto view = viewOf(connection, id, viewer, MemberRole::Owner);
        if (!view)
            return view;
        Project &project = view->project;
        const std::string before = auditJson(project);
        if (name) {
            if (auto sound = checkName(*name); !sound)
                return std::move(sound).error();
            project.name = *name;
        }
        if (status) {
            if (*status != "active" && *status != "archived")
                return refused("status", "status takes active or archived.");
            if (project.isDefault && *status != "active")
                return Error{ErrorCode::Conflict,
                             "The default project of an account stays.",
                             "status",
                             "default_project",
                             {},
                             0};
            project.status = *status;
        }
        project.updatedAtMs = nowMs;
        auto written = store::update(connection, project);
        if (written)
            written =
                audit::append(connection, {actor, "project.change", id.text(), before, auditJson(project)}, nowMs);
        if (!written)
            return std::move(written).error();
        return view;
    };
    return write<View>(loop, std::move(work), id);
}

ops::Future<Result<View>> ProjectService::remove(ops::Executor &loop, audit::Actor actor, Viewer viewer, ProjectId id)
{
    auto work = [this, id, viewer = std::move(viewer), actor = std::move(actor),
                 nowMs = m_clock.wallMs()](Connection &connection) -> Result<View> {
        auto view = viewOf(connection, id, viewer, MemberRole::Owner);
        if (!view)
            return view;
        Project &project = view->project;
        if (project.isDefault)
            return Error{ErrorCode::Conflict, "The default project of an account stays.", {}, "default_project", {}, 0};
        const std::string before = auditJson(project);
        project.status = "deleted";
        project.updatedAtMs = nowMs;
        auto written = store::update(connection, project);
        for (const Credential &credential : view->credentials) {
            if (!written)
                break;
            const auto removed = store::removeCredential(connection, id, credential.provider);
            if (!removed)
                written = removed.error();
        }
        if (written)
            written = audit::append(connection, {actor, "project.delete", id.text(), before, {}}, nowMs);
        if (!written)
            return std::move(written).error();
        return view;
    };
    return write<View>(loop, std::move(work), id);
}

ops::Future<Result<std::vector<Member>>> ProjectService::members(ops::Executor &loop, Viewer viewer, ProjectId id)
{
    return m_database.read(
        loop,
        [this, id = std::move(id), viewer = std::move(viewer)](Connection &connection) -> Result<std::vector<Member>> {
            auto view = viewOf(connection, id, viewer, MemberRole::Viewer);
            if (!view)
                return std::move(view).error();
            return store::members(connection, id);
        });
}

ops::Future<Result<Member>> ProjectService::putMember(ops::Executor &loop, audit::Actor actor, Viewer viewer,
                                                      ProjectId id, std::string email, MemberRole role)
{
    auto work = [this, id = std::move(id), viewer = std::move(viewer), actor = std::move(actor),
                 email = std::move(email), role, nowMs = m_clock.wallMs()](Connection &connection) -> Result<Member> {
        auto view = viewOf(connection, id, viewer, MemberRole::Owner);
        if (!view)
            return std::move(view).error();
        auto account = store::accountByEmail(connection, email);
        if (!account)
            return std::move(account).error();
        if (!*account)
            return refused("email", "There is no account with this email; who it belongs to must register first.",
                           "account_not_found");
        if (**account == view->project.account)
            return refused("email", "This is the account that the project belongs to.");
        auto known = store::members(connection, id);
        if (!known)
            return std::move(known).error();
        const auto before = std::ranges::find(*known, **account, &Member::account);
        if (before == known->end() && known->size() >= mostMembers)
            return Error{ErrorCode::Conflict, "A project has up to 500 members.", {}, "too_many_members", {}, 0};
        const Member member{**account, email, role, before == known->end() ? nowMs : before->createdAtMs};
        auto written = store::putMember(connection, id, member);
        if (written)
            written = audit::append(connection,
                                    {actor, "project.member", id.text(),
                                     before == known->end() ? std::string() : auditJson(*before), auditJson(member)},
                                    nowMs);
        if (!written)
            return std::move(written).error();
        return member;
    };
    return write<Member>(loop, std::move(work));
}

ops::Future<Result<Member>> ProjectService::removeMember(ops::Executor &loop, audit::Actor actor, Viewer viewer,
                                                         ProjectId id, AccountId member)
{
    auto work = [this, id = std::move(id), viewer = std::move(viewer), actor = std::move(actor),
                 member = std::move(member), nowMs = m_clock.wallMs()](Connection &connection) -> Result<Member> {
        const bool leaves = viewer.account == member;
        auto view = viewOf(connection, id, viewer, leaves ? MemberRole::Viewer : MemberRole::Owner);
        if (!view)
            return std::move(view).error();
        auto known = store::members(connection, id);
        if (!known)
            return std::move(known).error();
        const auto found = std::ranges::find(*known, member, &Member::account);
        if (found == known->end())
            return Error{ErrorCode::NotFound, "There is no such member.", {}, "member_not_found", {}, 0};
        auto written = store::removeMember(connection, id, member);
        if (written)
            written = audit::append(connection, {actor, "project.member", id.text(), auditJson(*found), {}}, nowMs);
        if (!written)
            return std::move(written).error();
        return *found;
    };
    return write<Member>(loop, std::move(work));
}

ops::Future<Result<Credential>> ProjectService::putCredential(ops::Executor &loop, audit::Actor actor, Viewer viewer,
                                                              ProjectId id, std::string provider, Secret key)
{
    auto work = [this, id, viewer = std::move(viewer), actor = std::move(actor), provider = std::move(provider),
                 key = std::move(key), nowMs = m_clock.wallMs()](Connection &connection) -> Result<Credential> {
        auto view = viewOf(connection, id, viewer, MemberRole::Owner);
        if (!view)
            return std::move(view).error();
        if (view->project.status != "active")
            return Error{ErrorCode::Conflict, "The project is archived.", {}, "project_archived", {}, 0};
        if (!m_own.target(provider)) {
            std::string known;
            for (const std::string &name : ownProviders())
                known.append(known.empty() ? "" : ", ").append(name);
            return refused("provider", "provider takes one of " + known + ".");
        }
        if (auto sound = checkKey(key); !sound)
            return std::move(sound).error();
        const auto before = std::ranges::find(view->credentials, provider, &Credential::provider);
        const bool there = before != view->credentials.end();
        const Credential credential{provider, hintOf(key), there ? before->createdAtMs : nowMs, nowMs};
        auto written = store::putCredential(connection, id, credential, m_box.seal(key, ownerOf(id, provider)));
        if (written)
            written = audit::append(connection,
                                    {actor, "project.credential", id.text(), there ? auditJson(*before) : std::string(),
                                     auditJson(credential)},
                                    nowMs);
        if (!written)
            return std::move(written).error();
        return credential;
    };
    return write<Credential>(loop, std::move(work), id);
}

ops::Future<Result<Credential>> ProjectService::removeCredential(ops::Executor &loop, audit::Actor actor, Viewer viewer,
                                                                 ProjectId id, std::string provider)
{
    auto work = [this, id, viewer = std::move(viewer), actor = std::move(actor), provider = std::move(provider),
                 nowMs = m_clock.wallMs()](Connection &connection) -> Result<Credential> {
        auto view = viewOf(connection, id, viewer, MemberRole::Owner);
        if (!view)
            return std::move(view).error();
        const auto found = std::ranges::find(view->credentials, provider, &Credential::provider);
        if (found == view->credentials.end())
            return Error{ErrorCode::NotFound, "The project brings no key for this provider.", {}, {}, {}, 0};
        const auto removed = store::removeCredential(connection, id, provider);
        if (!removed)
            return removed.error();
        auto written =
            audit::append(connection, {actor, "project.credential", id.text(), auditJson(*found), {}}, nowMs);
        if (!written)
            return std::move(written).error();
        return *found;
    };
    return write<Credential>(loop, std::move(work), id);
}

} // namespace beaver::projects
