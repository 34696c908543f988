#include <server/identity/people_private.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::identity {

namespace {

constexpr int mostInvitations = 200;
constexpr std::int64_t dayMs = 86'400'000;

std::string invitationJson(const store::Invitation &invitation)
{
    JsonWriter json;
    json.beginObject()
        .optionalField("email", invitation.email)
        .optionalField("role", roleName(invitation.role))
        .optionalField("plan", invitation.plan)
        .endObject();
    return json.take();
}

Error noInvitation()
{
    return {ErrorCode::NotFound, "There is no such invitation.", {}, {}, {}, 0};
}

} // namespace

QCoro::Task<Result<PeopleService::CreatedInvitation>>
PeopleService::invite(ops::Executor &loop, store::Invitation wanted, int days, Operator by)
{
    if (!wanted.email.empty()) {
        auto email = normaliseEmail(wanted.email);
        if (!email)
            co_return std::move(email).error();
        wanted.email = std::move(*email);
    }
    if (auto allowed = checkRank(by, wanted.role); !allowed)
        co_return std::move(allowed).error();
    wanted.createdAtMs = d->clock.wallMs();
    wanted.id = "invite_" + newUlid(wanted.createdAtMs);
    wanted.createdBy = by.actor.account;
    wanted.expiresAtMs = wanted.createdAtMs + days * dayMs;
    CreatedInvitation created{wanted, randomToken(store::invitationPrefix)};
    const KeyHash hash = d->material.oneTimeTokens().of(created.token.reveal());
    auto writing = d->database.write(loop, [this, created, hash, by](storage::Connection &connection) -> Result<void> {
        const store::Invitation &invitation = created.invitation;
        if (auto done = store::insertInvitation(connection, invitation, hash); !done)
            return done;
        if (!invitation.email.empty()) {
            auto queued = m_outbox.enqueue(connection,
                                           letters::invitation(m_settings.publicUrl, invitation.email, created.token));
            if (!queued)
                return std::move(queued).error();
        }
        return audit::append(connection, {by.actor, "invitation.create", invitation.id, {}, invitationJson(invitation)},
                             invitation.createdAtMs);
    });
    auto written = co_await writing;
    if (!written)
        co_return std::move(written).error();
    m_outbox.wake();
    co_return created;
}

QCoro::Task<Result<PeopleService::InvitationPage>> PeopleService::invitations(ops::Executor &loop, int limit,
                                                                              std::string after)
{
    const int wanted = std::clamp(limit, 1, mostInvitations);
    auto reading = d->database.read(loop, [wanted, after](storage::Connection &connection) {
        return store::listInvitations(connection, wanted + 1, after);
    });
    auto rows = co_await reading;
    if (!rows)
        co_return std::move(rows).error();
    InvitationPage page{std::move(*rows), false};
    page.hasMore = page.invitations.size() > static_cast<std::size_t>(wanted);
    if (page.hasMore)
        page.invitations.pop_back();
    co_return page;
}

QCoro::Task<Result<store::Invitation>> PeopleService::withdrawInvitation(ops::Executor &loop, std::string id,
                                                                         Operator by)
{
    using store::Invitation;
    const std::int64_t nowMs = d->clock.wallMs();
    std::function<Result<Invitation>(storage::Connection &)> work =
        [id, by, nowMs](storage::Connection &connection) -> Result<Invitation> {
        auto found = store::findInvitationById(connection, id);
        if (!found)
            return std::move(found).error();
        if (!*found)
            return noInvitation();
        if ((*found)->acceptedAtMs)
            return Error{
                ErrorCode::Conflict, "The invitation has been accepted already.", {}, "invitation_accepted", {}, 0};
        if ((*found)->withdrawnAtMs)
            return std::move(**found);
        if (auto done = store::withdrawInvitation(connection, id, nowMs); !done)
            return std::move(done).error();
        (*found)->withdrawnAtMs = nowMs;
        auto written =
            audit::append(connection, {by.actor, "invitation.withdraw", id, invitationJson(**found), {}}, nowMs);
        return written ? Result<Invitation>(std::move(**found)) : Result<Invitation>(std::move(written).error());
    };
    auto writing = d->write<Invitation>(loop, std::move(work), [](const Invitation &) {});
    co_return co_await writing;
}

} // namespace beaver::identity
